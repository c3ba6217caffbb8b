// The status page, as a resident reads it.
import { type Page, expect } from '@playwright/test';

export class Status {
  constructor(readonly page: Page) {}

  /** Asks for a case, by code and digits. */
  async ask(code: string, digits: string): Promise<void> {
    await this.page.goto('/status');
    await this.page.getByLabel('Kode permohonan').fill(code);
    await this.send(digits);
  }

  /** Where the code stands there already. */
  async show(digits: string): Promise<void> {
    await this.send(digits);
    await expect(this.page).toHaveURL('/status/kasus');
  }

  private async send(digits: string): Promise<void> {
    await this.page.getByLabel('4 angka terakhir nomor HP').fill(digits);
    await this.page.getByRole('button', { name: 'Lihat status' }).click();
  }

  /** What has happened, the oldest first. */
  get steps() {
    return this.page.locator('.track li.done');
  }

  /** Where it stands now. */
  get now() {
    return this.page.locator('.track li[aria-current=step]');
  }
}
