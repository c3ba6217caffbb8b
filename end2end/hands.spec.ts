// A case goes from hand to hand: its chain, orders by which somebody stands in, two cases that become one, the digest.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import * as path from 'node:path';
import { Api } from './support/api';
import { readable } from './support/code';
import { Office } from './support/office';
import { lastDigits, officers, resident } from './support/people';
import { type Server, startServer } from './support/server';
import { Status } from './support/status';
import { type Page, expect, test } from './support/test';
import { violations } from './support/violations';

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });
}

/** Somebody with the database file does something to it; says how many rows it was. */
function meddle(server: Server, sql: string): string {
  const script = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=10)
n = db.execute(sys.argv[2]).rowcount
db.commit()
print(n)`;
  return execFileSync('python3', ['-c', script, path.join(server.dataDir, 'genggam.db'), sql]).toString().trim();
}

test('a case passes every hand of its chain, and the resident reads in whose', async ({ api, onTablet, onPhone }) => {
  test.setTimeout(120_000);
  const sent = await api.apply('izin-keramaian');
  const status = new Status(await onPhone());
  await status.ask(sent.code, sent.digits);
  const counter = new Office(await onTablet());
  await counter.logIn(officers.counter);
  await counter.openFromQueue(sent.code);
  await counter.take('Mulai memeriksa', 'Diperiksa');
  for (const document of ['Rekomendasi desa atau kelurahan', 'KTP-el']) {
    await counter.document(document).getByRole('button', { name: /^Terima/ }).click();
  }
  await counter.take('Berkas lengkap', 'Diproses');
  // Head of section, secretary, camat: each finds it on the own list, and nobody else passes it on.
  for (const [officer, hand, button, state] of [
    [officers.head, 'Kepala seksi', 'Teruskan ke Sekretaris kecamatan', 'Diproses'],
    [officers.secretary, 'Sekretaris kecamatan', 'Teruskan ke Camat', 'Menunggu tanda tangan'],
  ] as const) {
    await status.page.reload();
    await expect(status.now).toContainText(`Sekarang di: ${hand.toLowerCase()}`);
    const desk = new Office(await onTablet());
    await desk.logIn(officer);
    await desk.search(readable(sent.code));
    await expect(desk.row(sent.code)).toBeVisible();
    await desk.row(sent.code).getByRole('link').click();
    await shoot(desk.page, `case-${hand}`);
    await desk.take(button, state);
  }
  const secretary = new Office(await onTablet());
  await secretary.logIn(officers.secretary);
  await secretary.page.goto(`/petugas/permohonan/${sent.code}`);
  await expect(secretary.page.locator('#langkah')).toContainText('Bukan giliran Anda. Sekarang di tangan: Camat.');
  const camat = new Office(await onTablet());
  await camat.logIn(officers.camat);
  await camat.openFromQueue(sent.code);
  await camat.page.locator('summary', { hasText: 'Kembalikan ke Sekretaris kecamatan' }).click();
  await camat.page.locator('#alasan-send_back').fill('Waktu acara belum jelas.');
  await camat.page.getByRole('button', { name: 'Kembalikan ke Sekretaris kecamatan' }).click();
  await expect(camat.state).toHaveText('Diproses');
  await status.page.reload();
  await expect(status.now).toContainText('Sekarang di: sekretaris kecamatan');
  await shoot(status.page, 'status');
});

test('two cases become one, and the younger one leads to the older', async ({ api, onTablet, onPhone }) => {
  const who = resident();
  const older = await api.apply('pengantar-skck', who);
  const younger = await api.apply('pengantar-skck', { ...who, address: 'Jalan Lain 7' });
  const desk = new Office(await onTablet());
  const { page } = desk;
  await desk.logIn(officers.head);
  await page.goto(`/petugas/permohonan/${younger.code}/banding/${older.code}`);
  const box = page.getByRole('region', { name: 'Permohonan yang sama?', exact: true });
  await expect(box).toContainText(`Yang lebih dulu dikirim, ${readable(older.code)}, diteruskan.`);
  await page.setViewportSize({ width: 360, height: 640 });
  await shoot(page, 'merge-phone');
  await page.setViewportSize({ width: 1024, height: 768 });
  await shoot(page, 'merge-tablet');
  await box.getByLabel('Alasan digabung').fill('Dikirim dua kali.');
  await box.getByRole('button', { name: 'Gabungkan' }).click();
  await expect(page).toHaveURL(`/petugas/permohonan/${older.code}`);
  const note = page.locator('.note', { hasText: 'Digabung ke sini' });
  await expect(note).toContainText(readable(younger.code));
  expect(await violations(page, 'a case that another was merged into')).toEqual([]);
  // What came with the other is seen from here.
  await note.getByRole('link', { name: 'KTP-el' }).click();
  await expect.poll(() => page.locator('.pan img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await page.goto(`/petugas/permohonan/${younger.code}`);
  await expect(desk.state).toHaveText('Digabung');
  await expect(page.locator('.track')).toContainText(`${readable(older.code)}: Dikirim dua kali.`);
  await shoot(page, 'merged');

  const status = new Status(await onPhone());
  await status.ask(younger.code, lastDigits(who));
  await expect(status.page.getByText('jadi digabung')).toBeVisible();
  await shoot(status.page, 'status-merged');
  // Its code is named; whoever wants to see it shows the digits as everybody does.
  await status.page.getByRole('link', { name: readable(older.code) }).click();
  await expect(status.page.getByLabel('Kode permohonan')).toHaveValue(readable(older.code));
  await status.show(lastDigits(who));
  await expect(status.now).toContainText('Menunggu diperiksa petugas');
});

test('documents that differ give a sheet that says what to mend first, and the resident reads it', async ({ api, onTablet, onPhone }) => {
  const sent = await api.applicationIn('checking');
  const desk = new Office(await onTablet());
  const { page } = desk;
  await desk.logIn(officers.counter);
  await page.goto(`/petugas/permohonan/${sent.code}`);
  await page.getByRole('link', { name: 'Cocokkan dokumen dengan isian' }).click();
  await expect(desk.heading).toHaveText('Cocokkan dokumen dengan isian');
  const paper = (name: string) => page.getByRole('group', { name });
  for (const name of ['Akta kelahiran', 'Kartu Keluarga (KK)', 'KTP-el']) await paper(name).getByLabel('Sudah saya baca').check();
  await expect(paper('Akta kelahiran').getByLabel('Alamat')).toHaveCount(0);
  await paper('Kartu Keluarga (KK)').getByLabel('Nama').fill('Nama Lain Sekali');
  await paper('KTP-el').getByLabel('Nama').fill(sent.who.name.toUpperCase());
  expect(await violations(page, 'comparing documents')).toEqual([]);
  await shoot(page, 'compare-tablet');
  await page.setViewportSize({ width: 360, height: 640 });
  await shoot(page, 'compare-phone');
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.getByRole('button', { name: 'Simpan dan bandingkan' }).click();
  const steps = page.locator('#isi ol li');
  await expect(steps).toHaveText(['Perbaiki nama di Kartu Keluarga (KK) mengikuti Akta kelahiran. Di Dinas Dukcapil, dengan formulir F-1.06. Gratis.']);
  await expect(page.locator('section.box')).toContainText('Nama Lain Sekali');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Simpan dan bandingkan' })).toBeHidden();
  await page.setViewportSize({ width: 794, height: 1123 });
  await shoot(page, 'sheet-a4');
  await page.emulateMedia({ media: 'screen' });

  const counter = await api.logIn(officers.counter);
  await counter.judge(sent.code, 'document:kk', 'returned', 'Nama di KK beda.');
  await counter.act(sent.code, 'return');
  const status = new Status(await onPhone());
  await status.ask(sent.code, sent.digits);
  const note = status.page.locator('.note', { hasText: 'Data di dokumen Anda beda' });
  await expect(note).toContainText('Perbaiki nama di Kartu Keluarga (KK)');
  await expect(status.page.locator('body')).not.toContainText('Nama Lain Sekali');
  await shoot(status.page, 'status-differs');
});

test('the sheet that says what to mend is English throughout where somebody reads English', async ({ api, onTablet, baseURL }) => {
  const sent = await api.applicationIn('checking');
  const desk = await api.logIn(officers.counter);
  const papers: Record<string, string> = { nama: 'Other Name', tanggal_lahir: '1991-02-03', jenis_kelamin: 'Laki-laki', alamat: 'Jalan Mawar 9' };
  const noted = Object.entries(papers).flatMap(([key, text]) => ['kk', 'ktp'].map((paper) => [`papers[${paper}][${key}]`, text]));
  const read = ['deed', 'kk', 'ktp'].map((paper) => [`papers[${paper}][read]`, 'ya']);
  await desk.post('/api/officer/note-mismatch', { code: sent.code, ...Object.fromEntries([...noted, ...read]) });
  const page = await onTablet({ locale: 'en-GB' });
  const own = { url: baseURL!.replace('http:', 'https:'), httpOnly: true, secure: true, sameSite: 'Lax' } as const;
  await page.context().addCookies([{ ...desk.cookiePair(), ...own }, { name: 'bahasa', value: 'en', ...own }]);
  await page.goto(`/petugas/permohonan/${sent.code}/cocok`);
  await expect(page.locator('#isi ol li').first()).toBeVisible();
  await page.setViewportSize({ width: 360, height: 640 });
  await shoot(page, 'mismatch-english');
  // Everything that is read or chosen, but what somebody wrote: names, addresses, places, and documents' own names.
  const lines = await page.locator('#isi').evaluate((main) => {
    const copy = main.cloneNode(true) as HTMLElement;
    copy.querySelectorAll('script, style, code, [lang=id]').forEach((one) => one.remove());
    const nodes = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (nodes.nextNode()) found.push(nodes.currentNode.textContent!.trim());
    return found.filter(Boolean);
  });
  const proper = new RegExp([sent.who.name, sent.who.address, 'Jalan Mawar 9', 'Kecamatan [A-Z]\\w+( [A-Z]\\w+)*', 'Kartu Keluarga', 'Dinas Dukcapil'].join('|'), 'g');
  const indonesian = /\b(dan|yang|untuk|dengan|tidak|anda|ini|di|dari|isian|berkas|surat|nama|tanggal|lahir|jenis|kelamin|alamat|perempuan|laki-laki|akta|kelahiran|kartu|keluarga|perbaiki|mengikuti|gratis|formulir|hari|bulan|tahun|sudah|baca|simpan|bandingkan|sama|beda|januari|februari|cetak)\b/i;
  expect(lines.filter((line) => indonesian.test(line.replace(proper, '')))).toEqual([]);
  expect(lines.join(' ')).toContain('Female');
});

test.describe('standing in', () => {
  let server: Server;
  test.beforeAll(async () => void (server = await startServer()));
  test.afterAll(() => server.discard());

  test('an order lets somebody decide and sign until its last day, says so on the letter, and no longer', async ({ onTablet, onPhone, troubles }) => {
    test.setTimeout(120_000);
    troubles.allow(/403|409/);
    const api = new Api(server.url);
    const [first, second] = [await api.applicationIn('awaiting'), await api.applicationIn('awaiting')];
    const camat = new Office(await onTablet({ baseURL: server.url }));
    await camat.logIn(officers.camat);
    const orders = camat.page;
    await orders.getByRole('link', { name: 'Pelimpahan' }).click();
    await expect(orders.getByText('Belum ada pelimpahan.')).toBeVisible();
    await orders.getByLabel('Siapa yang diberi wewenang?').selectOption({ label: 'Hendra Saputra (Kepala seksi)' });
    await orders.getByLabel('Sebagai apa?').selectOption('for_them');
    await orders.getByLabel('Menggantikan siapa?').selectOption({ label: 'Sekretaris kecamatan' });
    // Nonsense is refused with words at its box, and nothing that was typed is lost to anybody else.
    await orders.getByLabel('Hari terakhir').fill('2020-01-01');
    await orders.getByLabel('Nomor surat perintah').fill('SP 800/12/2026');
    await orders.getByRole('button', { name: 'Berikan wewenang' }).click();
    await expect(orders.locator('.field.is-bad')).toHaveCount(1);
    // Nor does one run for ever.
    await orders.getByLabel('Sebagai apa?').selectOption('acting');
    await orders.getByLabel('Hari terakhir').fill('2099-12-31');
    await orders.getByLabel('Nomor surat perintah').fill('SP 800/12/2026');
    await orders.getByRole('button', { name: 'Berikan wewenang' }).click();
    await expect(orders.locator('.field.is-bad')).toContainText('paling lama 6 bulan');
    await orders.getByLabel('Siapa yang diberi wewenang?').selectOption({ label: 'Hendra Saputra (Kepala seksi)' });
    await orders.getByLabel('Sebagai apa?').selectOption('for_them');
    await orders.getByLabel('Menggantikan siapa?').selectOption({ label: 'Sekretaris kecamatan' });
    await orders.getByLabel('Nomor surat perintah').fill('SP 800/12/2026');
    await orders.getByRole('button', { name: 'Berikan wewenang' }).click();
    const row = orders.locator('.orders li');
    await expect(row).toHaveCount(1);
    await expect(row).toContainText('Hendra Saputra (Kepala seksi) sebagai u.b. Sekretaris kecamatan');
    await expect(row).toContainText('Berlaku');
    await expect(row).toContainText('diberikan Bambang Irawan (Camat)');
    expect(await violations(orders, 'orders')).toEqual([]);
    await shoot(orders, 'orders-tablet');
    await orders.setViewportSize({ width: 360, height: 640 });
    await shoot(orders, 'orders-phone');

    // The head of section decides, and signs the letter.
    const head = new Office(await onTablet({ baseURL: server.url }));
    await head.logIn(officers.head);
    await head.page.goto(`/petugas/permohonan/${first.code}`);
    await expect(head.page.locator('#langkah')).toContainText('Anda juga bertindak sebagai u.b. Sekretaris kecamatan');
    await head.take('Setujui dan selesaikan', 'Selesai');
    await head.page.locator('#surat-hasil').getByRole('button', { name: 'Beri nomor dan jadikan surat' }).click();
    await expect(head.page.locator('.track')).toContainText('Hendra Saputra, u.b.');
    const answer = await head.page.request.get(`/petugas/surat/${first.code}/hasil`);
    const file = test.info().outputPath('letter.pdf');
    fs.writeFileSync(file, await answer.body());
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    expect(text).toMatch(/a\.n\. CAMAT ARUT SELATAN,\s+SEKRETARIS,\s+u\.b\.\s+KEPALA SEKSI,/);
    execFileSync('pdftoppm', ['-r', '70', '-png', '-singlefile', file, test.info().outputPath('letter')]);

    // A day goes by for the order: the buttons are gone, and what was on the screen is refused.
    await head.page.goto(`/petugas/permohonan/${second.code}`);
    await expect(head.page.getByRole('button', { name: 'Setujui dan selesaikan' })).toBeVisible();
    expect(meddle(server, 'UPDATE delegation SET from_day = from_day - 1, until_day = until_day - 1')).toBe('1');
    await head.page.getByRole('button', { name: 'Setujui dan selesaikan' }).click();
    await expect(head.page.getByRole('alert')).toBeVisible();
    await expect(head.page.getByRole('button', { name: 'Setujui dan selesaikan' })).toHaveCount(0);
    await head.page.goto(`/petugas/permohonan/${first.code}`);
    await expect(head.page.locator('#surat-hasil').getByRole('button', { name: 'Cabut surat' })).toHaveCount(0);
    await orders.reload();
    await expect(row).toContainText('Sudah berakhir');
    // That somebody moved the days isn't hidden from the auditor.
    const auditor = new Office(await onPhone({ baseURL: server.url }));
    await auditor.logIn(officers.auditor);
    await auditor.page.goto('/petugas/pengawasan');
    await expect(auditor.page.locator('.flaws')).toContainText('Pelimpahan ini tidak sama');
    expect(meddle(server, 'UPDATE delegation SET from_day = from_day + 1, until_day = until_day + 1')).toBe('1');
    await auditor.page.reload();
    await expect(auditor.page.getByText('Riwayat utuh.')).toBeVisible();

    // Taken back, it ends at once.
    await orders.reload();
    await row.getByText('Cabut pelimpahan ini').click();
    await row.getByRole('button', { name: 'Ya, cabut' }).click();
    await expect(row).toContainText('Dicabut');
    await head.page.goto(`/petugas/permohonan/${second.code}`);
    await expect(head.page.locator('#langkah')).toContainText('Bukan giliran Anda');
  });

  test('the digest says what is late, and whose desk it is on; the superior sees it', async ({ onTablet, onPhone }) => {
    const api = new Api(server.url);
    const late = await api.applicationIn('processing');
    expect(meddle(server, `UPDATE application SET promise_day = promise_day - 20, due_day = due_day - 20 WHERE code = '${late.code}'`)).toBe('1');
    for (const [officer, words] of [[officers.head, 'giliran Anda'], [officers.camat, 'terlambat di meja bawahan Anda']] as const) {
      const desk = new Office(await onTablet({ baseURL: server.url }));
      await desk.logIn(officer);
      await desk.page.getByRole('link', { name: 'Ringkasan' }).click();
      await expect(desk.heading).toHaveText('Ringkasan hari ini');
      const line = desk.page.getByRole('listitem').filter({ hasText: readable(late.code) });
      await expect(line).toContainText(words);
      await expect(line).toContainText('di Kepala seksi');
      await expect(desk.page.getByRole('heading', { name: /Lewat batas hukum/ })).toBeVisible();
      await expect(desk.page.locator('body')).not.toContainText(late.who.name);
      expect(await violations(desk.page, 'the digest')).toEqual([]);
      await shoot(desk.page, `digest-${officer.username}`);
      await line.getByRole('link').click();
      await expect(desk.page).toHaveURL(`/petugas/permohonan/${late.code}`);
    }
    const phone = new Office(await onPhone({ baseURL: server.url }));
    await phone.logIn(officers.camat);
    await phone.page.goto('/petugas/ringkasan');
    await shoot(phone.page, 'digest-phone');
  });
});
