// A day in a village without a signal: one tablet, many residents, a receipt for each; then everything arrives once,
// whole, and under the right name.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Browser } from '@playwright/test';
import { Api } from './support/api';
import { type Photo, photograph } from './support/documents';
import { everything } from './support/device';
import { Tablet } from './support/field';
import { looks, shot } from './support/looks';
import { type Resident, lastDigits, officers, resident, secretsOf } from './support/people';
import { MortalPhone } from './support/phone';
import { type Server, startServer } from './support/server';
import { expect, test } from './support/test';
import { Wire } from './support/wire';
import { keptModules, noNetwork } from './support/worker';

/** Cases of the day. All forty with GENGGAM_FORTY=1. */
const CASES = process.env.GENGGAM_FORTY ? 40 : 4;
const SERVICE = ['Surat Pengantar SKCK', 'pengantar-skck'] as const;

let server: Server;
test.beforeEach(async () => void (server = await startServer()));
test.afterEach(() => server.discard());

/** Papers that differ from each other. */
async function papers(browser: Browser, count: number): Promise<Photo[]> {
  const made: Photo[] = [];
  for (let at = 0; at < count; at++) made.push(await photograph(browser, `Dokumen ${at}`, 1000, 760));
  return made;
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a tablet that is ready helps without a network, and keeps nobody in the clear', async ({ onTablet, browser, troubles }) => {
  test.setTimeout(240_000);
  const page = await onTablet({ serviceWorkers: 'allow', baseURL: server.url });
  const tablet = new Tablet(page);
  const people = [resident(), resident()];
  await tablet.logIn(officers.helper);
  await keptModules(page);
  await tablet.plan('Balai Desa Umpang', people);
  await tablet.prepare();
  await looks(page, 'field-ready');

  troubles.allow(...noNetwork);
  await server.stop('SIGKILL');
  await page.context().setOffline(true);
  await tablet.open();
  await expect(tablet.root).toContainText('Balai Desa Umpang');
  await looks(page, 'field-day');
  await page.getByRole('link', { name: `Warga berikutnya: ${people[0].name}` }).click();
  await expect(tablet.name).toHaveText(people[0].name);
  await expect(tablet.root).not.toContainText(people[0].nik);
  await looks(page, 'field-resident');
  // Nothing without a tick and a name.
  await page.getByRole('button', { name: 'Setuju, lanjut' }).click();
  await expect(page.locator('[data-bad=agreed]')).toBeVisible();
  await tablet.consent(people[0]);
  const form = await tablet.start(...SERVICE, people[0]);
  await form.isAt('lahir');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kelahiran warga');
  await looks(page, 'field-form');
  // Its own address survives a reload without a network, and still says whose it is.
  await form.reload();
  await expect(page.locator('.helping')).toContainText(people[0].name);
  const [paper] = await papers(browser, 1);
  const code = await form.capture(people[0], async () => paper);
  expect(form.photos).toBe(3);
  await looks(page, 'field-receipt');

  await test.step('the next resident is one tap away', async () => {
    await page.locator('.helping').getByRole('link', { name: 'Warga berikutnya' }).click();
    await expect(tablet.name).toHaveText(people[1].name, { timeout: 20_000 });
    await expect(page.locator('[name=agreed]')).not.toBeChecked();
  });
  await test.step('somebody who is not on the roster comes along', async () => {
    await tablet.open();
    const third = resident();
    const form = page.locator('form[data-form=new]');
    await page.locator('summary', { hasText: 'Tambah warga' }).click();
    await form.locator('[name=nik]').fill('12');
    await form.getByRole('button').click();
    await expect(form.locator('#nik-salah')).toContainText('16 angka');
    await form.locator('[name=name]').fill(third.name);
    await form.locator('[name=nik]').fill(third.nik);
    await form.locator('[name=phone]').fill(third.phone);
    await form.getByRole('button').click();
    await expect(tablet.name).toHaveText(third.name);
    await tablet.open();
    await expect(page.locator('[data-list=roster] li')).toHaveCount(3);
    expect(await tablet.numbers()).toEqual({ served: 1, left: 2, waiting: 1, received: 0, refused: 0 });
  });
  await test.step('a device without the PIN shows nobody', async () => {
    const kept = await page.evaluate(everything);
    for (const who of people) for (const secret of secretsOf(who)) expect(kept).not.toContain(secret);
    await page.getByRole('button', { name: 'Kunci' }).click();
    await expect(page.locator('form[data-door=unlock]')).toBeVisible();
    await expect(tablet.root).not.toContainText(people[0].name);
    // Nor does the form open: there is nobody to fill it in for.
    await page.goto(`/bantu/${'0'.repeat(32)}/pengantar-skck`);
    await expect(page).toHaveURL(/\/lapangan$/);
    await tablet.open();
    await expect(page.locator('[data-list=roster] li')).toHaveCount(3);
  });
  await test.step('back in the network it goes by itself, under the code that was handed over', async () => {
    await server.start();
    await page.context().setOffline(false);
    troubles.allow(/401/);
    await page.context().clearCookies();
    await tablet.open();
    await expect(page.locator('[data-fill=sync]')).toContainText('Masuk dulu', { timeout: 60_000 });
    await looks(page, 'field-log-in');
    // Nor does anybody else send it, or see it: under another account it is locked.
    await tablet.logIn(officers.counter);
    await tablet.open();
    await expect(page.getByText('Tablet ini belum disiapkan.')).toBeVisible();
    await expect(tablet.root).not.toContainText(people[0].name);
    await page.context().clearCookies();
    await tablet.logIn(officers.helper);
    await tablet.open();
    await expect.poll(() => tablet.numbers(), { timeout: 60_000 }).toMatchObject({ received: 1, waiting: 0 });
    const api = new Api(server.url);
    await api.lookUp({ who: people[0], service: 'pengantar-skck', code, digits: lastDigits(people[0]) });
  });
  await test.step('logging out leaves no resident behind', async () => {
    await page.goto('/petugas/warga');
    await page.getByRole('button', { name: 'Keluar', exact: true }).click();
    await expect(page).toHaveURL('/petugas/masuk');
    expect(await page.evaluate(recordNames)).not.toMatch(/field:|leave:/);
  });
});

test(`${CASES} cases with three photos each, two flat batteries, and a link that drops every few seconds`, async ({ browser, troubles }) => {
  test.setTimeout(CASES * 60_000 + 240_000);
  troubles.allow(/./);
  const wire = await Wire.to(server.url);
  const phone = new MortalPhone();
  try {
    const on = async () => {
      const page = await phone.on();
      await page.setViewportSize({ width: 1024, height: 768 });
      return page;
    };
    let page = await on();
    let tablet = new Tablet(page, wire.url);
    const people = Array.from({ length: CASES }, () => resident());
    await tablet.logIn(officers.helper);
    await keptModules(page);
    const session = await tablet.plan('Balai Desa Umpang', people);
    await tablet.prepare();

    await server.stop('SIGKILL');
    wire.cut();
    const photos = await papers(browser, 3 * CASES);
    const codes = new Map<string, Resident>();
    const dies = new Set([Math.floor(CASES / 3), Math.floor((2 * CASES) / 3)]);
    for (const [at, who] of people.entries()) {
      await tablet.open('#berikutnya');
      await expect(tablet.name).toHaveText(who.name);
      await tablet.consent(who);
      let form = await tablet.start(...SERVICE, who);
      if (dies.has(at)) {
        // In the middle of a form, a photograph taken already.
        await form.isAt('lahir');
        await form.answer(who, photos[0]);
        await form.goOn();
        const address = page.url();
        await page.waitForTimeout(500);
        await phone.die();
        page = await on();
        tablet = new Tablet(page, wire.url);
        // Locked after so long without use, or still open: the day is there in either case.
        await tablet.open();
        await expect(page.locator('[data-list=roster] li')).toHaveCount(CASES);
        await page.goto(address);
        form = Object.assign(Object.create(Object.getPrototypeOf(form)), form, { page });
        await form.awake();
      }
      const code = await form.capture(who, async () => photos[3 * at + form.photos]);
      codes.set(code.replaceAll('-', ''), who);
      await shot(page, `field-captured-${at}`);
    }
    expect(codes.size).toBe(CASES);
    await tablet.open();
    expect(await tablet.numbers()).toEqual({ served: CASES, left: 0, waiting: CASES, received: 0, refused: 0 });
    const sent = await page.evaluate(hashes);
    expect(sent.length).toBe(3 * CASES);

    await server.start();
    wire.flow();
    await tablet.logIn(officers.helper);
    // 400 kbit/s.
    wire.rate = 50_000;
    await tablet.open();
    // Two to four seconds' worth of a link, half of that for a few cases; then none for half a second.
    const least = (CASES < 40 ? 1 : 2) * wire.rate;
    let over = false;
    let drops = 0;
    const dropping = (async () => {
      while (!over) {
        const enough = wire.uploaded + least * (1 + Math.random());
        while (!over && wire.uploaded < enough) await new Promise((go) => setTimeout(go, 20));
        if (over) break;
        wire.cut();
        drops += 1;
        await new Promise((go) => setTimeout(go, 500));
        wire.flow();
      }
    })();
    await expect.poll(() => tablet.numbers(), { timeout: CASES * 20_000 + 60_000, intervals: [1000] })
      .toMatchObject({ received: CASES, waiting: 0, refused: 0 });
    over = true;
    await dropping;
    wire.flow();
    expect(drops).toBeGreaterThan(1);
    console.log(`${CASES} cases arrived through ${drops} drops, ${wire.uploaded} bytes sent`);
    await shot(page, 'field-synced');

    // The report adds up.
    const helper = await new Api(server.url).logIn(officers.helper);
    const answer = await helper.get(`/api/outreach/one?id=${session.split('/').at(-1)}`);
    const { report, roster } = (await answer.json()) as { report: Record<string, number>; roster: { cases: number }[] };
    expect(report).toMatchObject({ on_roster: CASES, people: CASES, cases: CASES, documents: 3 * CASES, seen: 3 * CASES });
    expect(roster.map((row) => row.cases)).toEqual(people.map(() => 1));
    // Each receipt opens the case of its own resident, and the office has it once.
    const counter = await new Api(server.url).logIn(officers.counter);
    const pages: string[] = [];
    for (const [code, who] of codes) {
      await new Api(server.url).lookUp({ who, service: SERVICE[1], code, digits: lastDigits(who) });
      const view = await counter.openCase(code);
      for (const document of view.documents) pages.push(...document.pages.map((one) => one.id));
      expect(JSON.stringify(view)).toContain(who.name);
      expect(await counter.countOf(who)).toBe(1);
    }
    expect(pages.length).toBe(3 * CASES);
    // What the office keeps is what it makes of exactly the bytes that lay on the tablet.
    const kept = pages.map((id) => sha(stored(server, id)));
    const expected: string[] = [];
    const other = await startServer();
    try {
      for (const { bytes } of sent) expected.push(await throughTheDoor(other, Buffer.from(bytes, 'base64')));
    } finally {
      await other.discard();
    }
    expect(kept.sort()).toEqual(expected.sort());
    expect(new Set(kept).size).toBe(3 * CASES);
  } finally {
    await phone.discard();
    await wire.close();
  }
});

/** A file of the archive. */
const stored = (of: Server, id: string) => fs.readFileSync(path.join(of.dataDir, 'archive', id.slice(0, 2), id));

/** Sends bytes over a good link and tells what the office keeps of them. */
async function throughTheDoor(to: Server, bytes: Buffer): Promise<string> {
  const opened = await fetch(`${to.url}/api/draft/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ service: SERVICE[1], device_key: crypto.randomUUID() }),
  });
  const { token } = (await opened.json()) as { token: string };
  const made = await fetch(`${to.url}/files`, {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0',
      authorization: `Bearer ${token}`,
      'upload-length': String(bytes.length),
      'upload-metadata': `requirement ${Buffer.from('ktp').toString('base64')}`,
      'content-type': 'application/offset+octet-stream',
      'idempotency-key': crypto.randomUUID(),
    },
    body: new Uint8Array(bytes),
  });
  const id = made.headers.get('location')?.split('/').at(-1);
  if (!id) throw new Error(`no upload: ${made.status} ${await made.text()}`);
  const file = path.join(to.dataDir, 'archive', id.slice(0, 2), id);
  await expect.poll(() => fs.existsSync(file), { timeout: 20_000 }).toBe(true);
  return sha(fs.readFileSync(file));
}

/** Every photograph on the device, as it will be sent. Runs in the browser, with the key that the PIN has opened. */
async function hashes(): Promise<{ bytes: string }[]> {
  const db = await new Promise<IDBDatabase>((done, fail) => {
    const opening = indexedDB.open('genggam');
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
  const get = <T>(store: string, ask: (store: IDBObjectStore) => IDBRequest) =>
    new Promise<T>((done, fail) => {
      const asked = ask(db.transaction(store).objectStore(store));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  const { key } = await get<{ key: CryptoKey }>('drafts', (store) => store.get('open'));
  const sealed = await get<ArrayBuffer[]>('photos', (store) => store.getAll());
  const found = [];
  for (const one of sealed) {
    const plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: one.slice(0, 12) }, key, one.slice(12)));
    let text = '';
    for (const byte of plain) text += String.fromCharCode(byte);
    found.push({ bytes: btoa(text) });
  }
  db.close();
  return found;
}

/** Names of the records that this device keeps. Runs in the browser. */
function recordNames(): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('genggam');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const reading = opening.result.transaction('drafts').objectStore('drafts').getAllKeys();
      reading.onsuccess = () => {
        opening.result.close();
        resolve(reading.result.join('\n'));
      };
    };
  });
}
