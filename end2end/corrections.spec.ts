// What a resident mends: kept on the phone until the office has it, sent by the same outbox as a new application, and told
// plainly where somebody else was quicker.
import type { Page } from '@playwright/test';
import type { Application } from './support/api';
import { Form } from './support/apply';
import { readable } from './support/code';
import { addPerson, draftOf, everything, photosOnDevice } from './support/device';
import type { Photo } from './support/documents';
import { Status } from './support/status';
import { expect, test } from './support/test';

const ADDRESS = 'Jalan Kenanga 5, RT 2';
/** The first round is what was sent; its correction is named by it. */
const nameOf = ({ code }: Application) => `correct:${code}:1`;
const cards = (page: Page) => page.locator('#daftar-draf li[data-draft]');

async function openList(page: Page): Promise<void> {
  await page.goto('/draf');
  await expect(page.locator('#daftar-draf')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
}

/** From code and digits to the page that mends, with leave to send later. */
async function openFix(page: Page, application: Application, name = nameOf(application)): Promise<Form> {
  await new Status(page).ask(application.code, application.digits);
  await page.getByRole('link', { name: 'Perbaiki sekarang' }).click();
  const form = new Form(page);
  await form.awake();
  if (name === nameOf(application)) {
    await expect.poll(() => page.evaluate(draftOf, name), { message: 'a ticket' }).toContain('"ticket":{');
  }
  return form;
}

async function mend(form: Form, paper: Photo): Promise<void> {
  await form.addPhoto('pengantar-desa', paper);
  await form.page.locator('#alamat').fill(ADDRESS);
}

/** Everything is mended and "send" is pressed where there is no network. The script that makes photos small was here before. */
async function mendWithoutNetwork(form: Form, application: Application, paper: Photo): Promise<void> {
  const { page } = form;
  await page.context().route(/\/files/, (route) => route.abort());
  await mend(form, paper);
  await page.context().setOffline(true);
  await page.context().unrouteAll();
  await sendFix(page).click();
  await expect(page.locator('[data-waiting]')).toContainText('Halaman ini boleh ditutup');
  await expect.poll(() => page.evaluate(draftOf, nameOf(application))).toContain('"parcel":{');
}

const sendFix = (page: Page) => page.getByRole('button', { name: 'Kirim perbaikan' });
const online = (page: Page) => page.evaluate(() => void dispatchEvent(new Event('online')));

/** What has happened to it, as its page tells. */
async function mendedTimes(page: Page, application: Application): Promise<number> {
  const status = new Status(page);
  await status.ask(application.code, application.digits);
  await expect(status.steps.first()).toBeVisible();
  return status.steps.filter({ hasText: 'Perbaikan dikirim' }).count();
}

test('mended without a network, it goes when there is one, from another page and long after the look-up', async ({ page, context, api, paper, troubles }) => {
  test.setTimeout(120_000);
  troubles.allow(/net::ERR_/, /503/);
  const application = await api.applicationIn('returned');
  const form = await openFix(page, application);
  await mendWithoutNetwork(form, application, paper);
  await page.close();

  // The half hour of the look-up is over; at first the office can't.
  await context.clearCookies();
  let sick = true;
  await context.route('**/api/correction/send', (route) => (sick ? route.fulfill({ status: 503, contentType: 'application/json', body: '"unavailable"' }) : route.continue()));
  await context.setOffline(false);
  const list = await context.newPage();
  await openList(list);
  await expect(cards(list)).toHaveCount(1);
  await expect(cards(list)).toContainText('Perbaikan: Surat Pengantar SKCK');
  await expect(cards(list)).toContainText('Siap, menunggu sinyal');
  await expect(cards(list).locator('[data-why]')).toContainText('Layanan sedang tidak bisa dipakai');
  await expect(cards(list).getByRole('link', { name: 'Cek status' })).toHaveAttribute('href', `/status?kode=${application.code}`);
  sick = false;
  await online(list);
  await expect(cards(list)).toContainText(`Diterima kantor · ${readable(application.code)}`, { timeout: 30_000 });
  // What the office has needs no second home.
  expect(await list.evaluate(photosOnDevice)).toBe(0);
  expect(await list.evaluate(everything)).not.toContain(ADDRESS);
  expect(await mendedTimes(list, application)).toBe(1);
});

test('an answer that is lost on its way doubles nothing', async ({ page, context, api, paper, troubles }) => {
  test.setTimeout(90_000);
  troubles.allow(/net::ERR_/);
  const application = await api.applicationIn('returned');
  const form = await openFix(page, application);
  await mend(form, paper);
  await form.allSent();
  const keys: string[] = [];
  await context.route('**/api/correction/send', async (route) => {
    keys.push((JSON.parse(route.request().postData()!) as { correction: { key: string } }).correction.key);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await sendFix(page).click();
  await expect(page).toHaveURL('/status/kasus', { timeout: 30_000 });
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size, 'one key').toBe(1);
  expect(await mendedTimes(page, application)).toBe(1);
});

test('who was slower is told so, with the way to the status and a way to remove it', async ({ onPhone, api, paper, troubles }) => {
  test.setTimeout(120_000);
  troubles.allow(/net::ERR_/, /410/, /403/);
  const application = await api.applicationIn('returned');
  const slow = await onPhone();
  const form = await openFix(slow, application);
  await mendWithoutNetwork(form, application, paper);
  const context = slow.context();
  await slow.close();

  const quick = await onPhone();
  const other = await openFix(quick, application);
  await mend(other, paper);
  await other.allSent();
  await sendFix(quick).click();
  await expect(quick).toHaveURL('/status/kasus', { timeout: 30_000 });

  await context.setOffline(false);
  const list = await context.newPage();
  await openList(list);
  await expect(cards(list)).toContainText('Ditolak', { timeout: 30_000 });
  await expect(cards(list)).toContainText('mungkin dari HP lain');
  await expect(cards(list)).not.toContainText('Layanan sedang tidak bisa dipakai');
  await expect(cards(list).getByRole('link', { name: 'Cek status' })).toHaveAttribute('href', `/status?kode=${application.code}`);
  const remove = cards(list).locator('[data-do=wipe]');
  await remove.click();
  await remove.click();
  await expect(cards(list)).toHaveCount(0);
  expect(await list.evaluate(photosOnDevice)).toBe(0);
  expect(await mendedTimes(quick, application)).toBe(1);
});

test('the page itself says that somebody else was quicker', async ({ onPhone, api, paper, troubles }) => {
  test.setTimeout(120_000);
  troubles.allow(/410/);
  const application = await api.applicationIn('returned');
  const [slow, quick] = [await onPhone(), await onPhone()];
  for (const page of [slow, quick]) {
    const form = await openFix(page, application);
    await mend(form, paper);
    await form.allSent();
  }
  await sendFix(quick).click();
  await expect(quick).toHaveURL('/status/kasus', { timeout: 30_000 });
  await sendFix(slow).click();
  await expect(slow.locator('[data-alert=failed]')).toContainText('mungkin dari HP lain', { timeout: 20_000 });
  await expect(sendFix(slow)).toHaveAttribute('aria-busy', 'false');
});

test('under a PIN a correction is sealed like everything else', async ({ page, api, paper }) => {
  test.setTimeout(150_000);
  const application = await api.applicationIn('returned');
  await openList(page);
  await addPerson(page, 'Bu Ani', '482913');
  const form = await openFix(page, application, '');
  await mend(form, paper);
  await form.allSent();
  const kept = await page.evaluate(everything);
  expect(kept).toContain(`correct:${application.code}:1:`);
  for (const secret of [ADDRESS, 'JFIF', 'WEBP']) expect(kept).not.toContain(secret);

  await openList(page);
  await expect(cards(page)).toContainText('Perbaikan: Surat Pengantar SKCK');
  await page.getByRole('button', { name: 'Kunci', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Buka isian Anda' })).toBeVisible();
  await expect(cards(page)).toHaveCount(0);
  const door = page.locator('form[data-door=unlock]');
  await door.getByLabel(/PIN/).fill('482913');
  await door.getByRole('button', { name: 'Buka' }).click();
  await expect(cards(page)).toContainText('Draf, belum dikirim', { timeout: 20_000 });
  // Its link leads to the code; what was mended is still there, and goes.
  await cards(page).locator('[data-open]').click();
  await new Status(page).show(application.digits);
  await page.getByRole('link', { name: 'Perbaiki sekarang' }).click();
  await form.awake();
  await expect(page.locator('#alamat')).toHaveValue(ADDRESS);
  await expect(form.shots).toHaveCount(1);
  await sendFix(page).click();
  await expect(page).toHaveURL('/status/kasus', { timeout: 30_000 });
  expect(await mendedTimes(page, application)).toBe(1);
});
