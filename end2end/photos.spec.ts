// Photographs on the form: made small in a worker, in three sizes, with advice where one would help.
import type { Browser, Page } from '@playwright/test';
import { Form } from './support/apply';
import { photosOnDevice } from './support/device';
import { type Photo, photograph, withExif } from './support/documents';
import { expect, test } from './support/test';

/** The same photograph through a canvas filter: out of focus, in the dark. */
async function spoilt(browser: Browser, photo: Photo, filter: string): Promise<Photo> {
  const page = await browser.newPage();
  const base64 = await page.evaluate(
    async ([from, filter]) => {
      const image = new Image();
      image.src = `data:image/jpeg;base64,${from}`;
      await image.decode();
      const pen = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height }).getContext('2d')!;
      pen.filter = filter;
      pen.drawImage(image, 0, 0);
      return pen.canvas.toDataURL('image/jpeg', 0.92).split(',')[1];
    },
    [photo.buffer.toString('base64'), filter],
  );
  await page.close();
  return { ...photo, buffer: Buffer.from(base64, 'base64') };
}

const tile = (page: Page) => page.locator('.shot').first();
const advice = (page: Page) => tile(page).locator('[data-advice]');
/** What a screen reader was told about the last photograph. */
const said = (page: Page) => page.locator('[data-said]');

async function atDocument(page: Page): Promise<Form> {
  const form = new Form(page);
  await form.open('dokumen-ktp');
  return form;
}

test('a worker makes the photo small under the policy of the page, and a fine photo gets no advice', async ({ page, paper }) => {
  const form = await atDocument(page);
  const worker = page.waitForEvent('worker');
  await form.addPhoto('ktp', paper);
  expect((await worker).url()).toMatch(/^blob:/);
  await form.allSent();
  await expect(advice(page)).toBeHidden();
  await expect(said(page)).toHaveText('');
});

test('without OffscreenCanvas the page itself makes the photo small', async ({ page, paper }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'OffscreenCanvas'));
  const form = await atDocument(page);
  let workers = 0;
  page.on('worker', () => workers++);
  await form.addPhoto('ktp', paper);
  await form.addPhoto('ktp', paper);
  await form.allSent();
  expect(workers).toBe(0);
});

for (const { name, filter, words } of [
  { name: 'blurred', filter: 'blur(6px)', words: /^Fotonya agak kabur\. .*lalu foto lagi\.$/ },
  { name: 'dark', filter: 'brightness(0.2)', words: /^Fotonya agak gelap\. .*lalu foto lagi\.$/ },
]) {
  test(`a ${name} photo is sent all the same, and advice stands beside "Foto lagi"`, async ({ page, browser, paper }) => {
    const form = await atDocument(page);
    await form.addPhoto('ktp', await spoilt(browser, paper, filter));
    await expect(advice(page)).toHaveText(words);
    await expect(said(page)).toHaveText(words);
    await form.allSent();
    // Another photo takes its place, and the advice goes.
    await tile(page).getByLabel(/^Foto lagi/).setInputFiles(paper);
    await expect(advice(page)).toBeHidden({ timeout: 20_000 });
    await expect(said(page)).toHaveText('');
    await expect(form.shots).toHaveCount(1);
    await form.allSent();
    await form.reload();
    await expect(form.shots).toHaveCount(1);
    await expect(advice(page)).toBeHidden();
  });
}

test('advice outlives the page', async ({ page, browser, paper }) => {
  const form = await atDocument(page);
  await form.addPhoto('ktp', await spoilt(browser, paper, 'blur(6px)'));
  await form.allSent();
  await form.reload();
  await expect(advice(page)).toHaveText(/kabur/);
});

test('three sizes, each with its KB before it is sent; the chosen one is what arrives', async ({ page, browser }) => {
  const photo = withExif(await photograph(browser, 'Ukuran', 3200, 2400));
  const lengths: number[] = [];
  page.on('request', (request) => {
    const length = request.method() === 'POST' && request.headers()['upload-length'];
    if (length) lengths.push(Number(length));
  });
  const form = await atDocument(page);
  await form.addPhoto('ktp', photo);
  await form.allSent();
  const size = (name: string) => tile(page).getByRole('radio', { name: new RegExp(`^${name} · [0-9,]+ (KB|MB)$`) });
  await expect(size('Hemat data')).toBeChecked();
  await expect(size('Jelas')).toBeVisible({ timeout: 20_000 });
  await expect(size('Asli')).toBeVisible({ timeout: 20_000 });
  expect(lengths).toHaveLength(1);
  expect(lengths[0]).toBeLessThanOrEqual(350 * 1024);

  await size('Jelas').check();
  await expect.poll(() => lengths.length).toBe(2);
  await form.allSent();
  await expect(size('Jelas')).toBeChecked();
  await expect(size('Jelas')).toBeFocused();
  expect(lengths[1]).toBeGreaterThan(lengths[0]);

  await size('Asli').check();
  await expect.poll(() => lengths.length).toBe(3);
  await form.allSent();
  // The camera's own bytes: only the EXIF block of withExif is another, of 36 bytes.
  const plain = await photograph(browser, 'Ukuran', 3200, 2400);
  expect(lengths[2]).toBe(plain.buffer.length + 36);
  await expect(form.shots).toHaveCount(1);
  // What was replaced is forgotten on the device too.
  await expect.poll(() => page.evaluate(photosOnDevice)).toBeLessThanOrEqual(1);
});
