// Photographs on the form: made small in a worker, in three sizes, with advice where one would help.
import type { Browser, Page } from '@playwright/test';
import { Form } from './support/apply';
import { draftOf, photosOnDevice } from './support/device';
import { type Photo, pdf, photograph, withExif } from './support/documents';
import { resident } from './support/people';
import { MortalPhone } from './support/phone';
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

test('killed in the middle of shrinking, it goes on by itself', async ({ baseURL, browser }) => {
  test.setTimeout(90_000);
  const photo = await photograph(browser, 'Separuh', 3200, 2400);
  const phone = new MortalPhone();
  try {
    const page = await phone.on();
    // A worker that never comes to its end, as on a phone that has no memory left.
    await page.addInitScript(() => {
      Worker.prototype.postMessage = () => {};
    });
    const form = new Form(page, 'pengantar-skck', baseURL);
    await form.open('dokumen-ktp');
    await form.pick('ktp', photo);
    await expect.poll(() => page.evaluate(photosOnDevice), { timeout: 10_000 }).toBe(1);
    await expect(page.locator('[data-when=busy]')).toBeVisible();
    await expect(form.shots).toHaveCount(0);
    await phone.die();

    const next = await phone.on();
    const again = new Form(next, 'pengantar-skck', baseURL);
    await again.open('dokumen-ktp');
    await expect(again.shots).toHaveCount(1, { timeout: 20_000 });
    await again.allSent();
    // What was chosen is gone once it is small, and doesn't come a second time.
    await expect.poll(() => next.evaluate(photosOnDevice)).toBe(1);
    await again.reload();
    await expect(again.shots).toHaveCount(1);
  } finally {
    await phone.discard();
  }
});

test('a photo that ends the page each time does not keep the form shut', async ({ baseURL, browser }) => {
  test.setTimeout(90_000);
  const photo = await photograph(browser, 'Berat', 800, 600);
  const phone = new MortalPhone();
  try {
    for (let time = 0; time < 2; time++) {
      const page = await phone.on();
      await page.addInitScript(() => {
        Worker.prototype.postMessage = () => {};
      });
      const form = new Form(page, 'pengantar-skck', baseURL);
      await form.open('dokumen-ktp');
      if (time === 0) await form.pick('ktp', photo);
      await expect.poll(() => page.evaluate(photosOnDevice), { timeout: 10_000 }).toBe(1);
      await page.waitForTimeout(300);
      await phone.die();
    }
    const page = await phone.on();
    const form = new Form(page, 'pengantar-skck', baseURL);
    await form.open('dokumen-ktp');
    await expect.poll(() => page.evaluate(photosOnDevice)).toBe(0);
    await expect(form.shots).toHaveCount(0);
  } finally {
    await phone.discard();
  }
});

test('pages change places by button and by key, and the office gets them in that order', async ({ page }) => {
  test.setTimeout(90_000);
  const form = new Form(page);
  await form.walkTo('dokumen-ktp', resident(), pdf(20_000));
  await form.addPhoto('ktp', pdf(21_000));
  await form.addPhoto('ktp', pdf(22_000));
  await form.addPhoto('ktp', pdf(23_000));
  await form.allSent();
  const order = () => form.shots.evaluateAll((tiles) => tiles.map((tile) => /(\d+) KB/.exec(tile.textContent ?? '')?.[1]));
  expect(await order()).toEqual(['21', '22', '23']);
  const up = (place: number) => form.shots.nth(place).getByRole('button', { name: /^Naikkan/ });
  const down = (place: number) => form.shots.nth(place).getByRole('button', { name: /^Turunkan/ });
  await expect(up(0)).toBeHidden();
  await expect(down(2)).toBeHidden();
  const box = (await up(2).boundingBox())!;
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(48);
  await up(2).click();
  expect(await order()).toEqual(['21', '23', '22']);
  await expect(said(page)).toHaveText('Sekarang halaman 2 dari 3');
  // The button keeps the focus, so the next press goes on with the same page.
  await expect(up(1)).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await order()).toEqual(['23', '21', '22']);
  await expect(said(page)).toHaveText('Sekarang halaman 1 dari 3');
  // It can't go further up: the focus waits on the way back.
  await expect(down(0)).toBeFocused();
  await form.reload();
  expect(await order()).toEqual(['23', '21', '22']);
  // What the office gets.
  const uploads = new Map<string, string>();
  const kept = await page.evaluate(draftOf, 'apply:pengantar-skck');
  const pages = JSON.parse(kept).documents.find(([id]: [string]) => id === 'ktp')[1] as { bytes: number; upload: string }[];
  for (const { bytes, upload } of pages) uploads.set(upload.split('/').pop()!, String(Math.ceil(bytes / 1024)));
  const sent = page.waitForRequest(/application\/submit/);
  await form.goOn();
  while (form.step !== 'kirim') {
    await form.answer(resident(), pdf(20_000));
    await form.goOn();
  }
  await form.send();
  const body = decodeURIComponent((await sent).postData() ?? '');
  const places = ['23', '21', '22'].map((size) => body.indexOf([...uploads].find(([, kb]) => kb === size)?.[0] ?? '?'));
  expect(places.every((place) => place > 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
});
