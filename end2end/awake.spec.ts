// What waits on a phone leaves from pages that are only read, what a changed form or a lost database means is said, and
// saving data holds back what costs.
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from '@playwright/test';
import { Api } from './support/api';
import { Form } from './support/apply';
import { draftOf, skewed } from './support/device';
import { resident } from './support/people';
import { seed, sow } from './support/seed';
import { startServer } from './support/server';
import { expect, test } from './support/test';
import { kept } from './support/worker';

const modules = (page: Page) => {
  const asked: string[] = [];
  page.on('request', (request) => void (/\/pkg\//.test(request.url()) && asked.push(request.url())));
  return asked;
};

test.describe('pages that are only read', () => {
  test('send what waits, and fetch nothing where nothing does', async ({ page, baseURL }) => {
    await page.goto('/privasi');
    const asked = modules(page);
    await page.goto('/layanan/sktm');
    await page.waitForTimeout(4500);
    expect(asked.filter((url) => !url.includes('/reader/'))).toEqual([]);
    const one = seed();
    await sow(page, [one]);
    await page.goto('/kecamatan');
    await expect(page.getByText('Kiriman yang menunggu di HP ini sudah diterima kantor.')).toBeVisible({ timeout: 30_000 });
    expect(asked.length).toBeGreaterThan(0);
    expect(await new Api(baseURL!).countOf(one.who)).toBe(1);
    const kept = JSON.parse(await page.evaluate(draftOf, one.name)) as { receipt?: { code: string } };
    expect(kept.receipt?.code).toMatch(/^SKC/);
    await page.getByRole('link', { name: 'Lihat kiriman' }).click();
    await expect(page.locator('#daftar-draf li')).toContainText('Diterima kantor');
  });

  test('send when the network comes back, and say what was refused', async ({ page, context, baseURL, troubles }) => {
    troubles.allow(/ERR_INTERNET_DISCONNECTED/, /422/);
    await page.goto('/layanan');
    await page.waitForTimeout(4000);
    await context.setOffline(true);
    const [good, bad] = [seed(), seed({ answers: { nik: '123' } })];
    await sow(page, [good, bad]);
    await page.waitForTimeout(500);
    await context.setOffline(false);
    await expect(page.locator('#terkirim')).toBeVisible({ timeout: 30_000 });
    await expect.poll(() => new Api(baseURL!).countOf(good.who)).toBe(1);
    await expect(page.getByText('Ada kiriman yang ditolak kantor. Lihat alasannya.')).toBeVisible({ timeout: 30_000 });
  });
});

test('a database that the browser has thrown away is said plainly, and not where somebody wiped it', async ({ page, context }) => {
  await page.goto('/privasi');
  await sow(page, [seed({ ready: false })]);
  await page.goto('/layanan');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('isian'))).toBe('1');
  const cdp = await context.newCDPSession(page);
  for (const place of ['/kecamatan', '/ajukan/sktm', '/draf']) {
    await page.goto('/privasi');
    await sow(page, [seed({ ready: false })]);
    await page.goto('/layanan');
    await expect.poll(() => page.evaluate(() => localStorage.getItem('isian'))).toBe('1');
    await cdp.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'indexeddb' });
    await page.goto(place);
    await expect(page.getByRole('heading', { name: 'Isian di HP ini sudah hilang' }), place).toBeVisible();
    await page.getByRole('button', { name: 'Mengerti' }).click();
    await page.reload();
    await page.waitForTimeout(4500);
    await expect(page.locator('#hilang'), place).toHaveCount(0);
  }
  await sow(page, [seed({ ready: false })]);
  await page.goto('/layanan');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('isian'))).toBe('1');
  await page.goto('/draf');
  await page.getByRole('button', { name: 'Hapus semua dari HP ini' }).click();
  await page.getByRole('button', { name: 'Ya, hapus semua' }).click();
  await expect(page.getByText('Belum ada isian di HP ini.')).toBeVisible();
  await page.goto('/layanan');
  await page.waitForTimeout(4500);
  await expect(page.locator('#hilang')).toHaveCount(0);
});

test('a draft that nobody opens is announced a week before it goes, on its last day, and for a week more', async ({ page }) => {
  test.setTimeout(90_000);
  const day = 86_400_000;
  const gone = (name: string) => page.evaluate(draftOf, name);
  for (const [age, words] of [[20, ''], [21.5, 'dihapus 7 hari lagi'], [24, ''], [27.5, 'dihapus 1 hari lagi']] as const) {
    await page.goto('/privasi');
    const one = { ...seed({ ready: false, at: Date.now() - age * day }), name: 'apply:pengantar-skck' };
    await sow(page, [one]);
    await page.goto('/layanan');
    await page.waitForTimeout(4500);
    if (words) await expect(page.locator('#ingat')).toContainText(words);
    else await expect(page.locator('#ingat'), `${age} days`).toHaveCount(0);
    expect(await gone(one.name)).not.toBe('');
  }
  const old = { ...seed({ ready: false, at: Date.now() - 28.5 * day }), name: 'apply:pengantar-skck' };
  await sow(page, [old]);
  await page.goto('/layanan');
  await expect(page.locator('#ingat')).toContainText('dihapus sekitar seminggu lagi');
  await expect.poll(() => gone('due:apply:pengantar-skck'), { timeout: 20_000 }).not.toBe('');
  await page.goto('/draf');
  await expect(page.locator('li[data-draft]')).toContainText('Sudah lama tidak dibuka.');
  // The office's clock counts the week; until then nothing goes.
  const later = async (days: number) => {
    await page.unroute('**/sw.js');
    await page.route('**/sw.js', (route) => route.fulfill({ status: 200, headers: { date: new Date(Date.now() + days * day).toUTCString() } }));
    await page.goto('/layanan');
    await page.waitForTimeout(5500);
  };
  await later(6.5);
  expect(await gone(old.name)).not.toBe('');
  await later(7.5);
  expect(await gone(old.name)).toBe('');
});

for (const [days, words] of [[40, 'forty days ahead'], [-2500, 'years behind, as after a flat battery,']] as const) {
  test(`a clock that runs ${words} removes nothing that was typed`, async ({ onPhone, baseURL, troubles }) => {
    test.setTimeout(120_000);
    troubles.allow(/ERR_INTERNET_DISCONNECTED/);
    const page = await onPhone({ baseURL });
    await page.goto('/privasi');
    // Typed an hour ago, on a phone whose clock was wrong then, or is wrong now.
    const shift = days * 86_400_000;
    const one = { ...seed({ ready: false, at: Date.now() - 3_600_000 + Math.min(shift, 0) }), name: 'apply:pengantar-skck' };
    await sow(page, [one]);
    if (days > 0) await skewed(page.context(), days);
    const there = () => page.evaluate(draftOf, one.name);
    for (const address of ['/layanan', '/draf', '/layanan', '/draf']) {
      await page.goto(address);
      await page.waitForTimeout(5000);
      expect(await there(), address).not.toBe('');
    }
    await expect(page.locator('li[data-draft]')).toHaveCount(1);
    await page.context().setOffline(true);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.waitForTimeout(1000);
    expect(await there()).not.toBe('');
    await page.context().setOffline(false);
    // Opened, it is as young as anything.
    const form = new Form(page);
    await form.open('nama');
    await expect(page.getByLabel('Nama lengkap')).toHaveValue(one.who.name);
    await page.goto('/draf');
    await expect(page.locator('li[data-draft]')).toContainText('hari ini');
    await expect.poll(() => page.evaluate(draftOf, `due:${one.name}`)).toBe('');
  });
}

test('a draft that this version cannot read is not passed over in silence', async ({ page }) => {
  await page.goto('/privasi');
  const odd = seed();
  await sow(page, [odd, seed({ ready: false })]);
  await page.evaluate((name) => new Promise<void>((done) => {
    const opening = indexedDB.open('genggam');
    opening.onsuccess = () => {
      const turn = opening.result.transaction('drafts', 'readwrite');
      turn.objectStore('drafts').put('{"answers": 7}', name);
      turn.oncomplete = () => done();
    };
  }), odd.name);
  await page.goto('/draf');
  await expect(page.locator('#daftar-draf li')).toHaveCount(1);
  await expect(page.getByText('Ada isian yang tidak terbaca oleh versi ini.')).toBeVisible();
});

test('a form whose questions have changed says which, and keeps what was typed', async ({ onPhone, paper }) => {
  test.setTimeout(120_000);
  const server = await startServer({ demo: false });
  try {
    const page = await onPhone({ baseURL: server.url });
    const form = new Form(page, 'sktm');
    await form.walkTo('dokumen-pengantar-rt', resident({ name: 'Siti Rahmah' }), paper);
    // What it asked is remembered some seconds after the form was opened.
    await expect.poll(() => page.evaluate(() => localStorage.getItem('pertanyaan:sktm')), { timeout: 15_000 }).toBeTruthy();
    const root = path.resolve(__dirname, '..');
    const copy = test.info().outputPath('catalogue');
    fs.cpSync(path.join(root, 'catalogue'), copy, { recursive: true });
    const file = path.join(copy, 'services/sktm.toml');
    const before = fs.readFileSync(file, 'utf8');
    const changed = changeForm(before);
    fs.writeFileSync(file, changed);
    await server.stop();
    server.configure((text) => text.replace(/^catalogue = .*$/m, `catalogue = "${path.relative(root, copy)}"`));
    await server.start();
    await form.open('nama');
    const note = page.locator('#berubah');
    await expect(note).toContainText('Formulir ini berubah');
    await expect(note).toContainText('Baru ditanya: Nama ketua RT (wajib)');
    await expect(note).toContainText('Berubah, periksa lagi: Penghasilan');
    await expect(note).toContainText('Tidak ditanya lagi, jadi tidak dikirim: Nama sekolah');
    await expect(note).toContainText('Jawaban Anda: Rumah sakit contoh');
    await expect(page.getByLabel('Nama lengkap')).toHaveValue('Siti Rahmah');
    await note.getByRole('button', { name: 'Mengerti' }).click();
    await expect(note).toHaveCount(0);
    await form.goOn();
    await form.open('nama');
    await page.waitForTimeout(4500);
    await expect(note).toHaveCount(0);
    // What is new is among what is missing.
    await form.open('kirim');
    await expect(page.locator('#formulir')).toContainText('Nama ketua RT');
  } finally {
    await server.discard();
  }
});

/** One question more, one that asks otherwise, one less. */
function changeForm(toml: string): string {
  const fields = toml.split(/(?=\[\[pages\.fields\]\])/);
  return fields.map((field) => {
    if (field.includes('id = "lembaga_tujuan"')) return field.replace('id = "lembaga_tujuan"', 'id = "ketua_rt"').replace(/^label = .*$/m, 'label = { id = "Nama ketua RT", en = "Head of the neighbourhood" }');
    if (field.includes('id = "penghasilan"')) return field.replace(/^kind = .*$/m, 'kind = { number = { min = 0, max = 99999999 } }');
    return field;
  }).join('');
}

test.describe('saving data', () => {
  test('holds photographs until the person says so, names sizes, and counts', async ({ page, paper, baseURL }) => {
    test.setTimeout(120_000);
    await page.goto('/draf');
    const box = page.getByLabel('Hemat data');
    await expect(box).toBeVisible();
    await expect(box).not.toBeChecked();
    await Promise.all([page.waitForEvent('load'), box.click()]);
    await expect(box).toBeChecked();
    await expect(page.locator('#terpakai')).toContainText(/Terpakai sejak dibuka: terima \d+ KB, kirim \d/);
    await page.goto('/layanan/pengantar-skck');
    await expect(page.getByRole('link', { name: /paling banyak \d/ }).first()).toBeVisible();
    const form = new Form(page);
    const who = resident();
    let sent = 0;
    page.on('request', (request) => (sent += Number(request.url().endsWith('/files'))));
    await form.walkTo('dokumen-ktp', who, paper);
    await form.addPhoto('ktp', paper);
    await expect(form.shots.first()).toContainText(/Tersimpan di HP, akan dikirim · \d+ KB/);
    await page.waitForTimeout(3000);
    expect(sent).toBe(0);
    await page.getByRole('button', { name: 'Lanjutkan pengiriman' }).click();
    await form.allSent();
    expect(sent).toBeGreaterThan(0);
    await expect(page.locator('#terpakai')).toContainText(/kirim ([1-9]\d* KB|\d,\d MB)/);
    // "Send" says it for all that is left.
    await form.goOn();
    while (form.step !== 'kirim') {
      await form.answer(who, paper);
      await form.goOn();
    }
    expect(await form.send()).toMatch(/^SKC/);
    expect(await new Api(baseURL!).countOf(who)).toBe(1);
    await page.goto('/draf');
    await Promise.all([page.waitForEvent('load'), box.click()]);
    await expect(box).not.toBeChecked();
    await expect(page.locator('#terpakai')).toHaveCount(0);
  });
});

test('with no page open the worker sends what waits, once, and the next page takes the receipt over', async ({ onPhone, troubles }) => {
  test.setTimeout(120_000);
  troubles.allow(/422/);
  const server = await startServer();
  try {
    const page = await onPhone({ serviceWorkers: 'allow', baseURL: server.url });
    const cdp = await page.context().newCDPSession(page);
    let registrationId = '';
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => void (registrationId = registrations[0]?.registrationId ?? registrationId));
    await cdp.send('ServiceWorker.enable');
    await page.goto('/privasi');
    await kept(page);
    await expect.poll(() => registrationId).not.toBe('');
    const [good, refused, locked] = [seed(), seed({ answers: { nik: '123' } }), seed({ ready: false })];
    // A helper who has no PIN has held this original; that goes along.
    good.draft.seen = ['ktp'];
    await sow(page, [good, refused, locked]);
    const sent: string[] = [];
    page.context().on('request', (request) => void (request.url().endsWith('/submit') && sent.push(request.postData() ?? '')));
    const api = new Api(server.url);
    const calls: string[] = [];
    page.context().on('request', (request) => void (request.serviceWorker() && calls.push(`${request.method()} ${new URL(request.url()).pathname}`)));
    await page.goto('about:blank');
    const wake = () => cdp.send('ServiceWorker.dispatchSyncEvent', { origin: server.url, registrationId, tag: 'genggam', lastChance: false });
    await wake();
    await expect.poll(() => api.countOf(good.who), { timeout: 30_000 }).toBe(1);
    await page.waitForTimeout(1000);
    expect(sent.find((body) => body.includes(good.draft.send_key))).toContain('"seen":["ktp"]');
    const before = calls.filter((call) => call.includes('submit')).length;
    // Once more: nothing of the first is sent again.
    await wake();
    await page.waitForTimeout(3000);
    expect(calls.filter((call) => call.includes('submit')).length - before, 'only the refused one is asked about').toBeLessThanOrEqual(1);
    expect(await api.countOf(good.who)).toBe(1);
    let uploads = 0;
    page.on('request', (request) => (uploads += Number(request.url().includes('/files'))));
    await page.goto('/draf');
    const card = page.locator(`#daftar-draf li[data-draft="${good.name}"]`);
    await expect(card).toContainText('Diterima kantor', { timeout: 20_000 });
    await expect(page.locator(`#daftar-draf li[data-draft="${refused.name}"]`)).toContainText('Ditolak', { timeout: 20_000 });
    expect(await api.countOf(good.who)).toBe(1);
  } finally {
    await server.discard();
  }
});
