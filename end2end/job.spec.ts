// The one job of Genggam, from a resident's pocket through the office and back.
import { Form } from './support/apply';
import { readable } from './support/code';
import { pdf, withExif } from './support/documents';
import { Product } from './support/handover';
import { Letter } from './support/letters';
import { Office } from './support/office';
import { lastDigits, masked, officers, resident, secretsOf } from './support/people';
import { Status } from './support/status';
import { expect, test } from './support/test';

test('a resident applies, the office works on it, the resident follows it', async ({ page, onTablet, paper }) => {
  test.setTimeout(120_000);
  const who = resident();
  const form = new Form(page);
  const status = new Status(page);
  const counter = new Office(await onTablet());
  let code = '';

  await test.step('the resident finds the service and reads what it needs', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Surat Pengantar SKCK' }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Surat Pengantar SKCK');
    await expect(page.getByText('Gratis').first()).toBeVisible();
    await page.getByRole('link', { name: 'Ajukan sekarang' }).first().click();
    await form.awake();
  });

  await test.step('the resident answers, photographs and sends', async () => {
    await page.locator('#mulai').click();
    await form.isAt('nama');
    while (form.step !== 'kirim') {
      await form.answer(who, withExif(paper));
      await form.goOn();
    }
    code = await form.send();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Permohonan sudah kami terima');
    await expect(page.getByRole('img', { name: 'Kode QR' })).toBeVisible();
    const picture = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Simpan ke HP' }).click();
    expect((await picture).suggestedFilename()).toBe(`tanda-terima-${readable(code)}.png`);
  });

  await test.step('the resident looks it up by code and digits', async () => {
    await page.getByRole('link', { name: 'Cek status permohonan' }).click();
    await expect(page.getByLabel('Kode permohonan')).toHaveValue(readable(code));
    await status.show(lastDigits(who));
    await expect(status.steps.first()).toContainText('Permohonan dikirim');
    await expect(status.now).toContainText('Menunggu diperiksa petugas');
    await expect(page.locator('main')).toContainText(masked(who.name));
    for (const secret of secretsOf(who)) await expect(page.locator('body')).not.toContainText(secret);
  });

  await test.step('the counter finds it in the queue and begins', async () => {
    await counter.logIn(officers.counter);
    await counter.search(who.name);
    await expect(counter.row(code)).toContainText(who.name);
    await expect(counter.row(code)).toContainText('hari ini');
    await counter.row(code).getByRole('link').click();
    await expect(counter.state).toHaveText('Terkirim');
    await counter.take('Mulai memeriksa', 'Diperiksa');
  });

  await test.step('the counter looks closely at a document', async () => {
    await counter.document('KTP-el').getByRole('link', { name: 'Lihat KTP-el' }).click();
    const picture = counter.page.locator('.pan');
    // Set by the island only: without it the buttons would be slow links.
    await expect(picture).toHaveAttribute('data-live', '');
    await expect.poll(() => picture.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    const address = counter.page.url();
    const before = await picture.locator('img').boundingBox();
    await counter.page.getByRole('link', { name: 'Besar' }).click();
    await expect(picture).toHaveAttribute('data-zoom', '2');
    await expect.poll(async () => (await picture.locator('img').boundingBox())!.width).toBeGreaterThan(before!.width * 1.2);
    await counter.page.keyboard.press('r');
    await expect(picture).toHaveAttribute('data-turn', '1');
    expect(counter.page.url(), 'no round trip').toBe(address);
    await counter.page.getByRole('link', { name: 'Tutup' }).click();
    await expect(counter.state).toHaveText('Diperiksa');
  });

  await test.step('the counter accepts two documents and gives back one, and one answer', async () => {
    await counter.accept('KTP-el');
    await counter.accept('Kartu Keluarga (KK)');
    await counter.giveBackDocument('Surat pengantar desa atau kelurahan', 'Buram atau gelap');
    await counter.giveBackAnswer('Alamat', 'Tulis juga nomor RT.');
    await counter.take('Kembalikan untuk diperbaiki', 'Perlu diperbaiki');
  });

  await test.step('the resident sees what is wrong and mends only that', async () => {
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Ada 2 yang perlu Anda perbaiki' })).toBeVisible();
    await expect(page.getByText('Foto ulang di tempat terang')).toBeVisible();
    await expect(page.getByText('Tulis juga nomor RT.')).toBeVisible();
    await page.getByRole('link', { name: 'Perbaiki sekarang' }).click();
    await form.awake();
    await expect(page.locator('#formulir section.box')).toHaveCount(2);
    await form.addPhoto('pengantar-desa', paper);
    await form.allSent();
    await page.locator('#alamat').fill('Jalan Kenanga 5, RT 2');
    await page.getByRole('button', { name: 'Kirim perbaikan' }).click();
    await expect(page).toHaveURL('/status/kasus');
    await expect(status.steps.last()).toContainText('Perbaikan dikirim');
    await expect(page.getByRole('link', { name: 'Perbaiki sekarang' })).toHaveCount(0);
  });

  await test.step('the counter sees old and new side by side, accepts and passes it on', async () => {
    const desk = counter.page;
    await counter.openFromQueue(code);
    const address = counter.answer('Alamat');
    await expect(address.locator('del')).toHaveText('Jalan Kenanga 5');
    await expect(address).toContainText('Jalan Kenanga 5, RT 2');
    await desk.getByRole('link', { name: /Bandingkan lama dan baru/ }).click();
    const pictures = desk.locator('.duo figure');
    await expect(pictures.nth(0)).toContainText('Lama');
    await expect(pictures.nth(1)).toContainText('Baru');
    for (const place of [0, 1]) {
      const picture = pictures.nth(place).locator('img');
      await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    }
    const sources = await pictures.locator('img').evaluateAll((images) => images.map((img) => img.getAttribute('src')));
    expect(new Set(sources).size, 'two different pictures').toBe(2);
    await desk.getByRole('button', { name: /^Terima/ }).click();
    await expect(desk.getByText('Diterima', { exact: true })).toBeVisible();
    await desk.getByRole('link', { name: 'Tutup' }).click();
    await counter.take('Berkas lengkap', 'Diproses');
    await counter.logOut();
  });

  await test.step('the head passes it on, the camat decides', async () => {
    const head = new Office(await onTablet());
    await head.logIn(officers.head);
    await head.openFromQueue(code);
    await head.take('Teruskan ke Camat', 'Menunggu tanda tangan');
    const camat = new Office(await onTablet());
    await camat.logIn(officers.camat);
    await camat.openFromQueue(code);
    await camat.take('Setujui dan selesaikan', 'Selesai');
    await new Letter(camat.page).number();
  });

  await test.step('the counter prints the letter, keeps the scan, and hands it over', async () => {
    await counter.logIn(officers.counter);
    await counter.openFromQueue(code);
    // Nobody is given what nobody has signed.
    await expect(counter.page.locator('#langkah').getByRole('button', { name: /Siap diambil|Sudah diserahkan/ })).toHaveCount(0);
    const letter = new Letter(counter.page);
    await letter.print();
    await letter.scan(pdf(20_000));
    await new Product(counter.page, 'hasil').giveTo(who.name);
    await expect(counter.state).toHaveText('Sudah diserahkan');
    // Every look was recorded.
    await counter.page.goto(`/petugas/permohonan/${code}`);
    await expect(counter.page.getByText(/^Dibuka \d+ kali$/)).toBeVisible();
  });

  await test.step('the resident sees the whole way', async () => {
    await page.reload();
    await expect(status.steps).toContainText([
      'Permohonan dikirim',
      'Petugas mulai memeriksa',
      'Dikembalikan untuk diperbaiki',
      'Perbaikan dikirim',
      'Berkas dinyatakan lengkap',
      'Diteruskan ke meja berikutnya',
      'Permohonan disetujui',
      'Surat dikerjakan',
      'Hasil diserahkan',
    ]);
    await expect(page.getByText('Hasilnya sudah Anda terima.')).toBeVisible();
    for (const officer of Object.values(officers)) await expect(page.locator('body')).not.toContainText(officer.name);
  });
});
