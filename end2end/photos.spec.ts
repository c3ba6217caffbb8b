// Photographs of documents: small, without secrets, and sent until the office has every byte.
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page, Request } from '@playwright/test';
import { Form } from './support/apply';
import { hasExif, isJpeg, jpegSize, noPhoto, pdf, photograph, withExif } from './support/documents';
import { Office } from './support/office';
import { officers, resident } from './support/people';
import { startServer } from './support/server';
import { expect, test } from './support/test';
import { Wire } from './support/wire';

test('photographs are shrunk, upright and without their secrets before they leave the phone', async ({ page, browser, onTablet }) => {
  const form = new Form(page);
  const large = withExif(await photograph(browser, 'Foto besar', 4000, 3000));
  expect(hasExif(large.buffer)).toBe(true);
  const sent: Buffer[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') sent.push(request.postDataBuffer()!);
  });
  await form.walkTo('kirim', resident(), large);
  const code = await form.send();
  expect(sent).toHaveLength(3);
  for (const bytes of sent) {
    expect(isJpeg(bytes)).toBe(true);
    expect(hasExif(bytes), 'secrets on the way').toBe(false);
    expect(bytes.length).toBeLessThan(310 * 1024);
    const { width, height } = jpegSize(bytes);
    expect(Math.max(width, height)).toBeLessThanOrEqual(2000);
    expect(height, 'it was taken upright').toBeGreaterThan(width);
  }
  const office = new Office(await onTablet());
  await office.logIn(officers.counter);
  await office.openFromQueue(code);
  const file = await office.document('KTP-el').locator('img').getAttribute('src');
  const stored = await (await office.page.request.get(file!)).body();
  expect(isJpeg(stored)).toBe(true);
  expect(hasExif(stored), 'secrets in the archive').toBe(false);
  expect(jpegSize(stored).height).toBeGreaterThan(jpegSize(stored).width);
});

test('photographs of several pages; one may be taken away again', async ({ page, paper, api }) => {
  const form = new Form(page);
  const who = resident();
  await form.walkTo('dokumen-kk', who, paper);
  await form.addPhoto('kk', paper, paper, paper);
  await form.allSent();
  await page.getByRole('button', { name: 'Hapus Kartu Keluarga (KK) 2' }).click();
  await expect(form.shots).toHaveCount(2);
  await form.reload();
  await expect(form.shots).toHaveCount(2);
  await form.goOn();
  while (form.step !== 'kirim') await form.goOn();
  const code = await form.send();
  const counter = await api.logIn(officers.counter);
  const { documents } = await counter.openCase(code);
  expect(documents.find((document) => document.requirement === 'kk')!.pages).toHaveLength(2);
});

test('a text file that is called a photo is refused kindly, before anything is sent', async ({ page }) => {
  const form = new Form(page);
  const sent: string[] = [];
  page.on('request', (request) => request.url().includes('/files') && sent.push(request.url()));
  await form.open('dokumen-ktp');
  await form.pick('ktp', noPhoto);
  await expect(page.getByRole('alert')).toContainText('tidak bisa dibuka sebagai foto atau PDF');
  await expect(form.shots).toHaveCount(0);
  expect(sent).toEqual([]);
});

test('photographs wait on the phone without a network and go by themselves when it is back', async ({ page, context, paper, troubles }) => {
  troubles.allow(/ERR_INTERNET_DISCONNECTED/);
  const form = new Form(page);
  await form.open('dokumen-ktp');
  await context.setOffline(true);
  await form.addPhoto('ktp', paper);
  await expect(page.getByText('Foto aman di HP')).toBeVisible();
  await expect(form.shots).toContainText('Tersimpan di HP');
  await context.setOffline(false);
  await form.allSent();
});

test('photographs pause in the middle and go on from there', async ({ page, baseURL, paper }) => {
  const wire = await Wire.to(baseURL!);
  const form = new Form(page, 'pengantar-skck', wire.url);
  const offsets = offsetsOf(page);
  await form.open('dokumen-ktp');
  const silent = wire.silenceAfter(100_000);
  await form.pick('ktp', paper);
  await silent;
  await page.getByRole('button', { name: 'Jeda pengiriman' }).click();
  await expect(form.shots).toContainText(/Tersimpan di HP, \d+ KB dari \d+ KB terkirim/);
  wire.flow();
  await page.getByRole('button', { name: 'Lanjutkan pengiriman' }).click();
  await form.allSent();
  goesOn(offsets);
  await wire.close();
});

test('photographs survive a network that breaks in the middle', async ({ page, baseURL, paper, troubles }) => {
  troubles.allow(/\/files/);
  const wire = await Wire.to(baseURL!);
  const form = new Form(page, 'pengantar-skck', wire.url);
  const offsets = offsetsOf(page);
  await form.open('dokumen-ktp');
  const silent = wire.silenceAfter(100_000);
  await form.pick('ktp', paper);
  await silent;
  wire.cut();
  await expect(page.getByText('Belum ada sinyal')).toBeVisible();
  wire.flow();
  await page.getByRole('button', { name: 'Coba sekarang' }).click();
  await form.allSent();
  goesOn(offsets);
  await wire.close();
});

test('photographs survive a page that is closed in the middle', async ({ page, context, baseURL, paper }) => {
  const wire = await Wire.to(baseURL!);
  const form = new Form(page, 'pengantar-skck', wire.url);
  await form.open('dokumen-ktp');
  const silent = wire.silenceAfter(100_000);
  await form.pick('ktp', paper);
  await silent;
  await page.close();
  wire.cut();
  wire.flow();
  const later = await context.newPage();
  const offsets = offsetsOf(later);
  const again = new Form(later, 'pengantar-skck', wire.url);
  await again.open('dokumen-ktp');
  await again.allSent();
  goesOn(offsets);
  await wire.close();
});

test('photographs survive a server that dies in the middle', async ({ page, paper, troubles }) => {
  troubles.allow(/\/files/);
  const server = await startServer();
  const wire = await Wire.to(server.url);
  try {
    const form = new Form(page, 'pengantar-skck', wire.url);
    await form.walkTo('dokumen-ktp', resident(), paper);
    await form.goneOut();
    const offsets = offsetsOf(page);
    const silent = wire.silenceAfter(7_000_000);
    await form.pick('ktp', pdf(8_000_000));
    await silent;
    // It moves its offset every half megabyte, once it has written what waited: most of this is safe by then.
    await expect.poll(() => sizeOf(path.join(server.dataDir, 'incoming'))).toBeGreaterThan(6_000_000);
    await server.stop('SIGKILL');
    await expect(page.getByText('Belum ada sinyal')).toBeVisible();
    await server.start();
    wire.flow();
    await page.getByRole('button', { name: 'Coba sekarang' }).click();
    await form.allSent();
    goesOn(offsets);
    while (form.step !== 'kirim') {
      if (form.step === 'dokumen-kk') await form.addPhoto('kk', paper);
      await form.goOn();
    }
    expect(await form.send()).toMatch(/^SKC/);
  } finally {
    await wire.close();
    await server.discard();
  }
});

/** From where each PATCH of the page went on. */
function offsetsOf(page: Page): number[] {
  const offsets: number[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  return offsets;
}

/** The last attempt began in the middle, not anew. */
function goesOn(offsets: number[]): void {
  expect(offsets.at(-1), `attempts: ${offsets.join(', ')}`).toBeGreaterThan(0);
}

/** Bytes of all files in a folder. */
function sizeOf(folder: string): number {
  return fs.readdirSync(folder).reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0);
}
