// After one visit everything that can be read opens without a network, and nothing that is somebody's lies in a cache.
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from '@playwright/test';
import { Api } from './support/api';
import { Form } from './support/apply';
import { Helper } from './support/assist';
import type { Photo } from './support/documents';
import { Office } from './support/office';
import { lastDigits, officers, resident, secretsOf } from './support/people';
import { type Server, startServer } from './support/server';
import { Status } from './support/status';
import { expect, test } from './support/test';
import { everythingKept, kept, keptModules, noNetwork } from './support/worker';

const root = path.resolve(__dirname, '..');
const ids = (folder: string) => fs.readdirSync(path.join(root, 'catalogue', folder)).map((file) => file.replace(/\.toml$/, ''));
const services = ids('services');
const reading = ['/', '/layanan', '/kecamatan', '/privasi', ...services.map((id) => `/layanan/${id}`), ...ids('profiles').map((code) => `/kecamatan/${code}`)];

let server: Server;
test.beforeEach(async () => void (server = await startServer()));
test.afterEach(() => server.discard());

const line = (page: Page) => page.locator('#simpanan');
const own = () => ({ serviceWorkers: 'allow', baseURL: server.url }) as const;

/** No network any more, in one way or the other. */
const ways = {
  'the network off': (page: Page) => page.context().setOffline(true),
  'the server killed': () => server.stop('SIGKILL'),
};

for (const [way, leave] of Object.entries(ways)) {
  test(`after one visit every page opens with ${way}`, async ({ onPhone, troubles }) => {
    test.setTimeout(240_000);
    const page = await onPhone(own());
    const words = new Map<string, string>();
    for (const place of reading) words.set(place, await headingOf(server.url + place));
    await page.goto('/');
    await keptModules(page);
    troubles.allow(...noNetwork);
    await leave(page);
    for (const place of reading) {
      const answer = await page.goto(place);
      expect(answer?.status(), place).toBe(200);
      await expect(page.getByRole('heading', { level: 1 }), place).toHaveText(words.get(place)!);
      await expect(line(page), place).toHaveText(/Halaman ini disimpan tanggal \d+ \w+ 20\d\d\. Belum tentu yang terbaru\./);
    }
    // The other pages of a form are the same page, and its engine finds every screen.
    for (const service of services) {
      const form = new Form(page, service);
      await form.begin();
      await page.getByLabel('Nama lengkap').fill('Siti Rahmawati');
      await form.goOn();
      await form.reload();
      await form.isAt('nomor');
    }
    // Search and check list are awake.
    await page.goto('/layanan');
    await expect(page.getByRole('search')).toHaveAttribute('data-ready', 'true');
    await page.getByLabel('Cari layanan').fill('sktm');
    await expect(page.getByRole('link', { name: 'Surat Pengantar SKCK' })).toBeHidden();
    await page.goto('/layanan/sktm');
    await expect(page.getByText('Centang tersimpan di HP ini saja.')).toBeVisible();
    // What isn't kept says so, and leads to what is.
    for (const place of ['/status', '/petugas/masuk', '/kecamatan/62.01.05.2001', '/tidak-ada']) {
      await page.goto(place);
      await expect(page.getByRole('heading', { level: 1 }), place).toHaveText('Ini perlu sinyal');
    }
    await page.getByRole('link', { name: 'Surat Keterangan Tidak Mampu', exact: false }).first().click();
    await expect(page).toHaveURL('/layanan/sktm');
  });
}

test('a page that was visited opens again, with its date', async ({ onPhone, troubles }) => {
  const page = await onPhone(own());
  await page.goto('/');
  await kept(page);
  const desa = '/kecamatan/62.01.05.2001';
  await page.goto(desa);
  await expect(line(page)).toHaveCount(0);
  const title = await page.getByRole('heading', { level: 1 }).innerText();
  troubles.allow(...noNetwork);
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(line(page)).toBeVisible();
  await page.context().setOffline(false);
  await page.reload();
  await expect(line(page)).toHaveCount(0);
});

test('a page says it is kept when the server is too slow to wait for', async ({ onPhone, troubles }) => {
  const page = await onPhone(own());
  await page.goto('/');
  await kept(page);
  // It still accepts connections, as a phone mast does that leads nowhere.
  troubles.allow(...noNetwork);
  await server.pause();
  const begin = Date.now();
  await page.goto('/layanan/sktm');
  await expect(line(page)).toBeVisible();
  const waited = Date.now() - begin;
  expect(waited).toBeGreaterThan(1500);
  expect(waited).toBeLessThan(9000);
  await server.resume();
});

test('the other language is brought when it is chosen', async ({ onPhone, troubles }) => {
  const page = await onPhone(own());
  await page.goto('/');
  await kept(page);
  await page.goto('/kecamatan/62.01.05.2001');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect.poll(async () => (await everythingKept(page)).filter(({ head }) => head['content-language'] === 'id').length).toBe(0);
  troubles.allow(...noNetwork);
  await page.context().setOffline(true);
  for (const place of ['/', '/layanan/sktm', '/ajukan/sktm', '/kecamatan/62.01.02']) {
    await page.goto(place);
    await expect(page.locator('html'), place).toHaveAttribute('lang', 'en');
    await expect(line(page)).toHaveText(/This page was kept on \d+ \w+ 20\d\d\./);
  }
  // Choosing one needs a signal, and that is said.
  await page.goto('/layanan');
  await page.getByRole('button', { name: 'Indonesia' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This needs a signal');
});

test('nothing of anybody lies in a cache after a whole job', async ({ onPhone, paper, api }) => {
  test.setTimeout(120_000);
  void api;
  const page = await onPhone(own());
  const who = resident();
  await page.goto('/');
  await kept(page);
  const form = new Form(page);
  await form.walkTo('kirim', who, paper);
  const code = await form.send();
  await new Status(page).ask(code, lastDigits(who));
  await expect(page.getByText('Permohonan Anda sudah masuk.')).toBeVisible();
  await page.goto('/status/kasus');
  await new Office(page).logIn(officers.counter);
  await page.goto(`/petugas/permohonan/${code}`);
  await page.goto('/petugas?daftar=semua');
  await page.goto('/layanan');
  await page.waitForTimeout(500);
  const all = await everythingKept(page);
  expect(all.length).toBeGreaterThan(100);
  for (const { cache, path, text, head } of all) {
    expect(path, cache).not.toMatch(/^\/(status|petugas|files)|^\/api\/(?!application\/screens\?service=[\w-]+&lang=id$)/);
    expect(head['set-cookie'], path).toBeUndefined();
    if (path.endsWith('.wasm')) continue;
    for (const secret of [...secretsOf(who), code, officers.counter.name]) expect(text.includes(secret), `${secret} in ${path}`).toBe(false);
  }
});

test('a kept page has a new nonce each time, and a form has the day of today', async ({ onPhone, troubles }) => {
  const page = await onPhone(own());
  await page.goto('/');
  await keptModules(page);
  troubles.allow(...noNetwork);
  await page.context().setOffline(true);
  const nonces = new Set<string>();
  for (const _ of [1, 2, 3]) {
    const answer = await page.goto('/ajukan/sktm');
    const [, nonce] = /'nonce-([^']+)/.exec(answer!.headers()['content-security-policy'])!;
    const text = await answer!.text();
    expect(text.split(`nonce="${nonce}"`).length).toBeGreaterThan(2);
    nonces.add(nonce);
    const today = await page.evaluate(() => new Date().toLocaleDateString('sv'));
    expect(text).toContain(today);
    expect(text).not.toContain('0000-00-00');
  }
  expect(nonces.size).toBe(3);
});

test('a second visit is sent nothing again', async ({ onPhone }) => {
  const page = await onPhone(own());
  await page.goto('/');
  await keptModules(page);
  await page.goto('/layanan');
  await page.waitForTimeout(4000);
  const before = server.log().length;
  for (const place of ['/', '/layanan/sktm', '/kecamatan/62.01.02']) {
    await page.goto(place);
    await expect(line(page), place).toHaveCount(0);
  }
  await new Form(page, 'sktm').open();
  await page.waitForTimeout(4000);
  const answers = [...server.log().slice(before).matchAll(/route="([^"]*)" status=(\d+)/g)].map(([, route, status]) => `${route} ${status}`);
  // Four pages are asked for. The worker is asked for now and then, and the first form borrows codes for receipts.
  expect(answers.filter((answer) => !/^\/(sw\.js|api\/code\/lease) /.test(answer))).toEqual(['/ 204', '/layanan/{id} 204', '/kecamatan/{code} 204', '/ajukan/{id} 204']);
  expect(answers.filter((answer) => answer.startsWith('/sw.js') && !answer.endsWith(' 304'))).toEqual([]);
});

/** As the system posts it: a navigation of nobody's page. */
async function share(page: Page, photo: Photo): Promise<void> {
  await page.goto('/layanan');
  await page.setContent(`<form method="post" enctype="multipart/form-data" action="${server.url}/bagikan"><link rel="icon" href="data:,"><input type="file" name="foto"><button>Bagikan</button></form>`);
  await page.locator('input').setInputFiles(photo);
  await page.getByRole('button', { name: 'Bagikan' }).click();
  await expect(page).toHaveURL('/bagikan');
  await expect(page.getByText('Foto Anda menunggu di HP ini.')).toBeVisible();
}

test('a photo from another app finds its way into the form', async ({ onPhone, paper, troubles }) => {
  const page = await onPhone(own());
  await page.goto('/');
  await kept(page);
  const form = new Form(page);
  await form.open('dokumen-ktp');
  await page.waitForTimeout(3500);
  await share(page, paper);
  await page.getByRole('link', { name: /^Lanjutkan: / }).click();
  await form.isAt('dokumen-ktp');
  await page.getByRole('button', { name: 'Pakai foto itu di sini' }).click();
  await expect(form.shots).toHaveCount(1);
  await form.allSent();
  expect(await page.evaluate(() => caches.has('genggam-shared'))).toBe(false);
  void troubles;
});

test('a shared photo is offered where something is mended, and on the form of a resident who is helped', async ({ onPhone, onTablet, paper }) => {
  test.setTimeout(120_000);
  const api = new Api(server.url);
  const application = await api.applicationIn('returned');
  const page = await onPhone(own());
  await page.goto('/');
  await kept(page);
  await share(page, paper);
  await page.getByRole('link', { name: 'Untuk perbaikan: cek status dulu' }).click();
  await page.getByLabel('Kode permohonan').fill(application.code);
  await new Status(page).show(application.digits);
  await page.getByRole('link', { name: 'Perbaiki sekarang' }).click();
  const mending = new Form(page);
  await mending.awake();
  await page.getByRole('button', { name: 'Pakai foto itu di sini' }).click();
  await expect(mending.shots).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Pakai foto itu di sini' })).toHaveCount(0);
  await mending.allSent();

  const tablet = await onTablet(own());
  const helper = new Helper(tablet);
  await helper.logIn(officers.helper);
  await kept(tablet);
  const who = resident();
  await helper.register(who);
  await helper.consent(who);
  const form = await helper.start('Surat Pengantar SKCK', 'pengantar-skck', who);
  const address = new URL(tablet.url()).pathname.split('/').slice(0, 4).join('/');
  await share(tablet, paper);
  await tablet.goto(`${address}/dokumen-ktp`);
  await form.awake();
  await tablet.getByRole('button', { name: 'Pakai foto itu di sini' }).click();
  await expect(form.shots).toHaveCount(1);
  await form.allSent();
});

async function headingOf(url: string): Promise<string> {
  const html = await (await fetch(url)).text();
  const text = /<h1[^>]*>(.*?)<\/h1>/s.exec(html)![1].replace(/<[^>]*>/g, '');
  return text.replaceAll('&amp;', '&').replaceAll('&#x27;', "'").replace(/\s+/g, ' ').trim();
}
