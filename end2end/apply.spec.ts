// Applying: nothing that was typed is ever lost, and nothing is ever sent twice.
import type { Page } from '@playwright/test';
import { Form } from './support/apply';
import { draftOf, photosOnDevice } from './support/device';
import { raja, resident } from './support/people';
import { expect, test } from './support/test';

test.describe('what was filled in stays', () => {
  for (const service of ['pengantar-skck', 'sktm']) {
    test(`through refresh, back and forward at every step of ${service}`, async ({ page, paper }) => {
      test.setTimeout(120_000);
      const form = new Form(page, service);
      let before: { step: string; contents: Record<string, string> } | undefined;
      await form.walkTo('kirim', resident(), paper, async () => {
        const step = form.step;
        const contents = await form.contents();
        await form.reload();
        await form.isAt(step);
        await form.holds(contents);
        if (before) {
          await page.goBack();
          await form.isAt(before.step);
          await form.holds(before.contents);
          await page.goForward();
          await form.isAt(step);
          await form.holds(contents);
        }
        before = { step, contents };
      });
      await form.reload();
      await form.isAt('kirim');
      const code = await form.send();
      await form.reload();
      expect(await form.receipt()).toBe(code);
    });
  }

  test('at every field, at once: the page may die in the middle of a word', async ({ page, context }) => {
    const form = new Form(page);
    await form.open('alamat');
    await page.getByLabel('Desa atau kelurahan').selectOption({ label: raja.name });
    await page.locator('#alamat').pressSequentially('Gang Melati 4');
    await expect(page.locator('#alamat')).toBeFocused();
    // Read by another page of the same phone: the first one never gets the chance to say goodbye.
    const other = await context.newPage();
    await other.goto('/status');
    await expect.poll(() => other.evaluate(draftOf, 'apply:pengantar-skck')).toContain('Gang Melati 4');
    const died = page.waitForEvent('crash');
    const devtools = await context.newCDPSession(page);
    devtools.send('Page.crash').catch(() => {});
    await died;
    const again = new Form(other);
    await again.open('alamat');
    await expect(other.locator('#alamat')).toHaveValue('Gang Melati 4');
    await expect(other.getByLabel('Desa atau kelurahan')).toHaveValue(raja.code);
  });

  test('at every field, at once: the page may be reloaded in the very turn of the last letter', async ({ page }) => {
    const form = new Form(page);
    await form.open('nama');
    await page.getByLabel('Nama lengkap').fill('Siti Rahma');
    const reloaded = page.waitForEvent('load');
    await page.getByLabel('Nama lengkap').evaluate((box: HTMLInputElement) => {
      box.value = 'Siti Rahmah';
      box.dispatchEvent(new Event('input', { bubbles: true }));
      location.reload();
    });
    await reloaded;
    await form.awake();
    await expect(page.getByLabel('Nama lengkap')).toHaveValue('Siti Rahmah');
  });

  test('when it was typed before the script woke', async ({ page }) => {
    const wake = await holdBack(page);
    await page.goto('/ajukan/pengantar-skck/nomor');
    await page.getByLabel('NIK').fill('6201024101900001');
    await page.getByLabel(/Nomor KK/).fill('6201021203150007');
    await expect(page.locator('#formulir')).not.toHaveAttribute('data-ready');
    wake();
    const form = new Form(page);
    await form.awake();
    await expect(page.getByLabel('NIK')).toHaveValue('6201024101900001');
    await form.reload();
    await expect(page.getByLabel('NIK')).toHaveValue('6201024101900001');
    await expect(page.getByLabel(/Nomor KK/)).toHaveValue('6201021203150007');
  });

  test('when a date, a choice and a village were picked before the script woke', async ({ page }) => {
    const form = new Form(page);
    const who = resident({ village: raja, sex: 'Laki-laki' });
    let wake = await holdBack(page);
    await page.goto('/ajukan/pengantar-skck/lahir');
    await page.getByLabel('Tempat lahir').fill(who.birthPlace);
    await form.birth(who.birth);
    await form.choose(who.sex);
    wake();
    await form.awake();
    await form.reload();
    await expect(page.getByLabel('Tempat lahir')).toHaveValue(who.birthPlace);
    await expect(page.getByRole('radio', { name: who.sex })).toBeChecked();
    await expect(page.getByLabel('Tahun', { exact: true })).toHaveValue(who.birth.year);
    await expect(page.getByLabel('Bulan', { exact: true })).toHaveValue(who.birth.month);
    await expect(page.getByLabel('Hari', { exact: true })).toHaveValue(new RegExp(`^0?${who.birth.day}$`));

    wake = await holdBack(page);
    await page.goto('/ajukan/pengantar-skck/alamat');
    await page.getByLabel('Desa atau kelurahan').selectOption(raja.code);
    wake();
    await form.awake();
    await form.reload();
    await expect(page.getByLabel('Desa atau kelurahan')).toHaveValue(raja.code);
  });

  test('in repeated rows, and a row taken away takes only itself', async ({ page }) => {
    const form = new Form(page, 'keterangan-ahli-waris');
    await form.open(await stepWith(form, '.row'));
    const names = page.locator('.row').getByLabel(/^Nama/);
    const add = page.getByRole('button', { name: 'Tambah satu lagi' });
    for (const [place, name] of ['Ani', 'Budi', 'Citra'].entries()) {
      if (place >= (await names.count())) await add.click();
      await names.nth(place).fill(name);
    }
    await form.reload();
    await expect(names).toHaveCount(3);
    await page.getByRole('button', { name: 'Hapus nomor 2' }).click();
    await expect(names).toHaveCount(2);
    await form.reload();
    await expect(names.nth(0)).toHaveValue('Ani');
    await expect(names.nth(1)).toHaveValue('Citra');
  });

  test('until the person removes it from the phone', async ({ page, paper }) => {
    const form = new Form(page);
    await form.walkTo('dokumen-ktp', resident(), paper);
    await form.open();
    await expect(page.getByRole('button', { name: 'Lanjutkan isian saya' })).toBeVisible();
    await page.getByRole('button', { name: 'Hapus isian ini dari HP' }).click();
    await expect(page.locator('#mulai')).toBeVisible();
    await form.open('nama');
    await expect(page.getByLabel('Nama lengkap')).toHaveValue('');
    expect(await page.evaluate(photosOnDevice)).toBe(0);
  });
});

test('a document can be read before the script, and photographed once it has woken', async ({ page, paper }) => {
  const form = new Form(page);
  const wake = await holdBack(page);
  await page.goto('/ajukan/pengantar-skck/dokumen-ktp');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^KTP-el/);
  await expect(page.getByText('Foto dari dokumen asli.')).toBeVisible();
  wake();
  await form.awake();
  await form.addPhoto('ktp', paper);
});

test('a person who comes back goes on where something is missing', async ({ page, paper }) => {
  const form = new Form(page);
  await form.walkTo('kontak', resident(), paper);
  await form.open();
  await page.getByRole('button', { name: 'Lanjutkan isian saya' }).click();
  await form.isAt('kontak');
});

test('a change from the last look leads back there', async ({ page, paper }) => {
  const form = new Form(page);
  await form.walkTo('periksa', resident({ name: 'Kurang Tepat' }), paper);
  await page.getByRole('link', { name: 'Ubah Nama lengkap' }).click();
  await form.isAt('nama');
  await page.getByLabel('Nama lengkap').fill('Lebih Tepat');
  await page.getByRole('button', { name: 'Simpan perubahan' }).click();
  await form.isAt('periksa');
  await expect(page.getByText('Lebih Tepat')).toBeVisible();
  // Back leads through the change, not out of the form; a refresh in the middle of it keeps the way back.
  await page.goBack();
  await form.isAt('nama');
  await form.reload();
  await page.getByRole('button', { name: 'Simpan perubahan' }).click();
  await form.isAt('periksa');
});

test.describe('checking', () => {
  test('a NIK that can be none is not let through, and the summary leads to its box', async ({ page }) => {
    const form = new Form(page);
    await form.open('nomor');
    await page.getByLabel('NIK').fill('62010241019');
    await form.goOnButton.click();
    await expect(form.problems).toBeFocused();
    await expect(form.problems).toContainText('Ada 1 yang perlu diperbaiki');
    await form.isAt('nomor');
    await form.problems.getByRole('link').click();
    await expect(page.getByLabel('NIK')).toBeFocused();
    await expect(page.getByLabel('NIK')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('NIK').fill('6201024101900001');
    await form.goOn();
    await form.isAt('lahir');
  });

  test('a NIK that doubts the birth date only asks once', async ({ page, paper }) => {
    const form = new Form(page);
    // The NIK says a year from 1970 on, and the person one before.
    const who = resident({ birth: { day: '2', month: '3', year: '1968' } });
    await form.begin();
    while (form.step !== 'lahir') {
      await form.answer(who, paper);
      await form.goOn();
    }
    await form.answer(who, paper);
    await form.goOnButton.click();
    await expect(page.locator('.is-warn:visible')).not.toHaveCount(0);
    await expect(form.problems).toHaveCount(0);
    await form.isAt('lahir');
    await page.getByRole('button', { name: 'Sudah benar, lanjut' }).click();
    await form.isAt('alamat');
  });

  test('a required photograph is asked for, an optional one is not', async ({ page }) => {
    const form = new Form(page);
    await form.open('dokumen-ktp');
    await form.goOnButton.click();
    await expect(form.problems).toBeFocused();
    await form.isAt('dokumen-ktp');
    await form.open('dokumen-ijazah');
    await form.goOn();
    await form.isAt('periksa');
  });

  test('what is still missing stands on the last look, as links, and keeps it from being sent', async ({ page }) => {
    const form = new Form(page);
    await form.open('periksa');
    await form.problems.getByRole('link', { name: /Nomor HP/ }).click();
    await form.isAt('kontak');
    await form.open('kirim');
    await form.isAt('kirim');
    await page.locator('label.tile', { has: page.locator('#setuju') }).click();
    await form.sendButton.click();
    await expect(form.problems).toBeVisible();
    await form.isAt('kirim');
  });

  test('nothing is sent without consent', async ({ page, paper, api }) => {
    const form = new Form(page);
    const who = resident();
    await form.walkTo('kirim', who, paper);
    await form.sendButton.click();
    await expect(page.getByText('Beri tanda centang bila Anda setuju.')).toBeVisible();
    expect(await api.countOf(who)).toBe(0);
  });
});

test.describe('sending', () => {
  test('a double tap makes one application', async ({ page, paper, api }) => {
    const form = new Form(page);
    const who = resident();
    await form.walkTo('kirim', who, paper);
    await page.locator('label.tile', { has: page.locator('#setuju') }).click();
    // Both taps come before the browser can do anything else.
    await form.sendButton.evaluate((button: HTMLButtonElement) => (button.click(), button.click()));
    await form.receipt();
    expect(await api.countOf(who)).toBe(1);
  });

  test('a lost answer gives the same code again', async ({ page, paper, api, troubles }) => {
    troubles.allow(/\/api\/application\/submit/);
    const form = new Form(page);
    const who = resident();
    const codes: string[] = [];
    await page.route('**/api/application/submit', async (route) => {
      const answer = await route.fetch();
      codes.push((await answer.json()).code);
      // The office has it, but the phone never hears of it.
      return codes.length === 1 ? route.abort() : route.fulfill({ response: answer });
    });
    await form.walkTo('kirim', who, paper);
    const code = await form.send();
    expect(codes).toEqual([code, code]);
    expect(await api.countOf(who)).toBe(1);
  });

  test('photographs leave the phone once they have arrived', async ({ page, paper }) => {
    const form = new Form(page);
    await form.walkTo('kirim', resident(), paper);
    expect(await page.evaluate(photosOnDevice)).toBe(3);
    await form.send();
    expect(await page.evaluate(photosOnDevice)).toBe(0);
  });

  test('nobody comes back to the send button by the back button', async ({ page, paper }) => {
    const form = new Form(page);
    await form.walkTo('kirim', resident(), paper);
    await form.send();
    await page.goBack();
    await form.isAt('periksa');
  });
});

test('a form whose other steps do not come says so, and goes on when they do', async ({ page, troubles }) => {
  troubles.allow(/application\/screens/, /ERR_FAILED/);
  let away = true;
  await page.route('**/api/application/screens*', (route) => (away ? route.abort() : route.continue()));
  await page.goto('/ajukan/pengantar-skck');
  await expect(page.getByRole('alert').filter({ hasText: 'ini dicoba terus' })).toBeVisible();
  away = false;
  await expect(page.locator('#formulir')).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
  await expect(page.getByText('ini dicoba terus')).toBeHidden();
});

/** Keeps the WebAssembly from the page until the returned function is called. */
async function holdBack(page: Page): Promise<() => void> {
  let wake = () => {};
  const awake = new Promise<void>((resolve) => (wake = resolve));
  await page.route('**/pkg/*.wasm', async (route) => {
    await awake;
    await route.continue();
  });
  return () => wake();
}

/** The first step of a form whose page holds this. */
async function stepWith(form: Form, selector: string): Promise<string> {
  await form.open();
  const steps = await form.page.locator('#formulir').evaluate((root) => {
    const sheets = [...root.querySelectorAll('template')].map((template) => template.content.firstElementChild);
    return sheets.map((sheet) => sheet?.getAttribute('data-step')).filter((step): step is string => !!step);
  });
  for (const step of steps) {
    await form.open(step);
    if (await form.page.locator(selector).count()) return step;
  }
  throw new Error(`no step of ${form.service} has ${selector}`);
}
