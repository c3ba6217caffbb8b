// Saving data at the office's side: no picture before it is asked for, and every download says how large it is.
import type { Page } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { Api } from './support/api';
import { Office } from './support/office';
import { officers } from './support/people';
import { expect, test } from './support/test';

/** Pictures of cases that this page asks for. */
function pictures(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'image') asked.push(new URL(request.url()).pathname);
  });
  return asked;
}

for (const [how, options] of [['the browser asks', { extraHTTPHeaders: { 'save-data': 'on' } }], ['the switch is on', {}]] as const) {
  test(`an officer's case has no pictures until they are asked for, where ${how}`, async ({ onTablet, api, baseURL }) => {
    const { code } = await api.applicationIn('checking');
    const page = await onTablet({ baseURL, ...options });
    if (how === 'the switch is on') {
      await page.goto('/draf');
      await page.locator('#hemat label').click();
      await expect(page.locator('#terpakai')).toBeVisible({ timeout: 15_000 });
    }
    const office = new Office(page);
    await office.logIn(officers.counter);
    const asked = pictures(page);
    await page.goto(`/petugas/permohonan/${code}`);
    await page.locator('#berkas').scrollIntoViewIfNeeded();
    await expect(page.locator('.doc').first()).toBeVisible();
    await expect(page.locator('.doc img')).toHaveCount(0);
    for (const look of await page.locator('.doc .acts a', { hasText: 'Lihat' }).all()) await expect(look).toContainText(/\(\d+ KB\)/);
    expect(asked).toEqual([]);
    await page.locator('.doc .acts a', { hasText: 'Lihat' }).first().click();
    await expect(page.locator('.pan img')).toBeVisible();
    expect(asked.length).toBeGreaterThan(0);
    if (how !== 'the switch is on') return;
    await page.goto('/draf');
    await page.locator('#hemat label').click();
    await expect(page.locator('#terpakai')).toHaveCount(0);
    await expect.poll(() => page.evaluate(() => document.cookie)).toContain('hemat=0');
    await page.goto(`/petugas/permohonan/${code}`);
    await expect(page.locator('.doc img').first()).toBeVisible();
  });
}

test('getting ready fetches no more than it says', async ({ onTablet, baseURL }) => {
  const page = await onTablet({ baseURL });
  await new Office(page).logIn(officers.counter);
  await page.goto('/petugas/siap');
  await expect(page.getByText('Yang diambil paling banyak 1 MB.')).toBeVisible();
  const pack = await (await fetch(`${baseURL}/luring/pak`)).text();
  const { parts } = JSON.parse(pack) as { parts: [unknown, Record<string, string>][] };
  const words = parts.flatMap(([, texts]) => Object.entries(texts)).find(([path]) => path === '/luring/tentang')![1];
  const { later, field } = JSON.parse(words) as { later: string[]; field: string[] };
  let bytes = gzipSync(pack).length;
  for (const file of [...later, ...field]) bytes += gzipSync(Buffer.from(await (await fetch(baseURL + file)).arrayBuffer())).length;
  console.log(`getting ready: ${bytes} bytes at most, as gzip`);
  expect(bytes).toBeLessThan(1_000_000);
});

test('what opens without a signal says its size and comes only when it is asked for', async ({ onPhone, baseURL, troubles }) => {
  const page = await onPhone({ baseURL, serviceWorkers: 'allow' });
  await page.goto('/draf');
  // The switch, before anything could be fetched.
  await page.evaluate(() => localStorage.setItem('hemat', '1'));
  const packs: string[] = [];
  page.context().on('request', (request) => {
    if (/luring\/pak|sw\.js/.test(request.url()) && request.method() === 'GET') packs.push(request.url());
  });
  await page.goto('/');
  const button = page.locator('#simpan-halaman button');
  await expect(button).toHaveText(/^Simpan halaman di HP supaya terbuka tanpa sinyal \(\d+ KB\)$/, { timeout: 15_000 });
  const said = Number(/(\d+) KB/.exec(await button.innerText())![1]);
  const { transferred } = await page.evaluate(async () => {
    const answer = await fetch('/luring/pak', { method: 'HEAD' });
    return { transferred: Number(answer.headers.get('content-length')) };
  });
  expect(said).toBe(Math.ceil(transferred / 1000));
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  expect(packs).toEqual([]);
  await button.scrollIntoViewIfNeeded();
  await button.click();
  await expect(page.locator('#simpan-halaman')).toHaveText('Sudah disimpan. Genggam terbuka juga tanpa sinyal.', { timeout: 20_000 });
  troubles.allow(/ERR_INTERNET_DISCONNECTED/);
  await page.context().setOffline(true);
  await page.goto('/layanan/sktm');
  await expect(page.locator('h1')).toBeVisible();
  await page.context().setOffline(false);
  await page.goto('/');
  await expect(page.locator('#terpakai')).toBeVisible({ timeout: 15_000 });
  await page.waitForTimeout(1500);
  await expect(page.locator('#simpan-halaman')).toHaveCount(0);
});
