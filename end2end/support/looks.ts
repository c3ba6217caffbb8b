// How a page of staff looks on every device, and pictures of it with GENGGAM_SHOTS=FOLDER.
import { type Page, expect } from '@playwright/test';
import { violations } from './violations';

export async function shot(page: Page, name: string): Promise<void> {
  if (process.env.GENGGAM_SHOTS) await page.screenshot({ path: `${process.env.GENGGAM_SHOTS}/${name}.png`, fullPage: true });
}

/** On a tablet, on a phone, with letters twice as large, light and dark: nothing is cut off and axe finds nothing. */
export async function looks(page: Page, name: string): Promise<void> {
  const own = page.viewportSize() ?? { width: 1024, height: 768 };
  for (const [width, height, text] of [[1024, 768, 100], [360, 640, 100], [360, 640, 200]]) {
    await page.setViewportSize({ width, height });
    await page.evaluate((size) => (document.documentElement.style.fontSize = `${size}%`), text);
    const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(wide, `${name} at ${width} px and ${text} %`).toBeLessThanOrEqual(seen);
    await shot(page, `${name}-${width}-${text}`);
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  expect(await violations(page, name)).toEqual([]);
  await page.setViewportSize(own);
}
