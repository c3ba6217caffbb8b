// The outbox against everything a server, a proxy and other tabs can do to it: nothing is doubled, nothing is lost, and
// every item says where it stands and what can be done.
import type { Page, Route } from '@playwright/test';
import { Api } from './support/api';
import { Form } from './support/apply';
import { draftOf, skewed } from './support/device';
import { resident } from './support/people';
import { type Seed, seed, sow } from './support/seed';
import { type Server, startServer } from './support/server';
import { expect, test } from './support/test';
import { keptModules } from './support/worker';

const torture = !!process.env.GENGGAM_TORTURE;
const cards = (page: Page) => page.locator('#daftar-draf li[data-draft]');
const card = (page: Page, one: Seed) => page.locator(`#daftar-draf li[data-draft="${one.name}"]`);

async function openList(page: Page): Promise<void> {
  await page.goto('/draf');
  await expect(page.locator('#daftar-draf')).toHaveAttribute('data-ready', 'true');
}

/** What a server of ours, a proxy in front of it or a captive portal may answer. */
const html = { contentType: 'text/html', body: '<!doctype html><title>502</title><h1>Bad Gateway</h1>' };
const json = (body: unknown) => ({ contentType: 'application/json', body: JSON.stringify(body) });
const answers: [string, { status: number; contentType: string; body: string }][] = [
  ['401', { status: 401, ...json('logged-out') }],
  ['403', { status: 403, ...json('forbidden') }],
  ['409', { status: 409, ...json('changed') }],
  ['413', { status: 413, ...json({ 'too-large': { max_bytes: 10485760 } }) }],
  ['422', { status: 422, ...json({ invalid: { problems: [] } }) }],
  ['429', { status: 429, ...json({ 'too-many': { wait_seconds: 60 } }) }],
  ['500 as HTML', { status: 500, ...html }],
  ['503', { status: 503, ...json('unavailable') }],
  ['507', { status: 507, ...json('full') }],
  ['413 as HTML', { status: 413, ...html }],
  ['200 as HTML', { status: 200, ...html }],
  ['200 as other JSON', { status: 200, ...json({ hello: [1] }) }],
];

/** Whose call it is, by what only that draft's calls carry. Uploads are known by the key that began them. */
function callers(seeds: Seed[]) {
  const uploads = new Map<string, Seed>();
  return {
    of(route: Route): Seed | undefined {
      const request = route.request();
      const body = request.postData() ?? '';
      const key = request.headers()['idempotency-key'];
      return seeds.find(({ draft, photos }) =>
        body.includes(draft.device_key) || body.includes(draft.send_key) || photos.some(({ upload_key }) => upload_key === key))
        ?? uploads.get(new URL(request.url()).pathname);
    },
    learn: (path: string, one?: Seed) => void (one && uploads.set(path, one)),
  };
}

const calls: Record<string, (route: Route) => boolean> = {
  'opening a draft': (route) => route.request().url().endsWith('/api/draft/open'),
  'beginning an upload': (route) => route.request().method() === 'POST' && route.request().url().endsWith('/files'),
  'asking how far an upload is': (route) => route.request().method() === 'HEAD',
  'going on with an upload': (route) => route.request().method() === 'PATCH',
  'sending the application': (route) => route.request().url().endsWith('/api/application/submit'),
};

test.describe('whatever is answered', () => {
  for (const [call, isIt] of Object.entries(calls)) {
    test(`to ${call}, every item says where it stands and gets through in the end`, async ({ page, context, baseURL, troubles }) => {
      test.setTimeout(240_000);
      troubles.allow(/./);
      await page.goto('/privasi');
      const seeds = answers.map((_, place) => seed({ at: Date.now() - 60_000 + place * 1000 }));
      await sow(page, seeds);
      const whose = callers(seeds);
      let sick = true;
      const reached = new Set<string>();
      // Uploads are cut in their middle, so that there is something to ask for and to go on with.
      const halves = call.includes('an upload is') || call.startsWith('going on');
      await context.route(/\/api\/draft\/open|\/api\/application\/submit|\/files/, async (route) => {
        const one = whose.of(route);
        const place = one ? seeds.indexOf(one) : -1;
        if (sick && place >= 0 && isIt(route)) {
          reached.add(answers[place][0]);
          return route.fulfill(answers[place][1]);
        }
        if (sick && halves && route.request().method() === 'POST' && route.request().url().endsWith('/files')) {
          // The bytes that come with a creation die on their way; the next try makes it without any.
          if (route.request().headers()['content-type']) return route.fulfill({ status: 500, ...html });
          const made = await route.fetch();
          whose.learn(new URL(made.headers().location ?? '/none', baseURL).pathname, one);
          return route.fulfill({ response: made });
        }
        // Only whoever was cut off in the middle asks how far it came.
        if (sick && call.startsWith('asking') && route.request().method() === 'PATCH') return route.fulfill({ status: 500, ...html });
        return route.continue();
      });
      await openList(page);
      await expect.poll(() => reached.size, { timeout: 120_000, message: 'every answer was given' }).toBe(answers.length);
      // A moment for the last of them to be shown.
      await page.waitForTimeout(1500);
      for (const [place, one] of seeds.entries()) {
        const shown = await card(page, one).innerText();
        expect(shown, answers[place][0]).toMatch(/Siap, menunggu sinyal|Mengirim \d+ dari \d+ foto|Ditolak|Diterima kantor/);
        if (/Ditolak/.test(shown)) {
          expect(shown, answers[place][0]).toMatch(/Buka, perbaiki, lalu kirim lagi/);
          await expect(card(page, one).getByRole('button', { name: 'Coba kirim lagi' })).toBeVisible();
        }
      }
      sick = false;
      await page.reload();
      await expect(page.locator('#daftar-draf')).toHaveAttribute('data-ready', 'true');
      // Each once: what stays refused is refused again, sooner than the next is pressed.
      for (const one of seeds) {
        const again = card(page, one).filter({ hasText: 'Ditolak' }).getByRole('button', { name: 'Coba kirim lagi' });
        if (await again.count()) await again.click();
      }
      // A photo that the office refused for good is taken anew: that is the way out, and it is told.
      const mended = seeds.filter((_, place) => !(/upload/.test(call) && ['413', '422', '507', '413 as HTML'].includes(answers[place][0])));
      for (const one of mended) await expect(card(page, one), one.name).toContainText('Diterima kantor', { timeout: 120_000 });
      const api = new Api(baseURL!);
      for (const one of mended) expect(await api.countOf(one.who)).toBe(1);
      for (const one of seeds.filter((one) => !mended.includes(one))) await expect(card(page, one)).toContainText(/Ditolak|Diterima kantor/);
    });
  }
});

test('a poisoned record never blocks the fifty behind it', async ({ page, context, baseURL, troubles }) => {
  test.setTimeout(240_000);
  troubles.allow(/./);
  await page.goto('/privasi');
  const hour = 3_600_000;
  // The office refuses one; of another, every upload dies as if there were no network at all.
  const refused = seed({ at: Date.now() - 3 * hour, answers: { nik: '123' } });
  const dying = seed({ at: Date.now() - 2 * hour });
  const others = Array.from({ length: 50 }, (_, place) => seed({ at: Date.now() - hour + place }));
  await sow(page, [refused, dying, ...others]);
  await context.route('**/files', (route) => (callers([dying]).of(route) ? route.abort() : route.continue()));
  await openList(page);
  await expect(cards(page)).toHaveCount(52);
  await expect(cards(page).filter({ hasText: 'Diterima kantor' })).toHaveCount(50, { timeout: 180_000 });
  await expect(card(page, refused)).toContainText('Ditolak');
  await expect(card(page, refused)).toContainText('Masih ada isian yang perlu dibetulkan');
  await expect(card(page, dying)).toContainText('Siap, menunggu sinyal');
  const api = new Api(baseURL!);
  for (const one of [others[0], others[49]]) expect(await api.countOf(one.who)).toBe(1);
});

test('the same draft in two tabs, both send: one case', async ({ browser, baseURL }) => {
  const rounds = torture ? 200 : 10;
  test.setTimeout(rounds * 30_000);
  const api = new Api(baseURL!);
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext({ baseURL, serviceWorkers: 'block' });
    const tabs = [await context.newPage(), await context.newPage()];
    await tabs[0].goto('/privasi');
    const who = resident();
    const one = seed({ who, ready: false });
    one.name = 'apply:pengantar-skck';
    await sow(tabs[0], [one]);
    for (const tab of tabs) {
      await new Form(tab).open('kirim');
      await tab.locator('label.tile', { has: tab.locator('#setuju') }).click();
    }
    await Promise.all(tabs.map((tab) => tab.locator('#kirim').click()));
    const codes = [];
    for (const tab of tabs) {
      await expect(tab).toHaveURL(/tanda-terima/, { timeout: 30_000 });
      codes.push(await tab.locator('#kode').textContent());
    }
    expect(codes[0], `round ${round}`).toBe(codes[1]);
    expect(await api.countOf(who), `round ${round}`).toBe(1);
    await context.close();
  }
});

test.describe('five hundred drafts', () => {
  let server: Server;
  test.beforeEach(async () => void (server = await startServer({ demo: false })));
  test.afterEach(() => server.discard());

  test('are listed, found and opened without a network', async ({ onPhone, troubles }) => {
    test.setTimeout(180_000);
    troubles.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
    const page = await onPhone({ serviceWorkers: 'allow', baseURL: server.url });
    await page.goto('/');
    await keptModules(page);
    const seeds = Array.from({ length: 500 }, (_, place) => seed({ ready: false, photos: place % 50 === 0, at: Date.now() - place * 60_000 }));
    await sow(page, seeds);
    await page.context().setOffline(true);
    const begin = Date.now();
    await openList(page);
    await expect(cards(page)).toHaveCount(500);
    console.log(`500 drafts were listed ${Date.now() - begin} ms after the page was asked for`);
    const sought = seeds[321];
    await page.getByLabel('Cari nama atau layanan').fill(sought.who.name.toLowerCase());
    await expect(cards(page).filter({ visible: true })).toHaveCount(1);
    await page.getByLabel('Cari nama atau layanan').fill('xyzzyx');
    await expect(page.getByText('Tidak ada yang cocok')).toBeVisible();
    await page.getByLabel('Cari nama atau layanan').fill(sought.who.name);
    await card(page, sought).getByRole('link').click();
    const form = new Form(page);
    await form.awake();
    await form.open('nama');
    await expect(page.getByLabel('Nama lengkap')).toHaveValue(sought.who.name);
  });
});

for (const [days, words] of [[1, 'fast'], [-1, 'slow']] as const) {
  test(`a clock that is a day ${words} loses nothing and sends all the same`, async ({ onPhone, baseURL, paper }) => {
    test.setTimeout(120_000);
    const page = await onPhone({ baseURL });
    await skewed(page.context(), days);
    const form = new Form(page);
    const who = resident();
    await form.walkTo('kirim', who, paper);
    const kept = JSON.parse(await page.evaluate(draftOf, 'apply:pengantar-skck')) as { changed: number };
    expect(Math.abs(kept.changed - Date.now() - days * 86_400_000)).toBeLessThan(600_000);
    // The list doesn't take it for old, nor for something of the future.
    await openList(page);
    await expect(cards(page)).toContainText('hari ini');
    await form.open('kirim');
    expect(await form.send()).toMatch(/^SKC/);
    expect(await new Api(baseURL!).countOf(who)).toBe(1);
  });
}
