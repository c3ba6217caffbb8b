// News for residents: agreed on the form, ended on the status page; and officers who call whom no message reached.
// The demonstration office sends nothing, so what it has to tell comes to that list.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Api } from './support/api';
import { Form } from './support/apply';
import { readable } from './support/code';
import { phone, tablet } from './support/devices';
import { Office } from './support/office';
import { officers, resident } from './support/people';
import { binary, startServer } from './support/server';
import { Status } from './support/status';
import { type Page, expect, test } from './support/test';
import { violations } from './support/violations';
import { kept } from './support/worker';

const news = (page: Page) => page.getByRole('region', { name: 'Kabar untuk Anda' });

/** The list, until the messenger has been round twice. */
async function called(page: Page, code: string) {
  const item = page.locator('li.box').filter({ hasText: readable(code) });
  await expect(async () => {
    await page.goto('/petugas/telepon');
    await expect(item).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  return item;
}

test('how to be told is asked in the form and may be left open', async ({ page }) => {
  await page.goto('/ajukan/pengantar-skck/kontak');
  const asked = page.getByRole('group', { name: 'Mau dikabari lewat apa?' });
  await expect(asked.getByRole('radio')).toHaveCount(3);
  await expect(asked.getByRole('radio', { checked: true })).toHaveCount(0);
  await asked.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('asked.png') });
});

test('whoever chooses email is asked for the address on that very page', async ({ page }) => {
  const form = new Form(page);
  await form.open('kontak');
  await page.locator('#wa').fill('0812-3456-7890');
  await form.choose('Email');
  await form.goOnButton.click();
  await expect(form.problems).toBeVisible();
  await expect(form.problems.getByRole('link')).toHaveCount(1);
  await expect(form.problems.getByRole('link')).toHaveAttribute('href', '#email');
  await page.screenshot({ path: test.info().outputPath('no-address.png'), fullPage: true });
  // Not to be told at all needs none.
  await form.choose('Tidak usah');
  await form.goOn();
});

test('an officer sees on the case what was told, and to nobody\'s number', async ({ api, onTablet }) => {
  const sent = await api.apply('pengantar-skck', resident(), { kabar: 'WhatsApp' });
  const office = new Office(await onTablet(tablet));
  await office.logIn(officers.counter);
  await expect(async () => {
    await office.page.goto(`/petugas/permohonan/${sent.code}`);
    await expect(office.page.locator('#kabar + ul li')).toContainText('telepon · menunggu ditelepon petugas', { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  const told = office.page.locator('#kabar + ul');
  await expect(told).toContainText('Permohonan diterima');
  await expect(told).toContainText('Kantor contoh tidak mengirim pesan.');
  await expect(told).not.toContainText(sent.digits);
  expect(await violations(office.page, 'messages of a case')).toEqual([]);
  await told.scrollIntoViewIfNeeded();
  await office.page.screenshot({ path: test.info().outputPath('told.png') });
});

test('a resident sees how news comes, ends it, and wants it again, without script', async ({ api, browser, baseURL }) => {
  const sent = await api.apply('pengantar-skck', resident(), { kabar: 'WhatsApp', email: 'warga@example.com' });
  const context = await browser.newContext({ ...phone, baseURL, javaScriptEnabled: false, locale: 'id-ID' });
  const page = await context.newPage();
  await new Status(page).ask(sent.code, sent.digits);
  // This server can send nothing by itself, and says so.
  await expect(news(page)).toContainText('Petugas mengabari Anda lewat telepon atau WhatsApp');
  await news(page).scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('told.png') });
  for (const button of await news(page).getByRole('button').all()) {
    expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(48);
  }
  await news(page).getByRole('button', { name: 'Jangan kirim kabar lagi' }).click();
  await expect(page).toHaveURL('/status/kasus#kabar');
  await expect(news(page)).toContainText('Anda tidak dikirimi kabar.');
  await news(page).getByRole('button', { name: 'Kabari lewat email' }).click();
  await expect(news(page).getByRole('button', { name: 'Kabari lewat WhatsApp' })).toBeVisible();
  await expect(news(page).getByRole('button', { name: 'Kabari lewat email' })).toHaveCount(0);
  await context.close();
});

test('whom no message reached is called, and who has called says so', async ({ api, onTablet, onPhone }) => {
  const sent = await api.apply('pengantar-skck', resident(), { kabar: 'WhatsApp' });
  const office = new Office(await onTablet(tablet));
  const page = office.page;
  await office.logIn(officers.counter);
  const item = await called(page, sent.code);
  await expect(item).toContainText(sent.who.name);
  await expect(item).toContainText('Kantor contoh tidak mengirim pesan.');
  const dial = await item.getByRole('link', { name: /^Telepon / }).getAttribute('href');
  expect(dial).toMatch(/^tel:\+628\d+$/);
  const link = await item.getByRole('link', { name: 'Tulis di WhatsApp' }).getAttribute('href');
  expect(link).toMatch(/^https:\/\/wa\.me\/628\d+\?text=Kabar%20dari%20/);
  expect(decodeURIComponent(link!)).toContain(readable(sent.code));
  expect(decodeURIComponent(link!)).not.toContain(sent.who.name);
  expect(await violations(page, 'the list of calls')).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('calls-tablet.png') });

  const small = new Office(await onPhone());
  await small.logIn(officers.counter);
  await called(small.page, sent.code);
  expect(await small.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await small.page.screenshot({ path: test.info().outputPath('calls-phone.png'), fullPage: true });

  await item.getByRole('button', { name: 'Sudah dihubungi' }).click();
  await expect(page).toHaveURL('/petugas/telepon');
  await expect(item).toHaveCount(0);
  await page.getByText('Baru saja dihubungi').click();
  await expect(page.locator('details li').filter({ hasText: readable(sent.code) })).toContainText('sudah dihubungi');
  // The second to say it is told that it is done.
  const again = small.page.locator('li.box').filter({ hasText: readable(sent.code) });
  await again.getByRole('button', { name: 'Sudah dihubungi' }).click();
  await expect(small.page.getByRole('alert')).toBeVisible();
});

test('a phone rings for its case where it was asked to, and the page says so', async ({ onPhone }) => {
  test.setTimeout(90_000);
  const configure = (text: string) => text.replace('# [messages.push]', '[messages.push]\ncontact = "mailto:kabar@example.go.id"');
  const key = execFileSync(binary, ['message', 'push-key'], { cwd: path.join(__dirname, '..'), encoding: 'utf8' }).trim();
  const ringing = await startServer({ configure, env: { GENGGAM_PUSH_KEY: key } });
  try {
    const sent = await new Api(ringing.url).apply();
    const page = await onPhone({ serviceWorkers: 'allow', baseURL: ringing.url });
    await page.context().grantPermissions(['notifications'], { origin: ringing.url });
    // The push service of the browser's maker can't be reached from here: the browser's half of the hand-shake is played.
    await page.addInitScript(() => {
      let current: unknown = null;
      const made = {
        endpoint: 'https://fcm.googleapis.com/fcm/send/x',
        toJSON: () => ({ endpoint: made.endpoint, keys: { p256dh: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8', auth: 'BTBZMqHH6r4Tts7J_aSIgg' } }),
        unsubscribe: async () => ((current = null), true),
      };
      PushManager.prototype.subscribe = async (how) => {
        if (!how?.userVisibleOnly || String(how.applicationServerKey).length !== 87) throw new Error('no key');
        return (current = made) as unknown as PushSubscription;
      };
      PushManager.prototype.getSubscription = async () => current as PushSubscription | null;
    });
    await new Status(page).ask(sent.code, sent.digits);
    await expect(page).toHaveURL('/status/kasus');
    const on = news(page).getByRole('button', { name: 'Nyalakan pemberitahuan' });
    const off = news(page).getByRole('button', { name: 'Matikan pemberitahuan' });
    await expect(on).toBeVisible({ timeout: 20_000 });
    await on.click();
    await expect(news(page).getByRole('status')).toHaveText('Pemberitahuan menyala di perangkat ini.');
    await expect(off).toBeVisible();
    await expect(on).toBeHidden();
    expect(await violations(page, 'notices are on')).toEqual([]);
    await page.screenshot({ path: test.info().outputPath('notices.png'), fullPage: true });

    // What the push service hands to the browser, the worker shows.
    await kept(page);
    const session = await page.context().newCDPSession(page);
    const registered = new Promise<string>((found) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations[0] && found(registrations[0].registrationId));
    });
    await session.send('ServiceWorker.enable');
    const body = 'Kabar dari Kecamatan Contoh: permohonan SKCK disetujui.';
    const data = JSON.stringify({ body, tag: sent.code, lang: 'id' });
    const registrationId = await registered;
    await expect.poll(async () => {
      // What this command brings to a worker that is just falling asleep is lost; the tag keeps two from being shown.
      await session.send('ServiceWorker.deliverPushMessage', { origin: ringing.url, registrationId, data });
      return page.evaluate(async () => {
        const shown = await (await navigator.serviceWorker.ready).getNotifications();
        return shown.map((one) => `${one.title}: ${one.body}`);
      });
    }).toEqual([`Genggam: ${body}`]);

    await off.click();
    await expect(news(page).getByRole('status')).toHaveText('Pemberitahuan mati.');
    await expect(on).toBeVisible();
  } finally {
    await ringing.discard();
  }
});

test('where no key is set up nobody is offered notices', async ({ api, page }) => {
  const sent = await api.apply();
  await new Status(page).ask(sent.code, sent.digits);
  await expect(news(page)).toContainText('Anda tidak dikirimi kabar.');
  await expect(page.locator('[data-push]')).toHaveCount(0);
});
