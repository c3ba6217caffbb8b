// The battery is flat at a random moment while somebody types: every letter but the one under the thumb is there again.
import { randomInt } from 'node:crypto';
import { type Page, expect as check } from '@playwright/test';
import { Form } from './support/apply';
import { MortalPhone } from './support/phone';
import { expect, test } from './support/test';

const rounds = process.env.GENGGAM_TORTURE ? 100 : 5;

/** Types until the phone dies. How many keys the page had taken, and what it typed. */
async function typeUntilDeath(page: Page, phone: MortalPhone): Promise<{ typed: string; taken: number }> {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const typed = Array.from({ length: 40 }, () => letters[randomInt(26)]).join('');
  const box = page.getByLabel('Nama lengkap');
  await box.fill('');
  await box.focus();
  let taken = 0;
  const death = new Promise<void>((go) => setTimeout(go, randomInt(150, 1800))).then(() => phone.die());
  try {
    for (const letter of typed) {
      await page.keyboard.press(letter);
      taken++;
      // As quick as two thumbs are.
      await new Promise((go) => setTimeout(go, randomInt(20, 110)));
    }
  } catch {
    // It is dead.
  }
  await death;
  return { typed, taken };
}

async function nameOf(page: Page, base: string): Promise<string> {
  await new Form(page, 'pengantar-skck', base).open('nama');
  return page.getByLabel('Nama lengkap').inputValue();
}

async function lock(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/draf`);
  await expect(page.locator('#daftar-draf')).toHaveAttribute('data-ready', 'true');
  await page.getByText('Kunci isian dengan PIN').click();
  const form = page.locator('form[data-door=add]');
  await form.getByLabel('Nama').fill('Bu Ani');
  await form.getByLabel(/PIN/).fill('482913');
  await form.getByRole('button', { name: 'Tambah orang' }).click();
  await check(page.getByText('Terbuka untuk Bu Ani')).toBeVisible({ timeout: 20_000 });
}

for (const pin of [false, true]) {
  test(`killed at a random moment while typing, ${pin ? 'with' : 'without'} a PIN: nothing is lost but the current key`, async ({ baseURL }) => {
    test.setTimeout(60_000 + rounds * 15_000);
    const phone = new MortalPhone();
    const lost: number[] = [];
    try {
      let page = await phone.on();
      if (pin) await lock(page, baseURL!);
      await new Form(page, 'pengantar-skck', baseURL).open();
      await page.locator('#mulai').click();
      for (let round = 0; round < rounds; round++) {
        const { typed, taken } = await typeUntilDeath(page, phone);
        page = await phone.on();
        const kept = await nameOf(page, baseURL!);
        expect(typed.startsWith(kept), `round ${round}: "${kept}" of "${typed}"`).toBe(true);
        lost.push(taken - kept.length);
      }
    } finally {
      await phone.discard();
    }
    const worst = Math.max(...lost);
    console.log(`${rounds} kills ${pin ? 'with' : 'without'} a PIN: keys lost ${lost.filter((n) => n > 0).length ? lost.join(' ') : 'none'}`);
    expect(worst, lost.join(' ')).toBeLessThanOrEqual(1);
  });
}
