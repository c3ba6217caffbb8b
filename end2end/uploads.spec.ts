// Photographs on the worst of networks: the browser dies, the link falls silent, answers are lost. Nobody picks a
// photograph twice, and hardly a byte travels twice.
//
// GENGGAM_TORTURE=1 runs each as often as docs/reports/uploads.md tells; `make test` runs a few of each.
import { Form } from './support/apply';
import { pdf } from './support/documents';
import { MortalPhone } from './support/phone';
import { expect, test } from './support/test';
import { Wire } from './support/wire';

const torture = !!process.env.GENGGAM_TORTURE;
const SERVICE = 'pengantar-skck';
const SIZE = 600_000;
/// The wire takes 64 KiB at a time from the phone; what it holds when a connection breaks is counted and lost.
const ONE_READ = 65_536 / SIZE;

/** The same random moments in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => ((state = (state * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32);
}

test(`a browser killed at any moment goes on by itself, ${torture ? 20 : 3} times`, async ({ baseURL }) => {
  test.setTimeout(torture ? 900_000 : 120_000);
  const moments = random(20_261_121);
  for (let run = 0; run < (torture ? 20 : 3); run++) {
    const wire = await Wire.to(baseURL!);
    // About four seconds for the whole document.
    wire.rate = SIZE / 4;
    const phone = new MortalPhone();
    try {
      const form = new Form(await phone.on(), SERVICE, wire.url);
      await form.open('dokumen-ktp');
      await form.addPhoto('ktp', pdf(SIZE));
      await new Promise((resolve) => setTimeout(resolve, moments() * 4500));
      await phone.die();
      // What it had not sent yet is gone with it.
      wire.cut();
      wire.flow();
      const again = new Form(await phone.on(), SERVICE, wire.url);
      await again.open('dokumen-ktp');
      await expect(again.shots).toHaveCount(1);
      await again.allSent();
      test.info().annotations.push({ type: 'ratio', description: (wire.uploaded / SIZE).toFixed(4) });
      expect(wire.uploaded / SIZE, 'bytes sent over bytes of the document').toBeLessThan(1.02 + ONE_READ);
    } finally {
      await phone.discard();
      await wire.close();
    }
  }
});

test(`a link that falls silent is noticed, ${torture ? 20 : 1} times`, async ({ page, baseURL, troubles }) => {
  test.setTimeout(torture ? 1_800_000 : 120_000);
  troubles.allow(/\/files/);
  const moments = random(7);
  const took: number[] = [];
  for (let run = 0; run < (torture ? 20 : 1); run++) {
    const wire = await Wire.to(baseURL!);
    wire.rate = SIZE / 4;
    const form = new Form(page, SERVICE, wire.url);
    await form.open('dokumen-ktp');
    await form.addPhoto('ktp', pdf(SIZE));
    await expect.poll(() => wire.uploaded).toBeGreaterThan(moments() * SIZE * 0.7);
    const silence = new Promise<void>((resolve) => setTimeout(resolve, 3000 + moments() * 12_000));
    await wire.blackHole(silence);
    const before = wire.uploaded;
    const back = Date.now();
    await expect.poll(() => wire.uploaded, { timeout: 60_000, intervals: [100] }).toBeGreaterThan(before);
    took.push(Date.now() - back);
    wire.rate = Infinity;
    await form.allSent();
    await page.getByRole('button', { name: 'Hapus' }).first().click();
    await wire.close();
  }
  took.sort((a, b) => a - b);
  const late = took[Math.ceil(took.length * 0.95) - 1];
  test.info().annotations.push({ type: 'resumed after', description: took.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(', ') });
  expect(late, 'milliseconds until bytes move again').toBeLessThan(20_000);
});

for (const { what, method, times, how } of [
  { what: 'a proxy that answers 502 and 503 to HEAD', method: 'HEAD', times: 3, how: 'refuse' },
  { what: 'a lost answer to the creation', method: 'POST', times: 2, how: 'lose' },
  { what: 'a lost answer to the last byte', method: 'PATCH', times: 1, how: 'lose' },
] as const) {
  test(`${what} makes one upload, once`, async ({ page, context, baseURL, troubles }) => {
    troubles.allow(/\/files/, /ERR_FAILED/);
    const wire = await Wire.to(baseURL!);
    let form = new Form(page, SERVICE, wire.url);
    await form.open('dokumen-ktp');
    const places = new Set<string>();
    context.on('response', (answer) => {
      const place = answer.headers().location;
      if (answer.request().method() === 'POST' && place) places.add(new URL(place, answer.url()).pathname);
    });
    let left: number = times;
    // Without its first request a photograph is created alone, and its bytes go by PATCH.
    let first = method !== 'POST';
    await context.route('**/files**', async (route) => {
      const request = route.request();
      if (first) {
        first = false;
        return route.abort();
      }
      // A look at how far it is may always fail; it is not what this test is about.
      if (request.method() !== method || 'upload-watch' in request.headers() || left <= 0) return route.fallback();
      left--;
      if (how === 'refuse') return route.fulfill({ status: left % 2 ? 502 : 503, body: 'proxy' });
      // The server has done it; only its answer is lost.
      const answer = await route.fetch();
      const place = answer.headers().location;
      if (place) places.add(new URL(place, wire.url).pathname);
      return route.abort();
    });
    if (method === 'HEAD') {
      // A page that was left in the middle asks first where the server stands.
      wire.rate = SIZE / 4;
      await form.pick('ktp', pdf(SIZE));
      await expect.poll(() => wire.uploaded, { intervals: [50], timeout: 20_000 }).toBeGreaterThan(SIZE / 2);
      await page.close();
      wire.cut();
      wire.flow();
      form = new Form(await context.newPage(), SERVICE, wire.url);
      await form.open('dokumen-ktp');
    } else {
      await form.pick('ktp', pdf(SIZE));
    }
    await expect(form.shots).toHaveCount(1);
    await form.allSent();
    expect(places.size, 'uploads made').toBe(1);
    expect(left, 'the fault happened').toBeLessThanOrEqual(0);
    // Chromium sends a request again by itself when the connection under it breaks, even one of a page that has gone.
    // That costs bytes here, where the cut is ours; the test of the killed browser counts them.
    if (method !== 'HEAD') expect(wire.uploaded / SIZE).toBeLessThan(1.02 + ONE_READ);
    await wire.close();
  });
}

test('two tabs of one form send a photograph once', async ({ page, context, baseURL }) => {
  const wire = await Wire.to(baseURL!);
  wire.rate = SIZE / 3;
  const form = new Form(page, SERVICE, wire.url);
  await form.open('dokumen-ktp');
  await form.addPhoto('ktp', pdf(SIZE));
  const other = new Form(await context.newPage(), SERVICE, wire.url);
  await other.open('dokumen-ktp');
  await expect(other.shots).toHaveCount(1);
  await form.allSent();
  await other.allSent();
  expect(wire.uploaded / SIZE).toBeLessThan(1.02);
  await wire.close();
});
