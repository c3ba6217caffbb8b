// A day in a village: a tablet that is made ready, and residents who are helped without a network.
import { type Page, expect } from '@playwright/test';
import { AssistedForm, Helper } from './assist';
import { visit } from './device';
import type { Photo } from './documents';
import { type Officer, type Resident, umpang } from './people';

export const PIN = '482913';

export class Tablet {
  constructor(
    readonly page: Page,
    private readonly base = '',
  ) {}

  /** An outreach session with these on its roster. Its address. */
  async plan(place: string, people: Resident[]): Promise<string> {
    const { page } = this;
    await page.goto(`${this.base}/petugas/jemput-bola`);
    const plan = page.locator('form', { has: page.getByLabel('Tempat') });
    const fold = page.locator('details', { has: plan });
    if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
    await plan.getByLabel('Tempat').fill(place);
    const region = plan.locator('#region');
    if ((await region.locator('option').count()) > 1) await region.selectOption(umpang.code);
    await plan.getByRole('button', { name: 'Buat sesi' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(place);
    if (people.length) {
      await page.locator('#table').fill(people.map((one) => `${one.name},${one.nik},${one.phone}`).join('\n'));
      await page.getByRole('button', { name: 'Tambahkan' }).click();
      await expect(page.locator('.links li')).toHaveCount(people.length);
    }
    // What was added stands in the address once.
    return page.url().split('?')[0];
  }

  /** From the session's page to "Siap luring". */
  async prepare(): Promise<void> {
    const { page } = this;
    await page.getByRole('link', { name: 'Siapkan perangkat untuk sesi ini' }).click();
    const root = page.locator('#siap-perangkat');
    await expect(root).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
    const add = page.locator('form[data-door=add]');
    if (await add.isVisible()) {
      await add.locator('[name=pin]').fill(PIN);
      await add.getByRole('button').click();
    }
    await expect(page.locator('[data-check=pin] [data-state]')).toHaveText('siap', { timeout: 20_000 });
    await page.getByRole('button', { name: 'Siapkan perangkat' }).click();
    await expect(page.locator('[data-fill=verdict]')).toHaveText('Siap luring', { timeout: 90_000 });
  }

  get root() {
    return this.page.locator('#hari-lapangan');
  }

  async open(hash = ''): Promise<void> {
    await visit(this.page, `${this.base}/lapangan${hash}`);
    await expect(this.root).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
    const pin = this.page.locator('form[data-door=unlock]');
    if (await pin.isVisible()) {
      await pin.locator('[name=pin]').fill(PIN);
      await pin.getByRole('button').click();
      await expect(pin).toBeHidden({ timeout: 20_000 });
    }
  }

  get name() {
    return this.root.locator('[data-fill=name]');
  }

  /** The resident on the screen agrees. */
  async consent(who: Resident): Promise<void> {
    const form = this.page.locator('form[data-form=consent]');
    await form.locator('label.tile').click();
    await form.locator('[name=consent_name]').fill(who.name);
    await form.getByRole('button', { name: 'Setuju, lanjut' }).click();
    await expect(this.page.getByText('Sudah menyetujui:')).toBeVisible();
  }

  /** Begins a service for the resident on the screen. */
  async start(service: string, id: string, who: Resident): Promise<FieldForm> {
    await this.page.getByRole('button', { name: service }).click();
    await expect(this.page).toHaveURL(new RegExp(`/bantu/[0-9a-f]{32}/${id}$`));
    const form = new FieldForm(this.page, id);
    await form.awake();
    await expect(new Helper(this.page).banner).toContainText(who.name);
    await this.page.locator('#lanjut-draf').click();
    return form;
  }

  /** What the numbers on top say: served, waiting, received, refused. */
  async numbers(): Promise<Record<string, number>> {
    const read = async (name: string) => Number(await this.root.locator(`[data-fill=${name}]`).textContent());
    const names = ['served', 'left', 'waiting', 'received', 'refused'];
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)])));
  }

  async logIn(officer: Officer): Promise<void> {
    await visit(this.page, `${this.base}/petugas/masuk`);
    // Whoever still is, is sent on: a flat battery may or may not have taken the cookie along.
    if (new URL(this.page.url()).pathname === '/petugas/warga') return;
    await this.page.getByLabel('Nama pengguna').fill(officer.username);
    await this.page.getByLabel('Kata sandi').fill(officer.password);
    await this.page.getByRole('button', { name: 'Masuk' }).click();
    await expect(this.page).toHaveURL(/\/petugas\/warga$/);
  }
}

/** A helped form without a network: every document is photographed and its original seen, and the receipt is the device's. */
export class FieldForm extends AssistedForm {
  photos = 0;

  override async answer(who: Resident, photo: Photo): Promise<void> {
    if (!this.step.startsWith('dokumen-')) return super.answer(who, photo);
    // What may be skipped is skipped.
    if (await this.page.getByText('(boleh dilewati)').isVisible()) return;
    await this.addPhoto(this.step.slice('dokumen-'.length), photo);
    this.photos += 1;
    const seen = this.page.locator('label.tile', { hasText: 'Saya sudah melihat dokumen aslinya' });
    await seen.click();
    await expect(seen.locator('input')).toBeChecked();
  }

  /** Page after page; what there is to hand over at once. */
  async capture(who: Resident, photo: () => Promise<Photo>): Promise<string> {
    await expect.poll(() => this.step).not.toBe('');
    while (this.step !== 'kirim') {
      await this.answer(who, this.step.startsWith('dokumen-') ? await photo() : (undefined as unknown as Photo));
      await this.goOn();
    }
    await this.page.locator('label.tile', { has: this.page.locator('#setuju') }).click();
    await this.sendButton.click();
    await this.page.getByRole('link', { name: 'Lihat tanda terima, belum terkirim' }).click();
    await expect(this.page.getByRole('heading', { name: 'Tersimpan di HP, belum terkirim' })).toBeVisible();
    return (await this.page.locator('#kode').textContent())!.trim();
  }
}
