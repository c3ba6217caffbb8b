// Handing a product over, as whoever stands before the resident does it.
import { type Page, expect } from '@playwright/test';
import { sign } from './assist';

export class Product {
  constructor(readonly page: Page, readonly id: string) {}

  get box() {
    return this.page.locator(`#hasil-${this.id}`);
  }

  get state() {
    return this.box.locator('h3 .badge');
  }

  async take(button: RegExp | string, state: string): Promise<void> {
    await this.box.getByRole('button', { name: button }).click();
    await expect(this.state).toHaveText(state);
  }

  /** Whoever receives it writes nothing but the name on the screen. */
  async giveTo(name: string): Promise<void> {
    await this.box.getByLabel('Nama penerima').fill(name);
    await sign(this.box);
    await this.box.getByRole('button', { name: /^Serahkan/ }).click();
    await expect(this.state).toHaveText('Sudah diserahkan');
    await expect(this.box).toContainText(`diterima ${name}`);
    const drawing = this.box.getByRole('img', { name: 'Tanda tangan penerima' });
    await expect.poll(() => drawing.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  }
}
