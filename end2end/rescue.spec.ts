// A phone that can't send saves what waits into one locked file, without a network; the office takes it in, once; and
// the phone, back in the network, hears of it and sends nothing twice.
import * as fs from 'node:fs';
import type { Page } from '@playwright/test';
import { Form } from './support/apply';
import { addPerson, everything } from './support/device';
import { readable } from './support/code';
import { Office } from './support/office';
import { lastDigits, masked, officers, resident, secretsOf } from './support/people';
import { type Server, startServer } from './support/server';
import { expect, test } from './support/test';
import { keptModules, noNetwork } from './support/worker';

let server: Server;
test.beforeEach(async () => void (server = await startServer()));
test.afterEach(() => server.discard());

const own = () => ({ serviceWorkers: 'allow', baseURL: server.url }) as const;
const cards = (page: Page) => page.locator('#daftar-draf li[data-draft]');
const box = (page: Page) => page.locator('#titipan');
const door = (page: Page) => page.locator('form[data-door=unlock]');

async function openList(page: Page): Promise<void> {
  await page.goto('/draf');
  await expect(page.locator('#daftar-draf')).toHaveAttribute('data-ready', 'true');
}

/** Everything is filled in and "send" is pressed where there is no network. The code that was handed over. */
async function stuck(page: Page, form: Form): Promise<string> {
  await page.context().setOffline(true);
  await page.locator('label.tile', { has: page.locator('#setuju') }).click();
  await form.sendButton.click();
  await page.getByRole('link', { name: 'Lihat tanda terima, belum terkirim' }).click();
  await expect(page.getByRole('heading', { name: 'Tersimpan di HP, belum terkirim' })).toBeVisible();
  return (await page.locator('#kode').textContent())!;
}

async function save(page: Page): Promise<Buffer> {
  const coming = page.waitForEvent('download');
  await box(page).getByRole('button', { name: 'Simpan ke berkas titipan' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^titipan-20\d\d-\d\d-\d\dT\d\d\.\d\d\.genggam$/);
  await expect(box(page).getByText(/Berkas titipan dengan \d+ kiriman sudah disimpan/)).toBeVisible();
  return fs.readFileSync(await download.path());
}

const upload = (bytes: Buffer) => ({ name: 'titipan.genggam', mimeType: 'application/octet-stream', buffer: bytes });

async function bring(office: Page, bytes: Buffer): Promise<void> {
  await office.goto('/petugas/titipan');
  await office.locator('#titipan').setInputFiles(upload(bytes));
  await office.getByRole('button', { name: 'Masukkan berkas' }).click();
}

test('a stuck phone hands over a file, the office takes it in once, and the phone sends nothing twice', async ({ onPhone, onTablet, paper, troubles }) => {
  test.setTimeout(240_000);
  troubles.allow(...noNetwork);
  const page = await onPhone(own());
  await page.goto('/');
  await keptModules(page);
  const form = new Form(page);
  const who = resident();
  await form.walkTo('kirim', who, paper);
  const handed = await stuck(page, form);
  await openList(page);
  await expect(box(page)).toContainText('1 kiriman menunggu.');
  const told = /Besar berkas titipannya kira-kira (\d+) KB/.exec(await box(page).innerText());
  const file = await save(page);
  // It was said before how large it is.
  expect(Math.abs(Number(told?.[1]) * 1000 - file.length)).toBeLessThan(0.1 * file.length + 5000);
  // Nothing of anybody can be read in it.
  const text = file.toString('latin1');
  for (const secret of [...secretsOf(who), handed, 'JFIF', 'WEBP', 'pengantar-skck']) expect(text).not.toContain(secret);
  expect(text.startsWith('GENGGAM-RESCUE\x01')).toBe(true);
  // It stays, and is marked.
  await page.reload();
  await expect(box(page)).toContainText('1 kiriman menunggu, 1 sudah ada di berkas titipan.');
  await expect(cards(page)).toContainText('Siap, menunggu sinyal');

  const desk = new Office(await onTablet({ baseURL: server.url }));
  await desk.logIn(officers.counter);
  troubles.allow(/422/);
  for (const odd of [file.subarray(0, -1), Buffer.concat([file.subarray(0, 200), Buffer.from([file[200] ^ 1]), file.subarray(201)]), Buffer.from('%PDF-1.7')]) {
    await bring(desk.page, odd);
    await expect(desk.page.getByRole('alert')).toContainText(/rusak atau terpotong|bukan berkas titipan/);
  }
  await bring(desk.page, file);
  await expect(desk.page.getByText('1 kiriman di berkas titipan ini: 1 baru masuk, 0 sudah ada, 0 ditolak.')).toBeVisible();
  const line = desk.page.locator('ul.links li');
  await expect(line).toContainText(readable(handed));
  await expect(line).toContainText(masked(who.name));
  await bring(desk.page, file);
  await expect(desk.page.getByText('1 kiriman di berkas titipan ini: 0 baru masuk, 1 sudah ada, 0 ditolak.')).toBeVisible();
  const kept = test.info().outputPath('titipan.genggam');
  fs.writeFileSync(kept, file);
  expect(await server.command('rescue', 'import', kept)).toMatch(new RegExp(`^before\t${readable(handed)}\t`));
  // The office reads it as any other case, with its photographs.
  await desk.page.goto(`/petugas/permohonan/${handed}`);
  await expect(desk.page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(desk.page.locator('.doc img, .doc a').first()).toBeVisible();

  // Back in the network the phone hears of it, before a byte of a photograph leaves.
  let sent = 0;
  page.on('request', (request) => (sent += Number(request.url().includes('/files') || request.url().endsWith('/submit'))));
  await page.context().setOffline(false);
  await expect(cards(page)).toContainText('Diterima kantor', { timeout: 60_000 });
  expect(sent).toBe(0);
  await expect(box(page)).toBeHidden();
  // Code and digits open it.
  await page.goto(`/status?kode=${handed}`);
  await page.getByLabel(/angka terakhir/).fill(lastDigits(who));
  await page.getByRole('button', { name: /status/i }).click();
  await expect(page).toHaveURL(/status\/kasus/);
});

test('what a PIN has sealed can be rescued too, by its owner and by nobody else', async ({ onPhone, onTablet, paper, troubles }) => {
  test.setTimeout(240_000);
  troubles.allow(...noNetwork);
  const page = await onPhone(own());
  await page.goto('/');
  await keptModules(page);
  await openList(page);
  await addPerson(page, 'Bu Ani', '482913');
  const form = new Form(page);
  const who = resident();
  await form.walkTo('kirim', who, paper);
  const handed = await stuck(page, form);
  await openList(page);
  await expect(box(page)).toContainText('1 kiriman menunggu.');
  await expect(cards(page)).toContainText('Terkunci dengan PIN');
  await page.getByRole('button', { name: 'Kunci', exact: true }).click();
  await expect(door(page)).toBeVisible();
  // Nobody is open: what waits can't be sent, and that is said where the PIN is asked for.
  await expect(door(page)).toContainText('Buka aplikasi dan masukkan PIN supaya terkirim.');
  await expect(box(page)).toBeHidden();

  await addPerson(page, 'Pak Budi', '771204');
  await expect(cards(page)).toHaveCount(0);
  await expect(box(page)).toBeHidden();
  const asBudi = await page.evaluate(everything);
  for (const secret of [...secretsOf(who), handed.replaceAll('-', ''), 'JFIF', 'WEBP', 'parcel', 'device_key']) expect(asBudi).not.toContain(secret);
  await page.getByRole('button', { name: 'Kunci', exact: true }).click();

  // In the network nothing leaves: the key isn't at hand.
  let sent = 0;
  page.on('request', (request) => (sent += Number(/\/files|\/api\/(draft\/open|application\/submit)/.test(request.url()))));
  await page.context().setOffline(false);
  await page.goto('/');
  await page.waitForTimeout(6000);
  expect(sent).toBe(0);
  await page.context().setOffline(true);
  await openList(page);
  await door(page).getByLabel('Nama').selectOption('Bu Ani');
  await door(page).getByLabel(/PIN/).fill('482913');
  await door(page).getByRole('button', { name: 'Buka' }).click();
  await expect(box(page)).toContainText('1 kiriman menunggu.', { timeout: 20_000 });
  const file = await save(page);
  for (const secret of [...secretsOf(who), handed, 'JFIF', 'WEBP']) expect(file.toString('latin1')).not.toContain(secret);

  const desk = new Office(await onTablet({ baseURL: server.url }));
  await desk.logIn(officers.counter);
  await bring(desk.page, file);
  await expect(desk.page.getByText('1 kiriman di berkas titipan ini: 1 baru masuk, 0 sudah ada, 0 ditolak.')).toBeVisible();
  await desk.page.goto(`/petugas/permohonan/${handed}`);
  await expect(desk.page.locator('.doc img, .doc a').first()).toBeVisible();
  // Open and in the network again, the device hears of it and sends no photograph.
  sent = 0;
  page.on('request', (request) => (sent += Number(request.url().includes('/files'))));
  await page.context().setOffline(false);
  await expect(cards(page)).toContainText('Diterima kantor', { timeout: 60_000 });
});
