// What keeps strangers out: other sites, other officers, other people with the same phone, and readers of addresses.
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from '@playwright/test';
import { Api } from './support/api';
import { Form } from './support/apply';
import { nobodysCode, readable } from './support/code';
import { Office } from './support/office';
import { lastDigits, officers, raja, resident, secretsOf, umpang } from './support/people';
import { office, reading, visit } from './support/places';
import { startServer } from './support/server';
import { Status } from './support/status';
import { expect, test } from './support/test';

test.describe('headers', () => {
  const everywhere = {
    'strict-transport-security': /^max-age=\d{8}/,
    'x-content-type-options': /^nosniff$/,
    'x-frame-options': /^DENY$/,
    'referrer-policy': /^same-origin$/,
    'permissions-policy': /microphone=\(\)/,
    'cross-origin-opener-policy': /^same-origin$/,
    'cross-origin-resource-policy': /^same-origin$/,
    'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/s,
    'cache-control': /./,
  };

  test('seal every answer, whatever it is', async ({ api }) => {
    const paths = [
      ...reading.places.map(({ path }) => path),
      '/ajukan/sktm', '/petugas', '/petugas/konten', '/petugas/permohonan/x', '/petugas/berkas/x',
      '/favicon.svg', '/robots.txt', '/pkg/none.js', '/files', '/files/x', '/healthz', '/readyz', '/api/none',
      '/api/officer/act', '/api/application/form?service=sktm', '/gallery', '/../etc/passwd',
    ];
    for (const path of paths) {
      const { headers } = await api.get(path);
      for (const [name, pattern] of Object.entries(everywhere)) expect(headers.get(name), `${name} of ${path}`).toMatch(pattern);
    }
  });

  test('name a nonce on each page, new each time, and only where it belongs', async ({ api }) => {
    const seen = new Set<string>();
    for (const path of ['/', '/', '/layanan/sktm', '/ajukan/sktm', '/status', '/petugas/masuk', '/tidak-ada']) {
      const answer = await api.get(path);
      const policy = answer.headers.get('content-security-policy')!;
      const nonce = /script-src 'nonce-([^']+)' 'strict-dynamic'/.exec(policy)?.[1];
      expect(nonce, path).toBeTruthy();
      expect(seen.has(nonce!), `${path}: a nonce used twice`).toBe(false);
      seen.add(nonce!);
      expect(policy, path).not.toMatch(/unsafe-inline|'unsafe-eval'|http:|\*/);
      const html = await answer.text();
      for (const [tag] of html.matchAll(/<(?:script|style)\b[^>]*>/g)) {
        const runs = !/type="(application\/json|text\/plain)"/.test(tag); // data blocks don't
        expect(tag.includes(`nonce="${nonce}"`), `${path}: ${tag.slice(0, 80)}`).toBe(runs);
      }
      const elsewhere = html.replaceAll(`nonce="${nonce}"`, '');
      expect(elsewhere.includes(nonce!), `${path}: the nonce stands where scripts can read it`).toBe(false);
    }
  });

  test('forbid what no page has: handlers and styles inside tags', async ({ browser, baseURL, api, troubles }) => {
    troubles.allow(/40[134] \(|response: 40[134] GET/);
    for (const round of [reading, ...await office(api)]) {
      const context = await visit(browser, round, baseURL!);
      for (const { name, path } of round.places) {
        const html = await (await context.request.get(path)).text();
        const body = html.replace(/<(script|style)\b[^>]*>.*?<\/\1>/gs, '');
        expect(body.match(/<[a-z][^>]*\s(on[a-z]+|style)=/i)?.[0], name).toBeUndefined();
      }
      await context.close();
    }
  });
});

test.describe('other sites', () => {
  test('may change nothing, however they ask', async ({ api, baseURL }) => {
    const application = await api.apply();
    const counter = await api.logIn(officers.counter);
    const { version } = await counter.openCase(application.code);
    const step = { code: application.code, version: String(version), action: 'start_checking' };
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${baseURL}.evil.example` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: baseURL! },
    ] as Record<string, string>[]) {
      expect((await counter.post('/api/officer/act', step, headers)).status, JSON.stringify(headers)).toBe(403);
      expect((await counter.post('/bahasa', { lang: 'en', to: '/' }, headers)).status).toBe(403);
    }
    expect((await counter.openCase(application.code)).state).toBe('submitted');
  });

  test('can lead a browser to no call that writes: none answers a GET', async ({ api }) => {
    const counter = await api.logIn(officers.counter);
    for (const path of [
      'draft/open', 'application/submit', 'status/look-up', 'status/close', 'status/cancel', 'correction/open',
      'correction/send', 'officer/log-in', 'officer/log-out', 'officer/search', 'officer/case', 'officer/judge', 'officer/act',
    ]) {
      expect((await counter.get(`/api/${path}?code=x&action=act`)).status, path).toBe(405);
    }
  });

  test("can't use a visitor's browser: a form on a strange page is refused", async ({ onTablet, troubles }) => {
    troubles.allow(/403/);
    const office = new Office(await onTablet());
    await office.logIn(officers.counter);
    const target = new URL('/api/officer/log-out', office.page.url()).href;
    const strange = await serve(`<!doctype html><title>strange</title><form method=post action="${target}"><button>Win!</button></form>`);
    const page = await office.page.context().newPage();
    // `localhost` and `127.0.0.1` are two sites.
    await page.goto(strange.url);
    const [answer] = await Promise.all([page.waitForResponse(target), page.getByRole('button').click()]);
    expect(answer.status()).toBe(403);
    strange.close();
    await office.page.reload();
    await expect(office.heading).toHaveText('Antrean permohonan');
  });

  test("can't frame a page", async ({ page, baseURL, troubles }) => {
    troubles.allow(/frame-ancestors|X-Frame-Options|ERR_BLOCKED_BY_RESPONSE/i);
    const strange = await serve(`<!doctype html><title>strange</title><iframe src="${baseURL}/status"></iframe>`);
    await page.goto(strange.url);
    await expect(page.frameLocator('iframe').getByLabel('Kode permohonan')).toHaveCount(0);
    strange.close();
  });
});

test.describe("officers' pages", () => {
  test('lead everybody else to the log-in', async ({ page, api }) => {
    const { code } = await api.applicationIn('checking');
    for (const path of ['/petugas', '/petugas?daftar=semua', '/petugas/konten', `/petugas/permohonan/${code}`, `/petugas/permohonan/${code}/berkas/ktp`]) {
      await page.goto(path);
      await expect(page, path).toHaveURL('/petugas/masuk');
    }
  });

  test('give no document to anybody else', async ({ api }) => {
    const application = await api.applicationIn('checking');
    const counter = await api.logIn(officers.counter);
    const file = `/petugas/berkas/${(await counter.openCase(application.code)).documents[0].pages[0].id}`;
    const own = await counter.get(file);
    expect(own.status).toBe(200);
    expect(own.headers.get('cache-control')).toBe('private, no-store');
    expect(own.headers.get('content-security-policy')).toContain('sandbox');
    expect((await api.get(file)).status).toBe(401);
    const grant = await api.lookUp(application);
    expect((await api.get(file, { cookie: grant })).status).toBe(401);
    for (const other of [officers.helper, officers.content]) {
      expect([403, 404], other.username).toContain((await (await api.logIn(other)).get(file)).status);
    }
  });

  test('end with the log-out, also by the back button', async ({ onTablet, api }) => {
    const { code, who } = await api.applicationIn('checking');
    const office = new Office(await onTablet());
    await office.logIn(officers.counter);
    await office.openFromQueue(code);
    await office.logOut();
    await office.page.goBack();
    await expect(office.page).toHaveURL('/petugas/masuk');
    await expect(office.page.locator('body')).not.toContainText(who.name);
  });

  test('keep each officer to one territory', async ({ onTablet, api, troubles }) => {
    troubles.allow(/40[34]/);
    const own = await api.apply('pengantar-skck', resident({ village: umpang }));
    const other = await api.apply('pengantar-skck', resident({ village: raja }));
    const helper = new Office(await onTablet());
    await helper.logIn(officers.helper);
    await helper.page.goto('/petugas?daftar=semua');
    await helper.search(readable(own.code));
    await expect(helper.row(own.code)).toBeVisible();
    await helper.search(readable(other.code));
    await expect(helper.row(other.code)).toHaveCount(0);
    // What isn't theirs looks exactly like what isn't there.
    const words = [];
    for (const code of [other.code, nobodysCode]) {
      await helper.page.goto(`/petugas/permohonan/${code}`);
      words.push(await helper.page.locator('main').innerText());
    }
    expect(words[0]).toBe(words[1]);
    await expect(helper.page.locator('body')).not.toContainText(other.who.name);
  });

  test('show a neighbour of another kecamatan nothing at all', async ({ browser, troubles }) => {
    troubles.allow(/404/);
    const server = await startServer();
    try {
      const neighbour = { username: 'loket.kumai', password: 'demo-neighbour-2026', name: 'Petugas Kumai' };
      await server.addOfficer(neighbour, 'counter', '62.01.01');
      const api = new Api(server.url);
      const { code } = await api.apply();
      const context = await browser.newContext({ baseURL: server.url });
      const office = new Office(await context.newPage());
      await office.logIn(neighbour);
      await office.page.goto('/petugas?daftar=semua');
      await expect(office.page.getByText('Belum ada permohonan.')).toBeVisible();
      await office.page.goto(`/petugas/permohonan/${code}`);
      await expect(office.heading).toHaveText('Halaman ini tidak bisa dibuka');
      await context.close();
    } finally {
      await server.discard();
    }
  });
});

test('cookies are for this host only, out of reach of scripts but for one, and hold nothing to read', async ({ page, onTablet, api, context }) => {
  const application = await api.apply();
  const office = new Office(await onTablet());
  await office.logIn(officers.counter);
  await new Status(page).ask(application.code, application.digits);
  await expect(page).toHaveURL('/status/kasus');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  const cookies = [...await context.cookies(), ...await office.page.context().cookies()];
  expect(cookies.map(({ name }) => name).sort()).toEqual(['__Host-akun', '__Host-petugas', '__Host-warga', 'bahasa']);
  for (const cookie of cookies) {
    expect(cookie, cookie.name).toMatchObject({ httpOnly: cookie.name !== '__Host-akun', secure: true, sameSite: 'Lax', path: '/' });
    for (const secret of [application.code, ...secretsOf(application.who)]) expect(cookie.value).not.toContain(secret);
  }
  expect(await page.evaluate(() => document.cookie)).toBe('');
  // Whose PIN may be entered: an account's id, which opens nothing.
  expect(await office.page.evaluate(() => document.cookie)).toMatch(/^__Host-akun=\w+$/);
});

test('nothing personal ever stands in an address or a title', async ({ page, onTablet, paper, troubles }) => {
  troubles.allow(/404 /);
  const who = resident();
  const office = new Office(await onTablet());
  const seen = [listen(page.context()), listen(office.page.context())];

  const form = new Form(page);
  await form.walkTo('kirim', who, paper);
  const code = await form.send();
  const status = new Status(page);
  await status.ask(code, lastDigits(who) === '1111' ? '2222' : '1111');
  await expect(page.getByRole('alert')).toBeVisible();
  await status.ask(code, lastDigits(who));
  await expect(page).toHaveURL('/status/kasus');

  await office.logIn(officers.counter);
  await office.search(who.name);
  await office.row(code).getByRole('link').click();
  await office.take('Mulai memeriksa', 'Diperiksa');
  await office.giveBackAnswer('Alamat', 'Tulis juga nomor RT.');
  await office.document('KTP-el').getByRole('link', { name: 'Lihat KTP-el' }).click();
  await expect(office.page.locator('.pan')).toHaveAttribute('data-live', '');
  await office.page.getByRole('link', { name: 'Tutup' }).click();
  await office.take('Kembalikan untuk diperbaiki', 'Perlu diperbaiki');

  await page.goto('/status/perbaiki');
  await form.awake();
  await page.locator('#alamat').fill('Jalan Kenanga 5, RT 2');
  await page.getByRole('button', { name: 'Kirim perbaikan' }).click();
  await expect(page).toHaveURL('/status/kasus');

  const all = seen.flat();
  expect(all.length).toBeGreaterThan(50);
  for (const secret of secretsOf(who)) expect(all.filter((text) => text.includes(secret)), secret).toEqual([]);
  // The digits are half a key: they stand beside the code in no address.
  const beside = new RegExp(`${code}.*${lastDigits(who)}`);
  expect(all.filter((text) => beside.test(text))).toEqual([]);
});

test('nothing personal stands in the log of the server', async ({ page, paper }) => {
  const server = await startServer();
  try {
    const who = resident();
    const form = new Form(page, 'pengantar-skck', server.url);
    await form.walkTo('kirim', who, paper);
    const code = await form.send();
    const api = new Api(server.url);
    const counter = await api.logIn(officers.counter);
    await counter.act(code, 'start_checking');
    await api.lookUp({ who, code, service: 'pengantar-skck', digits: lastDigits(who) });
    await api.countOf(who);
    const log = server.log();
    expect(log).toContain('an application arrived');
    for (const secret of [...secretsOf(who), code, readable(code), officers.counter.password]) expect(log, secret).not.toContain(secret);
  } finally {
    await server.discard();
  }
});

test('guessing the digits of a code is stopped, and the right ones wait too', async ({ api }) => {
  const application = await api.apply();
  const wrong = String((Number(application.digits) + 1) % 10_000).padStart(4, '0');
  const ask = async (digits: string) => (await api.post('/api/status/look-up', { kode: application.code, angka: digits })).status;
  const answers = [];
  for (let attempt = 0; attempt < 11; attempt++) answers.push(await ask(wrong));
  expect(answers.slice(0, 10)).toEqual(Array(10).fill(404));
  expect(answers[10]).toBe(429);
  expect(await ask(application.digits)).toBe(429);
});

/** Every address that any page of the context asks for or shows, where it came from, and the titles. */
function listen(context: BrowserContext): string[] {
  const seen: string[] = [];
  const hear = (page: Page) => {
    page.on('framenavigated', (frame) => seen.push(decodeURIComponent(frame.url())));
    page.on('load', async () => seen.push(await page.title().catch(() => '')));
  };
  context.pages().forEach(hear);
  context.on('page', hear);
  context.on('request', (request) => seen.push(decodeURIComponent(request.url()), request.headers().referer ?? ''));
  return seen;
}

/** A page of another site. */
async function serve(html: string): Promise<{ url: string; close: () => void }> {
  const server = http.createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(html));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
