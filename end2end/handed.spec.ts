// What is printed and handed over in a village without a signal is noted with its receiver, kept under the PIN, and sent
// once; and two officers on one tablet read nothing of each other.
import { Api } from './support/api';
import { sign } from './support/assist';
import { everything, visit } from './support/device';
import { Tablet } from './support/field';
import { looks } from './support/looks';
import { officers, resident, secretsOf } from './support/people';
import { type Server, startServer } from './support/server';
import { expect, test } from './support/test';
import { keptModules, noNetwork } from './support/worker';

let server: Server;
test.beforeEach(async () => void (server = await startServer()));
test.afterEach(() => server.discard());

interface Report {
  handed_over: number;
  on_roster: number;
  handovers: { code: string | null; receiver: string; signature: string | null }[];
}

async function reportOf(session: string): Promise<Report> {
  const helper = await new Api(server.url).logIn(officers.helper);
  const answer = await helper.get(`/api/outreach/one?id=${session.split('/').at(-1)}`);
  return ((await answer.json()) as { report: Report }).report;
}

test('what was handed over on the spot is noted without a network, and reaches the session\'s report once', async ({ onTablet, troubles }) => {
  test.setTimeout(240_000);
  const page = await onTablet({ serviceWorkers: 'allow', baseURL: server.url });
  const tablet = new Tablet(page);
  const people = [resident(), resident()];
  const receiver = 'Yohana Penerima';
  await tablet.logIn(officers.helper);
  await keptModules(page);
  const session = await tablet.plan('Balai Desa Umpang', people);
  await expect(page.locator('body')).toBeVisible();
  await tablet.prepare();
  const note = page.locator('form[data-form=note]');
  const fold = page.locator('details[data-part=note]');
  const rows = tablet.root.locator('[data-list=noted] > li');

  troubles.allow(...noNetwork);
  await server.stop('SIGKILL');
  await page.context().setOffline(true);
  await test.step('nothing is kept that lacks what or who', async () => {
    await tablet.open('#berikutnya');
    await expect(tablet.name).toHaveText(people[0].name);
    await fold.locator('summary').click();
    await note.getByRole('button', { name: 'Simpan catatan' }).click();
    await expect(note.locator('[data-bad=hasil]')).toBeVisible();
    await expect(note.locator('[data-bad=penerima]')).toBeVisible();
    await expect(note.locator('#hasil')).toBeFocused();
    await expect(rows).toHaveCount(0);
    await looks(page, 'handed-form');
  });
  await test.step('with a signature, and without one for somebody who came along', async () => {
    await note.locator('#hasil').selectOption({ index: 1 });
    const what = (await note.locator('#hasil option:checked').textContent())!.split(' · ')[0];
    await note.getByLabel('Nama penerima').fill(receiver);
    await sign(note);
    await note.getByRole('button', { name: 'Simpan catatan' }).click();
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(what);
    await expect(rows).toContainText(`Diterima ${receiver}`);
    await expect(rows).toContainText('menunggu dikirim');
    await expect(page.getByText('Catatan tersimpan di tablet ini.')).toBeVisible();
    await expect(fold.locator('summary')).toBeFocused();
    // Empty for the next one: nobody signs for somebody else.
    await fold.locator('summary').click();
    await expect(note.getByLabel('Nama penerima')).toHaveValue('');
    await expect(note.locator('[name=diterima]')).toHaveValue('');
    await expect(note.locator('canvas')).toHaveAttribute('aria-label', /masih kosong/);

    await tablet.open();
    const third = resident();
    const add = page.locator('form[data-form=new]');
    await page.locator('summary', { hasText: 'Tambah warga' }).click();
    await add.locator('[name=name]').fill(third.name);
    await add.locator('[name=nik]').fill(third.nik);
    await add.getByRole('button').click();
    await expect(tablet.name).toHaveText(third.name);
    await expect(rows).toHaveCount(0);
    await fold.locator('summary').click();
    await note.locator('#hasil').selectOption({ index: 2 });
    await note.getByLabel('Nama penerima').fill('Anak Penerima');
    await note.getByRole('button', { name: 'Simpan catatan' }).click();
    await expect(rows).toHaveCount(1);
    await tablet.open();
    await expect(rows).toHaveCount(2);
    await expect(tablet.root.locator('[data-fill=handed]')).toHaveText('2');
    await expect(rows.first()).toContainText(`untuk ${people[0].name}`);
    await looks(page, 'handed-day');
  });
  await test.step('it lies under the PIN, and outlives the day\'s list', async () => {
    const kept = await page.evaluate(everything);
    for (const secret of [receiver, 'Penerima', people[0].name, 'iVBOR']) expect(kept).not.toContain(secret);
    await page.reload();
    await expect(rows).toHaveCount(2);
    const finish = page.getByRole('button', { name: 'Selesai: hapus daftar warga' });
    await finish.click();
    await page.getByRole('button', { name: 'Tekan sekali lagi untuk menghapus' }).click();
    await expect(page.getByText('Tablet ini belum disiapkan.')).toBeVisible();
    await expect(rows).toHaveCount(2);
  });
  await test.step('it goes by itself, once, also where the acknowledgement is lost', async () => {
    let lost = 0;
    // The page tries on its own while nobody answers yet: what is to be lost must have arrived.
    await server.start();
    await page.context().route('**/api/field/handover', async (route) => {
      if (lost++) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await page.context().setOffline(false);
    await expect(rows.filter({ hasText: 'diterima kantor' })).toHaveCount(2, { timeout: 60_000 });
    expect(lost).toBeGreaterThan(2);
    const report = await reportOf(session);
    expect(report).toMatchObject({ handed_over: 2, on_roster: 3 });
    expect(report.handovers.map((one) => [one.receiver, one.code, !!one.signature]).sort()).toEqual([['Anak Penerima', null, false], [receiver, null, true]].sort());
    await page.goto(`${session}/laporan`);
    await expect(page.locator('table')).toContainText(receiver);
    await expect(page.locator('table')).toContainText('dicatat di tempat');
    await expect(page.locator('img.signature')).toHaveCount(1);
    await looks(page, 'handed-report');
  });
  await test.step('what the office has goes with the log-out', async () => {
    await page.goto('/petugas/warga');
    await page.getByRole('button', { name: 'Keluar', exact: true }).click();
    await expect(page).toHaveURL('/petugas/masuk');
    expect(await page.evaluate(everything)).not.toMatch(/\/(field|leave|handed|hand):/);
  });
});

test('a note that the office refuses stays with its reason and a way out', async ({ onTablet, troubles }) => {
  test.setTimeout(180_000);
  const page = await onTablet({ serviceWorkers: 'allow', baseURL: server.url });
  const tablet = new Tablet(page);
  await tablet.logIn(officers.helper);
  await keptModules(page);
  await tablet.plan('Balai Desa Umpang', [resident()]);
  await tablet.prepare();
  troubles.allow(/422/);
  await page.context().route('**/api/field/handover', (route) => route.fulfill({ status: 422, contentType: 'application/json', body: '{"invalid":{"problems":[]}}' }));
  await tablet.open('#berikutnya');
  await page.locator('details[data-part=note] summary').click();
  const note = page.locator('form[data-form=note]');
  await note.locator('#hasil').selectOption({ index: 1 });
  await note.getByLabel('Nama penerima').fill('Yohana');
  await note.getByRole('button', { name: 'Simpan catatan' }).click();
  const row = tablet.root.locator('[data-list=noted] > li');
  await expect(row).toContainText('ditolak');
  await expect(row.locator('[data-why]')).toContainText(/\S{3}/);
  await page.reload();
  await expect(row).toContainText('ditolak');
  await page.context().unroute('**/api/field/handover');
  await row.getByRole('button', { name: 'Coba kirim lagi' }).click();
  await expect(row).toContainText('diterima kantor', { timeout: 20_000 });
});

test('two officers on one tablet: whoever comes second reads nothing of the first and sends nothing of theirs', async ({ onTablet, troubles, paper }) => {
  test.setTimeout(240_000);
  const page = await onTablet({ serviceWorkers: 'allow', baseURL: server.url });
  const tablet = new Tablet(page);
  const hers = resident();
  await tablet.logIn(officers.helper);
  await keptModules(page);
  await tablet.plan('Balai Desa Umpang', [hers]);
  await tablet.prepare();
  troubles.allow(...noNetwork);
  await page.context().setOffline(true);
  await tablet.open('#berikutnya');
  await tablet.consent(hers);
  const form = await tablet.start('Surat Pengantar SKCK', 'pengantar-skck', hers);
  const code = await form.capture(hers, async () => paper);
  await tablet.open();
  await page.getByRole('button', { name: 'Kunci' }).click();
  await expect(page.locator('form[data-door=unlock]')).toContainText('Buka aplikasi dan masukkan PIN supaya terkirim.');

  // The second officer, with an account, a PIN and a day of their own.
  await page.context().setOffline(false);
  await page.context().clearCookies();
  await tablet.logIn(officers.counter);
  const his = resident();
  await tablet.plan('Kantor Lurah', [his]);
  await page.getByRole('link', { name: 'Siapkan perangkat untuk sesi ini' }).click();
  await expect(page.locator('#siap-perangkat')).toHaveAttribute('data-ready', 'true');
  const add = page.locator('form[data-door=add]');
  await add.locator('[name=pin]').fill('771204');
  await add.getByRole('button').click();
  await expect(page.locator('[data-check=pin] [data-state]')).toHaveText('siap', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Siapkan perangkat' }).click();
  await expect(page.locator('[data-fill=verdict]')).toHaveText('Siap luring', { timeout: 90_000 });
  const sent: string[] = [];
  page.on('request', (request) => sent.push(new URL(request.url()).pathname));
  await tablet.open();
  await expect(page.locator('[data-list=roster] li')).toHaveCount(1);
  await expect(tablet.root).toContainText(his.name);
  await expect(tablet.root).not.toContainText(hers.name);
  await page.goto('/draf');
  await expect(page.locator('#daftar-draf')).toHaveAttribute('data-ready', 'true');
  await expect(page.locator('li[data-draft]')).toHaveCount(0);
  await page.waitForTimeout(3000);
  expect(sent.filter((path) => /\/files|draft\/open|submit|handover/.test(path))).toEqual([]);
  const kept = await page.evaluate(everything);
  for (const secret of [...secretsOf(hers), code, code.replaceAll('-', ''), 'JFIF', 'WEBP', 'device_key', 'consent', ...secretsOf(his)]) expect(kept, secret).not.toContain(secret);
  // Under his account her PIN isn't even asked for; whoever logs out takes the own residents along and nobody else's.
  await expect(page.locator('#daftar-draf')).toContainText('1 permohonan milik orang lain, terkunci.');
  await page.getByRole('button', { name: 'Kunci', exact: true }).click();
  const door = page.locator('form[data-door=unlock]');
  await expect(door.locator('option')).toHaveText([officers.counter.name]);
  const days = async () => (await page.evaluate(everything)).match(/^drafts\/field:/gm)?.length;
  expect(await days()).toBe(2);
  await visit(page, '/petugas/warga');
  await page.getByRole('button', { name: 'Keluar', exact: true }).click();
  await expect(page).toHaveURL('/petugas/masuk');
  expect(await days()).toBe(1);
  // With nobody logged in hers opens with her PIN only, and then everything of hers is there, and waits for her log-in.
  await page.goto('/draf');
  await expect(page.locator('#daftar-draf')).toHaveAttribute('data-ready', 'true');
  await door.locator('[name=siapa]').selectOption({ label: officers.helper.name });
  await door.locator('[name=pin]').fill('771204');
  await door.getByRole('button').click();
  await expect(page.getByText('PIN itu tidak cocok')).toBeVisible({ timeout: 20_000 });
  troubles.allow(/401/);
  await door.locator('[name=pin]').fill('482913');
  await door.getByRole('button').click();
  await expect(page.locator('li[data-draft]')).toContainText(hers.name, { timeout: 20_000 });
  await expect(page.locator('li[data-draft]')).toContainText('Masuk dulu sebagai petugas', { timeout: 20_000 });
  await tablet.open();
  await expect(tablet.root).toContainText(hers.name);
});
