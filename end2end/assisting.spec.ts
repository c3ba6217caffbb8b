// Helping: a village helper, an outreach session, a hospital, a death. Whoever helps is never the applicant.
import { Helper, sign } from './support/assist';
import { readable } from './support/code';
import { pdf } from './support/documents';
import { Office } from './support/office';
import { type Resident, batakte, lastDigits, officers, resident, umpang } from './support/people';
import { Status } from './support/status';
import { expect, test } from './support/test';
import type { Page } from './support/test';

/** A page as the officer sees it, kept for whoever wants to look. */
async function shot(page: Page, name: string): Promise<void> {
  if (process.env.GENGGAM_SHOTS) await page.screenshot({ path: `${process.env.GENGGAM_SHOTS}/${name}.png`, fullPage: true });
}

/** No page is wider than the screen. */
async function fits(page: Page): Promise<void> {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(wide, page.url()).toBeLessThanOrEqual(seen);
}

test('a helper applies for a resident, and both stay visible', async ({ page, onTablet, paper }) => {
  test.setTimeout(120_000);
  const who = resident();
  const helper = new Helper(page);
  await helper.logIn(officers.helper);
  await shot(page, 'phone-clients');
  await fits(page);
  // A form of one's own is not where a helper begins.
  await page.goto('/ajukan/sktm');
  await expect(page).toHaveURL('/petugas/warga');

  await helper.register(who);
  await expect(page.locator('main')).toContainText('6201************');
  await expect(page.locator('body')).not.toContainText(who.nik);
  await expect(page.getByRole('button', { name: 'Surat Pengantar SKCK' })).toHaveCount(0);
  await shot(page, 'phone-consent');
  await fits(page);
  await helper.consent(who);
  await shot(page, 'phone-services');
  await fits(page);
  const form = await helper.start('Surat Pengantar SKCK', 'pengantar-skck', who);
  await form.isAt('lahir');
  await shot(page, 'phone-form');
  await fits(page);
  const code = await form.through(who, paper);
  await expect(helper.banner).toContainText(who.name);
  await shot(page, 'phone-receipt');
  await page.getByRole('button', { name: 'Selesai membantu' }).click();
  await expect(page).toHaveURL('/petugas/warga');
  await expect(helper.banner).toHaveCount(0);
  // The tablet of the desa keeps nothing that was typed.
  const kept = await page.evaluate(async () => {
    const names = await indexedDB.databases();
    const all: string[] = [];
    for (const { name } of names) {
      const db = await new Promise<IDBDatabase>((done) => {
        const open = indexedDB.open(name!);
        open.onsuccess = () => done(open.result);
      });
      for (const store of Array.from(db.objectStoreNames)) {
        const rows = await new Promise<unknown[]>((done) => {
          const read = db.transaction(store).objectStore(store).getAll();
          read.onsuccess = () => done(read.result);
        });
        all.push(JSON.stringify(rows));
      }
      db.close();
    }
    return all.join();
  });
  for (const secret of [who.nik, who.name, who.address]) expect(kept).not.toContain(secret);

  await test.step('the office sees who helped, and by which leave', async () => {
    const counter = new Office(await onTablet());
    await counter.logIn(officers.counter);
    await counter.openFromQueue(code);
    const desk = counter.page;
    await expect(desk.locator('.note', { hasText: 'dibantu' })).toContainText('Yuliana Sari (Pendamping desa), Desa Umpang');
    await expect(desk.locator('.track li').first()).toContainText('untuk pemohon · dibantu');
    const signature = desk.getByRole('img', { name: 'Tanda tangan warga' });
    await expect.poll(() => signature.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    await counter.document('KTP-el').getByRole('button', { name: /Asli sudah dilihat/ }).click();
    await expect(counter.document('KTP-el')).toContainText('Asli dilihat: Dewi Anggraini');
    await shot(desk, 'tablet-case-helped');
    await fits(desk);
  });

  await test.step('the resident reads an institution and no name', async () => {
    const own = await onTablet();
    const status = new Status(own);
    await own.goto(`/status?kode=${code}`);
    await status.show(lastDigits(who));
    await expect(status.steps.first()).toContainText('Anda, dibantu petugas Desa Umpang');
    await expect(own.locator('body')).not.toContainText('Yuliana');
  });
});

test('an outreach session serves three residents in a row and its report adds up', async ({ onTablet, paper }) => {
  test.setTimeout(180_000);
  const people: Resident[] = [resident(), resident(), resident()];
  const page = await onTablet();
  const team = new Helper(page);
  await team.logIn(officers.counter);
  await page.getByRole('link', { name: 'Jemput bola' }).click();
  const place = `Balai ${people[0].name}`;
  const plan = page.locator('form', { has: page.locator('#place') });
  const fold = page.locator('details', { has: plan });
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
  await plan.getByLabel('Tempat').fill(place);
  await plan.locator('#region').selectOption(umpang.code);
  await plan.getByLabel('Tim').fill('Dewi Anggraini\nHendra Saputra');
  await plan.getByLabel('Alat yang dibawa').fill('Pencetak');
  await plan.getByRole('button', { name: 'Buat sesi' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(place);

  await test.step('a roster with a mistake is refused and says where; a file is taken', async () => {
    await page.locator('#table').fill(`${people[0].name},12`);
    await page.getByRole('button', { name: 'Tambahkan' }).click();
    await expect(page.locator('.err')).toContainText('Baris 1 (NIK): Harus 16 angka');
    await page.locator('#table').fill(`${people[0].name},12\n\nBudi,,12`);
    await page.getByRole('button', { name: 'Tambahkan' }).click();
    await expect(page.locator('[data-mistakes] li')).toHaveText([/^Baris 1 \(NIK\): Harus 16 angka/, /^Baris 3 \(HP\): /]);
    const latin = Buffer.from('Nama;NIK\r\nJos\u00e9;\r\n', 'latin1');
    await page.locator('#csv').setInputFiles({ name: 'daftar.csv', mimeType: 'text/csv', buffer: latin });
    await page.getByRole('button', { name: 'Masukkan berkas' }).click();
    await expect(page.locator('.err')).toContainText('CSV UTF-8');
    const csv = `Nama;NIK;HP\r\n${people.slice(0, 2).map((one) => `${one.name};${one.nik};${one.phone}`).join('\r\n')}\r\n`;
    await page.locator('#csv').setInputFiles({ name: 'daftar.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByRole('button', { name: 'Masukkan berkas' }).click();
    await expect(page.locator('.links li')).toHaveCount(2);
    await expect(page.getByRole('status')).toContainText('2 warga ditambahkan, 0 sudah ada');
    await shot(page, 'tablet-session');
    await fits(page);
  });

  const session = page.url().split('?')[0];
  const codes: string[] = [];
  for (const [at, who] of people.entries()) {
    await test.step(`resident ${at + 1}`, async () => {
      if (at === 0) await page.getByRole('link', { name: `Warga berikutnya: ${who.name}` }).click();
      if (at === 2) await team.register(who);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(who.name);
      await team.consent(who);
      const form = await team.start('Surat Pengantar SKCK', 'pengantar-skck', who);
      await expect(team.banner).toContainText(`jemput bola · ${place}`);
      codes.push(await form.through(who, paper));
      // One tap to the next one on the roster; after the last one back to the session.
      await page.getByRole('button', { name: 'Warga berikutnya' }).click();
      if (at > 0) await expect(page).toHaveURL(session);
    });
  }
  await test.step('an original is seen, a letter is made and given on the spot', async () => {
    const code = codes[0];
    await page.goto(`/petugas/dibantu/${code}`);
    await page.getByRole('button', { name: /Asli sudah dilihat.*KTP-el/ }).click();
    await expect(page.locator('.seen')).toContainText('Dewi Anggraini');
    const counter = new Office(page);
    await page.goto(`/petugas/permohonan/${code}`);
    await counter.take('Mulai memeriksa', 'Diperiksa');
    for (const document of ['KTP-el', 'Kartu Keluarga (KK)', 'Surat pengantar desa atau kelurahan']) await counter.accept(document);
    await counter.take('Berkas lengkap', 'Diproses');
    const head = new Office(await onTablet());
    await head.logIn(officers.head);
    await head.openFromQueue(code);
    await head.take('Teruskan ke Camat', 'Menunggu tanda tangan');
    const camat = new Office(await onTablet());
    await camat.logIn(officers.camat);
    await camat.openFromQueue(code);
    await camat.take('Setujui dan selesaikan', 'Selesai');
    // What the office writes itself is made by signing it.
    await camat.page.locator('#surat-hasil').getByRole('button', { name: 'Beri nomor dan jadikan surat' }).click();
    await page.goto(`/petugas/permohonan/${code}`);
    const letter = page.locator('#surat-hasil');
    await letter.getByRole('button', { name: 'Sudah dicetak' }).click();
    const scan = pdf(20_000);
    await letter.getByLabel('Pindaian surat').setInputFiles({ name: scan.name, mimeType: scan.mimeType, buffer: scan.buffer });
    await letter.getByRole('button', { name: 'Sudah ditandatangani, simpan pindaian' }).click();
    await expect(letter.locator('h3 .badge')).toHaveText('Berlaku, ditandatangani dengan pena');
    await page.goto(`/petugas/dibantu/${code}`);
    await page.getByLabel('Nama penerima').fill(people[0].name);
    await sign(page.locator('.products'));
    await shot(page, 'tablet-handover');
    await page.getByRole('button', { name: /^Serahkan/ }).click();
    await expect(page.locator('.products')).toContainText('Sudah diserahkan');
  });
  await page.goto(`${session}/laporan`);
  const number = (words: string) => page.locator('.tally div', { hasText: words }).locator('dd');
  await expect(number('di daftar')).toHaveText('3');
  await expect(number('warga dilayani')).toHaveText('3');
  await expect(number('permohonan')).toHaveText('3');
  await expect(number('dokumen')).toHaveText('9');
  await expect(number('asli dilihat')).toHaveText('1');
  await expect(number('diserahkan')).toHaveText('1');
  await expect(page.getByRole('row', { name: new RegExp(readable(codes[0])) })).toContainText(people[0].name);
  await shot(page, 'tablet-report');
  await fits(page);
  // On one sheet of A4, without what belongs to the screen.
  const sheet = await page.pdf({ format: 'A4' }).catch(() => undefined);
  if (sheet) expect(sheet.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
});

test('a hospital sends a birth, and each of three products is handed over on its own', async ({ page, onTablet, paper }) => {
  test.setTimeout(180_000);
  const who = resident({ village: batakte });
  const partner = new Helper(page);
  await partner.logIn(officers.partner);
  await partner.register(who);
  await partner.consent(who);
  // A hospital starts only what hospitals are for.
  await expect(page.locator('.choices button')).toHaveCount(1);
  const form = await partner.start('Akta Kelahiran', 'akta-kelahiran', who);
  const code = await form.through(who, paper);
  await page.getByRole('button', { name: 'Selesai membantu' }).click();

  const registry = new Office(await onTablet());
  await registry.logIn(officers.registry);
  await registry.openFromQueue(code);
  await registry.take('Mulai memeriksa', 'Diperiksa');
  for (const document of ['Surat keterangan lahir', 'Buku nikah', 'Kartu Keluarga (KK)']) {
    await registry.document(document).getByRole('button', { name: /^Terima/ }).click();
  }
  // Whoever decides comes right behind the check in this service's chain.
  await registry.take('Berkas lengkap', 'Menunggu tanda tangan');
  const head = new Office(await onTablet());
  await head.logIn(officers.registryHead);
  await head.openFromQueue(code);
  await head.take('Setujui dan selesaikan', 'Selesai');

  await test.step('the registry sends two files and brings one card', async () => {
    const desk = registry.page;
    await desk.reload();
    const file = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n');
    for (const product of ['akta', 'kk']) {
      await desk.goto(`/petugas/dibantu/${code}`);
      const box = desk.locator(`#hasil-${product}`);
      await box.locator('input[type=file]').setInputFiles({ name: 'akta.pdf', mimeType: 'application/pdf', buffer: file });
      await box.getByRole('button', { name: /^Sudah jadi, kirim/ }).click();
      await expect(box).toContainText('siap dicetak');
    }
    const kia = desk.locator('#hasil-kia');
    await kia.getByRole('button', { name: /^Sudah jadi, antarkan/ }).click();
    await expect(kia).toContainText('sedang diantar');
    await shot(desk, 'tablet-products-office');
    // Giving is the hospital's part.
    await expect(desk.getByRole('button', { name: /^Serahkan/ })).toHaveCount(0);
  });

  await test.step('the hospital prints, receives and hands over, one by one', async () => {
    await page.getByRole('link', { name: 'Dibantu', exact: true }).click();
    await shot(page, 'phone-helped');
    await fits(page);
    await page.getByRole('row', { name: new RegExp(readable(code)) }).getByRole('link').click();
    const file = page.waitForEvent('download');
    await page.locator('#hasil-akta').getByRole('link', { name: /Buka berkas/ }).click();
    await file;
    for (const [product, button] of [['akta', /^Sudah dicetak/], ['kk', /^Sudah dicetak/], ['kia', /^Sudah tiba/]] as const) {
      const box = page.locator(`#hasil-${product}`);
      await box.getByRole('button', { name: button }).click();
      await box.getByLabel('Nama penerima').fill(who.name);
      if (product === 'akta') {
        // Without a signature nothing is handed over.
        await box.getByRole('button', { name: /^Serahkan/ }).click();
        await expect(page.getByRole('alert')).toContainText('minta tanda tangannya');
        await box.getByLabel('Nama penerima').fill(who.name);
      }
      await sign(box);
      await box.getByRole('button', { name: /^Serahkan/ }).click();
      await expect(box).toContainText(`diterima ${who.name}`);
    }
    await shot(page, 'phone-products');
    await fits(page);
    await expect(page.locator('h1 + .meta .badge').first()).toHaveText('Sudah diserahkan');
  });
});

test('a death with its burial stands first, and a document follows from a relative’s phone', async ({ page, onTablet, onPhone, paper }) => {
  test.setTimeout(180_000);
  const who = resident({ village: batakte });
  const registry = new Helper(await onTablet());
  await registry.logIn(officers.registry);
  await registry.register(who);
  await registry.consent(who);
  const form = await registry.start('Akta Kematian', 'akta-kematian', who);
  const code = await form.through(who, paper);
  await registry.page.getByRole('button', { name: 'Selesai membantu' }).click();

  await registry.page.goto('/petugas');
  const first = registry.page.getByRole('row').nth(1);
  await expect(first).toContainText(/Pemakaman .* (jam|menit) lagi/);
  await shot(registry.page, 'tablet-queue-burial');
  await fits(registry.page);
  await registry.page.goto(`/petugas/permohonan/${code}`);
  await expect(registry.page.locator('.doc', { hasText: 'Surat kematian' })).toContainText('Menyusul');

  const phone = await onPhone();
  const status = new Status(phone);
  await phone.goto(`/status?kode=${code}`);
  await status.show(lastDigits(who));
  await expect(phone.locator('.note').first()).toContainText('Pemakaman');
  await shot(phone, 'phone-follow');
  await fits(phone);
  await phone.getByRole('link', { name: 'Kirim yang menyusul' }).click();
  await expect(phone.locator('#formulir')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
  await phone.locator('#surat-kematian-pilih').setInputFiles([paper]);
  await expect(phone.locator('.shot[data-done=true]')).toHaveCount(1, { timeout: 30_000 });
  await phone.getByRole('button', { name: 'Kirim susulan' }).click();
  await expect(phone).toHaveURL('/status/kasus');
  await expect(status.steps.last()).toContainText('Dokumen susulan dikirim');
  // One of the two that may follow is still missing, and can still come.
  await expect(phone.getByRole('link', { name: 'Kirim yang menyusul' })).toBeVisible();
  await registry.page.reload();
  await expect(registry.page.locator('.doc', { hasText: 'Surat kematian' }).getByRole('link', { name: /Lihat/ })).toBeVisible();
  await page.close();
});

test('two tabs for two residents never mix them up', async ({ page, paper }) => {
  test.setTimeout(120_000);
  const [first, second] = [resident(), resident()];
  const one = new Helper(page);
  await one.logIn(officers.helper);
  await one.register(first);
  await one.consent(first);
  const form = await one.start('Surat Pengantar SKCK', 'pengantar-skck', first);
  const other = await page.context().newPage();
  const two = new Helper(other);
  await other.goto('/petugas/warga');
  await two.register(second);
  await two.consent(second);
  await two.start('Surat Pengantar SKCK', 'pengantar-skck', second);
  // The first tab goes on with the first resident, whatever the second one has chosen since.
  await expect(one.banner).toContainText(first.name);
  const code = await form.through(first, paper);
  await other.goto('/petugas/dibantu');
  const row = other.getByRole('row', { name: new RegExp(readable(code)) });
  await expect(row).toContainText(first.name);
  await expect(row).not.toContainText(second.name);
});
