// The office's desk: who holds a case, what a list narrows to, and an auditor who finds what somebody did to the history.
import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { Api } from './support/api';
import { readable } from './support/code';
import { looks } from './support/looks';
import { Office } from './support/office';
import { officers, resident } from './support/people';
import { type Server, startServer } from './support/server';
import { expect, test } from './support/test';

test('two officers at one case: one has it, the other is told who and since when', async ({ api, onTablet, onPhone, troubles }) => {
  troubles.allow(/409/);
  const { code } = await api.apply();
  const counter = new Office(await onTablet());
  const head = new Office(await onPhone());
  await counter.logIn(officers.counter);
  await counter.openFromQueue(code);
  await head.logIn(officers.head);
  await head.openFromQueue(code);

  // Both have it open, both press.
  await counter.page.getByRole('button', { name: 'Saya kerjakan' }).click();
  await expect(counter.page.getByText('Anda mengerjakan permohonan ini.')).toBeVisible();
  await head.page.getByRole('button', { name: 'Saya kerjakan' }).click();
  await expect(head.page.getByRole('alert')).toContainText('sedang dikerjakan petugas lain');
  const told = head.page.locator('.note', { hasText: 'Sedang dikerjakan Dewi Anggraini (Petugas loket)' });
  await expect(told).toContainText(/terakhir \d+ \S+ \d\d\.\d\d WIB/);
  await expect(head.page.locator('#langkah').getByRole('button')).toHaveCount(0);
  await expect(head.page.locator('#langkah')).toContainText('Petugas lain sedang mengerjakannya.');

  // The list says so too.
  await head.page.goto('/petugas');
  await head.search(readable(code));
  await expect(head.row(code)).toContainText('dikerjakan Dewi Anggraini (Petugas loket)');
  await counter.page.goto('/petugas?daftar=pegang');
  await expect(counter.row(code)).toContainText('Anda kerjakan');

  // Taking over is one more step, on purpose, and stays in the history. Keyboard only.
  await head.openFromQueue(code);
  await head.page.getByText('Ambil alih', { exact: true }).focus();
  await head.page.keyboard.press('Enter');
  await head.page.getByRole('button', { name: 'Ya, saya ambil alih' }).press('Enter');
  await expect(head.page.getByText('Anda mengerjakan permohonan ini.')).toBeVisible();
  const last = head.page.locator('.track li').last();
  await expect(last).toContainText('Diambil alih');
  await expect(last).toContainText('Hendra Saputra (Kepala seksi)');
  await expect(last).toContainText('Dewi Anggraini');
  await counter.page.goto(`/petugas/permohonan/${code}`);
  await expect(counter.page.getByText('Sedang dikerjakan Hendra Saputra (Kepala seksi)')).toBeVisible();

  await head.page.getByRole('button', { name: 'Lepaskan' }).click();
  await expect(head.page.getByRole('button', { name: 'Saya kerjakan' })).toBeVisible();
});

test('a case is found by phone, and a list narrows by deadline and state', async ({ api, onTablet }) => {
  const who = resident();
  const { code } = await api.apply('pengantar-skck', who);
  const desk = new Office(await onTablet());
  const { page } = desk;
  await desk.logIn(officers.head);
  await page.goto('/petugas?daftar=semua');
  await desk.search(`+62 ${who.phone.slice(1)}`);
  await expect(desk.row(code)).toContainText(who.name);
  await expect(page.locator('tbody tr')).toHaveCount(1);
  expect(new URL(page.url()).search, 'no number in an address').toBe('?daftar=semua&cari=1');
  await page.getByText('Saring', { exact: true }).first().click();
  await page.getByLabel('Keadaan').selectOption('Diperiksa');
  await page.getByRole('button', { name: 'Saring' }).click();
  await expect(page.getByText('Tidak ada permohonan dengan kode, nama, atau nomor HP itu di daftar ini.')).toBeVisible();
  await page.getByLabel('Keadaan').selectOption('Terkirim');
  await page.getByRole('button', { name: 'Saring' }).click();
  await expect(desk.row(code)).toBeVisible();
  await page.getByLabel('Batas dan umur').selectOption('Lewat batas');
  await page.getByRole('button', { name: 'Saring' }).click();
  await expect(desk.row(code)).toHaveCount(0);
});

test('who signs is told what waits, a search looks everywhere and says so, and a decision is taken back with a reason', async ({ api, onTablet, onPhone }) => {
  test.setTimeout(90_000);
  const done = await api.applicationIn('done');
  const camat = new Office(await onTablet());
  const { page } = camat;
  await camat.logIn(officers.camat);
  await page.goto('/petugas');
  const note = page.locator('main .note', { hasText: 'suratnya belum Anda beri nomor' });
  await expect(note).toContainText(/beri nomor:\s+\d+/);
  await expect(page.getByText('Pencarian mencakup semua permohonan di wilayah Anda')).toBeVisible();
  // It is the counter's turn, so it isn't in the own list; searched for from there it is found.
  await camat.search(readable(done.code));
  await expect(camat.row(done.code)).toBeVisible();
  expect(new URL(page.url()).search).toBe('?daftar=semua&cari=1');
  await expect(page.getByText('Ini hasil dari semua permohonan di wilayah Anda')).toBeVisible();
  await expect(note).toHaveCount(0);
  await looks(page, 'searched');
  await page.getByRole('link', { name: 'Giliran saya' }).click();
  await expect(page.getByText('Ini hasil dari daftar ini saja.')).toBeVisible();
  await expect(camat.row(done.code)).toHaveCount(0);
  await page.goto('/petugas');
  await note.getByRole('link', { name: 'Buka daftar surat' }).click();
  await expect(page.locator('main')).toContainText(readable(done.code));

  // An answer is wrong, and nobody has the letter yet.
  await page.goto(`/petugas/permohonan/${done.code}`);
  await expect(page.locator('#langkah')).toContainText('Suratnya belum selesai');
  await page.locator('#langkah summary', { hasText: 'Buka lagi untuk dibetulkan' }).click();
  await page.locator('#alasan-reopen').fill('Nama salah ketik.');
  await page.getByRole('button', { name: 'Buka lagi untuk dibetulkan' }).click();
  await expect(camat.state).toHaveText('Menunggu tanda tangan');
  await expect(page.locator('.track')).toContainText('Nama salah ketik.');
  await looks(page, 'reopened');
  // Nobody may who doesn't decide.
  const counter = new Office(await onPhone());
  await counter.logIn(officers.counter);
  const other = await api.applicationIn('done');
  await counter.page.goto(`/petugas/permohonan/${other.code}`);
  await expect(counter.page.getByText('Buka lagi untuk dibetulkan')).toHaveCount(0);
});

test('the same person once more is named, compared, and told apart with a reason', async ({ api, onPhone }) => {
  const who = resident();
  const first = await api.apply('pengantar-skck', who);
  const second = await api.apply('pengantar-skck', { ...who, address: 'Jalan Lain 7' });
  const desk = new Office(await onPhone());
  const { page } = desk;
  await desk.logIn(officers.head);
  await page.goto(`/petugas/permohonan/${first.code}`);
  const note = page.locator('.note', { hasText: 'Mungkin ganda' });
  await expect(note).toContainText('NIK sama');
  await note.getByRole('link', { name: readable(second.code) }).click();
  await expect(desk.heading).toHaveText('Dua permohonan, berdampingan');
  await expect(page.getByRole('row', { name: /Alamat/ })).toContainText('beda');
  await expect(page.getByRole('row', { name: /Alamat/ })).toContainText('Jalan Lain 7');
  await page.getByLabel('Alasan', { exact: true }).fill('Anak kembar, salah ketik NIK.');
  await page.getByRole('button', { name: 'Bukan ganda' }).click();
  await expect(page).toHaveURL(`/petugas/permohonan/${first.code}`);
  await expect(note).toHaveCount(0);
  await expect(page.locator('.track')).toContainText(`${readable(second.code)}: Anak kembar, salah ketik NIK.`);
});

test.describe('supervision', () => {
  let server: Server;
  test.beforeAll(async () => void (server = await startServer()));
  test.afterAll(() => server.discard());

  test('an auditor finds an event that somebody altered in the database', async ({ onTablet }) => {
    const api = new Api(server.url);
    const { code } = await api.applicationIn('processing');
    const desk = new Office(await onTablet({ baseURL: server.url }));
    const { page } = desk;
    await desk.logIn(officers.auditor);
    await page.goto('/petugas/pengawasan');
    await expect(page.getByText('Riwayat utuh.')).toBeVisible();

    // Somebody with the database file makes another officer the one who found it complete.
    const database = path.join(server.dataDir, 'genggam.db');
    const change = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=10)
n = db.execute("UPDATE event SET actor_name = 'Orang Lain' WHERE action = 'complete' AND application_id = (SELECT id FROM application WHERE code = ?)", (sys.argv[2],)).rowcount
db.commit()
print(n)`;
    expect(execFileSync('python3', ['-c', change, database, code]).toString().trim()).toBe('1');

    await page.getByRole('link', { name: 'Periksa sekali lagi' }).click();
    await expect(page.getByText('Riwayat tidak utuh: 1 hal.')).toBeVisible();
    const found = page.locator('.flaws li');
    await expect(found).toHaveCount(1);
    await expect(found).toContainText(/Catatan nomor \d+ tidak sama dengan yang ditulis dulu\./);
    await found.getByRole('link', { name: readable(code) }).click();

    // The auditor reads it, and that is written down; there is nothing to press.
    await expect(page).toHaveURL(`/petugas/permohonan/${code}`);
    await expect(page.locator('.track')).toContainText('Orang Lain');
    const named = page.locator('.note', { hasText: 'Riwayat permohonan ini tidak utuh.' });
    await expect(named.locator('.flaws li')).toHaveText([/^Catatan nomor \d+ tidak sama dengan yang ditulis dulu\.$/]);
    await looks(page, 'auditor-tampered');
    await expect(page.getByRole('button', { name: 'Saya kerjakan' })).toHaveCount(0);
    await expect(page.locator('main').getByRole('button')).toHaveCount(0);
    await page.getByText(/^Dibuka \d+ kali$/).click();
    await expect(page.locator('.looks')).toContainText('Agustina Rahayu (Pengawas)');
    await expect(page.locator('.looks')).toContainText('Dewi Anggraini (Petugas loket)');

    // A picture is shown for the record.
    await page.getByRole('link', { name: 'Lihat KTP-el' }).click();
    await expect.poll(() => page.locator('.pan img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    await page.goto(`/petugas/permohonan/${code}`);
    await page.getByText(/^Dibuka \d+ kali$/).click();
    await expect(page.locator('.looks')).toContainText('Berkas dilihat: KTP-el');
    // An event that is gone is missed as well; whoever works on the case is told nothing of it.
    execFileSync('python3', ['-c', `import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=10)
db.execute("DELETE FROM event WHERE action = 'complete' AND application_id = (SELECT id FROM application WHERE code = ?)", (sys.argv[2],))
db.commit()`, database, code]);
    await page.reload();
    await expect(named.locator('.flaws li')).toHaveText([/^Catatan nomor \d+ hilang\.$/]);
    const counter = new Office(await onTablet({ baseURL: server.url }));
    await counter.logIn(officers.counter);
    await counter.page.goto(`/petugas/permohonan/${code}`);
    await expect(counter.state).toHaveText('Diproses');
    await expect(counter.page.getByText('tidak utuh')).toHaveCount(0);
    // What another role would do there is refused.
    expect((await (await new Api(server.url).logIn(officers.camat)).get('/petugas/pengawasan')).status).toBe(403);
  });
});
