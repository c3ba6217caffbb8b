// Each island really wakes up, only where it is needed, and does what it is there for.
import type { Page } from '@playwright/test';
import { Form } from './support/apply';
import { Office } from './support/office';
import { officers, resident } from './support/people';
import { visit } from './support/places';
import { expect, test } from './support/test';

/** Files of the build that this page has asked for, without their hashes. */
function built(page: Page): string[] {
  const files: string[] = [];
  page.on('request', (request) => {
    const file = /\/(?:pkg|reader)\/(.+)$/.exec(new URL(request.url()).pathname);
    if (file) files.push(file[1]);
  });
  return files;
}

const formEngine = /apply|correct/;
const viewer = /viewer/;

test.describe('the search', () => {
  test('wakes up and forgives typing mistakes', async ({ page }) => {
    await page.goto('/layanan');
    const search = page.getByRole('search');
    await expect(search).toHaveAttribute('data-ready', 'true');
    const box = page.getByLabel('Cari layanan');
    await box.fill('sktn');
    await expect(page.getByRole('link', { name: /SKTM/ })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Surat Pengantar SKCK' })).toBeHidden();
    await expect(search.getByRole('status')).toHaveText(/^\d+ cocok$/);
    await box.fill('kartu kelurga');
    await expect(page.getByRole('link', { name: /Kartu Keluarga/ }).first()).toBeVisible();
    await expect(page.getByRole('link', { name: /SKTM/ })).toBeHidden();
    await box.fill('xyzzyx');
    await expect(search.getByRole('status')).toHaveText('Tidak ada yang cocok. Coba kata lain.');
    await box.fill('');
    await expect(page.getByRole('link', { name: 'Surat Pengantar SKCK' })).toBeVisible();
  });

  test('on the front page finds services and places', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('search')).toHaveAttribute('data-ready', 'true');
    const box = page.getByLabel('Cari layanan atau nama desa');
    await box.fill('polisi');
    await expect(page.getByRole('link', { name: 'Surat Pengantar SKCK' })).toBeVisible();
    await expect(page.getByRole('link', { name: /SKTM/ })).toBeHidden();
    await box.fill('arut utra');
    await expect(page.getByRole('link', { name: /Arut Utara/ }).first()).toBeVisible();
  });

  test('finds a desa among hundreds', async ({ page }) => {
    await page.goto('/kecamatan');
    await expect(page.getByRole('search')).toHaveAttribute('data-ready', 'true');
    await page.getByRole('searchbox').fill('umpng');
    await expect(page.getByRole('link', { name: /Umpang/ }).first()).toBeVisible();
  });

  test('takes what was typed before it woke', async ({ page }) => {
    let wake = () => {};
    const awake = new Promise<void>((resolve) => (wake = resolve));
    await page.route('**/reader/*.wasm', async (route) => {
      await awake;
      await route.continue();
    });
    await page.goto('/layanan');
    await page.getByLabel('Cari layanan').fill('sktm');
    wake();
    await expect(page.getByRole('link', { name: 'Surat Pengantar SKCK' })).toBeHidden();
    await expect(page.getByRole('link', { name: /SKTM/ })).toBeVisible();
  });
});

test.describe('the check list', () => {
  test('wakes up, counts, and remembers its ticks', async ({ page }) => {
    await page.goto('/layanan/sktm');
    const list = page.locator('[data-ready]', { has: page.locator('.tiles') });
    await expect(list).toHaveAttribute('data-ready', 'true');
    await list.locator('label.tile', { hasText: 'KTP-el' }).click();
    await list.locator('label.tile', { hasText: 'Kartu Keluarga' }).click();
    await expect(list.getByRole('status')).toContainText('2 dari');
    await page.reload();
    await expect(list.getByRole('status')).toContainText('2 dari');
    await expect(page.getByRole('checkbox', { name: /KTP-el/ })).toBeChecked();
    await expect(page.getByRole('checkbox', { name: /Surat pengantar RT/ })).not.toBeChecked();
    // Another service has a list of its own.
    await page.goto('/layanan/pengantar-skck');
    await expect(list.getByRole('status')).toContainText('Centang tersimpan');
  });

  test('is saved as a text', async ({ page }) => {
    await page.goto('/layanan/sktm');
    await page.locator('label.tile', { hasText: 'KTP-el' }).click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Simpan ke HP' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('siapkan-sktm.txt');
    const chunks = [];
    for await (const chunk of await saved.createReadStream()) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    expect(text).toContain('[x] KTP-el');
    expect(text).toContain('[ ] Kartu Keluarga (KK)');
  });

  test('is printed on one sheet, for every service', async ({ page }) => {
    await page.goto('/layanan');
    const services = await page.locator('a[href^="/layanan/"]').evaluateAll((links) =>
      [...new Set(links.map((link) => link.getAttribute('href')!))]);
    expect(services.length).toBeGreaterThanOrEqual(17);
    const long = [];
    for (const service of services) {
      await page.goto(service);
      const pdf = await page.pdf({ format: 'A4' });
      const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length;
      if (sheets !== 1) long.push(`${service}: ${sheets}`);
    }
    expect(long).toEqual([]);
  });
});

test('a reader downloads the small module and nothing else', async ({ page }) => {
  const files = built(page);
  for (const path of ['/', '/layanan', '/layanan/sktm', '/kecamatan', '/kecamatan/62.01.02']) {
    await page.goto(path);
    await page.evaluate(idle);
  }
  await expect.poll(() => files.filter((file) => file.endsWith('.wasm')).length).toBeGreaterThan(0);
  expect(files.filter((file) => !file.startsWith('reader.'))).toEqual([]);
});

test('a module that is cut off on its way is fetched again', async ({ page, troubles }) => {
  troubles.allow(/\.wasm/);
  let attempts = 0;
  await page.route('**/pkg/*.wasm', (route) => (attempts++ % 2 === 0 ? route.abort() : route.continue()));
  const form = new Form(page);
  await form.open('nama');
  await page.getByLabel('Nama lengkap').fill('Siti');
  await form.goOn();
  await form.isAt('nomor');
});

test('the search wakes up though its module was cut off twice', async ({ page, troubles }) => {
  troubles.allow(/\.wasm/);
  let attempts = 0;
  await page.route('**/reader/*.wasm', (route) => (attempts++ < 2 ? route.abort() : route.continue()));
  await page.goto('/layanan');
  await expect(page.getByRole('search')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
  expect(attempts).toBe(3);
});

test('pages with nothing to wake fetch nothing of the build', async ({ page }) => {
  const files = built(page);
  for (const path of ['/status', '/privasi', '/petugas/masuk']) {
    await page.goto(path);
    await page.evaluate(idle);
  }
  expect(files).toEqual([]);
});

test('an applicant never downloads the viewer', async ({ page, paper }) => {
  const files = built(page);
  const form = new Form(page);
  await form.walkTo('dokumen-kk', resident(), paper);
  expect(files.some((file) => formEngine.test(file))).toBe(true);
  expect(files.filter((file) => viewer.test(file))).toEqual([]);
});

test('an officer who looks at a document never downloads the form engine', async ({ onTablet, api }) => {
  const { code } = await api.applicationIn('checking');
  const office = new Office(await onTablet());
  const files = built(office.page);
  await office.logIn(officers.counter);
  await office.page.goto(`/petugas/permohonan/${code}/berkas/ktp`);
  await expect(office.page.locator('.pan')).toHaveAttribute('data-live', '');
  expect(files.some((file) => viewer.test(file))).toBe(true);
  expect(files.filter((file) => formEngine.test(file))).toEqual([]);
});

test('the viewer enlarges, turns and goes back, by button, key and double click', async ({ onTablet, api }) => {
  const { code } = await api.applicationIn('checking');
  const office = new Office(await onTablet());
  const { page } = office;
  await office.logIn(officers.counter);
  await page.goto(`/petugas/permohonan/${code}/berkas/ktp`);
  const picture = page.locator('.pan');
  const state = page.locator('.bar').getByRole('status');
  await expect(picture).toHaveAttribute('data-live', '');
  await page.getByRole('link', { name: 'Besar' }).click();
  await page.getByRole('link', { name: 'Putar' }).click();
  await expect(state).toHaveText('Ukuran 2 dari 4, diputar 90 derajat');
  for (const _ of [1, 2, 3, 4]) await page.keyboard.press('+');
  await expect(state).toHaveText('Ukuran 4 dari 4, diputar 90 derajat');
  for (const _ of [1, 2, 3]) await page.keyboard.press('r');
  await page.keyboard.press('0');
  await expect(state).toHaveText('Ukuran 1 dari 4, diputar 0 derajat');
  await picture.dblclick();
  await expect(picture).toHaveAttribute('data-zoom', '3');
});

test('the mending island wakes up with only what was given back', async ({ browser, baseURL, api }) => {
  const application = await api.applicationIn('returned');
  const [name, value] = (await api.lookUp(application)).split('=');
  const context = await visit(browser, { visitor: 'a resident', cookie: { name, value }, places: [] }, baseURL!);
  const page = await context.newPage();
  const files = built(page);
  await page.goto('/status/perbaiki');
  await expect(page.locator('#formulir')).toHaveAttribute('data-ready', 'true');
  await expect(page.locator('#formulir section.box')).toHaveCount(2);
  await page.getByRole('button', { name: 'Kirim perbaikan' }).click();
  await expect(page.locator('.errs')).toContainText('Ada 2 yang perlu diperbaiki');
  expect(files.filter((file) => viewer.test(file))).toEqual([]);
  await context.close();
});

test.describe('where the phone asks to save data', () => {
  test.beforeEach(({ context }) => context.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true });
  }));

  test('nothing is fetched until the search is used', async ({ page }) => {
    const files = built(page);
    await page.goto('/layanan');
    await page.evaluate(idle);
    expect(files).toEqual([]);
    await page.getByLabel('Cari layanan').fill('sktm');
    await expect(page.getByRole('search')).toHaveAttribute('data-ready', 'true');
    await expect(page.getByRole('link', { name: 'Surat Pengantar SKCK' })).toBeHidden();
    expect(files.length).toBeGreaterThan(0);
  });

  test('nothing is fetched until a tick is set, and the tick stays', async ({ page }) => {
    const files = built(page);
    await page.goto('/layanan/sktm');
    await page.evaluate(idle);
    expect(files).toEqual([]);
    await page.locator('label.tile', { hasText: 'KTP-el' }).click();
    await expect(page.getByText(/^1 dari \d+ sudah siap/)).toBeVisible();
    await expect(page.getByRole('checkbox', { name: /KTP-el/ })).toBeChecked();
  });

  test('the form still works: it can do nothing without', async ({ page }) => {
    await new Form(page).open('nama');
  });
});

/** Runs in the browser: the page has loaded and been painted, and what waited for that has had its turn. */
async function idle(): Promise<void> {
  if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve));
  while (!performance.getEntriesByName('first-contentful-paint').length) await new Promise(requestAnimationFrame);
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => requestIdleCallback(resolve));
}
