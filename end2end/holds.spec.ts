// What holds the sending up: the person who pauses it, the office that says when it wants to hear from the phone again,
// a document with more pages than fit, and "send" while photographs are still on their way.
import type { BrowserContext, Page, Request } from '@playwright/test';
import { Api } from './support/api';
import { Form } from './support/apply';
import { draftOf } from './support/device';
import { type Photo, pdf, scan } from './support/documents';
import { MortalPhone } from './support/phone';
import { resident } from './support/people';
import { seed, sow } from './support/seed';
import { expect, test } from './support/test';
import { Wire } from './support/wire';

const SERVICE = 'pengantar-skck';
const SIZE = 600_000;
const NAME = `apply:${SERVICE}`;

const pause = (page: Page) => page.getByRole('button', { name: 'Jeda pengiriman' });
const goOn = (page: Page) => page.getByRole('button', { name: 'Lanjutkan pengiriman' });
const paused = (page: Page) => page.getByText('Pengiriman dijeda.');

/** The draft as the device keeps it. */
async function kept(page: Page): Promise<{ paused: boolean; parcel: unknown; handed: { code: string } | null; raw: unknown[] }> {
  return JSON.parse(await page.evaluate(draftOf, NAME));
}

/** Requests that carry or create uploads. */
const sends = (request: Request) => /\/files/.test(request.url()) && ['POST', 'PATCH'].includes(request.method());

/** Counts them from now on. */
function counted(context: BrowserContext): { uploads: number } {
  const seen = { uploads: 0 };
  context.on('request', (request) => (seen.uploads += Number(sends(request))));
  return seen;
}

/** Several small scans with names of their own. */
const scans = (from: number, to: number): Photo[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ ...scan(from + at), name: `lembar-${from + at}.png` }));

test.describe('a pause', () => {
  test('outlives a reload, and a photo that is added; "go on" ends it', async ({ page, context, baseURL }) => {
    const wire = await Wire.to(baseURL!);
    wire.rate = SIZE / 30;
    const form = new Form(page, SERVICE, wire.url);
    await form.open('dokumen-ktp');
    await form.addPhoto('ktp', pdf(SIZE));
    await expect.poll(() => wire.uploaded, { timeout: 20_000 }).toBeGreaterThan(0);
    await pause(page).click();
    await expect(paused(page)).toBeVisible();
    await expect.poll(async () => (await kept(page)).paused).toBe(true);
    wire.rate = Infinity;
    const seen = counted(context);
    await form.reload();
    await expect(paused(page)).toBeVisible();
    await expect(pause(page)).toHaveCount(0);
    // Another photo waits with the first.
    await form.addPhoto('ktp', pdf(SIZE + 1000));
    // The network coming back, or the person, is no reason either.
    await page.evaluate(() => ['online', 'focus'].forEach((event) => dispatchEvent(new Event(event))));
    await page.waitForTimeout(1500);
    expect(seen.uploads).toBe(0);
    await expect(paused(page)).toBeVisible();
    await goOn(page).click();
    await form.allSent();
    await expect(paused(page)).toBeHidden();
    expect((await kept(page)).paused).toBe(false);
    await wire.close();
  });

  test('outlives the browser', async ({ baseURL }) => {
    test.setTimeout(90_000);
    const wire = await Wire.to(baseURL!);
    wire.rate = SIZE / 30;
    const phone = new MortalPhone();
    try {
      const form = new Form(await phone.on(), SERVICE, wire.url);
      await form.open('dokumen-ktp');
      await form.addPhoto('ktp', pdf(SIZE));
      await pause(form.page).click();
      await expect.poll(async () => (await kept(form.page)).paused).toBe(true);
      // What Chromium was told to keep lies on its disk a moment later.
      await form.page.waitForTimeout(1500);
      await phone.die();
      wire.cut();
      wire.flow();
      wire.rate = Infinity;
      const again = new Form(await phone.on(), SERVICE, wire.url);
      await again.open('dokumen-ktp');
      await expect(paused(again.page)).toBeVisible();
      const before = wire.uploaded;
      await again.page.waitForTimeout(1500);
      expect(wire.uploaded).toBe(before);
      await goOn(again.page).click();
      await again.allSent();
    } finally {
      await phone.discard();
      await wire.close();
    }
  });

  test('after "send" holds in the form, in the list and on every page, until the person goes on', async ({ page, context, paper, baseURL, troubles }) => {
    test.setTimeout(120_000);
    troubles.allow(/ERR_FAILED/);
    const form = new Form(page);
    const who = resident();
    // Nothing leaves before everything is filled in.
    await context.route('**/files', (route) => route.request().method() === 'POST' ? route.abort() : route.continue());
    await form.walkTo('kirim', who, paper);
    await page.locator('label.tile', { has: page.locator('#setuju') }).click();
    await form.sendButton.click();
    await expect(page.getByText('Akan dikirim begitu foto selesai')).toBeVisible();
    await pause(page).click();
    await expect(paused(page)).toBeVisible();
    await expect(form.sendButton).toHaveAttribute('aria-busy', 'false');
    await expect(page.locator('[data-alert=failed]')).toBeHidden();
    await context.unroute('**/files');
    const seen = counted(context);
    for (const path of ['/privasi', '/draf']) {
      await page.goto(path);
      // The outbox looks into the database three seconds after a page was loaded.
      await page.waitForTimeout(5000);
    }
    expect(seen.uploads).toBe(0);
    const card = page.locator('#daftar-draf li[data-draft]');
    await expect(card).toContainText('Dijeda');
    await card.getByRole('link').click();
    await form.awake();
    await form.isAt('kirim');
    await expect(paused(page)).toBeVisible();
    await goOn(page).click();
    expect(await form.receipt()).toMatch(/^SKC/);
    expect(await new Api(baseURL!).countOf(who)).toBe(1);
  });

  test('is ended by the list, too', async ({ page, context, baseURL }) => {
    await page.goto('/privasi');
    const held = seed();
    held.draft.paused = true;
    await sow(page, [held]);
    const seen = counted(context);
    await page.goto('/draf');
    const card = page.locator(`#daftar-draf li[data-draft="${held.name}"]`);
    await expect(card).toContainText('Dijeda');
    await page.waitForTimeout(1500);
    expect(seen.uploads).toBe(0);
    await card.getByRole('button', { name: 'Coba kirim lagi' }).click();
    await expect(card).toContainText('Diterima kantor', { timeout: 30_000 });
    expect(await new Api(baseURL!).countOf(held.who)).toBe(1);
  });
});

test.describe('a document of more than ten pages', () => {
  test('is told before, takes the first ten, and names the others', async ({ page }) => {
    test.setTimeout(90_000);
    const form = new Form(page);
    await form.open('dokumen-ktp');
    await expect(page.getByText('Paling banyak 10 foto atau berkas.')).toBeVisible();
    await form.addPhoto('ktp', ...scans(1, 8));
    await form.pick('ktp', ...scans(9, 12));
    await expect(form.shots).toHaveCount(10, { timeout: 30_000 });
    const over = page.locator('[data-alert=over]');
    await expect(over).toBeVisible();
    await expect(over).toContainText('lembar-11.png, lembar-12.png');
    await expect(over).not.toContainText('lembar-10.png');
    await expect(page.locator('#ktp-pilih')).toBeHidden();
    // With one page less there is room for one.
    await form.shots.first().getByRole('button', { name: 'Hapus' }).click();
    await expect(form.shots).toHaveCount(9);
    await form.pick('ktp', ...scans(13, 13));
    await expect(form.shots).toHaveCount(10, { timeout: 20_000 });
    await expect(over).toBeHidden();
  });
});

test.describe('"Retry-After"', () => {
  /** Answers the first of these requests with 503 and so many seconds; tells when each was made. */
  async function refuseOnce(context: BrowserContext, address: string, methods: string[], seconds: number, status = 503): Promise<number[]> {
    const times: number[] = [];
    await context.route(address, (route) => {
      if (!methods.includes(route.request().method())) return route.fallback();
      times.push(Date.now());
      if (times.length > 1) return route.fallback();
      return route.fulfill({ status, headers: { 'retry-after': String(seconds) }, contentType: 'text/html', body: '<h1>Maintenance</h1>' });
    });
    return times;
  }

  for (const status of [429, 503, 507]) {
    test(`of an upload's ${status} is obeyed, whatever hurries, and the person reads until when`, async ({ page, context, troubles }) => {
      troubles.allow(/\/files/);
      const times = await refuseOnce(context, '**/files**', ['POST', 'PATCH', 'HEAD'], 6, status);
      const form = new Form(page);
      await form.open('dokumen-ktp');
      await form.addPhoto('ktp', scan(1));
      const told = page.locator('[data-network] .offline');
      await expect(told).toContainText(/Kantor sedang penuh atau dirawat\..* dicoba lagi pukul \d/);
      await page.getByRole('button', { name: 'Coba sekarang' }).click();
      await page.evaluate(() => ['online', 'focus'].forEach((event) => dispatchEvent(new Event(event))));
      await form.allSent();
      await expect(told).toBeHidden();
      expect(times.length).toBeGreaterThan(1);
      expect(times[1] - times[0], 'milliseconds between the refusal and the next try').toBeGreaterThanOrEqual(5900);
    });
  }

  test('of the application itself is obeyed', async ({ page, context, paper, baseURL, troubles }) => {
    test.setTimeout(120_000);
    troubles.allow(/\/api\/application\/submit/);
    const form = new Form(page);
    const who = resident();
    await form.walkTo('kirim', who, paper);
    const times = await refuseOnce(context, '**/api/application/submit', ['POST'], 6);
    expect(await form.send()).toMatch(/^SKC/);
    expect(times.length).toBe(2);
    expect(times[1] - times[0]).toBeGreaterThanOrEqual(5900);
    expect(await new Api(baseURL!).countOf(who)).toBe(1);
  });

  test('of one application holds back the others of the outbox', async ({ page, context, troubles }) => {
    troubles.allow(/503/);
    await page.goto('/privasi');
    const seeds = [0, 1].map((place) => seed({ photos: true, at: Date.now() - 60_000 + place }));
    await sow(page, seeds);
    const times = await refuseOnce(context, '**/api/draft/open', ['POST'], 6);
    await page.goto('/draf');
    for (const one of seeds) {
      await expect(page.locator(`#daftar-draf li[data-draft="${one.name}"]`)).toContainText('Diterima kantor', { timeout: 40_000 });
    }
    expect(times[1] - times[0]).toBeGreaterThanOrEqual(5900);
  });

  test('of a day counts as ten minutes at most', async ({ page, context, troubles }) => {
    troubles.allow(/\/files/);
    // Ten minutes pass at once: every page from now on believes that its clock runs sixty times as fast.
    await context.addInitScript(() => {
      const begin = Date.now();
      const real = Date.now.bind(Date);
      Date.now = () => begin + (real() - begin) * 60;
    });
    const times = await refuseOnce(context, '**/files**', ['POST'], 86_400);
    const form = new Form(page);
    await form.open('dokumen-ktp');
    await form.addPhoto('ktp', scan(1));
    await form.allSent();
    expect(times[1] - times[0]).toBeGreaterThan(9000);
  });
});

test.describe('"send" while photographs are on their way', () => {
  test('pressed again and again makes one parcel, with one code, and one case', async ({ page, paper, baseURL }) => {
    test.setTimeout(120_000);
    const wire = await Wire.to(baseURL!);
    const form = new Form(page, SERVICE, wire.url);
    const who = resident();
    await form.walkTo('dokumen-ktp', who, paper);
    await form.goneOut();
    wire.rate = SIZE / 40;
    await form.addPhoto('ktp', pdf(SIZE));
    while (form.step !== 'kirim') {
      if (form.step !== 'dokumen-ktp') await form.answer(who, scan(2));
      await form.goOn();
    }
    await page.locator('label.tile', { has: page.locator('#setuju') }).click();
    // As a thumb that doubts: twice in the same moment, and once more.
    await form.sendButton.evaluate((button: HTMLElement) => (button.click(), button.click()));
    const waiting = page.locator('[data-waiting]');
    await expect(waiting).toBeVisible();
    await expect(waiting).toContainText(/Akan dikirim begitu foto selesai terkirim, tinggal [1-9]/);
    await expect.poll(async () => (await kept(page)).parcel).not.toBeNull();
    const handed = (await kept(page)).handed?.code;
    await form.sendButton.click();
    await expect(waiting).toBeVisible();
    expect((await kept(page)).handed?.code).toBe(handed);
    wire.rate = Infinity;
    const code = await form.receipt();
    if (handed) expect(code.replaceAll('-', '')).toContain(handed.replaceAll('-', ''));
    expect(await new Api(baseURL!).countOf(who)).toBe(1);
    await wire.close();
  });

  test('and then something changed takes it back, and "send" sends it after all', async ({ page, paper, context, baseURL, troubles }) => {
    test.setTimeout(120_000);
    troubles.allow(/ERR_FAILED/);
    const form = new Form(page);
    const who = resident();
    await context.route('**/files', (route) => route.abort());
    await form.walkTo('kirim', who, paper);
    await page.locator('label.tile', { has: page.locator('#setuju') }).click();
    await form.sendButton.click();
    await expect(page.locator('[data-waiting]')).toBeVisible();
    await backToDocument(form);
    await form.addPhoto(form.step.slice('dokumen-'.length), scan(3));
    expect((await kept(page)).parcel).toBeNull();
    while (form.step !== 'kirim') await form.goOn();
    await expect(form.sendButton).toHaveAttribute('aria-busy', 'false');
    await expect(page.locator('[data-waiting]')).toBeHidden();
    await context.unroute('**/files');
    // The box is still ticked.
    await form.sendButton.click();
    expect(await form.receipt()).toMatch(/^SKC/);
    expect(await new Api(baseURL!).countOf(who)).toBe(1);
  });

  test('waits for one that is still being made small, and takes it along', async ({ page, context, paper, baseURL }) => {
    test.setTimeout(120_000);
    // Each photograph begins to be made small only after so many milliseconds.
    await context.addInitScript(() => {
      const real = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (this: Worker, ...job: unknown[]) {
        setTimeout(() => Reflect.apply(real, this, job), Number(sessionStorage.getItem('slow')));
      };
    });
    const form = new Form(page);
    const who = resident();
    await form.walkTo('kirim', who, paper);
    await backToDocument(form);
    const document = form.step.slice('dokumen-'.length);
    const before = await form.shots.count();
    await page.evaluate(() => sessionStorage.setItem('slow', '6000'));
    await form.pick(document, paper);
    await expect.poll(async () => (await kept(page)).raw.length).toBe(1);
    while (form.step !== 'kirim') await form.goOn();
    const submitted = page.waitForRequest('**/api/application/submit');
    expect(await form.send()).toMatch(/^SKC/);
    const { submission } = (await submitted).postDataJSON() as { submission: { documents: { requirement: string; pages: string[] }[] } };
    expect(submission.documents.find(({ requirement }) => requirement === document)?.pages.length).toBe(before + 1);
    expect(await new Api(baseURL!).countOf(who)).toBe(1);
  });
});

test('of several photographs chosen at once each is on the device before the first is made small', async ({ page, context }) => {
  test.setTimeout(90_000);
  // None is made small on this page.
  await context.addInitScript(() => {
    if (!sessionStorage.getItem('slow')) return;
    Worker.prototype.postMessage = () => {};
  });
  const form = new Form(page);
  await page.goto('/privasi');
  await page.evaluate(() => sessionStorage.setItem('slow', 'yes'));
  await form.open('dokumen-ktp');
  await form.pick('ktp', ...scans(1, 3));
  await expect.poll(async () => (await kept(page)).raw.length).toBe(3);
  await page.evaluate(() => sessionStorage.removeItem('slow'));
  // The page goes; nobody chooses anything again.
  await form.reload();
  await expect(form.shots).toHaveCount(3, { timeout: 30_000 });
  await form.allSent();
});

/** Back from the last step, as a thumb does it, to the last document before it. */
async function backToDocument(form: Form): Promise<void> {
  while (!form.step.startsWith('dokumen-')) {
    const before = form.step;
    await form.page.goBack();
    await expect.poll(() => form.step).not.toBe(before);
  }
}
