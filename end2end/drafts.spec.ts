// Several drafts on one phone, and the outbox that sends what is ready, with or without the page that made it.
import type { Page } from '@playwright/test';
import { Form } from './support/apply';
import { addPerson, everything, skewed } from './support/device';
import { resident } from './support/people';
import { expect, test } from './support/test';

const cards = (page: Page) => page.locator('#daftar-draf li[data-draft]');

async function openList(page: Page): Promise<void> {
  await page.goto('/draf');
  await expect(page.locator('#daftar-draf')).toHaveAttribute('data-ready', 'true');
}

test.describe('several drafts on one phone', () => {
  test('lie side by side, and each opens with its own answers', async ({ page, paper }) => {
    test.setTimeout(90_000);
    await openList(page);
    await expect(page.getByText('Belum ada isian di HP ini.')).toBeVisible();
    const form = new Form(page);
    await form.walkTo('dokumen-ktp', resident({ name: 'Siti Rahmah' }), paper);
    await form.open();
    await page.getByRole('button', { name: 'Isi baru untuk orang lain' }).click();
    await expect(page.getByLabel('Nama lengkap')).toHaveValue('');
    await page.getByLabel('Nama lengkap').fill('Budi Santoso');
    await page.getByRole('button', { name: 'Lanjut' }).click();
    await form.isAt('nomor');

    await openList(page);
    await expect(cards(page)).toHaveCount(2);
    await expect(cards(page).filter({ hasText: 'Siti Rahmah' })).toContainText('Draf, kurang');
    await expect(cards(page).filter({ hasText: 'Budi Santoso' })).toContainText('hari ini');
    await cards(page).filter({ hasText: 'Siti Rahmah' }).getByRole('link').click();
    await form.awake();
    await form.open('nama');
    await expect(page.getByLabel('Nama lengkap')).toHaveValue('Siti Rahmah');

    await openList(page);
    const budi = cards(page).filter({ hasText: 'Budi Santoso' });
    await budi.getByRole('button', { name: 'Hapus' }).click();
    await expect(cards(page)).toHaveCount(2);
    await budi.getByRole('button', { name: 'Tekan sekali lagi untuk menghapus' }).click();
    await expect(cards(page)).toHaveCount(1);
    await page.getByRole('button', { name: 'Hapus semua dari HP ini' }).click();
    await page.getByRole('button', { name: 'Ya, hapus semua' }).click();
    await expect(page.getByText('Belum ada isian di HP ini.')).toBeVisible();
  });
});

test('in two tabs on one draft nothing of either is lost', async ({ context, paper, troubles }) => {
  test.setTimeout(90_000);
  troubles.allow(/ERR_INTERNET_DISCONNECTED/);
  const tabs = [await context.newPage(), await context.newPage()];
  // Under test Chromium gives every page the focus: who is looked at is said here.
  const turnTo = async (page: Page) => {
    for (const tab of tabs) {
      await tab.evaluate((here) => {
        document.hasFocus = () => here;
        if (here) window.dispatchEvent(new Event('focus'));
      }, tab === page);
    }
  };
  const [photos, words] = tabs.map((tab) => new Form(tab));
  await photos.open('dokumen-ktp');
  await words.open('nama');
  const name = words.page.getByLabel('Nama lengkap');

  await turnTo(photos.page);
  await photos.addPhoto('ktp', paper);
  await turnTo(words.page);
  await name.fill('Siti');
  await turnTo(photos.page);
  await photos.addPhoto('ktp', paper);
  // What arrives meanwhile is written by the tab behind.
  await context.setOffline(true);
  await photos.addPhoto('ktp', paper);
  await turnTo(words.page);
  await name.fill('Siti Rahmah');
  await context.setOffline(false);
  await photos.allSent();
  // Or the tab in front sends, and the one behind hears of it.
  await photos.page.evaluate(() => {
    const locks = navigator.locks;
    const ask = locks.request.bind(locks) as (...all: unknown[]) => Promise<unknown>;
    Object.assign(locks, { request: (...all: unknown[]) => new Promise((ready) => setTimeout(ready, 4000)).then(() => ask(...all)) });
  });
  await turnTo(photos.page);
  await context.setOffline(true);
  await photos.addPhoto('ktp', paper);
  await turnTo(words.page);
  await name.fill('Siti Rahmah Binti Ali');
  await context.setOffline(false);
  await photos.allSent();
  await words.page.close();

  await photos.reload();
  await expect(photos.shots).toHaveCount(4);
  await photos.open('nama');
  await expect(photos.page.getByLabel('Nama lengkap')).toHaveValue('Siti Rahmah Binti Ali');
});

test.describe('the outbox', () => {
  test('sends from the list what was ready when the form was closed', async ({ page, paper, context, troubles }) => {
    troubles.allow(/ERR_INTERNET_DISCONNECTED/);
    test.setTimeout(120_000);
    const form = new Form(page);
    const who = resident({ name: 'Siti Rahmah' });
    await form.walkTo('kirim', who, paper);
    await context.setOffline(true);
    await page.locator('label.tile', { has: page.locator('#setuju') }).click();
    await form.sendButton.click();
    await expect(page.locator('[data-alert=failed]')).toContainText('Halaman ini boleh ditutup');
    // A receipt at once, with a code that the phone was lent while there was a network.
    await page.getByRole('link', { name: 'Lihat tanda terima, belum terkirim' }).click();
    await expect(page.getByRole('heading', { name: 'Tersimpan di HP, belum terkirim' })).toBeVisible();
    const handed = (await page.locator('#kode').textContent())!;
    expect(handed).toMatch(/^SKC/);
    // Nothing on it says that the office has anything.
    await expect(page.locator('.track li').filter({ visible: true }).first()).toContainText('Belum terkirim');
    await expect(page.locator('.track li.done').filter({ visible: true })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Cek status permohonan' })).toHaveCount(0);
    await expect(page.getByText('Dibuat di HP ini:')).toBeVisible();
    await page.close();
    await context.setOffline(false);
    const list = await context.newPage();
    await openList(list);
    await expect(cards(list)).toHaveCount(1);
    await expect(cards(list)).toContainText('Diterima kantor');
    await cards(list).getByRole('link').click();
    const again = new Form(list);
    await again.awake();
    expect(await again.receipt()).toBe(handed);
    await expect(list.getByRole('heading', { name: 'Permohonan sudah kami terima' })).toBeVisible();
    await expect(list.locator('.track li.done').filter({ visible: true })).toHaveText('Terkirim');
    await list.getByRole('link', { name: 'Cek status permohonan' }).click();
    await list.getByLabel(/angka terakhir/).fill(who.phone.slice(-4));
    await list.getByRole('button', { name: /status/i }).click();
    await expect(list).toHaveURL(/status\/kasus/);
  });

  test('keeps what the office refuses, says why, and sends the others', async ({ page, paper, context, troubles }) => {
    troubles.allow(/ERR_FAILED/, /409/);
    test.setTimeout(150_000);
    const form = new Form(page);
    let refused = true;
    await context.route('**/api/application/submit', async (route) => {
      const body = route.request().postData() ?? '';
      if (refused && body.includes('Budi Santoso')) {
        await route.fulfill({ status: 409, contentType: 'application/json', body: '"changed"' });
      } else {
        await route.continue();
      }
    });
    await context.route('**/api/draft/open', (route) => route.abort());
    for (const name of ['Budi Santoso', 'Siti Rahmah']) {
      if (name !== 'Budi Santoso') {
        await form.open();
        await page.getByRole('button', { name: 'Isi baru untuk orang lain' }).click();
      }
      await form.walkTo('kirim', resident({ name }), paper);
      await page.locator('label.tile', { has: page.locator('#setuju') }).click();
      await form.sendButton.click();
      await expect(page.locator('[data-waiting]')).toContainText('Halaman ini boleh ditutup');
    }
    await context.unroute('**/api/draft/open');
    await openList(page);
    await expect(cards(page).filter({ hasText: 'Siti Rahmah' })).toContainText('Diterima kantor', { timeout: 60_000 });
    const budi = cards(page).filter({ hasText: 'Budi Santoso' });
    await expect(budi).toContainText('Ditolak');
    refused = false;
    await budi.getByRole('button', { name: 'Coba kirim lagi' }).click();
    await expect(budi).toContainText('Diterima kantor', { timeout: 60_000 });
  });
});

test.describe('two people on one phone', () => {
  test('see only their own, and the database shows nothing of who is locked', async ({ page, paper }) => {
    test.setTimeout(150_000);
    await openList(page);
    await page.getByText('Kunci isian dengan PIN').click();
    await page.locator('form[data-door=add]').getByLabel('Nama').fill('Bu Ani');
    await page.locator('form[data-door=add]').getByLabel(/PIN/).fill('123');
    await page.getByRole('button', { name: 'Tambah orang' }).click();
    await expect(page.getByText('PIN terlalu pendek')).toBeVisible();
    await page.getByText('Kunci isian dengan PIN').click();
    await addPerson(page, 'Bu Ani', '482913');

    const form = new Form(page);
    await form.walkTo('kirim', resident({ name: 'Siti Rahmah' }), paper);
    // Reload and back work as for everybody else.
    await form.reload();
    await form.open('nama');
    await expect(page.getByLabel('Nama lengkap')).toHaveValue('Siti Rahmah');
    await page.getByLabel('Nama lengkap').fill('Siti Rahmah Rahasia');
    // Sealing takes a moment (decision 12); a reload waits for nobody.
    await page.waitForTimeout(100);
    await form.reload();
    await expect(page.getByLabel('Nama lengkap')).toHaveValue('Siti Rahmah Rahasia');
    const open = await page.evaluate(everything);
    expect(open).not.toContain('Rahasia');
    expect(open).toContain('extractable=false');

    await openList(page);
    await expect(cards(page)).toContainText('Siti Rahmah Rahasia');
    await page.getByRole('button', { name: 'Kunci', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Buka isian Anda' })).toBeVisible();
    await expect(cards(page)).toHaveCount(0);

    await addPerson(page, 'Pak Budi', '771204');
    await expect(cards(page)).toHaveCount(0);
    await form.open();
    await page.locator('#mulai').click();
    await expect(page.getByLabel('Nama lengkap')).toHaveValue('');
    await page.getByLabel('Nama lengkap').fill('Maria Bana');
    const asBudi = await page.evaluate(everything);
    for (const secret of ['Siti', 'Rahasia', '482913', '6201', 'JFIF', 'WEBP', 'Maria']) expect(asBudi).not.toContain(secret);

    await openList(page);
    await expect(cards(page)).toHaveCount(1);
    await page.getByRole('button', { name: 'Kunci', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Buka isian Anda' })).toBeVisible();
    expect(await page.evaluate(everything)).not.toContain('CRYPTOKEY');
    const door = page.locator('form[data-door=unlock]');
    await door.getByLabel('Nama').selectOption('Bu Ani');
    await door.getByLabel(/PIN/).fill('000000');
    await door.getByRole('button', { name: 'Buka' }).click();
    await expect(page.getByText('PIN itu tidak cocok')).toBeVisible({ timeout: 20_000 });
    await door.getByLabel(/PIN/).fill('482913');
    await door.getByRole('button', { name: 'Buka' }).click();
    await expect(page.getByText('Terbuka untuk Bu Ani')).toBeVisible({ timeout: 20_000 });
    await expect(cards(page)).toContainText('Siti Rahmah Rahasia');
    // The photographs open too: the form can send.
    await cards(page).getByRole('link').click();
    await form.awake();
    await form.open('kirim');
    expect(await form.send()).toMatch(/^SKC/);
  });
});

test('what lies locked and old is counted on the door, without a name', async ({ onPhone, baseURL }) => {
  test.setTimeout(90_000);
  const page = await onPhone({ baseURL });
  await openList(page);
  await addPerson(page, 'Bu Ani', '482913');
  const form = new Form(page);
  await form.open();
  await page.locator('#mulai').click();
  await page.getByLabel('Nama lengkap').fill('Siti Rahmah');
  await page.waitForTimeout(500);
  await openList(page);
  await expect(cards(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Kunci', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Buka isian Anda' })).toBeVisible();
  await expect(page.locator('[data-old]')).toBeHidden();
  // Three weeks later.
  await skewed(page.context(), 22);
  await page.goto('/layanan');
  await expect(page.locator('#ingat')).toContainText('dihapus 6 hari lagi', { timeout: 20_000 });
  await expect(page.locator('#ingat')).not.toContainText('Siti');
  await openList(page);
  await expect(page.locator('[data-old]')).toContainText('1 isian terkunci sudah lama tidak dibuka');
  await expect(page.locator('main')).not.toContainText('Siti');
});
