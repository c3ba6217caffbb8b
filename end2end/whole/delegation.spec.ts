// An order by which the secretary decides for the camat (a.n.), and what happens at midnight, when it has ended.
import { Api } from '../support/api';
import { Clock } from '../support/clock';
import { Letter, fetched, textOf } from '../support/letters';
import { looks } from '../support/looks';
import { Office } from '../support/office';
import { officers } from '../support/people';
import { type Server, startServer } from '../support/server';
import { expect, test } from '../support/test';

let clock: Clock;
let server: Server;
test.beforeAll(async () => {
  // Half an hour before midnight at the office: Tuesday.
  clock = new Clock('2026-11-24T23:30+07:00');
  server = await startServer({ env: clock.env });
});
test.afterAll(async () => {
  await server.discard();
  clock.discard();
});

test('an order of the camat’s lets the secretary sign until its last midnight, and not a minute longer', async ({ onTablet, onPhone, troubles }) => {
  test.setTimeout(120_000);
  troubles.allow(/409 /);
  const api = new Api(server.url);
  const tablet = () => onTablet({ baseURL: server.url });
  /** On the camat's desk: only the camat signs this one. */
  const awaiting = async () => {
    const { code } = await api.applicationIn('processing', 'izin-keramaian');
    await (await api.logIn(officers.head)).act(code, 'forward');
    await (await api.logIn(officers.secretary)).act(code, 'forward');
    return code;
  };
  const [before, waiting, decided] = [await awaiting(), await awaiting(), await awaiting()];
  await (await api.logIn(officers.camat)).act(decided, 'decide');
  const camat = new Office(await tablet());
  const secretary = new Office(await onPhone({ baseURL: server.url }));
  const page = secretary.page;
  const at = (code: string) => `/petugas/permohonan/${code}`;

  await test.step('without an order the secretary decides nothing here', async () => {
    await secretary.logIn(officers.secretary);
    await page.goto(at(before));
    await expect(page.locator('#langkah')).toContainText('Bukan giliran Anda');
    await expect(page.getByText('Pelimpahan Anda')).toHaveCount(0);
  });

  await test.step('the camat gives one, for today', async () => {
    await camat.logIn(officers.camat);
    await camat.page.goto('/petugas/pelimpahan');
    const form = camat.page.locator('form', { has: camat.page.locator('#basis') });
    await form.locator('#username').selectOption(officers.secretary.username);
    await form.locator('#capacity').selectOption('on_behalf');
    await form.locator('#role').selectOption('camat');
    await expect(form.locator('#until')).toHaveValue('2026-11-24');
    await form.locator('#basis').fill('SP 800/12/2026');
    await form.getByRole('button', { name: 'Berikan wewenang' }).click();
    await expect(camat.page.locator('.orders li').first()).toContainText('Berlaku');
  });

  let number = '';
  await test.step('until midnight the secretary decides and signs, and the paper says for whom', async () => {
    await page.goto(at(before));
    await expect(page.locator('#langkah')).toContainText('Anda juga bertindak sebagai a.n. Camat sampai Selasa, 24 November 2026 (SP 800/12/2026)');
    await secretary.take('Setujui dan selesaikan', 'Selesai');
    await expect(page.locator('.track li').last()).toContainText('Nurhayati, a.n. (Camat)');
    number = await new Letter(page).number();
    const text = textOf(await fetched(page, `/petugas/surat/${before}/hasil`, 'on-behalf.pdf'));
    expect(text).toMatch(/a\.n\. CAMAT ARUT SELATAN/i);
    expect(text).toContain('Nurhayati');
    // A wet-ink letter of another case could be numbered too; that page stays open.
    await page.goto(at(decided));
    await expect(new Letter(page).box.getByRole('button', { name: 'Beri nomor dan jadikan surat' })).toBeVisible();
  });

  const stale = await page.context().newPage();
  await test.step('midnight: what stood on the screen is refused, and the page says why', async () => {
    await stale.goto(at(waiting));
    await expect(stale.locator('#langkah').getByRole('button', { name: 'Setujui dan selesaikan' })).toBeVisible();
    clock.set('2026-11-25T00:00:30+07:00');
    await stale.locator('#langkah').getByRole('button', { name: 'Setujui dan selesaikan' }).click();
    await expect(stale.getByRole('alert')).toContainText('Pelimpahan wewenang Anda sudah berakhir');
    await expect(stale.locator('.note', { hasText: 'Pelimpahan Anda sebagai a.n. Camat' })).toContainText('sudah berakhir Selasa, 24 November 2026 (SP 800/12/2026)');
    await expect(stale.locator('h1 + .meta .badge').first()).toHaveText('Menunggu tanda tangan');
    await expect(stale.locator('#langkah').getByRole('button')).toHaveCount(0);
    await looks(stale, 'delegation-over');
    await new Letter(page).box.getByRole('button', { name: 'Beri nomor dan jadikan surat' }).click();
    await expect(page.getByRole('alert')).toContainText('Pelimpahan wewenang Anda sudah berakhir');
    await expect(new Letter(page).state).toHaveText('Konsep, belum bernomor');
    await looks(page, 'delegation-letter');
  });

  await test.step('posted by itself it is refused as well, and nothing is decided, numbered or signed', async () => {
    const own = await api.logIn(officers.secretary);
    const refused = async (path: string, fields: Record<string, string>) => {
      const answer = await own.post(path, fields, { accept: 'application/json' });
      expect([answer.status, await answer.text()].join(), path).toMatch(/^409,.*order-over/);
    };
    const { version } = await own.openCase(waiting);
    for (const action of ['decide', 'refuse', 'send_back']) {
      await refused('/api/officer/act', { code: waiting, version: String(version), action, reason: 'Sudah lewat' });
    }
    await refused('/api/letter/step', { code: decided, product: 'hasil', step: 'number', means: 'pen', reason: '' });
    expect((await own.openCase(waiting)).state).toBe('awaiting_signature');
    expect((await own.openCase(waiting)).version).toBe(version);
    // What was never theirs says nothing of an order.
    const counter = await api.logIn(officers.counter);
    const answer = await counter.post('/api/officer/act', { code: waiting, version: String(version), action: 'decide', reason: '' }, { accept: 'application/json' });
    expect(answer.status).toBe(403);
  });

  await test.step('the camat goes on, with the very next number', async () => {
    await camat.page.goto('/petugas/pelimpahan');
    await expect(camat.page.locator('.orders li').first()).toContainText('Sudah berakhir');
    await looks(camat.page, 'delegation-list');
    await camat.page.goto(at(decided));
    const next = await new Letter(camat.page).number();
    const place = (text: string) => Number(text.split('/')[1]);
    expect(place(next)).toBe(place(number) + 1);
    await camat.page.goto(at(waiting));
    await camat.take('Setujui dan selesaikan', 'Selesai');
    await server.command('audit', 'verify');
  });
});
