// Who helps residents, in the browser: choose the person, take their leave, and only then a form.
import { type Locator, type Page, expect } from '@playwright/test';
import { Form } from './apply';
import { atOffice } from './clock';
import type { Photo } from './documents';
import type { Officer, Resident } from './people';

/** Draws a line into a field to sign in, as a finger does. */
export async function sign(around: Locator): Promise<void> {
  const canvas = around.locator('.sign canvas');
  await expect(canvas).toBeVisible({ timeout: 20_000 });
  // A picture above that comes late moves the field away under the finger: then one signs again.
  await expect(async () => {
    await canvas.scrollIntoViewIfNeeded();
    const box = (await canvas.boundingBox())!;
    const mouse = around.page().mouse;
    await mouse.move(box.x + 30, box.y + box.height / 2);
    await mouse.down();
    for (let at = 1; at <= 8; at++) {
      await mouse.move(box.x + 30 + at * 20, box.y + box.height / 2 + (at % 2 ? 15 : -15));
    }
    await mouse.up();
    await expect(canvas).toHaveAttribute('aria-label', /sudah diisi/, { timeout: 1000 });
  }).toPass({ timeout: 20_000 });
}

export class Helper {
  constructor(readonly page: Page) {}

  async logIn({ username, password }: Officer): Promise<void> {
    await this.page.goto('/petugas/masuk');
    await this.page.getByLabel('Nama pengguna').fill(username);
    await this.page.getByLabel('Kata sandi').fill(password);
    await this.page.getByRole('button', { name: 'Masuk' }).click();
    // Never a form, and never the queue: first the person.
    await expect(this.page).toHaveURL('/petugas/warga');
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('Pilih warga yang dibantu');
  }

  get banner() {
    return this.page.locator('.helping');
  }

  async register(who: Resident, withNik = true): Promise<void> {
    const form = this.page.locator('form', { has: this.page.locator('#region') });
    const fold = this.page.locator('details', { has: form });
    if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
    await form.getByLabel('Nama lengkap').fill(who.name);
    if (withNik) await form.getByLabel('NIK').fill(who.nik);
    await form.getByLabel('Nomor HP').fill(who.phone);
    const region = form.locator('#region');
    if ((await region.locator('option').count()) > 1) await region.selectOption(who.village.code);
    await form.getByRole('button', { name: 'Daftarkan dan lanjut' }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(who.name);
  }

  /** The resident ticks, types the name and signs. */
  async consent(who: Resident): Promise<void> {
    const form = this.page.locator('form', { has: this.page.locator('#agreed') });
    await form.locator('label.tile').click();
    await form.locator('#consent_name').fill(who.name);
    await sign(form);
    await form.getByRole('button', { name: 'Setuju, lanjut' }).click();
    await expect(this.page.getByText('Sudah menyetujui:')).toBeVisible();
  }

  /** Begins a service for the resident; the form is theirs and says so. */
  async start(service: string, id: string, who: Resident): Promise<AssistedForm> {
    await this.page.getByRole('button', { name: service }).click();
    await expect(this.page).toHaveURL(new RegExp(`/bantu/[0-9a-f]{32}/${id}$`));
    await expect(this.banner).toContainText(who.name);
    const form = new AssistedForm(this.page, id);
    await form.awake();
    await this.page.locator('#lanjut-draf').click();
    return form;
  }
}

/** The form of a resident who is helped: the first answers are known. */
export class AssistedForm extends Form {
  /** Everything that this step asks and that isn't there yet. */
  override async answer(who: Resident, photo: Photo): Promise<void> {
    const { page, step } = this;
    const fill = (id: string, text: string) => page.locator(`#${id}`).fill(text);
    const date = async (id: string, [day, month, year]: string[]) => {
      for (const [part, text] of [['hari', day], ['bulan', month], ['tahun', year]]) await page.locator(`[name="${id}-${part}"]`).fill(text);
    };
    switch (`${this.service}/${step}`) {
      case `${this.service}/nomor`:
        await expect(page.locator('#nik')).toHaveValue(who.nik);
        return;
      case `${this.service}/alamat`:
        await expect(page.locator('#desa')).toHaveValue(who.village.code);
        return fill('alamat', who.address);
      case 'akta-kelahiran/anak':
        await fill('nama_anak', `Bayi ${who.name}`);
        await this.choose('Perempuan');
        await fill('anak_ke', '1');
        return this.choose('Tunggal');
      case 'akta-kelahiran/waktu-lahir':
        await date('tanggal_lahir_anak', atOffice(-240).date);
        await fill('pukul', '03:15');
        await fill('tempat_kelahiran', 'Kupang');
        return this.choose('Rumah sakit');
      case 'akta-kelahiran/persalinan':
        await this.choose('Bidan');
        await fill('berat_gram', '3100');
        return fill('panjang_cm', '49');
      case 'akta-kelahiran/orang-tua':
        await fill('nama_ibu', who.name);
        return fill('nik_ibu', who.nik);
      case 'akta-kelahiran/surat':
        for (const group of ['#ada_surat_lahir', '#ada_buku_nikah']) await page.locator(`${group} label.tile`).first().click();
        return this.choose('Ibu');
      case 'akta-kelahiran/saksi':
        for (const at of [0, 1]) {
          await page.locator(`[name="saksi-${at}-nama"]`).fill(`Saksi ${at}`);
          await page.locator(`[name="saksi-${at}-nik"]`).fill(`530101010190000${at + 1}`);
        }
        return;
      case 'akta-kematian/permintaan':
        return this.choose('Akta kematian');
      case 'akta-kematian/almarhum':
        return fill('nama_almarhum', `Almarhum ${who.name}`);
      case 'akta-kematian/kematian':
        await date('tanggal_kematian', atOffice(-24).date);
        await fill('tempat_kematian', 'Rumah');
        return this.choose('Sakit biasa');
      case 'akta-kematian/pemakaman': {
        await this.choose('Tenaga kesehatan');
        const soon = atOffice(6);
        await date('rencana_pemakaman', soon.date);
        await page.locator('[name="rencana_pemakaman-jam"]').fill(soon.time);
        return fill('hubungan_pelapor', 'Anak');
      }
      case 'akta-kematian/saksi':
        return;
    }
    // What may follow, follows.
    if (step.startsWith('dokumen-') && (await page.getByText('(boleh menyusul)').isVisible())) return;
    return super.answer(who, photo);
  }

  /** Page after page until it is sent. The receipt's code. */
  async through(who: Resident, photo: Photo): Promise<string> {
    await expect.poll(() => this.step).not.toBe('');
    while (this.step !== 'kirim') {
      await this.answer(who, photo);
      await this.goOn();
    }
    return this.send();
  }
}
