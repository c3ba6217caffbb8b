// The pictures of the README, and those that a browser shows before the app is installed (the manifest's). They are taken on a fresh demonstration office of their own; everybody in them is
// invented. With GENGGAM_SCREENSHOTS=1 they are written, otherwise only looked at.
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from '@playwright/test';
import { Form } from './support/apply';
import { photograph } from './support/documents';
import { Office } from './support/office';
import { lastDigits, officers, resident } from './support/people';
import { type Server, startServer } from './support/server';
import { Status } from './support/status';
import { expect, test } from './support/test';

const readme = path.resolve(__dirname, '../docs/screenshots');
const manifest = path.resolve(__dirname, '../public/screenshots');
const written = process.env.GENGGAM_SCREENSHOTS === '1';

let server: Server;
test.beforeAll(async () => void (server = await startServer()));
test.afterAll(() => server.discard());

/** What stands in the window, as a PNG small enough for a repository. */
async function picture(page: Page, name: string, ...folders: string[]): Promise<void> {
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => {}))));
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  expect(png.length, `bytes of ${name}.png`).toBeLessThan(150_000);
  if (!written) return;
  for (const folder of folders) {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, `${name}.png`), png);
  }
}

test('on the phone', async ({ onPhone, browser }) => {
  const page = await onPhone({ deviceScaleFactor: 1, baseURL: server.url });
  const who = resident({ name: 'Siti Rahmawati', nik: '6201025408900917', kk: '6201021203150007', birth: { day: '14', month: '8', year: '1990' }, phone: '0812-5001-4821' });
  const paper = await photograph(browser, 'Contoh dokumen');

  await page.goto('/');
  await expect(page.getByRole('search')).toHaveAttribute('data-ready', 'true');
  await picture(page, 'phone-home', readme, manifest);

  await page.goto('/layanan/pengantar-skck');
  await expect(page.getByText('Centang tersimpan di HP ini saja.')).toBeVisible();
  await picture(page, 'phone-service', readme, manifest);

  const form = new Form(page);
  await form.walkTo('kirim', who, paper, async () => {
    if (form.step !== 'dokumen-ktp') return;
    await form.allSent();
    await picture(page, 'phone-apply', readme);
  });
  const code = await form.send();
  await picture(page, 'phone-receipt', readme);

  await new Status(page).ask(code, lastDigits(who));
  await expect(page.getByText('Permohonan Anda sudah masuk.')).toBeVisible();
  await picture(page, 'phone-status', readme, manifest);
});

test('on the tablet', async ({ onTablet }) => {
  const desk = new Office(await onTablet({ baseURL: server.url }));
  const { page } = desk;
  await page.goto('/layanan');
  await expect(page.getByRole('search')).toHaveAttribute('data-ready', 'true');
  await picture(page, 'tablet-services', manifest);
  await desk.logIn(officers.counter);
  await expect(desk.heading).toHaveText('Antrean permohonan');
  await page.goto('/petugas?daftar=semua');
  await picture(page, 'tablet-queue', readme);

  // Slamet has sent a document again.
  await page.getByRole('row').filter({ hasText: 'Slamet' }).getByRole('link').click();
  await expect(desk.heading).toContainText('Slamet');
  await picture(page, 'tablet-case', readme);

  await page.getByRole('link', { name: /Bandingkan lama dan baru/ }).first().click();
  await expect(page.locator('.pan').first()).toHaveAttribute('data-live', '');
  await picture(page, 'tablet-document', readme);
});
