// The law's clock in the browser, on a server whose own clock is moved: over Christmas, while the resident must act, and
// when the office enters another day off.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Api } from '../support/api';
import { Form } from '../support/apply';
import { Clock } from '../support/clock';
import { scan } from '../support/documents';
import { looks } from '../support/looks';
import { Office } from '../support/office';
import { officers } from '../support/people';
import { type Server, startServer } from '../support/server';
import { Status } from '../support/status';
import { type Page, expect, test } from '../support/test';

const root = path.resolve(__dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'genggam-catalogue-'));
let clock: Clock;
let server: Server;
test.beforeAll(async () => {
  fs.cpSync(path.join(root, 'catalogue'), folder, { recursive: true });
  // An office that promises three days.
  const service = path.join(folder, 'services/izin-keramaian.toml');
  const text = fs.readFileSync(service, 'utf8');
  fs.writeFileSync(service, text.replace('promise = 1,', 'promise = 3,'));
  const place = path.relative(root, folder);
  // Wednesday; Thursday is joint leave, Friday is Christmas, the next Friday is New Year.
  clock = new Clock('2026-12-23T10:00+07:00');
  server = await startServer({ env: clock.env, configure: (text) => text.replace('catalogue = "catalogue"', `catalogue = "${place}"`) });
});
test.afterAll(async () => {
  await server.discard();
  clock.discard();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a day off is not counted, the resident’s turn is not counted, and a new day off moves the day', async ({ onPhone, onTablet }) => {
  test.setTimeout(120_000);
  const api = new Api(server.url);
  const sent = await api.apply('izin-keramaian');
  const tablet = () => onTablet({ baseURL: server.url });
  const counter = new Office(await tablet());
  const head = new Office(await tablet());
  const own = await onPhone({ baseURL: server.url });
  const at = `/petugas/permohonan/${sent.code}`;
  const meta = (page: Page) => page.locator('h1 + .meta');
  const shown = async () => {
    await own.goto(`/status?kode=${sent.code}`);
    await new Status(own).show(sent.digits);
  };
  /** What officer and resident read: the law's day, the promised one, and the same promise on the phone. */
  const due = async (limit: string, promise: string) => {
    await expect(meta(counter.page)).toContainText(`Batas: ${limit}`);
    await expect(meta(counter.page)).toContainText(`janji kantor ${promise}`);
    await shown();
    await expect(own.locator('main')).toContainText(`Keputusan paling lambat ${promise}.`);
    await expect(own.locator('.track')).toContainText(`paling lambat ${promise}`);
  };
  const acceptAll = async () => {
    const boxes = counter.page.locator('.doc').getByRole('button', { name: /^Terima / });
    while ((await boxes.count()) > 0) {
      const before = await boxes.count();
      await boxes.first().click();
      await expect(boxes).toHaveCount(before - 1);
    }
  };

  await test.step('before the file is complete nothing is counted', async () => {
    await counter.logIn(officers.counter);
    await counter.openFromQueue(sent.code);
    await expect(meta(counter.page)).toContainText('Batas: Belum mulai');
    await shown();
    await expect(own.locator('.track')).toContainText('Waktu dihitung setelah petugas menyatakan berkas lengkap.');
    await counter.take('Mulai memeriksa', 'Diperiksa');
    await acceptAll();
  });

  await test.step('complete on the day before Christmas Eve: four days off are jumped over', async () => {
    await counter.take('Berkas lengkap', 'Diproses');
    // 28, 29, 30; and 31 December, 4 January. Saturdays and Sundays aside, 24, 25 December and 1 January don't count.
    await due('Senin, 4 Januari 2027', 'Rabu, 30 Desember 2026');
    await looks(own, 'clock-christmas');
    await counter.page.goto('/petugas?daftar=semua');
    await expect(counter.row(sent.code)).toContainText('4 Januari 2027');
  });

  await test.step('given back on the 28th: one day is used, and from now on none', async () => {
    clock.set('2026-12-28T09:00+07:00');
    await head.logIn(officers.head);
    await head.openFromQueue(sent.code);
    // It was accepted; somebody looked again.
    await head.document('KTP-el').getByRole('button', { name: /^Batalkan/ }).click();
    await head.giveBackDocument('KTP-el', 'Buram atau gelap');
    await head.take('Kembalikan untuk diperbaiki', 'Perlu diperbaiki');
    await expect(meta(head.page)).toContainText('Batas: Berhenti, giliran warga, sisa 4 hari kerja');
    await looks(head.page, 'clock-paused');
    await shown();
    await expect(own.locator('main')).toContainText('Hitungan waktu berhenti dulu. Setelah berkas lengkap lagi, sisanya 2 hari kerja.');
    await expect(own.locator('main')).not.toContainText('paling lambat');
  });

  await test.step('it comes back on the 30th and is complete again: the days that were left are added', async () => {
    clock.set('2026-12-30T09:00+07:00');
    await shown();
    await own.getByRole('link', { name: 'Perbaiki sekarang' }).click();
    const form = new Form(own, 'izin-keramaian', server.url);
    await form.awake();
    await form.addPhoto('ktp', scan(7));
    await form.allSent();
    await own.getByRole('button', { name: 'Kirim perbaikan' }).click();
    await expect(own).toHaveURL('/status/kasus');
    // Still no day is counted: whoever checks has it.
    await expect(own.locator('main')).toContainText('sisanya 2 hari kerja');
    // The tablet's session has ended over the days.
    await counter.logIn(officers.counter);
    await counter.openFromQueue(sent.code);
    await acceptAll();
    await counter.take('Berkas lengkap', 'Diproses');
    // Two of three are left: 31 December, 4 January. Four of five: and 5, 6 January.
    await due('Rabu, 6 Januari 2027', 'Senin, 4 Januari 2027');
  });

  await test.step('the office enters a day off more: every day moves, in the list as well', async () => {
    const year = path.join(folder, 'holidays/2026.csv');
    fs.appendFileSync(year, '2026-12-31,cuti-bersama,Hari tambahan\n');
    expect(await server.command('catalogue', 'check')).not.toContain('2026.csv');
    await server.stop();
    await server.start();
    await counter.page.goto(at);
    await due('Kamis, 7 Januari 2027', 'Selasa, 5 Januari 2027');
    await looks(counter.page, 'clock-moved');
    await counter.page.goto('/petugas?daftar=semua');
    await expect(counter.row(sent.code)).toContainText('7 Januari 2027');
    // A line that is no day is found before it does harm.
    fs.appendFileSync(year, '2026-13-01,libur,Salah\n');
    await expect(server.command('catalogue', 'check')).rejects.toThrow(/2026\.csv/);
  });

  await test.step('late is late: the office says so itself', async () => {
    clock.set('2027-01-08T09:00+07:00');
    await counter.logIn(officers.counter);
    await counter.page.goto(at);
    await expect(meta(counter.page)).toContainText('Batas: Lewat 1 hari, Kamis, 7 Januari 2027');
    await shown();
    await expect(own.locator('main')).toContainText('Maaf, kami terlambat. Seharusnya sudah diputus Selasa, 5 Januari 2027.');
    await looks(own, 'clock-late');
  });
});
