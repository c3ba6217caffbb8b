// On the home screen: what Chromium needs to offer it, and our own hint at the right moment.
import type { Page } from '@playwright/test';
import { Form } from './support/apply';
import { resident } from './support/people';
import { expect, test } from './support/test';
import { kept } from './support/worker';

const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const hint = (page: Page) => page.locator('#pasang');
const own = { serviceWorkers: 'allow' } as const;

/** Another visit: a new tab of the same browser, some days later. */
async function nextVisit(page: Page, path: string): Promise<Page> {
  const again = await page.context().newPage();
  await again.goto(path);
  await again.waitForResponse(/luring\.js/).catch(() => {});
  await again.waitForTimeout(500);
  return again;
}

test('Chromium finds nothing amiss with the manifest', async ({ onPhone }) => {
  const page = await onPhone(own);
  await page.goto('/');
  await kept(page);
  const devtools = await page.context().newCDPSession(page);
  const { url, errors, data } = await devtools.send('Page.getAppManifest');
  expect(new URL(url).pathname).toBe('/manifest.webmanifest');
  expect(errors).toEqual([]);
  expect(JSON.parse(data!).lang).toBe('id');
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // Every context of a test is one without a memory of its own.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((error) => error !== 'in-incognito')).toEqual([]);
});

test('on an iPhone the hint says how, not on the first visit, and not again when it is not wanted', async ({ onPhone }) => {
  const first = await onPhone({ ...own, userAgent: iphone });
  await first.goto('/layanan');
  await first.waitForResponse(/luring\.js/);
  await first.goto('/layanan/sktm');
  await first.waitForResponse(/luring\.js/).catch(() => {});
  await first.waitForTimeout(500);
  await expect(hint(first)).toHaveCount(0);
  const second = await nextVisit(first, '/layanan/sktm');
  await expect(hint(second)).toContainText('Di iPhone: tekan Bagikan, lalu Tambah ke Layar Utama.');
  for (const button of await hint(second).getByRole('button').all()) expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(48);
  await second.goto('/ajukan/sktm/nama');
  await second.waitForTimeout(4000);
  await expect(hint(second), 'nobody is disturbed in a form').toHaveCount(0);
  await second.goto('/layanan');
  await hint(second).getByRole('button', { name: 'Nanti saja' }).click();
  await expect(hint(second)).toHaveCount(0);
  const third = await nextVisit(second, '/layanan');
  await expect(hint(third)).toHaveCount(0);
});

test('a receipt is the right moment, also on the first visit', async ({ onPhone, paper }) => {
  test.setTimeout(90_000);
  const page = await onPhone({ ...own, userAgent: iphone });
  const form = new Form(page);
  await form.walkTo('kirim', resident(), paper);
  await expect(hint(page)).toHaveCount(0);
  await form.send();
  await expect(hint(page)).toBeVisible();
});

test('where the browser can install it, the button does', async ({ onPhone }) => {
  const first = await onPhone(own);
  await first.goto('/');
  await first.waitForResponse(/luring\.js/);
  const page = await nextVisit(first, '/');
  await expect(hint(page)).toHaveCount(0);
  // Chromium offers it to people only, never to a test.
  await page.evaluate(() => dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt: () => Object.assign(window, { asked: true }) })));
  await hint(page).getByRole('button', { name: 'Pasang' }).click();
  expect(await page.evaluate(() => 'asked' in window)).toBe(true);
  await expect(hint(page)).toHaveCount(0);
});
