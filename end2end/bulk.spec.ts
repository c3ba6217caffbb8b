// Several cases at once, without script: taken up, given on, called ready. Each goes by itself, and the list says how.
import { readable } from './support/code';
import { Office } from './support/office';
import { officers, resident } from './support/people';
import { type Page, expect, test } from './support/test';
import { violations } from './support/violations';

const told = (page: Page) => page.getByRole('status').filter({ has: page.locator('ul') });
const tick = (office: Office, code: string) => office.row(code).getByRole('checkbox');
const press = (page: Page, name: string) => page.locator('#sekaligus').getByRole('button', { name, exact: true }).click();

async function shoot(page: Page, name: string): Promise<void> {
  for (const [width, height] of [[360, 640], [320, 640], [1024, 768]] as const) {
    await page.setViewportSize({ width, height });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.screenshot({ path: test.info().outputPath(`${name}-${width}.png`), fullPage: true });
  }
}

test('several are taken up and given on at once, and what did not go is named with its reason', async ({ api, onTablet, troubles }) => {
  test.setTimeout(90_000);
  troubles.allow(/422/);
  // Three people of one name, so that one search finds them.
  const { name } = resident();
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => api.apply('pengantar-skck', resident({ name }))));
  const counter = new Office(await onTablet({ javaScriptEnabled: false }));
  const { page } = counter;
  await counter.logIn(officers.counter);
  await counter.search(name);
  for (const { code } of [one, two, three]) await tick(counter, code).check();
  // Somebody else is quicker with one of them.
  const head = await api.logIn(officers.head);
  const { version } = await head.openCase(two.code);
  await head.post('/api/officer/take', { code: two.code, version: String(version), over: '' });
  await press(page, 'Saya kerjakan');
  await expect(told(page)).toContainText('Sekarang Anda kerjakan: 2.');
  await expect(told(page)).toContainText('Belum berhasil: 1.');
  await expect(told(page).getByRole('listitem').filter({ hasText: readable(two.code) })).toContainText('sedang dikerjakan orang lain');
  await expect(counter.row(one.code)).toContainText('Anda kerjakan');
  await expect(counter.row(two.code)).toContainText('dikerjakan Hendra Saputra');
  // What another holds can't be ticked.
  await expect(tick(counter, two.code)).toHaveCount(0);
  await expect(page).toHaveURL(/cari=1/);
  expect(new URL(page.url()).search).not.toContain(one.code);
  await shoot(page, 'told');
  await page.setViewportSize({ width: 1024, height: 768 });
  // It is told once.
  await page.reload();
  await expect(told(page)).toHaveCount(0);

  // Nothing ticked, and nobody chosen.
  await press(page, 'Saya kerjakan');
  await expect(page.locator('#sekaligus .err')).toContainText('Centang dulu');
  await tick(counter, three.code).check();
  await press(page, 'Berikan');
  await expect(page.locator('#sekaligus .err')).toContainText('Pilih dulu petugasnya');
  await tick(counter, three.code).check();
  await page.getByLabel('Berikan kepada').selectOption({ label: 'Hendra Saputra (Kepala seksi)' });
  await press(page, 'Berikan');
  await expect(told(page)).toContainText('Diberikan: 1.');
  await expect(counter.row(three.code)).toContainText('dikerjakan Hendra Saputra');
  await page.goto(`/petugas/permohonan/${three.code}`);
  await expect(page.locator('.track')).toContainText('Diberikan ke rekan');
  await expect(page.locator('.track')).toContainText('Hendra Saputra (Kepala seksi)');
});

test('what came back decided is called ready to collect in one go, on a phone', async ({ api, onPhone }) => {
  test.setTimeout(90_000);
  const { name } = resident();
  const [one, two] = await Promise.all([1, 2].map(() => api.applicationIn('signed', 'pengantar-skck', resident({ name }))));
  const counter = new Office(await onPhone());
  const { page } = counter;
  await counter.logIn(officers.counter);
  await counter.search(name);
  expect(await violations(page, 'a list to tick in')).toEqual([]);
  const box = (await counter.row(one.code).locator('label.pick').boundingBox())!;
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(48);
  for (const { code } of [one, two]) await tick(counter, code).check();
  await page.screenshot({ path: test.info().outputPath('ticked.png'), fullPage: true });
  await press(page, 'Siap diambil');
  await expect(told(page)).toContainText('Siap diambil: 2.');
  await expect(told(page)).toBeFocused();
  for (const { code } of [one, two]) await expect(counter.row(code)).toContainText('Siap diambil');
  expect(await violations(page, 'what became of them')).toEqual([]);
});

test('an officer has the digest sent, and ends it, and reads honestly that this server sends none', async ({ onPhone, troubles }) => {
  troubles.allow(/422/);
  const head = new Office(await onPhone({ javaScriptEnabled: false }));
  const { page } = head;
  await head.logIn(officers.secretary);
  await page.goto('/petugas/ringkasan');
  const box = page.getByRole('region', { name: 'Ringkasan lewat email' });
  await expect(box).toContainText('Sekarang mati');
  await box.getByLabel('Alamat email Anda').fill('sekcam@kantor');
  await box.getByRole('button', { name: 'Simpan alamat' }).click();
  await expect(box.locator('.err')).toBeVisible();
  await box.getByLabel('Alamat email Anda').fill('sekcam@example.go.id');
  await box.getByRole('button', { name: 'Simpan alamat' }).click();
  await expect(box).toContainText('server ini belum bisa mengirim email');
  await page.screenshot({ path: test.info().outputPath('digest.png'), fullPage: true });
  expect(page.url()).not.toContain('example');
  await box.getByRole('button', { name: 'Matikan email' }).click();
  await expect(box).toContainText('Sekarang mati');
  await expect(box.getByLabel('Alamat email Anda')).toHaveValue('');
});
