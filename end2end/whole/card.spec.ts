// A whole case whose product is a card: no file, no print, somebody has to come for it. The card of a child (KIA).
import { Api } from '../support/api';
import { Form } from '../support/apply';
import { readable } from '../support/code';
import type { Photo } from '../support/documents';
import { Product } from '../support/handover';
import { looks } from '../support/looks';
import { Office } from '../support/office';
import { type Resident, batakte, lastDigits, officers, resident, secretsOf } from '../support/people';
import { Status } from '../support/status';
import { expect, test } from '../support/test';

class CardForm extends Form {
  override async answer(who: Resident, photo: Photo): Promise<void> {
    const { page, step } = this;
    switch (step) {
      case 'alamat':
        await page.locator('#desa').selectOption(who.village.code);
        return page.locator('#alamat').fill(who.address);
      case 'anak':
        await page.locator('#nama_anak').fill(`Anak ${who.name}`);
        await page.locator('#nik_anak').fill('5301054506180001');
        for (const [part, text] of [['hari', '5'], ['bulan', '6'], ['tahun', '2018']]) await page.locator(`[name="tanggal_lahir_anak-${part}"]`).fill(text);
        return this.choose('5 tahun atau lebih');
      case 'keperluan':
        return this.choose('Baru');
    }
    return super.answer(who, photo);
  }
}

test('a card is made, lies ready, is fetched by appointment and signed for; no step comes before its time', async ({ page, onTablet, paper, api, troubles }) => {
  test.setTimeout(150_000);
  const who = resident({ village: batakte });
  const status = new Status(page);
  const box = page.locator('#janji + .box');
  const desk = new Office(await onTablet());
  const card = new Product(desk.page, 'hasil');
  let code = '';
  // What no button offers is posted by itself, as whoever knows the address could.
  const forced = async (path: string, fields: Record<string, string>) => {
    const counter = await api.logIn(officers.registry);
    const answer = await counter.post(path, { code, ...fields }, { accept: 'application/json' });
    return { status: answer.status, text: await answer.text() };
  };
  const whole = async (action: string) => {
    const { version } = await (await api.logIn(officers.registry)).openCase(code);
    return forced('/api/officer/act', { version: String(version), action, reason: '' });
  };
  const product = (step: string) => forced('/api/handover/step', { product: 'hasil', step, receiver: who.name, drawn: '' });

  await test.step('a parent applies on the phone', async () => {
    const form = new CardForm(page, 'kia');
    await form.begin();
    while (form.step !== 'kirim') {
      await form.answer(who, paper);
      await form.goOn();
    }
    code = await form.send();
  });

  await test.step('before it is decided there is no card to be sent, brought or given', async () => {
    await desk.logIn(officers.registry);
    await desk.openFromQueue(code);
    await desk.take('Mulai memeriksa', 'Diperiksa');
    for (const step of ['issue', 'arrive', 'hand_over']) expect((await product(step)).status, step).toBe(409);
    for (const action of ['make_ready', 'hand_over']) expect((await whole(action)).status, action).toBe(409);
    for (const name of ['Akta kelahiran anak', 'KK orang tua atau wali', 'KTP-el ayah dan ibu', 'Foto anak berwarna']) {
      await desk.document(name).getByRole('button', { name: /^Terima/ }).click();
    }
    await desk.take('Berkas lengkap', 'Menunggu tanda tangan');
    const head = new Office(await onTablet());
    await head.logIn(officers.registryHead);
    await head.openFromQueue(code);
    await head.take('Setujui dan selesaikan', 'Selesai');
    // A card is no letter: there is nothing to number or to sign.
    await expect(head.page.locator('[id^=surat-]')).toHaveCount(0);
  });

  await test.step('a card that nobody has made is neither ready nor given, whatever is posted', async () => {
    await desk.page.reload();
    await expect(desk.page.locator('#langkah').getByRole('button', { name: /Siap diambil|Sudah diserahkan/ })).toHaveCount(0);
    await expect(desk.page.locator('#langkah').getByRole('link', { name: 'Lanjutkan penyerahan hasilnya' })).toBeVisible();
    for (const action of ['make_ready', 'hand_over']) expect((await whole(action)).status, action).toBe(409);
    for (const step of ['arrive', 'hand_over']) expect((await product(step)).status, step).toBe(409);
    await page.goto(`/status?kode=${code}`);
    await status.show(lastDigits(who));
    await expect(page.getByText('Sudah bisa diambil')).toHaveCount(0);
    await card.take(/^Sudah jadi/, 'Sudah jadi, sedang diantar');
    expect((await product('issue')).status, 'made twice').toBe(409);
    expect((await product('hand_over')).status, 'given on its way').toBe(409);
    expect((await whole('make_ready')).status, 'ready on its way').toBe(409);
    await card.take(/^Sudah tiba/, 'Siap diserahkan');
  });

  await test.step('the parent reads that it is ready, and chooses when to come', async () => {
    await page.reload();
    await expect(page.getByText('Sudah bisa diambil. Tunjukkan kode di atas kepada petugas.')).toBeVisible();
    await expect(page.getByRole('link', { name: /Simpan/ })).toHaveCount(0);
    await box.getByRole('button', { name: 'Buat janji' }).click();
    await expect(box).toContainText('Datang: ');
    await looks(page, 'card-ready');
  });

  await test.step('the counter expects them, and gives the card to whoever signs for it', async () => {
    const day = (await box.locator('b').first().textContent())!;
    await desk.page.getByRole('link', { name: 'Surat', exact: true }).click();
    await desk.page.locator('main h3', { hasText: day }).locator('+ ul').getByRole('link', { name: who.name }).click();
    await desk.take('Siap diambil', 'Siap diambil');
    expect((await product('hand_over')).text, 'without a signature').toContain('no-receiver');
    troubles.allow(/409 .*handover\/step/);
    await card.box.getByLabel('Nama penerima').fill(who.name);
    await card.box.getByRole('button', { name: /^Serahkan/ }).click();
    await expect(desk.page.getByRole('alert')).toContainText('minta tanda tangannya');
    await desk.page.goto(`/petugas/permohonan/${code}`);
    await looks(desk.page, 'card-desk');
    await card.giveTo(who.name);
    await expect(desk.state).toHaveText('Sudah diserahkan');
    for (const step of ['issue', 'arrive', 'hand_over']) expect((await product(step)).status, `${step} once more`).toBe(409);
  });

  await test.step('the parent sees the end, and nobody by name', async () => {
    await page.reload();
    await expect(status.steps.last()).toContainText('Hasil diserahkan');
    await expect(page.getByText('Hasilnya sudah Anda terima.')).toBeVisible();
    await expect(page.locator('main')).toContainText(readable(code));
    await expect(page.locator('#janji')).toHaveCount(0);
    for (const secret of [...secretsOf(who), officers.registry.name]) await expect(page.locator('body')).not.toContainText(secret);
    await looks(page, 'card-end');
  });
});
