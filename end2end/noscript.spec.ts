// With JavaScript switched off, everything can be read, a status can be looked up, and the office can work.
import type { Page } from '@playwright/test';
import { misread, nobodysCode, readable } from './support/code';
import { pdf } from './support/documents';
import { Letter } from './support/letters';
import { Office } from './support/office';
import { lastDigits, masked, officers } from './support/people';
import { reading, applying } from './support/places';
import { Status } from './support/status';
import { expect, test } from './support/test';

test.use({ javaScriptEnabled: false });

/** What only people without JavaScript see. Playwright's searches by text and role leave `noscript` out. */
const notice = (page: Page) => page.locator('xpath=//noscript//*[contains(@class, "note") and contains(., "memerlukan JavaScript")]');

test('every page for reading says what it is about', async ({ page, troubles }) => {
  troubles.allow(/40[134] \(|response: 40[134] GET/);
  for (const place of reading.places) {
    await page.goto(place.path);
    await expect(page.locator('main h1, main form h1').first(), place.name).toBeVisible();
    await expect(page, place.name).toHaveTitle(/.+ · Genggam$/);
  }
});

test('a resident finds a service by an ordinary search', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Cari layanan atau nama desa').fill('sktn');
  await page.getByRole('button', { name: 'Cari' }).click();
  await expect(page).toHaveURL('/layanan?cari=sktn');
  await expect(page.getByRole('link', { name: /SKTM/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Surat Pengantar SKCK' })).toBeHidden();
  await page.getByRole('link', { name: /SKTM/ }).click();
  await expect(page.getByRole('heading', { name: 'Siapkan dulu' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /Kartu Keluarga/ })).toBeVisible();
});

test('a resident finds a desa by an ordinary search', async ({ page }) => {
  await page.goto('/kecamatan?cari=umpang');
  await page.getByRole('link', { name: /Umpang/ }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Umpang');
});

test('the form can be read, and says what is needed to fill it in', async ({ page, troubles }) => {
  troubles.allow(/404 /);
  for (const place of applying.places.filter(({ status }) => !status)) {
    await page.goto(place.path);
    await expect(page.locator('#formulir h1'), place.name).toBeVisible();
    await expect(notice(page), place.name).toBeVisible();
  }
  await page.goto('/ajukan/pengantar-skck/nama');
  await expect(page.getByLabel('Nama lengkap')).toBeVisible();
  await page.goto('/ajukan/pengantar-skck/dokumen-ktp');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^KTP-el/);
  await notice(page).locator('a[href="/layanan/pengantar-skck"]').click();
  await expect(page).toHaveURL('/layanan/pengantar-skck');
});

test('a status is looked up by a plain form', async ({ page, api }) => {
  const application = await api.applicationIn('returned');
  const status = new Status(page);
  await status.ask(readable(application.code).toLowerCase(), application.digits);
  await expect(page).toHaveURL('/status/kasus');
  await expect(page.locator('main')).toContainText(masked(application.who.name));
  await expect(status.steps.first()).toContainText('Permohonan dikirim');
  await expect(page.getByText('Tulis juga nomor RT.')).toBeVisible();
  await page.getByRole('link', { name: 'Perbaiki sekarang' }).click();
  await expect(notice(page)).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Tutup halaman ini' }).click();
  await expect(page).toHaveURL('/status');
});

test('a wrong code and wrong digits get the same answer', async ({ page, api, troubles }) => {
  troubles.allow(/404 /);
  const { code, who } = await api.apply();
  const status = new Status(page);
  const wrong = lastDigits(who) === '1111' ? '2222' : '1111';
  const answers = [];
  // The second one has the right shape and a right check symbol, but nobody has it.
  for (const asked of [code, nobodysCode]) {
    await status.ask(asked, wrong);
    answers.push(await page.getByRole('alert').innerText());
    await expect(page.getByLabel('4 angka terakhir nomor HP')).toHaveValue('');
  }
  expect(answers[0]).toContain('tidak cocok');
  expect(answers[1]).toBe(answers[0]);
});

test('a typing mistake in the code is told as such', async ({ page, api, troubles }) => {
  troubles.allow(/422 /);
  const { code, digits } = await api.apply();
  const status = new Status(page);
  await status.ask(misread(code), digits);
  await expect(page.getByRole('alert')).toContainText('Cocokkan lagi dengan tanda terima');
});

test('a resident takes an application back', async ({ page, api }) => {
  const { code, digits } = await api.apply();
  const status = new Status(page);
  await status.ask(code, digits);
  await page.getByText('Batalkan permohonan').click();
  await page.getByRole('button', { name: 'Ya, batalkan' }).click();
  await expect(page.getByText('Permohonan ini sudah dibatalkan.')).toBeVisible();
});

test('the language is switched by a plain form', async ({ page }) => {
  await page.goto('/layanan/sktm');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page).toHaveURL('/layanan/sktm');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Letter of low income (SKTM)');
  await page.getByRole('button', { name: 'Indonesia' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Surat Keterangan Tidak Mampu (SKTM)');
});

test('the office works from log-in to a letter that can be collected', async ({ onTablet, api }) => {
  const { code, who } = await api.apply();
  const counter = new Office(await onTablet({ javaScriptEnabled: false }));
  await counter.logIn(officers.counter);
  await counter.openFromQueue(code);
  await expect(counter.heading).toContainText(who.name);
  await counter.take('Mulai memeriksa', 'Diperiksa');

  await counter.document('KTP-el').getByRole('link', { name: 'Lihat KTP-el' }).click();
  await counter.page.getByRole('link', { name: 'Besar' }).click();
  await counter.page.getByRole('link', { name: 'Putar' }).click();
  await expect(counter.page.locator('.pan')).toHaveAttribute('data-zoom', '2');
  await expect(counter.page.locator('.pan')).toHaveAttribute('data-turn', '1');
  await counter.page.getByRole('button', { name: /^Terima/ }).click();
  await expect(counter.page.getByText('Diterima', { exact: true })).toBeVisible();
  await counter.page.getByRole('link', { name: 'Tutup' }).click();

  await counter.giveBackDocument('Kartu Keluarga (KK)', 'Terpotong');
  await counter.document('Kartu Keluarga (KK)').getByRole('button', { name: /Batalkan/ }).click();
  await counter.accept('Kartu Keluarga (KK)');
  await counter.accept('Surat pengantar desa atau kelurahan');
  await counter.take('Berkas lengkap', 'Diproses');
  for (const [officer, step, state] of [
    [officers.head, 'Teruskan ke Camat', 'Menunggu tanda tangan'],
    [officers.camat, 'Setujui dan selesaikan', 'Selesai'],
  ] as const) {
    await counter.logOut();
    await counter.logIn(officer);
    await counter.openFromQueue(code);
    await counter.take(step, state);
  }
  const letter = new Letter(counter.page);
  await letter.number();
  await letter.print();
  await letter.scan(pdf(20_000));
  await counter.logOut();
  await counter.logIn(officers.counter);
  await counter.openFromQueue(code);
  await counter.take('Siap diambil', 'Siap diambil');
});

test('an officer refuses with a reason, and not without', async ({ onTablet, api, troubles }) => {
  troubles.allow(/409 /);
  const application = await api.applicationIn('processing');
  const secretary = new Office(await onTablet({ javaScriptEnabled: false }));
  await secretary.logIn(officers.secretary);
  await secretary.page.goto(`/petugas/permohonan/${application.code}`);
  const steps = secretary.page.locator('#langkah');
  await steps.locator('summary', { hasText: 'Tolak permohonan' }).click();
  await steps.getByRole('button', { name: 'Tolak permohonan' }).click();
  await expect(secretary.page.getByRole('alert')).toContainText('Tulis alasannya');
  await steps.locator('summary', { hasText: 'Tolak permohonan' }).click();
  await steps.locator('#alasan-refuse').fill('Alamat di KTP berada di kecamatan lain.');
  await secretary.take('Tolak permohonan', 'Ditolak');
});
