// Photographs on the worst of networks: the browser dies, the link falls silent, answers are lost. Nobody picks a
// photograph twice, and hardly a byte travels twice.
//
// GENGGAM_TORTURE=1 runs each as often as docs/reports/torture.md tells; `make test` runs a few of each.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Form } from './support/apply';
import { pdf } from './support/documents';
import { Nginx } from './support/nginx';
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

test('a connection that is cut sends nothing twice', async ({ page, baseURL, troubles }) => {
  troubles.allow(/\/files/, /ERR_/);
  const wire = await Wire.to(baseURL!);
  wire.rate = SIZE / 6;
  wire.greeting = 400;
  const form = new Form(page, SERVICE, wire.url);
  await form.open('dokumen-ktp');
  await form.pick('ktp', pdf(SIZE));
  for (const part of [0.4, 0.75]) {
    await expect.poll(() => wire.uploaded / SIZE, { intervals: [50], timeout: 20_000 }).toBeGreaterThan(part);
    wire.cut();
    wire.flow();
  }
  await form.allSent();
  // Left to itself, Chromium would send each request under a cut once more, from its old offset.
  // That was 1.39 each time; two cuts lose what the wire holds, and a busy machine may begin one request too late.
  expect(wire.uploaded / SIZE, 'bytes sent over bytes of the document').toBeLessThan(1.02 + 3 * ONE_READ);
  await wire.close();
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
      // The line that stays open beside the bytes.
      if (request.method() === 'GET') return route.fallback();
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

/** Every stored file of this length. */
function stored(bytes: number): Buffer[] {
  const files = fs.readdirSync(process.env.GENGGAM_TEST_DATA_DIR!, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
  return paths.filter((file) => fs.statSync(file, { throwIfNoEntry: false })?.size === bytes).map((file) => fs.readFileSync(file));
}

test('a photograph that was spoilt on its way is sent anew, and the office never has the spoilt one', async ({ page, baseURL, troubles }) => {
  troubles.allow(/\/files/);
  const wire = await Wire.to(baseURL!);
  const paper = pdf(SIZE - 4321);
  const form = new Form(page, SERVICE, wire.url);
  await form.open('dokumen-ktp');
  wire.spoilAt = SIZE / 2;
  await form.addPhoto('ktp', paper);
  await form.allSent();
  expect(wire.spoilAt, 'the fault happened').toBe(Infinity);
  expect(wire.uploaded / SIZE, 'it went twice').toBeGreaterThan(1.9);
  const kept = stored(paper.buffer.length);
  expect(kept.length, 'files in the archive').toBe(1);
  expect(kept[0].equals(paper.buffer), 'the bytes that left').toBe(true);
  await wire.close();
});

test('a photograph that the phone itself has spoilt is not sent', async ({ page, baseURL, troubles }) => {
  troubles.allow(/\/files/, /ERR_FAILED/);
  const wire = await Wire.to(baseURL!);
  const form = new Form(page, SERVICE, wire.url);
  await form.open('dokumen-ktp');
  // No creation gets through until the bytes on the device are others.
  await page.route('**/files', (route) => route.abort());
  await form.addPhoto('ktp', pdf(SIZE));
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('genggam');
        opening.onsuccess = () => {
          const turn = opening.result.transaction('photos', 'readwrite');
          const cursor = turn.objectStore('photos').openCursor();
          cursor.onsuccess = () => {
            const bytes = new Uint8Array(cursor.result!.value as ArrayBuffer);
            bytes[1000] ^= 1;
            turn.objectStore('photos').put(bytes.buffer, cursor.result!.primaryKey);
          };
          turn.oncomplete = () => (opening.result.close(), resolve());
        };
      }),
  );
  await page.unroute('**/files');
  await form.reload();
  await expect(form.shots.first()).toHaveClass(/is-bad/, { timeout: 20_000 });
  expect(wire.uploaded).toBe(0);
  await wire.close();
});

test('a file that the office can not open says in its tile what to do, also after a reload', async ({ page, troubles }) => {
  troubles.allow(/415/);
  const form = new Form(page, SERVICE);
  await form.open('dokumen-ktp');
  const paper = pdf(20_000);
  const locked = paper.buffer.toString('latin1').replace('<</Size 4', '<</Encrypt 5 0 R/Size 4');
  await form.addPhoto('ktp', { ...paper, buffer: Buffer.from(locked, 'latin1') });
  for (const again of [false, true]) {
    if (again) await form.reload();
    const tile = form.shots.first();
    await expect(tile).toHaveClass(/is-bad/, { timeout: 20_000 });
    await expect(tile).toContainText('PDF ini terkunci kata sandi');
    await expect(tile).toContainText('kirim tangkapan layarnya');
  }
});

test('behind a proxy that collects whole requests, on a link that always breaks, it arrives in smaller ones', async ({ page, baseURL, troubles }) => {
  test.setTimeout(120_000);
  troubles.allow(/\/files/, /ERR_/, /502/);
  const nginx = await Nginx.before(baseURL!);
  const wire = await Wire.to(nginx.url);
  try {
    wire.life = SIZE / 4;
    wire.rate = SIZE / 2;
    const form = new Form(page, SERVICE, wire.url);
    await form.open('dokumen-ktp');
    await form.addPhoto('ktp', pdf(SIZE));
    await expect(page.locator('.shot[data-done=true]')).toHaveCount(1, { timeout: 90_000 });
    test.info().annotations.push({ type: 'ratio', description: (wire.uploaded / SIZE).toFixed(4) });
    // On a link that holds it goes in one request again, once it has grown.
  } finally {
    await wire.close();
    await nginx.discard();
  }
});

test('what is left is told in KB and minutes, and said once', async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const wire = await Wire.to(baseURL!);
  // Slow enough that two of the wire's reads in a row make no fast link of it.
  wire.rate = SIZE / 100;
  const form = new Form(page, SERVICE, wire.url);
  await form.open('dokumen-ktp');
  await form.addPhoto('ktp', pdf(2 * SIZE));
  const left = page.locator('[data-when=left]');
  await expect(left).toHaveText(/^Sisa \d+ KB, kira-kira [2-9] menit lagi$/, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Jeda pengiriman' }).click();
  await expect(left).toBeHidden();
  wire.rate = Infinity;
  await page.getByRole('button', { name: 'Lanjutkan pengiriman' }).click();
  await form.allSent();
  await expect(left).toBeHidden();
  await wire.close();
});
