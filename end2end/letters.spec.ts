// Letters, from draft to the resident's phone: signed by hand, and signed with the office's certificate.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Api } from './support/api';
import { phone, tablet } from './support/devices';
import { pdf } from './support/documents';
import { Office } from './support/office';
import { officers, resident, secretsOf } from './support/people';
import { startServer } from './support/server';
import { Status } from './support/status';
import { type Page, expect, test } from './support/test';
import { violations } from './support/violations';

const certificate = path.join(__dirname, '../crates/backend/src/tests/letters/test.p12');
const passphrase = 'rahasia kantor';

const letter = (page: Page) => page.locator('#surat-hasil');
const state = (page: Page) => letter(page).locator('h3 .badge');

/** The text of a PDF, as poppler reads it. */
const textOf = (file: string) => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });

/** A PDF that the visitor of this page gets at an address. */
async function fetched(page: Page, address: string, name: string): Promise<string> {
  const answer = await page.request.get(address);
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect(answer.headers()['cache-control']).toContain('no-store');
  const file = test.info().outputPath(name);
  fs.writeFileSync(file, await answer.body());
  return file;
}

async function shoot(page: Page, name: string): Promise<void> {
  await letter(page).scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });
}

test('a letter is looked at, numbered, printed, signed by hand, kept, and given to its owner', async ({ api, onTablet }) => {
  test.setTimeout(90_000);
  const done = await api.applicationIn('done');
  const camat = new Office(await onTablet());
  const desk = camat.page;
  await camat.logIn(officers.camat);
  await desk.goto(`/petugas/permohonan/${done.code}`);
  await expect(state(desk)).toHaveText('Konsep, belum bernomor');
  await expect(letter(desk)).toContainText('tidak ditandatangani secara elektronik');
  await shoot(desk, 'draft');
  const draft = textOf(await fetched(desk, `/petugas/konsep/${done.code}/hasil`, 'draft.pdf'));
  expect(draft).toContain('SURAT PENGANTAR SKCK');
  expect(draft).toContain('Nomor: (belum bernomor)');
  expect(draft).toContain(done.who.name);

  await letter(desk).getByRole('button', { name: 'Beri nomor dan jadikan surat' }).click();
  await expect(state(desk)).toHaveText('Bernomor, belum ditandatangani');
  const number = await letter(desk).locator('p b').first().textContent();
  expect(number).toMatch(/^331\/\d{3,}\/KEC-ARSEL\/[IVX]+\/\d{4}$/);
  expect(await violations(desk, 'a numbered letter')).toEqual([]);
  const paper = textOf(await fetched(desk, `/petugas/surat/${done.code}/hasil`, 'letter.pdf'));
  expect(paper).toContain(`Nomor: ${number}`);
  expect(paper).toContain('tidak ditandatangani secara elektronik');
  expect(paper).toContain('KECAMATAN ARUT SELATAN');

  const counter = new Office(await onTablet());
  await counter.logIn(officers.counter);
  await counter.page.goto(`/petugas/permohonan/${done.code}`);
  await expect(letter(counter.page).getByRole('button', { name: 'Cabut surat' })).toHaveCount(0);
  await letter(counter.page).getByRole('button', { name: 'Sudah dicetak' }).click();
  await expect(state(counter.page)).toHaveText('Dicetak, menunggu tanda tangan pena');
  await shoot(counter.page, 'printed');
  const scan = pdf(20_000);
  await letter(counter.page).getByLabel('Pindaian surat').setInputFiles({ name: scan.name, mimeType: scan.mimeType, buffer: scan.buffer });
  await letter(counter.page).getByRole('button', { name: 'Sudah ditandatangani, simpan pindaian' }).click();
  await expect(state(counter.page)).toHaveText('Berlaku, ditandatangani dengan pena');
  await expect(counter.page.locator('#hasil-hasil')).toContainText('Siap diserahkan');
  await expect(counter.page.locator('.track')).toContainText(`Nomor ${number} diberi nomor`);
  await shoot(counter.page, 'valid');

  // The camat replaces it, with a reason: a new one gets another number, and the old one stands until that is signed.
  await desk.goto(`/petugas/permohonan/${done.code}`);
  await letter(desk).locator('summary', { hasText: 'Ganti dengan surat baru' }).click();
  const replace = letter(desk).locator('details', { hasText: 'Ganti dengan surat baru' });
  await replace.getByLabel('Alasan').fill('Nama salah tulis');
  await replace.getByRole('button').click();
  await expect(state(desk)).toHaveText('Bernomor, belum ditandatangani');
  await expect(letter(desk)).toContainText(`${number} · Berlaku, ditandatangani dengan pena: Nama salah tulis`);
  await shoot(desk, 'replacing');
  await letter(desk).getByRole('button', { name: 'Sudah dicetak' }).click();
  await letter(desk).getByLabel('Pindaian surat').setInputFiles({ name: scan.name, mimeType: scan.mimeType, buffer: scan.buffer });
  await letter(desk).getByRole('button', { name: 'Sudah ditandatangani, simpan pindaian' }).click();
  await expect(state(desk)).toHaveText('Berlaku, ditandatangani dengan pena');
  await expect(letter(desk)).toContainText(`${number} · Diganti surat lain: Nama salah tulis`);
});

test('a name that no letter can print is told before the decision, and written by hand', async ({ api, onTablet }) => {
  test.setTimeout(90_000);
  const who = resident();
  const waits = await api.applicationIn('awaiting', 'pengantar-skck', { ...who, name: `${who.name} 龍` });
  const camat = new Office(await onTablet());
  const desk = camat.page;
  await camat.logIn(officers.camat);
  await desk.goto(`/petugas/permohonan/${waits.code}`);
  const warning = desk.locator('main > .note', { hasText: 'Suratnya belum bisa dicetak' });
  await expect(warning).toContainText('Nama lengkap');
  await expect(warning).toContainText('U+9F8D');
  await expect(warning.getByRole('link')).toHaveAttribute('href', '#isian-nama');
  expect(await violations(desk, 'a case whose letter cannot be printed')).toEqual([]);
  await camat.take('Setujui dan selesaikan', 'Selesai');

  // The usual number is not offered, and refused to whoever asks for it all the same.
  await expect(letter(desk)).toContainText('dicetak sebagai titik-titik');
  await expect(letter(desk).getByRole('button', { name: 'Beri nomor dan jadikan surat' })).toHaveCount(0);
  const own = await api.logIn(officers.camat);
  const refused = await own.post('/api/letter/step', { code: waits.code, product: 'hasil', step: 'number', means: 'pen', reason: '' });
  expect(refused.status).toBe(409);
  const draft = textOf(await fetched(desk, `/petugas/konsep/${waits.code}/hasil`, 'draft.pdf'));
  expect(draft).toMatch(/Nama\s+:\s+[.…]{8,}/);
  await shoot(desk, 'unprintable');
  expect(await violations(desk, 'a letter that cannot be printed')).toEqual([]);

  await letter(desk).getByRole('button', { name: 'Beri nomor, bagian itu ditulis tangan' }).click();
  await expect(state(desk)).toHaveText('Bernomor, belum ditandatangani');
  await expect(desk.locator('main')).not.toContainText('U+9F8D');
  await expect(desk.locator('.track')).toContainText('ditulis tangan');
  const paper = textOf(await fetched(desk, `/petugas/surat/${waits.code}/hasil`, 'letter.pdf'));
  expect(paper).toMatch(/Nama\s+:\s+[.…]{8,}/);
  expect(paper).not.toContain(who.name);
  expect(paper).toContain('tidak ditandatangani secara elektronik');
});

test('who opens a file that cannot be had reads a page, and what the office lacks is told before its first letter', async ({ api, onPhone, onTablet, troubles }) => {
  const done = await api.applicationIn('done');
  const counter = new Office(await onTablet());
  await counter.logIn(officers.counter);
  troubles.allow(/40[134] .*\/(petugas|status)\/(surat|konsep|berkas|konten)/, /status of 40[134] /);
  for (const path of [`/petugas/surat/${done.code}/hasil`, `/petugas/konsep/${done.code}/lain`, '/petugas/berkas/0123456789abcdef0123456789abcdef']) {
    const answer = await counter.page.goto(path);
    expect(answer!.status(), path).toBe(404);
    await expect(counter.heading, path).toHaveText('Berkas tidak bisa dibuka');
    await expect(counter.page.getByRole('link', { name: 'Ke antrean' })).toHaveAttribute('href', '/petugas');
  }
  expect((await counter.page.goto('/petugas/konten/surat/pengantar-skck/hasil'))!.status()).toBe(403);
  await expect(counter.heading).toHaveText('Berkas tidak bisa dibuka');
  expect(await violations(counter.page, 'a file that cannot be had')).toEqual([]);
  const page = await onPhone();
  expect((await page.goto('/status/surat/hasil'))!.status()).toBe(401);
  await expect(page.locator('main')).toContainText('Tulis lagi kode permohonan');
  await page.locator('main').getByRole('link', { name: 'Cek status permohonan' }).click();
  await expect(page).toHaveURL('/status');

  await counter.page.goto('/petugas/surat');
  const gaps = counter.page.locator('main > .note', { hasText: 'Data kantor untuk surat belum lengkap' });
  await expect(gaps).toContainText('alamat kantor');
  await expect(gaps).toContainText('catalogue/profiles/62.01.02.toml');
  await expect(gaps.getByRole('link')).toHaveAttribute('href', '/kecamatan/62.01.02');
  await counter.page.screenshot({ path: test.info().outputPath('gaps.png'), fullPage: true });
});

test('a letter is signed with the certificate, and the resident gets it on the phone', async ({ browser, troubles }) => {
  troubles.allow(/404 .*\/periksa/);
  test.setTimeout(90_000);
  const address = 'https://surat.example';
  const configure = (text: string) => text.replace('# address = "https://genggam.example.go.id"', `address = "${address}"`);
  const server = await startServer({ env: { GENGGAM_CERTIFICATE: certificate }, configure });
  try {
    const done = await new Api(server.url).applicationIn('done');
    const context = await browser.newContext({ ...tablet, baseURL: server.url, javaScriptEnabled: false });
    const camat = new Office(await context.newPage());
    const desk = camat.page;
    await camat.logIn(officers.camat);
    await desk.goto(`/petugas/permohonan/${done.code}`);
    await letter(desk).getByRole('button', { name: 'Beri nomor dan jadikan surat' }).click();
    await expect(state(desk)).toHaveText('Bernomor, belum ditandatangani');
    await expect(letter(desk)).toContainText('belum bisa diambil siapa pun');
    await shoot(desk, 'awaiting');
    expect((await desk.request.get(`/petugas/surat/${done.code}/hasil`)).status(), 'unsigned bytes are for nobody').toBe(404);

    await letter(desk).getByLabel('Kata sandi sertifikat').fill('salah');
    await letter(desk).getByRole('button', { name: 'Tanda tangani secara elektronik' }).click();
    await expect(desk.getByRole('alert')).toContainText('Kata sandi sertifikat salah');
    await letter(desk).getByLabel('Kata sandi sertifikat').fill(passphrase);
    await letter(desk).getByRole('button', { name: 'Tanda tangani secara elektronik' }).click();
    await expect(state(desk)).toHaveText('Berlaku, ditandatangani secara elektronik');
    await shoot(desk, 'signed');

    const pocket = await browser.newContext({ ...phone, baseURL: server.url });
    const page = await pocket.newPage();
    await page.goto(`/status?kode=${done.code}`);
    await new Status(page).show(done.digits);
    await expect(page.getByRole('heading', { name: 'Surat Anda' })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath('phone.png'), fullPage: true });
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Simpan surat ke HP (PDF)' }).click();
    const file = test.info().outputPath('signed.pdf');
    await (await saved).saveAs(file);
    const signature = execFileSync('pdfsig', ['-nocert', file], { encoding: 'utf8' });
    expect(signature).toContain('Signature is Valid');
    expect(signature).toContain('Total document signed');
    expect(textOf(file)).toContain(done.who.name);
    const picture = test.info().outputPath('page');
    execFileSync('pdftoppm', ['-r', '150', '-gray', '-png', '-singlefile', file, picture]);
    const read = execFileSync('zbarimg', ['--quiet', '--raw', `${picture}.png`], { encoding: 'utf8' }).trim();
    // Whoever holds the letter asks whether it stands: the QR code's own address, as it is printed beside it.
    const code = /surat\.example\/periksa\/([0-9A-F-]{19})/.exec(textOf(file))![1];
    expect(read.split('#')[0]).toBe(`${address}/periksa/${code}`);
    const stranger = await browser.newContext({ ...phone, baseURL: server.url });
    const asking = await stranger.newPage();
    await asking.goto(`/periksa/${code}`);
    await expect(asking.locator('main')).toContainText('Berlaku. Ditandatangani secara elektronik');
    await expect(asking.locator('main')).toContainText(createHash('sha256').update(fs.readFileSync(file)).digest('hex'));
    await expect(asking.locator('main')).toContainText('/KEC-ARSEL/');
    for (const secret of secretsOf(done.who)) await expect(asking.locator('body')).not.toContainText(secret);
    await expect(asking.locator('body')).not.toContainText(done.who.name);
    expect(await violations(asking, 'a letter that stands')).toEqual([]);
    await asking.screenshot({ path: test.info().outputPath('check.png'), fullPage: true });
    await desk.reload();
    await letter(desk).locator('summary', { hasText: 'Cabut surat' }).click();
    const revoke = letter(desk).locator('details', { hasText: 'Cabut surat' });
    await revoke.getByLabel('Alasan').fill('Salah orang: Budi');
    await revoke.getByRole('button').click();
    await asking.reload();
    await expect(asking.locator('main')).toContainText('Kantor sudah mencabutnya');
    await expect(asking.locator('main')).not.toContainText('Budi');
    await asking.goto('/periksa');
    await asking.getByLabel('Kode di kaki surat').fill('0000-0000-0000-0000');
    await asking.getByRole('button', { name: 'Periksa' }).click();
    await expect(asking.locator('main')).toContainText('Tidak ada surat dengan kode ini');
    expect((await stranger.request.get('/status/surat/hasil')).status()).toBe(401);
    for (const secret of [passphrase, 'salah', done.who.name, done.who.nik]) expect(server.log()).not.toContain(secret);
    for (const one of [context, pocket, stranger]) await one.close();
  } finally {
    await server.discard();
  }
});
