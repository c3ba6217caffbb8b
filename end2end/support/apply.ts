// The form in the browser, as a thumb works on it.
import { type Page, expect } from '@playwright/test';
import type { Photo } from './documents';
import type { Resident } from './people';

export type Contents = Record<string, string>;

export class Form {
  constructor(
    readonly page: Page,
    readonly service = 'pengantar-skck',
    /** Only where a test talks to another server than everybody else. */
    private readonly base = '',
  ) {}

  /** The last part of the address; empty at the start. */
  get step(): string {
    const path = new URL(this.page.url()).pathname;
    // Whoever is helped has a form of their own: /bantu/LEAVE/SERVICE.
    return path.replace(/^\/(ajukan|bantu\/[0-9a-f]{32})\/[^/]+\/?/, '');
  }

  get goOnButton() {
    return this.page.locator('#lanjut');
  }

  get sendButton() {
    return this.page.locator('#kirim');
  }

  /** The list of what is wrong, on top of the page. */
  get problems() {
    return this.page.locator('.errs');
  }

  get shots() {
    return this.page.locator('.shot');
  }

  async open(step = ''): Promise<void> {
    await this.page.goto(`${this.base}/ajukan/${this.service}${step && `/${step}`}`);
    await this.awake();
  }

  /** As quick as a thumb can be: what was typed is on its way to the device's database in the same turn. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.awake();
  }

  /** The island has woken up and the draft has been read from the device. */
  async awake(): Promise<void> {
    await expect(this.page.locator('#formulir')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
  }

  async isAt(step: string): Promise<void> {
    await expect.poll(() => this.step, { message: 'the step in the address' }).toBe(step);
  }

  async begin(): Promise<void> {
    await this.open();
    await this.page.locator('#mulai').click();
    await this.isAt('nama');
  }

  /** Presses "Lanjut" and arrives somewhere else. */
  async goOn(): Promise<void> {
    const before = this.step;
    await expect(async () => {
      // A photo whose sizes appear between press and release pushes the button away: people press again.
      if (this.step === before) await this.goOnButton.click();
      await expect.poll(() => this.step, { message: `going on from "${before}"`, timeout: 4000 }).not.toBe(before);
    }).toPass({ timeout: 20_000 });
  }

  /** One of several tiles, by its words. */
  async choose(words: string): Promise<void> {
    const tile = this.page.locator('label.tile', { hasText: words }).first();
    await tile.click();
    await expect(tile.locator('input')).toBeChecked();
  }

  async birth({ day, month, year }: Resident['birth']): Promise<void> {
    await this.page.getByLabel('Hari', { exact: true }).fill(day);
    await this.page.getByLabel('Bulan', { exact: true }).fill(month);
    await this.page.getByLabel('Tahun', { exact: true }).fill(year);
  }

  /** Chooses a file for a document, and waits until it lies on the device. */
  async addPhoto(requirement: string, ...photos: Photo[]): Promise<void> {
    const before = await this.shots.count();
    await this.pick(requirement, ...photos);
    await expect(this.shots).toHaveCount(before + photos.length, { timeout: 20_000 });
  }

  /** Chooses a file, whatever comes of it. */
  async pick(requirement: string, ...photos: Photo[]): Promise<void> {
    await this.page.locator(`#${requirement}-pilih`).setInputFiles(photos);
  }

  /** Every photograph on this step has arrived at the office. */
  async allSent(): Promise<void> {
    const count = await this.shots.count();
    await expect(this.page.locator('.shot[data-done=true]')).toHaveCount(count, { timeout: 30_000 });
  }

  /** Nothing is on its way any more, whatever step it belongs to: there is nothing left to pause. */
  async goneOut(): Promise<void> {
    await this.page.locator('#formulir section.req').waitFor();
    await expect(this.page.getByRole('button', { name: 'Jeda pengiriman' })).toHaveCount(0, { timeout: 30_000 });
  }

  /** Answers everything that this step asks. */
  async answer(who: Resident, photo: Photo): Promise<void> {
    const { page, step } = this;
    const fill = (label: string | RegExp, text: string) => page.getByLabel(label).fill(text);
    switch (`${this.service}/${step}`.replace(/^[^/]*\/(nama|nomor|lahir|alamat|kontak)$/, '$1')) {
      case 'nama':
        return fill('Nama lengkap', who.name);
      case 'nomor':
        await fill('NIK', who.nik);
        return fill(/Nomor KK/, who.kk);
      case 'lahir':
        await fill('Tempat lahir', who.birthPlace);
        await this.birth(who.birth);
        return this.choose(who.sex);
      case 'alamat':
        await page.getByLabel('Desa atau kelurahan').selectOption({ label: who.village.name });
        return page.locator('#alamat').fill(who.address);
      case 'kontak':
        return fill('Nomor HP', who.phone);
      case 'pengantar-skck/keperluan':
        await this.choose('Melamar kerja');
        return this.choose('Polsek');
      case 'sktm/penerima':
        return this.choose('Saya sendiri');
      case 'sktm/keperluan':
        await this.choose('Berobat');
        return fill(/Nama sekolah/, 'Rumah sakit contoh');
      case 'sktm/penghasilan':
        return fill(/Penghasilan/, '900000');
      case 'sktm/pernyataan':
        return this.choose('Pernyataan tidak mampu');
    }
    // What may be skipped is skipped.
    const document = step.startsWith('dokumen-') && !(await page.getByText('(boleh dilewati)').isVisible());
    if (document) await this.addPhoto(step.slice('dokumen-'.length), photo);
  }

  /** Answers page after page from the very beginning until this step is reached. `each` sees every step, filled in. */
  async walkTo(last: string, who: Resident, photo: Photo, each: () => Promise<void> = async () => {}): Promise<void> {
    await this.begin();
    while (this.step !== last) {
      await this.answer(who, photo);
      await each();
      await this.goOn();
    }
  }

  /** Agrees and sends. The receipt's code, without dashes. */
  async send(): Promise<string> {
    await this.isAt('kirim');
    await this.page.locator('label.tile', { has: this.page.locator('#setuju') }).click();
    await this.sendButton.click();
    return this.receipt();
  }

  async receipt(): Promise<string> {
    await expect.poll(() => this.step, { message: 'the receipt', timeout: 30_000 }).toBe('tanda-terima');
    const code = await this.page.locator('#kode').textContent();
    return code!.trim();
  }

  /** Everything that is filled in on this step, as it stands on the screen. */
  async contents(): Promise<Contents> {
    return this.page.locator('#formulir').evaluate((form) => {
      const found: Record<string, string> = {};
      for (const box of form.querySelectorAll<HTMLInputElement>('input:not([type=file]), select, textarea')) {
        const chosen = box.type === 'radio' || box.type === 'checkbox';
        const name = chosen ? `${box.name}=${box.value}` : box.name;
        found[name] = chosen ? String(box.checked) : box.value;
      }
      form.querySelectorAll('.shot').forEach((_, place) => (found[`photo ${place + 1}`] = 'there'));
      form.querySelectorAll('dl.facts > div').forEach((fact) => {
        const [name, value] = ['dt', 'dd'].map((tag) => fact.querySelector(tag)?.textContent ?? '');
        found[name] = value;
      });
      return found;
    });
  }

  /** The same as it was, after whatever happened in between. */
  async holds(contents: Contents): Promise<void> {
    await expect.poll(() => this.contents(), { message: `what is filled in at "${this.step}"` }).toEqual(contents);
  }
}
