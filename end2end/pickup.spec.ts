// A letter that is signed by hand, with an appointment: chosen on the phone without a script, seen by the office, signed,
// scanned, handed over. And the templates as whoever keeps the content looks at them.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pdf } from './support/documents';
import { phone, tablet } from './support/devices';
import { Office } from './support/office';
import { officers, secretsOf } from './support/people';
import { startServer } from './support/server';
import { Status } from './support/status';
import { type Page, expect, test } from './support/test';
import { violations } from './support/violations';

const root = path.resolve(__dirname, '..');
const box = (page: Page) => page.locator('#janji + .box');
const letter = (page: Page) => page.locator('#surat-hasil');
const shoot = (page: Page, name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });

test('somebody chooses when to come for a letter that is signed by hand, and the office expects them', async ({ api, onPhone, onTablet, browser, baseURL }) => {
  test.setTimeout(120_000);
  const done = await api.applicationIn('done');
  const page = await onPhone({ javaScriptEnabled: false });
  await page.goto(`/status?kode=${done.code}`);
  await new Status(page).show(done.digits);
  await expect(box(page)).toContainText('Belum ada janji');
  const offered = await box(page).getByLabel('Hari dan waktu').locator('option').allTextContents();
  expect(offered.length).toBeGreaterThan(10);
  for (const words of offered) expect(words).toMatch(/^(Senin|Selasa|Rabu|Kamis|Jumat), \d+ \w+ 20\d\d, (pagi|siang) \(sisa \d+ tempat\)$/);
  const [first, second] = offered.slice(-2).map((words) => words.split(' (')[0]);
  await shoot(page, 'offers');
  await box(page).getByLabel('Hari dan waktu').selectOption({ label: offered.at(-2)! });
  await box(page).getByRole('button', { name: 'Buat janji' }).click();
  await expect(box(page)).toContainText(`Datang: ${first}`);
  await box(page).getByLabel('Ganti ke').selectOption({ label: offered.at(-1)! });
  await box(page).getByRole('button', { name: 'Ganti janji' }).click();
  await expect(box(page)).toContainText(`Datang: ${second}`);
  await expect(page.locator('.track')).not.toContainText('Surat dikerjakan');
  await shoot(page, 'chosen');

  const counter = new Office(await onTablet());
  const desk = counter.page;
  await counter.logIn(officers.counter);
  await desk.getByRole('link', { name: 'Surat', exact: true }).click();
  const day = desk.locator('main h3', { hasText: second }).locator('+ ul');
  await expect(day).toContainText(done.who.name);
  expect(await violations(desk, 'who comes')).toEqual([]);
  await shoot(desk, 'coming');
  await day.getByRole('link', { name: done.who.name }).click();
  await expect(box(desk)).toContainText(`Datang: ${second}`);
  await expect(desk.locator('.track')).toContainText('Janji ambil');

  // With a script it is the same page; cancelled there, it is free again.
  const again = await browser.newContext({ ...phone, baseURL });
  const woken = await again.newPage();
  await woken.goto(`/status?kode=${done.code}`);
  await new Status(woken).show(done.digits);
  expect(await violations(woken, 'an appointment')).toEqual([]);
  await box(woken).getByRole('button', { name: 'Batalkan janji' }).click();
  await expect(box(woken)).toContainText('Belum ada janji');
  for (const secret of secretsOf(done.who)) expect(woken.url()).not.toContain(secret);
  // The office makes one for whoever calls.
  await desk.reload();
  await box(desk).getByLabel('Hari dan waktu').selectOption({ label: offered.at(-1)! });
  await box(desk).getByRole('button', { name: 'Buat janji' }).click();
  await expect(box(desk)).toContainText(`Datang: ${second}`);

  const camat = new Office(await onTablet());
  await camat.logIn(officers.camat);
  await camat.page.goto(`/petugas/permohonan/${done.code}`);
  await letter(camat.page).getByRole('button', { name: 'Beri nomor dan jadikan surat' }).click();
  await desk.reload();
  await letter(desk).getByRole('button', { name: 'Sudah dicetak' }).click();
  const scan = pdf(20_000);
  await letter(desk).getByLabel('Pindaian surat').setInputFiles({ name: scan.name, mimeType: scan.mimeType, buffer: scan.buffer });
  await letter(desk).getByRole('button', { name: 'Sudah ditandatangani, simpan pindaian' }).click();
  await expect(letter(desk).locator('h3 .badge')).toHaveText('Berlaku, ditandatangani dengan pena');
  await expect(desk.locator('#hasil-hasil')).toContainText('Siap diserahkan');
  await again.close();
});

test('whoever keeps the content sees each template as it is now, and where it has a mistake', async ({ browser, troubles }) => {
  troubles.allow(/40[39] /);
  test.setTimeout(90_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'genggam-catalogue-'));
  fs.cpSync(path.join(root, 'catalogue'), folder, { recursive: true });
  const place = path.relative(root, folder);
  const server = await startServer({ configure: (text) => text.replace('catalogue = "catalogue"', `catalogue = "${place}"`) });
  try {
    const context = await browser.newContext({ ...tablet, baseURL: server.url });
    troubles.watch(context);
    const page = await context.newPage();
    await page.goto('/petugas/masuk');
    await page.getByLabel('Nama pengguna').fill(officers.content.username);
    await page.getByLabel('Kata sandi').fill(officers.content.password);
    await page.getByRole('button', { name: 'Masuk' }).click();
    await page.goto('/petugas/konten');
    await page.getByRole('link', { name: 'Lihat contoh surat' }).click();
    const row = page.locator('main li.box', { hasText: 'sktm.typ' });
    await expect(row).toContainText('Bisa dicetak');
    expect(await violations(page, 'templates')).toEqual([]);
    await shoot(page, 'templates');
    const address = (await row.getByRole('link', { name: /Lihat terisi/ }).getAttribute('href'))!;
    const answer = await page.request.get(address);
    expect(answer.headers()['content-type']).toBe('application/pdf');
    const file = test.info().outputPath('sample.pdf');
    fs.writeFileSync(file, await answer.body());
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    expect(text).toContain('SURAT KETERANGAN TIDAK MAMPU');
    expect(text).toContain('Contoh Nama');
    expect(text).toContain('bukan surat');

    const template = path.join(folder, 'letters/sktm.typ');
    const right = fs.readFileSync(template, 'utf8');
    fs.writeFileSync(template, right.replace('#pemohon()', '#pemohonan()'));
    await page.reload();
    await expect(row).toContainText('Ada kesalahan');
    const line = right.split('\n').indexOf('#pemohon()') + 1;
    await expect(row).toContainText(`sktm.typ, baris ${line}`);
    await expect(row).toContainText('pemohonan');
    expect((await page.request.get(address)).status()).toBe(409);
    await shoot(page, 'mistake');
    fs.writeFileSync(template, right);
    await page.reload();
    await expect(row).toContainText('Bisa dicetak');
    // Nobody else looks in.
    const other = await browser.newContext({ ...tablet, baseURL: server.url });
    const camat = new Office(await other.newPage());
    await camat.logIn(officers.camat);
    expect((await camat.page.request.get(address)).status()).toBe(403);
    await context.close();
    await other.close();
  } finally {
    await server.discard();
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
