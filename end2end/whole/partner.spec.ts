// A whole case by a partner: a birth at a hospital (BeLanDA). Deed and family card come as files that the hospital
// prints, the child card is brought. Two officers of the registry race for it.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { Helper } from '../support/assist';
import { Api } from '../support/api';
import { readable } from '../support/code';
import { Product } from '../support/handover';
import { textOf } from '../support/letters';
import { looks } from '../support/looks';
import { Office } from '../support/office';
import { batakte, lastDigits, officers, resident } from '../support/people';
import { type Server, startServer } from '../support/server';
import { Status } from '../support/status';
import { expect, test } from '../support/test';

const second = { username: 'dukcapil.loket2', password: 'demo-dukcapil.loket2-2026', name: 'Kristoforus Bria' };

let server: Server;
test.beforeAll(async () => {
  server = await startServer();
  await server.addOfficer(second, 'counter', '53.01');
});
test.afterAll(() => server.discard());

/** A PDF with words in it, as the registry's own program prints one. */
function made(words: string): Buffer {
  const [text, file] = ['txt', 'pdf'].map((end) => test.info().outputPath(`${words}.${end}`));
  fs.writeFileSync(text, words);
  execFileSync('python3', ['-c', `
import sys, zlib
words = open(sys.argv[1]).read()
body = ("BT /F1 24 Tf 60 700 Td (%s) Tj ET" % words).encode()
objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
  b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
  b"<</Length %d>>stream\\n%s\\nendstream" % (len(body), body), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
out, places = b"%PDF-1.4\\n", []
for number, one in enumerate(objects, 1):
    places.append(len(out)); out += b"%d 0 obj%s endobj\\n" % (number, one)
start = len(out)
out += b"xref\\n0 6\\n0000000000 65535 f \\n" + b"".join(b"%010d 00000 n \\n" % at for at in places)
out += b"trailer<</Size 6/Root 1 0 R>>\\nstartxref\\n%d\\n%%%%EOF\\n" % start
open(sys.argv[2], "wb").write(out)`, text, file]);
  return fs.readFileSync(file);
}

test('a birth at a hospital: two officers race, three products go three ways, and the family reads where each is', async ({ onPhone, onTablet, paper, troubles }) => {
  test.setTimeout(180_000);
  const who = resident({ village: batakte });
  const page = await onPhone({ baseURL: server.url });
  const family = await onPhone({ baseURL: server.url });
  const tablet = () => onTablet({ baseURL: server.url });
  const [one, other] = [new Office(await tablet()), new Office(await tablet())];
  const states = family.locator('dl.facts').first();
  let code = '';

  await test.step('the hospital applies for the mother', async () => {
    const partner = new Helper(page);
    await partner.logIn(officers.partner);
    await partner.register(who);
    await partner.consent(who);
    const form = await partner.start('Akta Kelahiran', 'akta-kelahiran', who);
    code = await form.through(who, paper);
    await page.getByRole('button', { name: 'Selesai membantu' }).click();
  });

  await test.step('two officers press in the same moment: one has it, the other is told who and since when', async () => {
    troubles.allow(/409 /);
    await one.logIn(officers.registry);
    await other.logIn(second);
    for (const office of [one, other]) {
      await office.openFromQueue(code);
      await expect(office.page.getByRole('button', { name: 'Saya kerjakan' })).toBeVisible();
    }
    await Promise.all([one, other].map(({ page }) => page.getByRole('button', { name: 'Saya kerjakan' }).click()));
    const mine = (office: Office) => office.page.getByText('Anda mengerjakan permohonan ini.');
    await expect.poll(async () => (await mine(one).count()) + (await mine(other).count())).toBe(1);
    const [winner, loser] = (await mine(one).count()) ? [one, other] : [other, one];
    const name = winner === one ? officers.registry.name : second.name;
    await expect(loser.page.getByRole('alert')).toContainText('sedang dikerjakan petugas lain');
    await expect(loser.page.locator('.note', { hasText: `Sedang dikerjakan ${name}` })).toContainText(/terakhir \d+ \S+ \d\d\.\d\d WITA/);
    await looks(loser.page, 'partner-race');
    // And whoever posts a step all the same changes nothing.
    const account = winner === one ? second : officers.registry;
    const api = await new Api(server.url).logIn(account);
    const { version } = await api.openCase(code);
    const posted = await api.post('/api/officer/act', { code, version: String(version), action: 'start_checking', reason: '' }, { accept: 'application/json' });
    expect([posted.status, await posted.text()].join()).toMatch(/^409,.*taken/);
    await winner.page.getByRole('button', { name: 'Lepaskan' }).click();
  });

  await test.step('the registry checks and decides', async () => {
    await one.openFromQueue(code);
    await one.take('Mulai memeriksa', 'Diperiksa');
    for (const document of ['Surat keterangan lahir', 'Buku nikah', 'Kartu Keluarga (KK)']) {
      await one.document(document).getByRole('button', { name: /^Terima/ }).click();
    }
    await one.take('Berkas lengkap', 'Menunggu tanda tangan');
    const head = new Office(await tablet());
    await head.logIn(officers.registryHead);
    await head.openFromQueue(code);
    await head.take('Setujui dan selesaikan', 'Selesai');
    // The registry's own programs make deed and card: no letter of Genggam's, and not ready as a whole.
    await one.page.reload();
    await expect(one.page.locator('[id^=surat-]')).toHaveCount(0);
    await expect(one.page.locator('#langkah').getByRole('button', { name: /Siap diambil|Sudah diserahkan/ })).toHaveCount(0);
  });

  await test.step('deed and family card are sent as files, the child card is brought: three states', async () => {
    await family.goto(`/status?kode=${code}`);
    await new Status(family).show(lastDigits(who));
    await expect(states.locator('dd')).toHaveText(['Belum jadi', 'Belum jadi', 'Belum jadi']);
    for (const [id, words] of [['akta', 'AKTA KELAHIRAN 5301'], ['kk', 'KARTU KELUARGA 5301']]) {
      await one.page.goto(`/petugas/permohonan/${code}`);
      const product = new Product(one.page, id);
      await product.box.locator('input[type=file]').setInputFiles({ name: `${id}.pdf`, mimeType: 'application/pdf', buffer: made(words) });
      await product.take(/^Sudah jadi, kirim/, 'Sudah jadi, siap dicetak');
    }
    await family.reload();
    await expect(states.locator('dd')).toHaveText(['Sudah jadi, siap dicetak', 'Sudah jadi, siap dicetak', 'Belum jadi']);
    await one.page.goto(`/petugas/permohonan/${code}`);
    await new Product(one.page, 'kia').take(/^Sudah jadi, antarkan/, 'Sudah jadi, sedang diantar');
    await looks(one.page, 'partner-registry');
  });

  await test.step('the hospital opens and prints the very files, and hands over one by one', async () => {
    await page.getByRole('link', { name: 'Dibantu', exact: true }).click();
    await page.getByRole('row', { name: new RegExp(readable(code)) }).getByRole('link').click();
    for (const [id, words] of [['akta', 'AKTA KELAHIRAN 5301'], ['kk', 'KARTU KELUARGA 5301']]) {
      const product = new Product(page, id);
      const coming = page.waitForEvent('download');
      await product.box.getByRole('link', { name: /Buka berkas/ }).click();
      const file = test.info().outputPath(`${id}-opened.pdf`);
      await (await coming).saveAs(file);
      expect(textOf(file)).toContain(words);
      await product.take(/^Sudah dicetak/, 'Siap diserahkan');
      await product.giveTo(who.name);
    }
    await looks(page, 'partner-hospital');
    // Two of three are given: the case is not over, and the family reads which one is missing.
    await family.reload();
    await expect(states.locator('dd')).toHaveText(['Sudah diserahkan', 'Sudah diserahkan', 'Sudah jadi, sedang diantar']);
    await expect(family.getByText('Hasilnya sudah Anda terima.')).toHaveCount(0);
    const kia = new Product(page, 'kia');
    await kia.take(/^Sudah tiba/, 'Siap diserahkan');
    await family.reload();
    await expect(family.getByText('Sudah bisa diambil')).toBeVisible();
    await looks(family, 'partner-family');
    await kia.giveTo(who.name);
    await expect(page.locator('h1 + .meta .badge').first()).toHaveText('Sudah diserahkan');
  });

  await test.step('the family sees the end; the history is whole', async () => {
    await family.reload();
    await expect(family.getByText('Hasilnya sudah Anda terima.')).toBeVisible();
    await expect(states.locator('dd')).toHaveText(['Sudah diserahkan', 'Sudah diserahkan', 'Sudah diserahkan']);
    for (const { name } of [officers.partner, officers.registry, second]) await expect(family.locator('body')).not.toContainText(name);
    for (const secret of [who.nik, who.name]) expect(server.log()).not.toContain(secret);
    await server.command('audit', 'verify');
  });
});
