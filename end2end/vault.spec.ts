// One tablet, several people: what a PIN has locked opens for its owner alone, closes with the log-out and when nobody
// touches the device, and goes only when somebody means it.
import type { Page } from '@playwright/test';
import { Form } from './support/apply';
import { Helper } from './support/assist';
import { addPerson, everything, visit } from './support/device';
import { scan } from './support/documents';
import { PIN, Tablet } from './support/field';
import { officers, resident, secretsOf } from './support/people';
import { seed, sow } from './support/seed';
import { expect, test } from './support/test';

const cards = (page: Page) => page.locator('#daftar-draf li[data-draft]');
const door = (page: Page) => page.locator('form[data-door=unlock]');

async function openList(page: Page): Promise<void> {
  await visit(page, '/draf');
  await expect(page.locator('#daftar-draf')).toHaveAttribute('data-ready', 'true');
}

/** An officer gets a PIN where a tablet is made ready. */
async function officersPin(page: Page, pin = PIN): Promise<void> {
  await page.goto('/petugas/siap');
  await expect(page.locator('#siap-perangkat')).toHaveAttribute('data-ready', 'true');
  const add = page.locator('form[data-door=add]');
  await add.locator('[name=pin]').fill(pin);
  await add.getByRole('button').click();
  await expect(page.locator('[data-check=pin] [data-state]')).toHaveText('siap', { timeout: 20_000 });
}

/** A form is begun, and its first answer lies on the device. */
async function begin(page: Page, name: string): Promise<void> {
  const form = new Form(page);
  await form.begin();
  await page.getByLabel('Nama lengkap').fill(name);
  await form.goOn();
  await form.isAt('nomor');
}

/** The same by an officer, who begins with the resident. */
async function beginFor(page: Page, name: string): Promise<void> {
  const who = { ...resident(), name };
  const helper = new Helper(page);
  await page.goto('/petugas/warga');
  await helper.register(who);
  await helper.consent(who);
  const form = await helper.start('Surat Pengantar SKCK', 'pengantar-skck', who);
  await form.answer(who, scan(1));
  await form.goOn();
}

async function enter(page: Page, name: string, pin: string): Promise<void> {
  await door(page).locator('[name=siapa]').selectOption({ label: name });
  await door(page).locator('[name=pin]').fill(pin);
  await door(page).getByRole('button', { name: 'Buka' }).click();
  await expect(page.getByText(`Terbuka untuk ${name}`)).toBeVisible({ timeout: 20_000 });
}

async function logOut(page: Page): Promise<void> {
  await visit(page, '/petugas/warga');
  await page.getByRole('button', { name: 'Keluar', exact: true }).click();
  await expect(page).toHaveURL('/petugas/masuk');
}

/** Until when the key stays at hand; with `set`, from now on until then. Runs in the browser. */
const untilOf = (set: number) => new Promise<number>((done, failed) => {
  const opening = indexedDB.open('genggam');
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const turn = opening.result.transaction('drafts', 'readwrite');
    const store = turn.objectStore('drafts');
    let until = 0;
    store.get('open').onsuccess = ({ target }) => {
      const open = (target as IDBRequest<{ until: number } | undefined>).result;
      until = open?.until ?? 0;
      if (open && set) store.put({ ...open, until: set }, 'open');
    };
    turn.oncomplete = () => (opening.result.close(), done(until));
    turn.onabort = () => failed(turn.error);
  };
});

test('logging out locks at once, in every tab, and the PIN opens it again', async ({ onTablet }) => {
  test.setTimeout(120_000);
  const page = await onTablet();
  await new Tablet(page).logIn(officers.helper);
  await officersPin(page);
  const form = await page.context().newPage();
  await beginFor(form, 'Siti Rahasia');
  const list = await page.context().newPage();
  await openList(list);
  await expect(cards(list)).toContainText('Siti Rahasia');
  expect(await page.evaluate(everything)).toContain('CRYPTOKEY');

  await logOut(page);
  // Sooner than anybody looks at the clock, which is every fifteen seconds.
  await expect(door(list)).toBeVisible({ timeout: 8_000 });
  await expect(cards(list)).toHaveCount(0);
  await expect(form).toHaveURL('/draf', { timeout: 8_000 });
  expect(await page.evaluate(everything)).not.toContain('CRYPTOKEY');
  await expect(list.locator('#daftar-draf')).toHaveAttribute('data-ready', 'true');
  await enter(list, officers.helper.name, PIN);
  await expect(cards(list)).toContainText('Siti Rahasia');
});

test('an officer\'s PIN opens under that officer\'s account only, and others see a number', async ({ onTablet }) => {
  test.setTimeout(150_000);
  const page = await onTablet();
  const tablet = new Tablet(page);
  const list = page.locator('#daftar-draf');
  await tablet.logIn(officers.helper);
  await officersPin(page);
  await beginFor(page, 'Siti Rahasia');
  await openList(page);
  await expect(cards(page)).toHaveCount(1);
  await expect(page.locator('[data-when=others]')).toBeHidden();

  // The tablet changes hands while it is open: with the other account it is locked at once, whoever knows the PIN.
  await page.context().clearCookies();
  await tablet.logIn(officers.counter);
  await openList(page);
  await expect(cards(page)).toHaveCount(0);
  await expect(list).toContainText('1 permohonan milik orang lain, terkunci.');
  await expect(door(page)).toBeHidden();
  for (const secret of ['Siti', officers.helper.name]) await expect(list).not.toContainText(secret);
  expect(await page.evaluate(everything)).not.toContain('CRYPTOKEY');
  await officersPin(page, '771204');
  await openList(page);
  await expect(page.getByText(`Terbuka untuk ${officers.counter.name}`)).toBeVisible();
  await expect(cards(page)).toHaveCount(0);
  await expect(list).toContainText('1 permohonan milik orang lain, terkunci.');
  await page.getByRole('button', { name: 'Kunci', exact: true }).click();
  await expect(door(page)).toBeVisible();
  await expect(door(page).locator('option')).toHaveText([officers.counter.name]);

  // With nobody logged in each has the own PIN; with the own account, too.
  await logOut(page);
  await openList(page);
  await expect(door(page).locator('option')).toHaveCount(2);
  await enter(page, officers.helper.name, PIN);
  await expect(cards(page)).toContainText('Siti Rahasia');
  await tablet.logIn(officers.helper);
  await openList(page);
  await expect(cards(page)).toContainText('Siti Rahasia');
});

test('only touching and typing keeps it open, and no touch opens it again', async ({ page }) => {
  await openList(page);
  await addPerson(page, 'Bu Ani', '482913');
  const first = await page.evaluate(untilOf, 0);
  expect(first).toBeGreaterThan(Date.now());
  // What the page does by itself, and what it is told by the network, isn't use.
  await page.evaluate(() => ['online', 'focus'].forEach((name) => dispatchEvent(new Event(name))));
  await page.waitForTimeout(2000);
  await page.reload();
  await expect(page.getByText('Terbuka untuk Bu Ani')).toBeVisible();
  expect(await page.evaluate(untilOf, 0)).toBe(first);
  await page.getByRole('heading', { level: 1 }).click();
  await expect.poll(() => page.evaluate(untilOf, 0)).toBeGreaterThan(first);
  // Ten minutes have passed, and nobody has looked yet.
  await page.reload();
  await expect(page.getByText('Terbuka untuk Bu Ani')).toBeVisible();
  await page.evaluate(untilOf, Date.now() - 1);
  await page.getByRole('heading', { level: 1 }).click();
  await expect(door(page)).toBeVisible({ timeout: 8_000 });
  await expect.poll(() => page.evaluate(everything)).not.toContain('CRYPTOKEY');
});

test('"Hapus semua" asks, counts, is deaf to a double tap, and offers the rescue file first', async ({ page, context, troubles }) => {
  test.setTimeout(90_000);
  troubles.allow(/ERR_FAILED/);
  await context.route('**/api/**', (route) => (/draft|application|correct/.test(route.request().url()) ? route.abort() : route.continue()));
  await page.goto('/privasi');
  const [ready, begun] = [seed(), seed({ ready: false })];
  await sow(page, [ready, begun, { ...seed({ ready: false }), name: 'correct:SKC7K3M9PXT3:1' }]);
  await openList(page);
  const all = page.getByRole('button', { name: 'Hapus semua dari HP ini' });
  const panel = page.getByRole('alertdialog');
  const kept = async () => (await page.evaluate(everything)).match(/^drafts\/(apply|correct):/gm)?.length ?? 0;

  // Were its buttons dead when it came, and for how long?
  const deaf = page.evaluate(() => new Promise<[boolean, number]>((done) => {
    const panel = document.querySelector<HTMLElement>('[data-when=wipe]')!;
    const buttons = [...panel.querySelectorAll('button')];
    let came: [boolean, number] | undefined;
    new MutationObserver(() => {
      if (panel.hidden) return;
      came ??= [buttons.every((one) => one.disabled), performance.now()];
      if (buttons.every((one) => !one.disabled)) done([came[0], performance.now() - came[1]]);
    }).observe(panel, { attributes: true, subtree: true });
  }));
  await all.dblclick();
  await expect(panel).toBeVisible();
  const [dead, milliseconds] = await deaf;
  expect(dead).toBe(true);
  expect(milliseconds).toBeGreaterThan(900);
  expect(await kept()).toBe(3);
  await expect(panel).toContainText('Yang belum diterima kantor dan akan hilang: 3.');
  await panel.getByRole('button', { name: 'Batal' }).click();
  await expect(panel).toBeHidden();
  await expect(all).toBeFocused();
  expect(await kept()).toBe(3);

  await all.click();
  const saved = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Simpan dulu ke berkas titipan' }).click();
  expect((await saved).suggestedFilename()).toContain('titipan-');
  await expect(page.getByText('Berkas titipan dengan 1 kiriman sudah disimpan')).toBeVisible();
  expect(await kept()).toBe(3);
  await panel.getByRole('button', { name: 'Ya, hapus semua' }).click();
  await expect(page.getByText('Belum ada isian di HP ini.')).toBeVisible();
  await expect(panel).toBeHidden();
  await expect.poll(kept).toBe(0);
  for (const secret of secretsOf(begun.who)) expect(await page.evaluate(everything)).not.toContain(secret);
});

test('a forgotten PIN: the truth, and a way out that takes nobody else\'s along', async ({ page }) => {
  test.setTimeout(120_000);
  for (const [name, pin, who] of [['Bu Ani', '482913', 'Siti Rahmah'], ['Pak Budi', '771204', 'Maria Bana']]) {
    await openList(page);
    await addPerson(page, name, pin);
    await begin(page, who);
    await openList(page);
    await expect(cards(page)).toHaveCount(1);
    await page.getByRole('button', { name: 'Kunci', exact: true }).click();
    await expect(door(page)).toBeVisible();
  }
  await openList(page);
  await door(page).locator('[name=siapa]').selectOption({ label: 'Bu Ani' });
  await page.getByText('Lupa PIN?').click();
  const out = page.locator('form[data-door=forgotten]');
  await expect(out).toContainText('tidak ada yang bisa membaca');
  const [drafts, people] = [/^drafts\/apply:/gm, /^drafts\/person:/gm];
  const count = async (what: RegExp) => (await page.evaluate(everything)).match(what)?.length ?? 0;
  // Not without the word.
  for (const word of ['', 'ya']) {
    await out.getByLabel('ketik').fill(word);
    await out.getByRole('button', { name: 'Hapus isian yang terkunci' }).click();
    expect([await count(drafts), await count(people)]).toEqual([2, 2]);
  }
  await out.getByLabel('ketik').fill('hapus');
  await out.getByRole('button', { name: 'Hapus isian yang terkunci' }).click();
  await expect(door(page).locator('option')).toHaveText(['Pak Budi']);
  expect([await count(drafts), await count(people)]).toEqual([1, 1]);
  await openList(page);
  await addPerson(page, 'Bu Ani', '111222');
  await expect(cards(page)).toHaveCount(0);
  await expect(page.getByText('1 permohonan milik orang lain, terkunci.')).toBeVisible();
  await page.getByRole('button', { name: 'Kunci', exact: true }).click();
  await expect(door(page)).toBeVisible();
  await enter(page, 'Pak Budi', '771204');
  await expect(cards(page)).toContainText('Maria Bana');
});

test('whoever logs out hears how many forms lie open, and can lock them under a PIN', async ({ onTablet }) => {
  test.setTimeout(120_000);
  const page = await onTablet();
  await new Tablet(page).logIn(officers.helper);
  const open = page.locator('#terbuka');
  const [one, other, done] = [seed({ ready: false }), seed({ ready: false }), seed({ ready: false })];
  done.draft.receipt = { code: 'SKC7K3M9PXT3', service: 'pengantar-skck', service_name: 'SKCK', office: '', sent: Date.now(), zone: 'wib' };
  await sow(page, [one, other, done]);
  await logOut(page);
  await expect(open).toContainText('Isian warga yang terbuka di perangkat ini: 2.');
  expect(await page.evaluate(everything)).toContain('IHDR');
  await open.getByRole('link').click();
  await expect(page.locator('#daftar-draf')).toHaveAttribute('data-ready', 'true');
  await addPerson(page, 'Bu Ani', '482913');
  await expect(cards(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Kunci dengan PIN saya' }).click();
  await expect(cards(page)).toHaveCount(3, { timeout: 20_000 });
  await expect(page.locator('[data-when=unsealed]')).toBeHidden();
  const kept = await page.evaluate(everything);
  for (const secret of [...secretsOf(one.who), ...secretsOf(other.who), 'IHDR', 'device_key']) expect(kept).not.toContain(secret);
  // With its photographs: the form shows them.
  await cards(page).filter({ hasText: one.who.name }).getByRole('link').click();
  const form = new Form(page);
  await form.awake();
  await form.open('dokumen-ktp');
  await expect(form.shots).toHaveCount(1);
  await expect(form.shots.locator('img')).toBeVisible();
  await page.goto('/petugas/masuk');
  await page.waitForTimeout(2000);
  await expect(open).toBeHidden();
});
