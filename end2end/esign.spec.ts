// Letters signed at BSrE: the provider fails, the letter waits with its number where everybody sees it, and is signed
// when the provider is back. And what its QR code carries: verified on a phone without a network, and by OpenSSL.
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign as seals } from 'node:crypto';
import fs from 'node:fs';
import { Api } from './support/api';
import { phone, tablet } from './support/devices';
import { Esign, nik, passphrase } from './support/esign';
import { Office } from './support/office';
import { officers, secretsOf } from './support/people';
import { type Server, startServer } from './support/server';
import { Status } from './support/status';
import { type Page, expect, test } from './support/test';
import { violations } from './support/violations';
import { kept, noNetwork } from './support/worker';

const letter = (page: Page) => page.locator('#surat-hasil');
const state = (page: Page) => letter(page).locator('h3 .badge');
const textOf = (file: string) => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
const sign = async (page: Page, words: string) => {
  await letter(page).getByLabel('Kata sandi (passphrase) BSrE Anda').fill(words);
  await letter(page).getByRole('button', { name: 'Tanda tangani secara elektronik' }).click();
};
const shoot = (page: Page, name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });

let esign: Esign;
let server: Server;
test.beforeEach(async () => {
  esign = await Esign.start();
  const address = 'https://surat.example';
  const configure = (text: string) => text.replace('# address = "https://genggam.example.go.id"', `address = "${address}"`);
  server = await startServer({ env: { GENGGAM_BSRE: esign.file({ camat: nik }) }, configure });
});
test.afterEach(async () => {
  await server.discard();
  await esign.stop();
});

/** The resident's own PDF of a signed letter. */
async function saved(page: Page, code: string, digits: string): Promise<string> {
  await page.goto(`/status?kode=${code}`);
  await new Status(page).show(digits);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Simpan surat ke HP (PDF)' }).click();
  const file = test.info().outputPath('signed.pdf');
  await (await coming).saveAs(file);
  return file;
}

/** What a scanner reads off the paper. */
function scanned(file: string): URL {
  const picture = test.info().outputPath('page');
  execFileSync('pdftoppm', ['-r', '150', '-gray', '-png', '-singlefile', file, picture]);
  return new URL(execFileSync('zbarimg', ['--quiet', '--raw', `${picture}.png`], { encoding: 'utf8' }).trim());
}

/** Ed25519 by OpenSSL, which shares no line with us. */
function opensslFinds(key: string, text: string, signature: Buffer): boolean {
  const at = (name: string) => test.info().outputPath(name);
  // SubjectPublicKeyInfo of an Ed25519 key (RFC 8410) is this head and the 32 bytes.
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(key, 'base64url')]);
  fs.writeFileSync(at('key.der'), der);
  fs.writeFileSync(at('text'), text);
  fs.writeFileSync(at('signature'), signature);
  try {
    execFileSync('openssl', ['pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', at('key.der'), '-rawin', '-in', at('text'), '-sigfile', at('signature')], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

test('a provider that fails leaves the letter its number, in a list where it waits until it is signed', async ({ browser, troubles }) => {
  test.setTimeout(120_000);
  const done = await new Api(server.url).applicationIn('done');
  const context = await browser.newContext({ ...tablet, baseURL: server.url });
  troubles.watch(context);
  const camat = new Office(await context.newPage());
  const desk = camat.page;
  await camat.logIn(officers.camat);
  await desk.goto(`/petugas/permohonan/${done.code}`);
  await letter(desk).getByRole('button', { name: 'Beri nomor dan jadikan surat' }).click();
  await expect(state(desk)).toHaveText('Bernomor, belum ditandatangani');
  const number = (await letter(desk).locator('p b').first().textContent())!;

  await sign(desk, 'salah');
  await expect(desk.getByRole('alert')).toContainText('Kata sandi sertifikat salah');
  await expect(letter(desk)).not.toContainText('Menunggu penyedia');
  esign.mood = 'fails';
  await sign(desk, passphrase);
  await expect(desk.getByRole('alert')).toContainText('kata sandi harus diketik lagi');
  await expect(letter(desk)).toContainText('Menunggu penyedia tanda tangan');
  await expect(state(desk)).toHaveText('Bernomor, belum ditandatangani');
  await shoot(desk, 'waits');
  expect((await desk.request.get(`/petugas/surat/${done.code}/hasil`)).status(), 'unsigned bytes are for nobody').toBe(404);

  // Others see that it waits, and for whom.
  const other = await browser.newContext({ ...phone, baseURL: server.url });
  const counter = new Office(await other.newPage());
  await counter.logIn(officers.counter);
  await counter.page.getByRole('link', { name: 'Surat', exact: true }).click();
  const row = counter.page.locator('main li.box', { hasText: number });
  await expect(row).toContainText('Menunggu penyedia tanda tangan');
  await expect(row.getByRole('link', { name: 'Buka permohonan' })).toBeVisible();
  expect(await violations(counter.page, 'letters that wait')).toEqual([]);
  await shoot(counter.page, 'list');

  esign.mood = 'well';
  await desk.getByRole('link', { name: 'Surat', exact: true }).click();
  await shoot(desk, 'list-tablet');
  await desk.locator('main li.box', { hasText: number }).getByRole('link', { name: 'Tanda tangani' }).click();
  await sign(desk, passphrase);
  await expect(state(desk)).toHaveText('Berlaku, ditandatangani secara elektronik');
  await expect(letter(desk).locator('p b').first()).toHaveText(number);
  await counter.page.reload();
  await expect(counter.page.locator('main')).toContainText('Tidak ada surat yang menunggu');
  expect(esign.asked).toEqual([...Array(3).fill('/api/v2/sign/pdf'), '/api/v2/verify/pdf']);

  const pocket = await browser.newContext({ ...phone, baseURL: server.url });
  const file = await saved(await pocket.newPage(), done.code, done.digits);
  const signature = execFileSync('pdfsig', ['-nocert', file], { encoding: 'utf8' });
  expect(signature).toContain('Signature is Valid');
  expect(signature).toContain('Total document signed');
  expect(textOf(file)).toContain(done.who.name);
  expect(textOf(file)).toContain(number);
  for (const secret of [passphrase, 'salah', nik, 'sandi layanan', done.who.name, done.who.nik]) expect(server.log()).not.toContain(secret);
  for (const one of [context, other, pocket]) await one.close();
});

test('what a QR code carries is verified without a network, and a file is compared on the device', async ({ browser, troubles }) => {
  test.setTimeout(120_000);
  const done = await new Api(server.url).applicationIn('done');
  const context = await browser.newContext({ ...tablet, baseURL: server.url });
  const camat = new Office(await context.newPage());
  await camat.logIn(officers.camat);
  await camat.page.goto(`/petugas/permohonan/${done.code}`);
  await letter(camat.page).getByRole('button', { name: 'Beri nomor dan jadikan surat' }).click();
  const number = (await letter(camat.page).locator('p b').first().textContent())!;
  await sign(camat.page, passphrase);
  await expect(state(camat.page)).toHaveText('Berlaku, ditandatangani secara elektronik');
  const pocket = await browser.newContext({ ...phone, baseURL: server.url });
  const file = await saved(await pocket.newPage(), done.code, done.digits);
  const address = scanned(file);
  const code = address.pathname.split('/')[2];
  expect(textOf(file)).toContain(`surat.example/periksa/${code}`);
  expect(textOf(file), 'what the code carries is for machines').not.toContain('#');
  const [body, seal] = address.hash.slice(1).split('.');
  const text = Buffer.from(body, 'base64url').toString();
  expect(text.split('\n')).toEqual(['Kecamatan Arut Selatan', expect.stringMatching(/^20\d\d-\d\d-\d\d$/), number, 'Surat Pengantar SKCK', 'elektronik']);
  for (const secret of [...secretsOf(done.who), done.who.name]) expect(text).not.toContain(secret);

  const stranger = await browser.newContext({ ...phone, baseURL: server.url, serviceWorkers: 'allow' });
  troubles.watch(stranger);
  const page = await stranger.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(address.pathname + address.hash);
  await expect(page.locator('#cap')).toContainText('Kode QR ini asli dari kantor');
  await expect(page.locator('#cap .note')).toHaveClass(/is-ok/);
  await expect(page.locator('main')).toContainText('Berlaku. Ditandatangani secara elektronik');
  expect(await violations(page, 'a verified letter')).toEqual([]);
  const key = (await page.locator('#periksa').getAttribute('data-key'))!;
  const signed = `genggam-surat-1\n${code.replace(/-/g, '').toLowerCase()}\n${text}`;
  expect(opensslFinds(key, signed, Buffer.from(seal, 'base64url'))).toBe(true);
  expect(opensslFinds(key, signed.replace(number, '331/999/KEC-ARSEL/XI/2026'), Buffer.from(seal, 'base64url'))).toBe(false);

  // The very file, and one that differs by a byte. Chosen with the keyboard; nothing leaves the phone.
  const input = page.getByLabel('Cocokkan berkas PDF surat');
  const before = asked.length;
  await input.focus();
  await input.setInputFiles(file);
  await expect(page.locator('#cocok')).toContainText('Cocok. Berkas ini sama persis');
  await expect(page.locator('#cocok')).toContainText(createHash('sha256').update(fs.readFileSync(file)).digest('hex'));
  await shoot(page, 'match');
  const other = test.info().outputPath('other.pdf');
  fs.writeFileSync(other, Buffer.concat([fs.readFileSync(file), Buffer.from('\n')]));
  await input.setInputFiles(other);
  await expect(page.locator('#cocok')).toContainText('Tidak cocok');
  await shoot(page, 'differs');
  expect(asked.slice(before).filter((one) => !/luring|sw\.js|pkg|reader/.test(one))).toEqual([]);
  expect(asked.join()).not.toContain(body);

  // No network: the page is there, and believes what is sealed and nothing else.
  await kept(page);
  troubles.allow(...noNetwork);
  await stranger.setOffline(true);
  await page.goto('about:blank');
  await page.goto(address.pathname + address.hash);
  await expect(page.locator('#cap')).toContainText('Kode QR ini asli dari kantor');
  await expect(page.locator('#cap')).toContainText(number);
  await expect(page.locator('#cap')).toContainText('baru terlihat saat ada jaringan');
  // The code was printed before anybody signed: by itself it proves no signature.
  await expect(page.locator('#cap')).toContainText('belum membuktikan surat itu sudah ditandatangani');
  await expect(page.locator('#cap .is-ok')).toHaveCount(0);
  expect(await violations(page, 'a letter verified without a network')).toEqual([]);
  await shoot(page, 'offline');
  const forged = Buffer.from(text.replace('SKCK', 'SKTM')).toString('base64url');
  for (const [why, place] of [
    ['another text', `${address.pathname}#${forged}.${seal}`],
    ['another letter', `/periksa/0000-0000-0000-0000${address.hash}`],
    ['half of it', `${address.pathname}#${body}.${seal.slice(0, 40)}`],
  ]) {
    await page.goto('about:blank');
    await page.goto(place);
    await expect(page.locator('#cap'), why).toContainText('Kode QR ini tidak asli');
  }
  await shoot(page, 'forged');

  // Revoked since: that shows with a network, beside a seal that is as genuine as before.
  await camat.page.reload();
  await letter(camat.page).locator('summary', { hasText: 'Cabut surat' }).click();
  const revoke = letter(camat.page).locator('details', { hasText: 'Cabut surat' });
  await revoke.getByLabel('Alasan').fill('Salah orang');
  await revoke.getByRole('button').click();
  await stranger.setOffline(false);
  await page.goto('about:blank');
  await page.goto(address.pathname + address.hash);
  await expect(page.locator('main')).toContainText('Kantor sudah mencabutnya');
  await expect(page.locator('#berkas')).toHaveCount(0);

  // Without a script the page says what to do.
  const plain = await browser.newContext({ ...phone, baseURL: server.url, javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto('/periksa');
  await expect(bare.getByLabel('Kode di kaki surat')).toBeVisible();
  for (const one of [context, pocket, stranger, plain]) await one.close();
});

test('a genuine QR code is green only beside a signature that the office has on record', async ({ browser, troubles }) => {
  // Codes of an office of our own, so that there are older ones, and some of every kind.
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url');
  const code = '3f2a90bc11d077e4';
  const context = await browser.newContext({ ...phone, baseURL: server.url });
  troubles.watch(context);
  troubles.allow(/404 .*\/periksa/);
  const page = await context.newPage();
  await page.goto(`/periksa/${code}`);
  const ink = 'harus ada tanda tangan basah dan cap';
  const unproved = 'belum membuktikan surat itu sudah ditandatangani';
  const cases: [known: string, means: string[], tone: RegExp, words: string][] = [
    ['', ['pena'], /is-warn/, ink],
    ['', ['elektronik'], /is-info/, unproved],
    // As it was before codes said how their letter is signed.
    ['', [], /is-warn/, unproved],
    ['numbered', ['elektronik'], /is-info/, unproved],
    ['revoked', ['elektronik'], /is-info/, unproved],
    ['scanned', ['pena'], /is-warn/, ink],
    ['signed', ['pena'], /is-warn/, ink],
    ['signed', ['elektronik'], /is-ok/, 'Kode QR ini asli dari kantor'],
    ['signed', [], /is-ok/, 'Kode QR ini asli dari kantor'],
  ];
  for (const [at, [known, means, tone, words]] of cases.entries()) {
    const text = ['Kecamatan Contoh', '2026-11-22', `331/${at}/KEC/XI/2026`, 'Surat Contoh', ...means].join('\n');
    const seal = seals(null, Buffer.from(`genggam-surat-1\n${code}\n${text}`), privateKey).toString('base64url');
    const hash = `${Buffer.from(text).toString('base64url')}.${seal}`;
    await page.evaluate(([key, known, hash]) => {
      document.getElementById('cap')!.replaceChildren();
      const { dataset } = document.getElementById('periksa')!;
      dataset.key = key;
      if (known) dataset.known = known;
      else delete dataset.known;
      location.hash = hash;
    }, [key, known, hash]);
    const why = `${known || 'no network'}, ${means[0] ?? 'an older code'}`;
    await expect(page.locator('#cap .note'), why).toHaveClass(tone);
    await expect(page.locator('#cap'), why).toContainText('Kode QR ini asli dari kantor');
    await expect(page.locator('#cap'), why).toContainText(words);
  }
  await context.close();
});

test('two who sign one letter at the same moment sign it once', async ({ browser, troubles }) => {
  test.setTimeout(90_000);
  const done = await new Api(server.url).applicationIn('done');
  const context = await browser.newContext({ ...tablet, baseURL: server.url });
  troubles.watch(context);
  const camat = new Office(await context.newPage());
  await camat.logIn(officers.camat);
  const place = `/petugas/permohonan/${done.code}`;
  await camat.page.goto(place);
  await letter(camat.page).getByRole('button', { name: 'Beri nomor dan jadikan surat' }).click();
  const other = await context.newPage();
  await other.goto(place);
  await Promise.all([camat.page, other].map((page) => sign(page, passphrase)));
  const told = await Promise.all([camat.page, other].map((page) => page.getByRole('alert').count()));
  expect(told.sort()).toEqual([0, 1]);
  for (const page of [camat.page, other]) {
    await page.goto(place);
    await expect(state(page)).toHaveText('Berlaku, ditandatangani secara elektronik');
  }
  await expect(camat.page.locator('.track li', { hasText: 'ditandatangani secara elektronik' })).toHaveCount(1);
  await context.close();
});
