// Every page, light and dark, on phone and tablet, without a single violation that axe can find.
import { Form } from './support/apply';
import { violations } from './support/violations';
import { resident } from './support/people';
import { type Round, applying, enter, following, office, rareQuestions, reading, visit } from './support/places';
import { type Server, startServer } from './support/server';
import { expect, test } from './support/test';

async function walk(rounds: Round[], browser: Parameters<typeof visit>[0], baseURL: string): Promise<string[]> {
  const found: string[] = [];
  for (const round of rounds) {
    const context = await visit(browser, round, baseURL);
    const page = await context.newPage();
    for (const place of round.places) {
      await enter(page, place);
      found.push(...await violations(page, place.name));
    }
    await context.close();
  }
  return found;
}

test.beforeEach(({ troubles }) => troubles.allow(/40[134] \(|response: 40[134] GET/));
test.slow();

test('pages for reading', async ({ browser, baseURL }) => {
  expect(await walk([reading], browser, baseURL!)).toEqual([]);
});

test('the form, empty and wrong', async ({ browser, baseURL }) => {
  expect(await walk([applying], browser, baseURL!)).toEqual([]);
});

test('rare questions', async ({ browser, baseURL, api }) => {
  expect(await walk([await rareQuestions(api)], browser, baseURL!)).toEqual([]);
});

test('the form, filled in step by step, and its receipt', async ({ page, paper }) => {
  const form = new Form(page, 'sktm');
  const found: string[] = [];
  await form.walkTo('kirim', resident(), paper, async () => {
    if (form.step.startsWith('dokumen-') || form.step === 'periksa') found.push(...await violations(page, form.step));
  });
  found.push(...await violations(page, 'kirim'));
  await form.send();
  found.push(...await violations(page, 'receipt'));
  await form.open();
  found.push(...await violations(page, 'start, after sending'));
  expect(found).toEqual([]);
});

test('status and mending', async ({ browser, baseURL, api }) => {
  expect(await walk(await following(api), browser, baseURL!)).toEqual([]);
});

test('the office', async ({ browser, baseURL, api }) => {
  expect(await walk(await office(api), browser, baseURL!)).toEqual([]);
});

test('forms that were refused', async ({ page, troubles }) => {
  troubles.allow(/422/);
  const found: string[] = [];
  await page.goto('/status');
  await page.getByLabel('Kode permohonan').fill('SKC-7K3M-9PXT-5');
  await page.getByLabel('4 angka terakhir nomor HP').fill('0000');
  await page.getByRole('button', { name: 'Lihat status' }).click();
  await page.locator('.errs').waitFor();
  found.push(...await violations(page, 'status form, refused'));
  await page.goto('/petugas/masuk');
  await page.getByLabel('Nama pengguna').fill(`tidak.ada.${Date.now()}`);
  await page.getByLabel('Kata sandi').fill('salah-sekali');
  await page.getByRole('button', { name: 'Masuk' }).click();
  await page.getByRole('alert').waitFor();
  found.push(...await violations(page, 'log-in, refused'));
  expect(found).toEqual([]);
});

test.describe('for developers', () => {
  let server: Server;
  test.beforeAll(async () => void (server = await startServer({ development: true, demo: false })));
  test.afterAll(() => server.discard());

  test('the gallery of components', async ({ page }) => {
    await page.goto(`${server.url}/gallery`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await violations(page, 'gallery')).toEqual([]);
  });
});
