// A phone that runs out of room: it is said at 80 %, refused before a photo at 95 %, and a write that fails is seen. The
// quota is Chromium's own, made small by its own switch, and really filled.
import type { CDPSession, Page } from '@playwright/test';
import { Form } from './support/apply';
import { draftOf, photosOnDevice } from './support/device';
import { photograph } from './support/documents';
import { resident } from './support/people';
import { expect, test } from './support/test';

const MB = 1_000_000;
const QUOTA = 40 * MB;

/** The room that the browser gives this site. */
class Room {
  private constructor(private readonly page: Page, readonly session: CDPSession) {}

  static async of(page: Page, baseURL: string): Promise<Room> {
    // It lasts as long as the session.
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(baseURL).origin, quotaSize: QUOTA });
    return new Room(page, session);
  }


  /** Chromium tells scripts a made-up quota, but what is in use is true. */
  private used(): Promise<number> {
    return this.page.evaluate(async () => (await navigator.storage.estimate()).usage!);
  }

  /** Random bytes of another part of this site, until that much of the room is in use. */
  async fill(share: number): Promise<void> {
    await this.page.evaluate(async ([target, used]) => {
      const cache = await caches.open('pengisi');
      for (let missing = Math.ceil(target - used); missing > 0; ) {
        const bytes = new Uint8Array(Math.min(missing, 500_000));
        for (let from = 0; from < bytes.length; from += 65536) crypto.getRandomValues(bytes.subarray(from, from + 65536));
        await cache.put(`/pengisi/${crypto.randomUUID()}`, new Response(bytes));
        missing -= bytes.length;
      }
    }, [share * QUOTA, await this.used()]);
    await expect.poll(() => this.used(), { timeout: 20_000 }).toBeGreaterThanOrEqual((share - 0.005) * QUOTA);
    await this.counted();
  }

  /** Chromium's database spends for half a minute what it has counted out to itself before. */
  private async counted(): Promise<void> {
    await this.page.waitForTimeout(31_000);
  }

  /** Not one draft more can be written. */
  async fillUp(): Promise<void> {
    await this.page.evaluate(async () => {
      const cache = await caches.open('pengisi');
      for (const size of [500_000, 50_000, 5_000, 500]) {
        const bytes = new Uint8Array(size);
        for (let from = 0; from < size; from += 65536) crypto.getRandomValues(bytes.subarray(from, from + 65536));
        try {
          for (;;) await cache.put(`/pengisi/${crypto.randomUUID()}`, new Response(bytes));
        } catch {}
      }
    });
    await this.counted();
  }

  async clear(): Promise<void> {
    await this.page.evaluate(() => caches.delete('pengisi'));
    await expect.poll(() => this.used(), { timeout: 20_000 }).toBeLessThan(0.5 * QUOTA);
  }
}

const cameras = (page: Page) => page.locator('[data-shots] input[type=file]');
const word = (page: Page) => page.locator('[data-alert=room]');
const full = (page: Page) => page.locator('#penuh');

test('at 80 % it is said, at 95 % no camera opens, and what is there is sent all the same', async ({ onPhone, baseURL, paper }) => {
  test.setTimeout(240_000);
  const page = await onPhone({ baseURL });
  const form = new Form(page);
  const who = resident();
  await form.walkTo('dokumen-ktp', who, paper);
  const room = await Room.of(page, baseURL!);
  await expect(word(page)).toBeHidden();

  await room.fill(0.83);
  await form.reload();
  await expect(word(page)).toContainText('Tempat di HP ini hampir habis.');
  await form.addPhoto('ktp', paper);
  await form.goOn();

  await form.open('dokumen-ktp');
  await room.fill(0.96);
  await form.reload();
  await expect(word(page)).toContainText('Tempat di HP ini habis, jadi belum bisa memotret.');
  for (const camera of await cameras(page).all()) await expect(camera).toBeDisabled();
  // Whoever taps gets no camera for nothing.
  const opened = page.waitForEvent('filechooser', { timeout: 1500 }).then(() => true, () => false);
  for (const label of await page.locator('[data-shots] label', { has: page.locator('input[type=file]') }).all()) if (await label.isVisible()) await label.click({ force: true });
  expect(await opened).toBe(false);
  // What was there is there, and what is typed is kept.
  await expect(form.shots).toHaveCount(1);
  await form.open('nama');
  await expect(page.getByLabel('Nama lengkap')).toHaveValue(who.name);
  await page.getByLabel('Nama lengkap').fill(`${who.name} Baru`);
  await form.reload();
  await expect(page.getByLabel('Nama lengkap')).toHaveValue(`${who.name} Baru`);
  await page.goto('/draf');
  await expect(page.locator('[data-room]')).toContainText('Tempat hampir habis');

  // Room again, and the camera opens; full again, and sending is the way out.
  await room.clear();
  await form.open('dokumen-ktp');
  await expect(word(page)).toBeHidden();
  await expect(cameras(page).first()).toBeEnabled();
  while (form.step !== 'kirim') {
    if ((await form.shots.count()) === 0) await form.answer(who, paper);
    await form.goOn();
  }
  await room.fill(0.97);
  expect(await form.send()).toMatch(/^SKC/);
  await expect.poll(() => page.evaluate(photosOnDevice)).toBe(0);
});

test('a write that fails is seen, nothing leaves the screen, and it is kept as soon as there is room', async ({ onPhone, baseURL, browser }) => {
  test.setTimeout(240_000);
  const page = await onPhone({ baseURL });
  const form = new Form(page);
  const who = resident();
  const large = await photograph(browser, 'Kartu tanda penduduk', 2400, 1800);
  await form.walkTo('dokumen-ktp', who, large);
  const room = await Room.of(page, baseURL!);
  const kept = async () => JSON.parse(await page.evaluate(draftOf, 'apply:pengantar-skck')) as { answers: Record<string, string>; documents: [string, unknown[]][] };
  // The room goes while the page is open: nobody was told before.
  await expect(cameras(page).first()).toBeEnabled();
  await room.fillUp();
  await form.pick('ktp', large);
  await expect(word(page)).toContainText('Tempat di HP ini habis', { timeout: 20_000 });
  await expect(form.shots).toHaveCount(0);
  expect((await kept()).documents.find(([id]) => id === 'ktp')?.[1] ?? []).toEqual([]);
  await expect(page.locator('[data-when=busy]')).toBeHidden();

  await form.open('alamat');
  const text = Array.from({ length: 9 }, (_, at) => `Jalan Penuh nomor ${at}`).join(', ');
  await page.locator('#alamat').fill(text);
  await expect(full(page)).toContainText('HP ini tidak bisa menyimpan lagi.', { timeout: 40_000 });
  await expect(full(page)).toContainText('Jangan tutup halaman ini');
  await expect(page.locator('#alamat')).toHaveValue(text);
  // What was written before is as it was.
  expect(await kept()).toMatchObject({ answers: { nama: who.name, alamat: who.address } });

  // Room again: it is written without a key being touched.
  await room.clear();
  await expect(full(page)).toBeHidden({ timeout: 20_000 });
  expect(await kept()).toMatchObject({ answers: { alamat: text } });
  await form.reload();
  await expect(page.locator('#alamat')).toHaveValue(text);
  await form.open('dokumen-ktp');
  await expect(word(page)).toBeHidden();
  await form.addPhoto('ktp', large);
});
