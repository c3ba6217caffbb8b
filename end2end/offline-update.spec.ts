// Versions of the worker: how a new one comes, waits and takes over, how one goes back, and how all of it is switched off.
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { Form } from './support/apply';
import { resident } from './support/people';
import { seed, sow } from './support/seed';
import { type Server, startServer } from './support/server';
import { expect, test } from './support/test';
import { kept, keptModules, lookForUpdate, noNetwork, versions } from './support/worker';

/** The next build: something that stands on every page has changed. */
const next = (text: string) => text.replace(/^name = .*$/m, 'name = "Kecamatan Berikutnya"');
const same = (text: string) => text;
const off = (text: string) => text.replace(/^offline = .*$/m, 'offline = false');

let server: Server;
test.beforeEach(async () => void (server = await startServer({ demo: false })));
test.afterEach(() => server.discard());

async function deploy(change: (text: string) => string): Promise<void> {
  await server.stop();
  server.configure(change);
  await server.start();
}

const own = (url = server.url) => ({ serviceWorkers: 'allow', baseURL: url }) as const;
const office = (page: Page) => page.locator('.brand small');
const newVersion = (page: Page) => page.locator('#versi');

/** Whose page is shown without a network. */
async function keptOffice(page: Page): Promise<string> {
  await page.context().setOffline(true);
  await page.goto('/privasi');
  await expect(page.locator('#simpanan')).toBeVisible();
  const name = await office(page).innerText();
  await page.context().setOffline(false);
  return name;
}

/** Whose pages the worker in charge would show, asked without leaving the page. */
const activeOffice = (page: Page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  if (registration?.waiting || registration?.installing) return 'not yet';
  const header = await registration?.navigationPreload.getState();
  const version = header?.headerValue?.split('.')[0];
  const page = await (await caches.open(`genggam-${version}`)).match('/', { ignoreVary: true });
  return /<small>(.*?)</.exec((await page?.text()) ?? '')?.[1];
});

const controlledBy = (page: Page) => page.evaluate(async () => {
  const { active, waiting } = (await navigator.serviceWorker.getRegistration()) ?? {};
  return `${active?.state ?? 'none'}, ${waiting?.state ?? 'none'}`;
});

/** Somebody reads on: each page asks for the new version some seconds after it came, and the one before ends its work first. */
async function takesOver(page: Page, name: string): Promise<void> {
  await expect(async () => {
    await page.goto('/layanan');
    await expect.poll(() => activeOffice(page), { timeout: 15_000 }).toBe(name);
  }).toPass({ timeout: 60_000 });
}

test('a new version takes over when nothing is open, and an old one comes back', async ({ onPhone, troubles }) => {
  test.setTimeout(240_000);
  troubles.allow(...noNetwork);
  const page = await onPhone(own());
  await page.goto('/');
  await kept(page);
  expect(await keptOffice(page)).toBe('Kecamatan Arut Selatan');
  for (const [change, name] of [[next, 'Kecamatan Berikutnya'], [same, 'Kecamatan Arut Selatan'], [next, 'Kecamatan Berikutnya']] as const) {
    const [before] = (await versions(page)).slice(-1);
    await deploy(change);
    // As long as the old one answers, the page is the server's all the same.
    await page.goto('/layanan');
    await expect(office(page)).toHaveText(name);
    await lookForUpdate(page);
    await takesOver(page, name);
    expect(await versions(page)).toContain(before);
    await expect.poll(() => controlledBy(page)).toBe('activated, none');
    expect(await keptOffice(page)).toBe(name);
    expect((await versions(page)).length, `caches after ${before}`).toBe(2);
  }
});

test('a new version waits while a form is open, and says so', async ({ onPhone }) => {
  test.setTimeout(90_000);
  const page = await onPhone(own());
  await page.goto('/');
  await keptModules(page);
  const form = new Form(page);
  await form.begin();
  await page.getByLabel('Nama lengkap').fill('Siti Rahmawati');
  await page.waitForTimeout(3500);
  await deploy(next);
  await lookForUpdate(page);
  await expect(newVersion(page)).toContainText('Versi baru siap. Akan dipakai setelah semua terkirim.');
  expect(await controlledBy(page)).toBe('activated, installed');
  await page.reload();
  await form.awake();
  await expect(newVersion(page)).toBeVisible();
  // A photo is on its way: the very lock that the queue of uploads holds.
  await page.evaluate(() => {
    void navigator.locks.request('genggam-uploads', () => new Promise<void>((go) => Object.assign(window, { sent: go })));
  });
  await page.getByRole('button', { name: 'Pakai sekarang' }).click();
  await expect(page.getByRole('button', { name: 'Pakai sekarang' })).toHaveCount(0);
  expect(await controlledBy(page)).toBe('activated, installed');
  await page.evaluate(() => (window as unknown as { sent: () => void }).sent());
  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Pakai sekarang' }).click();
  await reloaded;
  await form.awake();
  await expect.poll(() => controlledBy(page)).toBe('activated, none');
  await expect(newVersion(page)).toHaveCount(0);
  await expect(page.getByLabel('Nama lengkap')).toHaveValue('Siti Rahmawati');
});

/** The next build is rolled out beside the one before: uploads stay where they began, all else comes from `there`. */
async function rollingOut() {
  const proxy = http.createServer((request, response) => {
    const bytes = request.url!.startsWith('/files');
    // A line beside the bytes (GET) only tells how far they are.
    if (bytes && request.method !== 'GET') out.uploads.push(request.method!);
    const to = bytes || request.url!.startsWith('/api/') ? server : out.there;
    const inner = http.request(to.url + request.url, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    inner.on('error', () => response.destroy());
    // Small pieces: the pace may change while one waits. The end comes after the last of them.
    const slowed = async () => {
      for await (const piece of request) {
        for (let from = 0; from < piece.length; from += 1000) {
          inner.write(piece.subarray(from, from + 1000));
          if (bytes && out.rate < Infinity) await new Promise((go) => setTimeout(go, 1e6 / out.rate));
        }
      }
      inner.end();
    };
    slowed().catch(() => inner.destroy());
  });
  await new Promise<void>((go) => proxy.listen(0, '127.0.0.1', go));
  const out = {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    there: server,
    /** Bytes a second of an upload. */
    rate: Infinity,
    /** How uploads were asked for. */
    uploads: [] as string[],
    close: () => (proxy.closeAllConnections(), proxy.close()),
  };
  return out;
}

test('a new version that comes in the middle of an upload waits for its last byte, says so in one line, and then changes', async ({ onPhone, paper, troubles }) => {
  test.setTimeout(150_000);
  // What is fetched ahead when the test is over.
  troubles.allow(...noNetwork);
  const after = await startServer({ demo: false, configure: next });
  const out = await rollingOut();
  try {
    const page = await onPhone(own(out.url));
    await page.goto('/');
    await keptModules(page);
    const form = new Form(page);
    const who = resident();
    await form.walkTo('dokumen-ktp', who, paper);
    await form.goneOut();
    out.uploads.length = 0;
    out.rate = 3000;
    await form.addPhoto('ktp', paper);
    await expect(form.shots).toContainText(/Mengirim \d+/);
    out.there = after;
    await page.waitForTimeout(3500);
    await lookForUpdate(page);
    await expect(newVersion(page)).toContainText('Versi baru siap. Akan dipakai setelah semua terkirim.', { timeout: 20_000 });
    // One line and no button, because bytes are on their way; the worker waits, and nothing is torn off.
    await expect(form.shots).toContainText(/Mengirim \d+/);
    await expect(page.getByRole('button', { name: 'Pakai sekarang' })).toHaveCount(0);
    expect(await controlledBy(page)).toBe('activated, installed');
    out.rate = Infinity;
    await form.allSent();
    expect(out.uploads, 'one request carried all of it').toEqual(['POST']);
    // The form is still open, so it asks.
    const reloaded = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Pakai sekarang' }).click();
    await reloaded;
    await form.awake();
    await expect.poll(() => controlledBy(page)).toBe('activated, none');
    expect(await activeOffice(page)).toBe('Kecamatan Berikutnya');
    await expect(page.locator('.shot[data-done=true]')).toHaveCount(1);
    await form.open('nama');
    await expect(page.getByLabel('Nama lengkap')).toHaveValue(who.name);
    expect(out.uploads).toEqual(['POST']);
  } finally {
    out.close();
    await after.discard();
  }
});

test('where no form is open, a new version waits for what the list sends, and then changes by itself', async ({ onPhone }) => {
  test.setTimeout(120_000);
  const after = await startServer({ demo: false, configure: next });
  const out = await rollingOut();
  try {
    const page = await onPhone(own(out.url));
    await page.goto('/');
    await keptModules(page);
    await sow(page, [seed()]);
    out.rate = 200;
    await page.goto('/draf');
    await expect.poll(() => out.uploads.length).toBeGreaterThan(0);
    out.there = after;
    await page.waitForTimeout(3500);
    await lookForUpdate(page);
    await expect(newVersion(page)).toContainText('Akan dipakai setelah semua terkirim.', { timeout: 20_000 });
    expect(await controlledBy(page)).toBe('activated, installed');
    out.rate = Infinity;
    await expect(page.locator('#daftar-draf li[data-draft]')).toContainText('Diterima kantor', { timeout: 30_000 });
    await expect.poll(() => controlledBy(page), { timeout: 20_000 }).toBe('activated, none');
    await expect(newVersion(page)).toHaveCount(0);
  } finally {
    out.close();
    await after.discard();
  }
});

test('switched off, the worker and all that it kept leave the phone, and nothing else happens', async ({ onPhone }) => {
  test.setTimeout(90_000);
  const page = await onPhone(own());
  await page.goto('/');
  await keptModules(page);
  await deploy(off);
  await page.goto('/layanan');
  await page.evaluate(() => Object.assign(window, { untouched: true }));
  // The browser looks for a newer worker by itself, after any visit.
  await expect.poll(() => page.evaluate(async () => [await caches.keys(), !!(await navigator.serviceWorker.getRegistration())]), { timeout: 20_000 }).toEqual([[], false]);
  expect(await page.evaluate(() => 'untouched' in window), 'no reload').toBe(true);
  await page.goto('/layanan/sktm');
  await page.waitForTimeout(4000);
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
  await deploy(same);
  await page.goto('/');
  await kept(page);
  expect((await versions(page)).length).toBe(1);
});

test('a deployment that is half there changes nothing on a phone', async ({ onPhone, troubles }) => {
  test.setTimeout(180_000);
  troubles.allow(...noNetwork, /500 |404 |status of (500|404)|net::ERR_(CONTENT_DECODING_FAILED|CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED_ENCODING|HTTP2_PROTOCOL_ERROR)/);
  let broken: 'nothing' | 'error' | 'cut' | 'older' | 'modules' = 'error';
  let asked = 0;
  const proxy = http.createServer((request, response) => {
    const pack = request.url === '/luring/pak';
    if (pack) asked++;
    if ((pack && broken === 'error') || (broken === 'modules' && /^\/pkg\//.test(request.url!))) {
      response.writeHead(broken === 'error' ? 500 : 404).end();
      return;
    }
    const inner = http.request(server.url + request.url, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      if (pack && broken === 'cut') {
        answer.once('data', (piece: Buffer) => response.write(piece.subarray(0, 5000), () => response.destroy()));
      } else if (pack && broken === 'older') {
        // A server of the version before answers.
        answer.resume();
        response.end(JSON.stringify({ version: 'another', lang: 'id', parts: [] }));
      } else answer.pipe(response);
    });
    inner.on('error', () => response.destroy());
    request.pipe(inner);
  });
  await new Promise<void>((go) => proxy.listen(0, '127.0.0.1', go));
  const page = await onPhone(own(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`));
  /** From now on it is broken so, and a page is opened for which the worker has asked. */
  const openWith = async (now: typeof broken) => {
    [broken, asked] = [now, 0];
    await page.goto('/layanan');
    // The browser may have looked by itself, may be looking still, and does one thing at a time.
    await expect.poll(async () => (await lookForUpdate(page), asked), { timeout: 15_000 }).toBeGreaterThan(0);
    await page.waitForTimeout(1000);
  };

  // On the very first visit: the page works, and there is no worker.
  await page.goto('/');
  await expect.poll(() => asked, { timeout: 15_000 }).toBeGreaterThan(0);
  await expect.poll(() => page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration()))).toBe(false);
  // Without its modules the pages are there, and a form says what it lacks.
  broken = 'modules';
  await page.goto('/');
  await kept(page);
  await page.waitForTimeout(4000);
  await page.context().setOffline(true);
  await page.goto('/ajukan/sktm');
  await expect(page.locator('#simpanan')).toContainText('Formulirnya baru bisa diisi setelah dibuka sekali saat ada sinyal.');
  troubles.allow(/^exception: /);
  await page.goto('/');
  await page.context().setOffline(false);
  // The next one fails in three ways, and each time the one before goes on.
  const before = await versions(page);
  await deploy(next);
  for (const way of ['error', 'cut', 'older'] as const) {
    await openWith(way);
    expect(await controlledBy(page), way).toBe('activated, none');
    expect(await keptOffice(page), way).toBe('Kecamatan Arut Selatan');
  }
  await openWith('nothing');
  await takesOver(page, 'Kecamatan Berikutnya');
  expect(await keptOffice(page)).toBe('Kecamatan Berikutnya');
  expect(await versions(page)).not.toEqual(before);
  proxy.closeAllConnections();
  proxy.close();
});
