// A whole letter with an electronic signature, while the provider of signatures fails in every way it can: at each step
// the letter keeps its number, is had by nobody, and says so; then the provider is well, and it is signed once.
import { Api } from '../support/api';
import { Esign, type Mood, moods, nik, passphrase } from '../support/esign';
import { Letter, fetched, signaturesOf, textOf } from '../support/letters';
import { looks } from '../support/looks';
import { Office } from '../support/office';
import { officers } from '../support/people';
import { type Server, startServer } from '../support/server';
import { Status } from '../support/status';
import { expect, test } from '../support/test';

let esign: Esign;
let server: Server;
test.beforeAll(async () => {
  esign = await Esign.start();
  const configure = (text: string) => text.replace('# address = "https://genggam.example.go.id"', 'address = "https://surat.example"');
  server = await startServer({ env: { GENGGAM_BSRE: esign.file({ camat: nik }) }, configure });
});
test.afterAll(async () => {
  await server.discard();
  await esign.stop();
});

const away = 'Penyedia tanda tangan tidak bisa dihubungi';
const useless = 'Jawaban penyedia tanda tangan tidak bisa dipakai';
const told: Record<Exclude<Mood, 'well'>, string> = {
  fails: away,
  stranger: away,
  cut: away,
  silent: away,
  garbage: useless,
  empty: useless,
  unsigned: useless,
  other: useless,
  changed: useless,
  distrusts: useless,
  lost: away,
};

test('whatever the provider does, a letter is signed or it is not, and everybody reads which', async ({ onTablet, onPhone, troubles }) => {
  // Whoever says nothing is waited for half a minute.
  test.setTimeout(180_000);
  troubles.allow(/409 .*letter\/sign/);
  const done = await new Api(server.url).applicationIn('done');
  const camat = new Office(await onTablet({ baseURL: server.url }));
  const { page } = camat;
  const letter = new Letter(page);
  const own = await onPhone({ baseURL: server.url });
  const sign = async () => {
    await page.goto(`/petugas/permohonan/${done.code}`);
    await letter.box.getByLabel('Kata sandi (passphrase) BSrE Anda').fill(passphrase);
    await letter.box.getByRole('button', { name: 'Tanda tangani secara elektronik' }).click();
  };
  await camat.logIn(officers.camat);
  await page.goto(`/petugas/permohonan/${done.code}`);
  const number = await letter.number();
  await own.goto(`/status?kode=${done.code}`);
  await new Status(own).show(done.digits);

  const unsigned = async (words: string) => {
    await expect(page.getByRole('alert')).toContainText(words, { timeout: 45_000 });
    await expect(letter.state).toHaveText('Bernomor, belum ditandatangani');
    await expect(letter.box).toContainText('Menunggu penyedia tanda tangan');
    await expect(letter.box.locator('p b').first()).toHaveText(number);
    expect((await page.request.get(`/petugas/surat/${done.code}/hasil`)).status(), 'for nobody').toBe(404);
    await own.reload();
    await expect(own.getByRole('link', { name: /Simpan surat/ })).toHaveCount(0);
    expect((await own.request.get('/status/surat/hasil')).status(), 'not for its owner either').toBe(404);
  };
  for (const mood of Object.keys(told) as (keyof typeof told)[]) {
    await test.step(`the provider ${moods[mood]}`, async () => {
      esign.mood = mood;
      await sign();
      await unsigned(told[mood]);
    });
  }
  await test.step('nobody is at its address', async () => {
    esign.mood = 'well';
    await esign.away();
    await sign();
    await unsigned(away);
    await expect(page.locator('#langkah')).toContainText('Suratnya belum selesai');
    await looks(page, 'provider-away');
    await esign.back();
  });

  await test.step('it is well again: signed once, with the number it had from the beginning', async () => {
    esign.asked.length = 0;
    await sign();
    await expect(letter.state).toHaveText('Berlaku, ditandatangani secara elektronik');
    expect(esign.asked).toEqual(['/api/v2/sign/pdf', '/api/v2/verify/pdf']);
    await expect(page.locator('.track li', { hasText: 'ditandatangani secara elektronik' })).toHaveCount(1);
    await own.reload();
    const file = await fetched(own, '/status/surat/hasil', 'signed.pdf');
    expect(signaturesOf(file)).toContain('Signature is Valid');
    expect(textOf(file)).toContain(`Nomor: ${number}`);
    await looks(own, 'provider-signed');
  });

  await test.step('the next letter has the very next number: no try has used one up', async () => {
    const next = await new Api(server.url).applicationIn('done');
    await page.goto(`/petugas/permohonan/${next.code}`);
    const place = (text: string) => Number(text.split('/')[1]);
    expect(place(await letter.number())).toBe(place(number) + 1);
  });
  for (const secret of [passphrase, nik, 'sandi layanan', done.who.name, done.who.nik]) expect(server.log()).not.toContain(secret);
  await server.command('audit', 'verify');
});
