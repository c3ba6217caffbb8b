// The officers' side in the browser.
import { type Page, expect } from '@playwright/test';
import { readable } from './code';
import type { Officer } from './people';

export class Office {
  constructor(readonly page: Page) {}

  get heading() {
    return this.page.getByRole('heading', { level: 1 });
  }

  async logIn({ username, password }: Officer): Promise<void> {
    await this.page.goto('/petugas/masuk');
    await this.page.getByLabel('Nama pengguna').fill(username);
    await this.page.getByLabel('Kata sandi').fill(password);
    await this.page.getByRole('button', { name: 'Masuk' }).click();
    // Whoever helps begins with a resident, an auditor with the history; everybody else with the queue.
    await expect(this.page).toHaveURL(/\/petugas(\/warga|\/pengawasan)?$/);
    if (!this.page.url().endsWith('/petugas')) await this.page.goto('/petugas');
  }

  async logOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Keluar', exact: true }).click();
    await expect(this.page).toHaveURL('/petugas/masuk');
  }

  /** The row of one application in the queue. */
  row(code: string) {
    return this.page.getByRole('row').filter({ hasText: readable(code) });
  }

  /** From the queue, as an officer comes to a case. */
  async openFromQueue(code: string): Promise<void> {
    await this.page.goto('/petugas');
    await this.search(readable(code));
    await this.row(code).getByRole('link').click();
    await expect(this.page).toHaveURL(`/petugas/permohonan/${code}`);
  }

  async search(words: string): Promise<void> {
    await this.page.getByLabel('Kode, nama, atau nomor HP').fill(words);
    await this.page.getByRole('button', { name: 'Cari' }).click();
  }

  /** Where the case stands, in a word. */
  get state() {
    return this.page.locator('h1 + .meta .badge').first();
  }

  /** A document of the case. */
  document(name: string) {
    return this.page.locator('.doc', { hasText: name });
  }

  /** An answer of the case, by its label. */
  answer(label: string) {
    return this.page.locator('dl.facts > div').filter({ has: this.page.locator('dt', { hasText: label }) });
  }

  async accept(name: string): Promise<void> {
    await this.document(name).getByRole('button', { name: `Terima ${name}` }).click();
    await expect(this.document(name).getByText('Diterima', { exact: true })).toBeVisible();
  }

  /** Gives a document back for a ready-made reason. */
  async giveBackDocument(name: string, reason: string): Promise<void> {
    const document = this.document(name);
    await document.locator('summary').click();
    await document.locator('label.tile', { hasText: reason }).click();
    await document.getByRole('button', { name: `Kembalikan ${name}` }).click();
    await expect(document.getByText('Dikembalikan', { exact: true })).toBeVisible();
  }

  /** Gives an answer back in own words. */
  async giveBackAnswer(label: string, reason: string): Promise<void> {
    const answer = this.answer(label);
    await answer.locator('summary').click();
    await answer.getByLabel('Alasan untuk pemohon').fill(reason);
    await answer.getByRole('button', { name: `Kembalikan ${label}` }).click();
    await expect(answer.getByText('Dikembalikan', { exact: true })).toBeVisible();
  }

  /** A step of the state machine, by the words on its button; `state` is what stands there afterwards. */
  async take(step: string, state: string): Promise<void> {
    await this.page.locator('#langkah').getByRole('button', { name: step }).click();
    await expect(this.state).toHaveText(state);
  }
}
