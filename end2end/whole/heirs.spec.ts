// A whole case that ends in ink: the letter of heirs, from the phone through the office's chain to the counter and back.
// The office has a certificate, and this letter takes none.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Api } from '../support/api';
import { Form } from '../support/apply';
import type { Photo } from '../support/documents';
import { Product } from '../support/handover';
import { Letter, fetched, scanned, signaturesOf, textOf } from '../support/letters';
import { looks } from '../support/looks';
import { Office } from '../support/office';
import { type Resident, lastDigits, officers, resident, secretsOf } from '../support/people';
import { type Server, startServer } from '../support/server';
import { Status } from '../support/status';
import { expect, test } from '../support/test';

const certificate = path.join(__dirname, '../../crates/backend/src/tests/letters/test.p12');
const address = 'https://surat.example';

/** Three heirs: the widow, and two children of whom one has a name of one word and no NIK. */
const heirs = [
  { nama: 'Maria Magdalena Sarmento da Costa', nik: '6201025203600011', hubungan: 'Istri', lahir: ['12', '3', '1960'], alamat: 'Jalan Kenanga 5' },
  { nama: 'Yohanes Baptista Kurniawan', nik: '6201020101850012', hubungan: 'Anak', lahir: ['1', '1', '1985'], alamat: 'Dusun Seberang 3, Desa Umpang' },
  { nama: 'Slamet', nik: '', hubungan: 'Anak', lahir: ['30', '6', '1990'], alamat: 'Malang' },
];

class HeirsForm extends Form {
  override async answer(who: Resident, photo: Photo): Promise<void> {
    const { page, step } = this;
    const date = async (id: string, parts: string[]) => {
      for (const [at, part] of ['hari', 'bulan', 'tahun'].entries()) await page.locator(`[name="${id}-${part}"]`).fill(parts[at]);
    };
    switch (step) {
      case 'almarhum':
        await page.locator('#nama_pewaris').fill('Petrus Kanisius Kurniawan');
        return page.locator('#alamat_terakhir').fill('Jalan Kenanga 5');
      case 'meninggal':
        await date('tanggal_meninggal', ['2', '11', '2026']);
        return page.locator('#tempat_meninggal').fill('Pangkalan Bun');
      case 'pasangan':
        return;
      case 'ahli-waris':
        for (const [at, heir] of heirs.entries()) {
          if (at > 0) await page.getByRole('button', { name: 'Tambah satu lagi' }).click();
          const box = (column: string) => page.locator(`#ahli_waris-${at}-${column}`);
          await box('nama').fill(heir.nama);
          await box('nik').fill(heir.nik);
          await box('hubungan').locator('label.tile', { hasText: heir.hubungan }).first().click();
          await date(`ahli_waris-${at}-lahir`, heir.lahir);
          await box('alamat').fill(heir.alamat);
        }
        return;
      case 'saksi':
        for (const at of [0, 1]) {
          await page.locator(`#saksi-${at}-nama`).fill(`Saksi Nomor ${at + 1}`);
          await page.locator(`#saksi-${at}-nik`).fill(`620102010170001${at + 1}`);
          await page.locator(`#saksi-${at}-pekerjaan`).fill('Petani');
        }
        return;
      case 'keperluan':
        return this.choose('Bank atau tabungan');
    }
    return super.answer(who, photo);
  }
}

let server: Server;
test.beforeAll(async () => {
  const configure = (text: string) => text.replace('# address = "https://genggam.example.go.id"', `address = "${address}"`);
  server = await startServer({ env: { GENGGAM_CERTIFICATE: certificate }, configure });
});
test.afterAll(() => server.discard());

test('heirs apply, the office numbers and prints, pens sign, the counter hands over, and the resident sees the end', async ({ onPhone, onTablet, paper }) => {
  test.setTimeout(180_000);
  const who = resident();
  const page = await onPhone({ baseURL: server.url });
  const status = new Status(page);
  const tablet = () => onTablet({ baseURL: server.url });
  const [counter, camat] = [new Office(await tablet()), new Office(await tablet())];
  const asCounter = new Letter(counter.page);
  let code = '';
  let number = '';
  let day = '';

  await test.step('one of the heirs applies for all of them', async () => {
    const form = new HeirsForm(page, 'keterangan-ahli-waris', server.url);
    await form.begin();
    while (form.step !== 'kirim') {
      await form.answer(who, paper);
      await form.goOn();
    }
    code = await form.send();
  });

  await test.step('the counter checks; in this chain the camat comes right behind', async () => {
    await counter.logIn(officers.counter);
    await counter.openFromQueue(code);
    for (const { nama } of heirs) await expect(counter.answer('Daftar ahli waris')).toContainText(nama);
    await counter.take('Mulai memeriksa', 'Diperiksa');
    const boxes = counter.page.locator('.doc').getByRole('button', { name: /^Terima / });
    while ((await boxes.count()) > 0) {
      const before = await boxes.count();
      await boxes.first().click();
      await expect(boxes).toHaveCount(before - 1);
    }
    await expect(page.locator('#janji')).toHaveCount(0);
    await counter.take('Berkas lengkap', 'Menunggu tanda tangan');
  });

  await test.step('the resident chooses when to come and sign', async () => {
    await page.goto(`/status?kode=${code}`);
    await status.show(lastDigits(who));
    const box = page.locator('#janji + .box');
    const offered = await box.getByLabel('Hari dan waktu').locator('option').allTextContents();
    day = offered[0].split(' (')[0];
    await box.getByRole('button', { name: 'Buat janji' }).click();
    await expect(box).toContainText(`Datang: ${day}`);
    await looks(page, 'heirs-appointment');
  });

  await test.step('the camat approves and gives the number; nobody is offered a signature without ink', async () => {
    await camat.logIn(officers.camat);
    await camat.openFromQueue(code);
    await camat.take('Setujui dan selesaikan', 'Selesai');
    const letter = new Letter(camat.page);
    await expect(letter.box).toContainText('tidak ditandatangani secara elektronik');
    number = await letter.number();
    await expect(letter.box.getByLabel('Kata sandi sertifikat')).toHaveCount(0);
    await expect(letter.box.getByRole('button', { name: 'Tanda tangani secara elektronik' })).toHaveCount(0);
  });

  let checked = '';
  await test.step('the paper names every heir, says that it takes ink, and its QR code that it is not valid yet', async () => {
    await counter.page.reload();
    const file = await fetched(counter.page, `/petugas/surat/${code}/hasil`, 'letter.pdf');
    const text = textOf(file);
    expect(text).toContain('SURAT KETERANGAN AHLI WARIS');
    expect(text).toContain(`Nomor: ${number}`);
    expect(text.replace(/\s+/g, ' ')).toContain('tidak ditandatangani secara elektronik');
    for (const word of heirs.flatMap((heir) => heir.nama.split(' '))) expect(text).toContain(word);
    expect(signaturesOf(file)).toContain('does not contain any signatures');
    const [read] = scanned(file);
    expect(read.startsWith(`${address}/periksa/`), read).toBe(true);
    checked = new URL(read).pathname;
    const stranger = await onPhone({ baseURL: server.url });
    await stranger.goto(checked);
    await expect(stranger.locator('main')).toContainText('Belum berlaku');
    await stranger.context().close();
  });

  await test.step('a letter that nobody has signed is neither ready nor handed over', async () => {
    const steps = counter.page.locator('#langkah');
    await expect(steps.getByRole('button')).toHaveCount(0);
    await expect(steps.getByRole('link', { name: 'Suratnya belum selesai' })).toHaveAttribute('href', '#surat-hasil');
    const own = await new Api(server.url).logIn(officers.counter);
    const { version } = await own.openCase(code);
    const refused = async () => {
      for (const action of ['make_ready', 'hand_over']) {
        const answer = await own.post('/api/officer/act', { code, version: String(version), action, reason: '' }, { accept: 'application/json' });
        expect([answer.status, await answer.text()].join(), action).toMatch(/^409,.*letter-open/);
      }
    };
    await refused();
    await asCounter.print();
    await refused();
    await expect(counter.state).toHaveText('Selesai');
    await page.reload();
    await expect(page.getByText('Sudah bisa diambil')).toHaveCount(0);
  });

  await test.step('they come, all sign, and the office keeps a scan', async () => {
    await counter.page.getByRole('link', { name: 'Surat', exact: true }).click();
    const expected = counter.page.locator('main h3', { hasText: day }).locator('+ ul');
    await expected.getByRole('link', { name: who.name }).click();
    await expect(counter.page.locator('#janji + .box')).toContainText(`Datang: ${day}`);
    // What a scanner makes of the paper: other bytes, no longer ours.
    const scan = test.info().outputPath('scan.pdf');
    execFileSync('pdftocairo', ['-pdf', test.info().outputPath('letter.pdf'), scan]);
    await asCounter.scan({ name: 'pindaian.pdf', mimeType: 'application/pdf', buffer: fs.readFileSync(scan) });
    await expect(asCounter.state).toHaveText('Berlaku, ditandatangani dengan pena');
    await looks(counter.page, 'heirs-signed');
    await page.reload();
    await expect(page.getByText('Sudah bisa diambil')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Simpan surat ke HP (PDF)' })).toHaveCount(0);
    const stranger = await onPhone({ baseURL: server.url });
    await stranger.goto(checked);
    await expect(stranger.locator('main')).toContainText('Berlaku. Aslinya kertas');
    await expect(stranger.locator('main')).toContainText(number);
    for (const { nama } of heirs) await expect(stranger.locator('body')).not.toContainText(nama);
    await looks(stranger, 'heirs-check');
  });

  await test.step('the counter hands the original over, and whoever takes it signs for it', async () => {
    const product = new Product(counter.page, 'hasil');
    await expect(product.state).toHaveText('Siap diserahkan');
    await product.giveTo(heirs[0].nama);
    await expect(counter.state).toHaveText('Sudah diserahkan');
    await looks(counter.page, 'heirs-handed');
  });

  await test.step('the resident sees the end of it', async () => {
    await page.reload();
    await expect(status.steps.last()).toContainText('Hasil diserahkan');
    await expect(page.getByText('Hasilnya sudah Anda terima.')).toBeVisible();
    await expect(page.locator('#janji')).toHaveCount(0);
    for (const secret of secretsOf(who)) await expect(page.locator('body')).not.toContainText(secret);
    await looks(page, 'heirs-end');
  });
  // Nothing of it is in the log, and the history is whole.
  for (const secret of [...secretsOf(who), ...heirs.map((heir) => heir.nama)]) expect(server.log()).not.toContain(secret);
  expect(await server.command('audit', 'verify')).toContain('Nothing was altered.');
});
