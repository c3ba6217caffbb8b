// Pages for reading are plain pages: links, back, forward and the place on the page work as everywhere.
import { expect, test } from './support/test';

test('back and forward find the place on the page again', async ({ page }) => {
  await page.goto('/layanan');
  const link = page.getByRole('link', { name: /Kartu Keluarga/ }).last();
  await link.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  expect(before).toBeGreaterThan(200);
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Kartu Keluarga');
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect(page).toHaveURL('/layanan');
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before - 100);
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Kartu Keluarga');
});

test('islands wake up on every page that is reached by links', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('search')).toHaveAttribute('data-ready', 'true');
  await page.getByRole('link', { name: 'Layanan', exact: true }).click();
  await expect(page).toHaveURL('/layanan');
  await expect(page.getByRole('search')).toHaveAttribute('data-ready', 'true');
  await page.getByRole('link', { name: 'Surat Pengantar SKCK' }).click();
  await expect(page.getByText('Centang tersimpan di HP ini saja.')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('search')).toHaveAttribute('data-ready', 'true');
  await page.getByLabel('Cari layanan').fill('sktm');
  await expect(page.getByRole('link', { name: 'Surat Pengantar SKCK' })).toBeHidden();
});

test('a search stays in the address, through a look at a service and back', async ({ page }) => {
  await page.goto('/layanan');
  await expect(page.getByRole('search')).toHaveAttribute('data-ready', 'true');
  await page.getByLabel('Cari layanan').fill('sktm');
  await page.getByLabel('Cari layanan').press('Enter');
  await expect(page).toHaveURL('/layanan?cari=sktm');
  await page.getByRole('link', { name: /SKTM/ }).click();
  await expect(page).toHaveURL('/layanan/sktm');
  await page.goBack();
  await expect(page).toHaveURL('/layanan?cari=sktm');
  await expect(page.getByLabel('Cari layanan')).toHaveValue('sktm');
  await expect(page.getByRole('link', { name: 'Surat Pengantar SKCK' })).toBeHidden();
});

test('the menu leads everywhere and says where the reader is', async ({ page }) => {
  await page.goto('/');
  const menu = page.getByRole('navigation', { name: 'Menu utama' });
  for (const [words, path] of [['Layanan', '/layanan'], ['Kecamatan', '/kecamatan'], ['Cek status', '/status']]) {
    await menu.getByRole('link', { name: words }).click();
    await expect(page).toHaveURL(path);
    await expect(menu.getByRole('link', { name: words })).toHaveAttribute('aria-current', 'page');
  }
  await page.getByRole('link', { name: /Genggam/ }).first().click();
  await expect(page).toHaveURL('/');
});

test('a keyboard skips the menu', async ({ page }) => {
  await page.goto('/layanan');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Langsung ke isi' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#isi')).toBeFocused();
});

test('every link of the site leads somewhere', async ({ page, api }) => {
  const waiting = ['/'];
  const seen = new Set(waiting);
  const dead: string[] = [];
  for (let path = waiting.shift(); path; path = waiting.shift()) {
    const answer = await api.get(path);
    if (answer.status !== 200) dead.push(`${path}: ${answer.status}`);
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
    for (const [, href] of (await answer.text()).matchAll(/<a\b[^>]*\shref="([^"#]*)/g)) {
      const target = new URL(href.replaceAll('&amp;', '&'), `http://here${path}`);
      const inside = target.origin === 'http://here' && !target.pathname.startsWith('/petugas');
      if (inside && !seen.has(target.pathname)) {
        seen.add(target.pathname);
        waiting.push(target.pathname);
      }
    }
  }
  expect(dead).toEqual([]);
  expect(seen.size, 'pages found').toBeGreaterThan(100);
});
