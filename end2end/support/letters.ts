// A letter on the page of its case, and its file as tools read it that aren't ours.
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { type Page, expect, test } from './test';

export class Letter {
  constructor(readonly page: Page, private readonly product = 'hasil') {}

  get box() {
    return this.page.locator(`#surat-${this.product}`);
  }

  get state() {
    return this.box.locator('h3 .badge');
  }

  /** Gives it its number, and says which. */
  async number(): Promise<string> {
    await this.box.getByRole('button', { name: 'Beri nomor dan jadikan surat' }).click();
    await expect(this.state).toHaveText('Bernomor, belum ditandatangani');
    return (await this.box.locator('p b').first().textContent())!;
  }

  async print(): Promise<void> {
    await this.box.getByRole('button', { name: 'Sudah dicetak' }).click();
    await expect(this.state).toHaveText('Dicetak, menunggu tanda tangan pena');
  }

  /** The scan of what was signed by hand. */
  async scan(file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.box.getByLabel('Pindaian surat').setInputFiles(file);
    await this.box.getByRole('button', { name: 'Sudah ditandatangani, simpan pindaian' }).click();
  }
}

/** A PDF that the visitor of this page gets at an address, kept for tools to read. */
export async function fetched(page: Page, address: string, name: string): Promise<string> {
  const answer = await page.request.get(address);
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  const file = test.info().outputPath(name);
  fs.writeFileSync(file, await answer.body());
  return file;
}

/** The text of a PDF, as poppler reads it. */
export const textOf = (file: string) => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });

/** What a scanner reads off each page of a PDF: QR codes only, because lines of a table look like bars. */
export function scanned(file: string): string[] {
  const picture = test.info().outputPath('page');
  execFileSync('pdftoppm', ['-r', '150', '-gray', '-png', file, picture]);
  const pages = fs.readdirSync(test.info().outputPath()).filter((name) => /^page-\d+\.png$/.test(name));
  const all = ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', ...pages.map((name) => test.info().outputPath(name))];
  return execFileSync('zbarimg', all, { encoding: 'utf8', stdio: 'pipe' }).trim().split('\n');
}

/** What pdfsig says of a PDF's signatures; it ends with an error where there is none. */
export function signaturesOf(file: string): string {
  const { stdout, stderr } = spawnSync('pdfsig', ['-nocert', file], { encoding: 'utf8' });
  return stdout + stderr;
}
