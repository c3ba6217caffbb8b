// Every page there is, and who may see it. What is checked on all pages is checked on these.
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { Api, type Application, type Stage } from './api';
import { nobodysCode } from './code';
import { officers, resident } from './people';

export interface Place {
  name: string;
  path: string;
  /** Brings the page into the state that is meant, after it has been opened. */
  prepare?: (page: Page) => Promise<void>;
  /** HTTP status, where it isn't 200. */
  status?: number;
}

/** Pages that one visitor sees, and the cookie that makes one of them. */
export interface Round {
  visitor: string;
  cookie?: { name: string; value: string };
  places: Place[];
}

const page = (name: string, path: string, more: Partial<Place> = {}): Place => ({ name, path, ...more });

/** For reading: the same for everybody. */
export const reading: Round = {
  visitor: 'a reader',
  places: [
    page('home', '/'),
    page('privacy', '/privasi'),
    page('check a letter', '/periksa'),
    page('no such letter', '/periksa/0000-0000-0000-0000', { status: 404 }),
    page('drafts', '/draf'),
    page('services', '/layanan'),
    page('services found', '/layanan?cari=kartu'),
    page('no service found', '/layanan?cari=xyzzyx'),
    page('a service', '/layanan/pengantar-skck'),
    page('a service with everything', '/layanan/sktm'),
    page('a service in grief', '/layanan/akta-kematian'),
    page('a service elsewhere', '/layanan/lais-manekat'),
    page('no such service', '/layanan/tidak-ada', { status: 404 }),
    page('regions', '/kecamatan'),
    page('a region found', '/kecamatan?cari=umpang'),
    page('a regency', '/kecamatan/62.01'),
    page('a kecamatan', '/kecamatan/62.01.02'),
    page('a kecamatan of which little is known', '/kecamatan/53.01.04'),
    page('a desa', '/kecamatan/62.01.02.2013'),
    page('no such region', '/kecamatan/99.99', { status: 404 }),
    page('status form', '/status'),
    page('status form from a receipt', '/status?kode=SKC7K3M9PXT4'),
    page('a closed case', '/status/kasus', { status: 401 }),
    page('nothing to mend', '/status/perbaiki'),
    page('log-in', '/petugas/masuk'),
    page('what is kept', '/luring'),
    page('the day in a village', '/lapangan'),
    page('a shared photo', '/bagikan'),
    page('a shared photo that was lost', '/bagikan?gagal'),
    page('no such page', '/tidak-ada', { status: 404 }),
  ],
};

const form = (service: string, step: string, name: string): Place =>
  page(`${service}: ${name}`, `/ajukan/${service}${step && `/${step}`}`, { prepare: awake });

/** The form, empty: every kind of step and every kind of question. */
export const applying: Round = {
  visitor: 'an applicant',
  places: [
    form('sktm', '', 'start'),
    ...['nama', 'nomor', 'lahir', 'alamat', 'kontak', 'penerima', 'keperluan', 'penghasilan'].map((step) =>
      form('sktm', step, `questions about ${step}`)),
    form('sktm', 'dokumen-ktp', 'a document'),
    form('sktm', 'dokumen-listrik', 'an optional document'),
    form('sktm', 'pernyataan', 'declarations'),
    form('sktm', 'periksa', 'last look with everything missing'),
    form('sktm', 'kirim', 'sending with everything missing'),
    form('sktm', 'tanda-terima', 'no receipt'),
    {
      ...form('sktm', 'nomor', 'what is wrong'),
      name: 'sktm: what is wrong',
      prepare: async (page) => {
        await awake(page);
        await page.locator('#nik').fill('123');
        await page.locator('#lanjut').click();
        await page.locator('.errs').waitFor();
      },
    },
    page('no such form', '/ajukan/tidak-ada', { status: 404 }),
  ],
};

/** Pages of forms that ask what no other form asks: rows, times, points on a map. Found in the forms themselves. */
export async function rareQuestions(api: Api): Promise<Round> {
  const seen = new Set<string>();
  const places: Place[] = [];
  for (const service of ['keterangan-ahli-waris', 'izin-keramaian', 'dispensasi-nikah', 'akta-kelahiran', 'rekomendasi-menara', 'dana-hibah']) {
    const answer = await api.get(`/api/application/form?${new URLSearchParams({ service })}`);
    const { pages } = (await answer.json()) as { pages: { id: string; fields: { kind: unknown }[] }[] };
    for (const { id, fields } of pages) {
      const kinds = fields.map(({ kind }) => (typeof kind === 'string' ? kind : Object.keys(kind as object)[0]));
      if (kinds.some((kind) => !seen.has(kind))) places.push(form(service, id, `questions about ${id}`));
      kinds.forEach((kind) => seen.add(kind));
    }
  }
  return { visitor: 'an applicant with rare questions', places };
}

/** A resident who follows an application, wherever it stands. */
export async function following(api: Api): Promise<Round[]> {
  // Of the last but one there is a letter, with an appointment to come for it.
  const stages: Stage[] = ['submitted', 'returned', 'ready', 'handed-over', 'refused', 'done', 'mended'];
  return Promise.all(stages.map(async (stage) => {
    const application = await api.apply('pengantar-skck', resident(), { kabar: 'Email', email: 'nobody@example.com' });
    await api.bringTo(application, stage);
    const cookie = pair(await api.lookUp(application));
    const places = [page(`status: ${stage}`, '/status/kasus')];
    if (stage === 'returned') places.push(page('mending', '/status/perbaiki', { prepare: awake }));
    return { visitor: `a resident (${stage})`, cookie, places };
  }));
}

/** The desks of the office. */
export async function office(api: Api): Promise<Round[]> {
  const at = async (stage: Stage) => (await api.applicationIn(stage)).code;
  const [submitted, checking, returned, mended, processing, awaiting, decided, done, numbered] = await Promise.all(
    (['submitted', 'checking', 'returned', 'mended', 'processing', 'awaiting', 'done', 'handed-over', 'done'] as const).map(at));
  const twice = resident();
  const { code: first } = await api.apply('pengantar-skck', twice);
  const { code: second } = await api.apply('pengantar-skck', twice);
  // Whom messages don't reach: a demonstration office sends none, so this resident is to be called.
  await api.apply('pengantar-skck', resident(), { kabar: 'WhatsApp' });
  const desk = await api.logIn(officers.counter);
  const differs = Object.fromEntries(['deed', 'kk', 'ktp'].flatMap((paper) => [[`papers[${paper}][read]`, 'ya'], [`papers[${paper}][nama]`, `Nama Lain ${paper}`]]));
  await desk.post('/api/officer/note-mismatch', { code: checking, ...differs });
  const camat = await api.logIn(officers.camat);
  // Far away, so that nobody acts on it.
  await camat.post('/api/order/give', { username: officers.head.username, capacity: 'acting', role: 'secretary', service: '', from: '2040-01-02', until: '2040-01-31', basis: 'SP 800/1/2040' });
  await camat.post('/api/letter/step', { code: numbered, product: 'hasil', step: 'number', means: 'pen' });
  const [stranger, agreed, session] = await Promise.all([desk.helps(resident(), false), desk.helps(), desk.outreach()]);
  const open = (code: string) => `/petugas/permohonan/${code}`;
  const rounds: [keyof typeof officers, Place[]][] = [
    ['counter', [
      page('queue', '/petugas'),
      page('whole queue', '/petugas?daftar=semua'),
      page('empty queue', '/petugas', { prepare: searchForNobody }),
      page('a new case', open(submitted)),
      page('a case being checked', open(checking)),
      page('a case with the resident', open(returned)),
      page('a mended case', open(mended)),
      page('a closed case', open(done)),
      page('a document', `${open(checking)}/berkas/ktp`),
      page('a document, large and turned', `${open(checking)}/berkas/ktp?besar=3&putar=1`),
      page('old and new', `${open(mended)}/berkas/pengantar-desa?banding=1`),
      page('documents beside the form', `${open(checking)}/cocok`),
      page('no such case', open(nobodysCode), { status: 404 }),
      page('whom to help', '/petugas/warga'),
      page('a resident who hasn\'t agreed', stranger),
      page('a resident who has agreed', agreed),
      page('an outreach session', session),
      page('the report of a session', `${session}/laporan`),
      page('helped cases', '/petugas/dibantu'),
      page('outreach sessions', '/petugas/jemput-bola'),
      page('hand-over of a case', `/petugas/dibantu/${done}`),
      page('the digest', '/petugas/ringkasan'),
      page('rescue files', '/petugas/titipan'),
      page('whom to call', '/petugas/telepon'),
      page('letters that wait', '/petugas/surat'),
      page('getting ready', '/petugas/siap'),
      page('help for staff', '/petugas/bantuan'),
      page('no such resident', '/petugas/warga/0123456789abcdef0123456789abcdef', { status: 404 }),
      page('content is not for the counter', '/petugas/konten', { status: 403 }),
    ]],
    ['head', [page('a case to pass on', open(processing)), page('a case in other hands', open(checking)), page('two cases side by side', `${open(first)}/banding/${second}`), page('a case that may be a duplicate', open(first))]],
    ['camat', [page('a case to decide', open(awaiting)), page('a letter to make', open(decided)), page('a numbered letter', open(numbered)), page("a camat's digest", '/petugas/ringkasan'), page('orders', '/petugas/pelimpahan')]],
    ['auditor', [page('the check of the history', '/petugas/pengawasan'), page('an auditor looks into a case', open(processing)), page("an auditor's queue", '/petugas')]],
    ['helper', [page("a helper's queue", '/petugas'), page("a helper's residents", '/petugas/warga')]],
    ['partner', [page("a partner's cases", '/petugas/dibantu'), page('a partner getting ready', '/petugas/siap'), page('no queue for partners', '/petugas/jemput-bola', { status: 403 })]],
    ['content', [page('no rescue files for content', '/petugas/titipan', { status: 403 }), page('content', '/petugas/konten'), page('templates', '/petugas/konten/surat'), page("content's queue", '/petugas')]],
  ];
  return Promise.all(rounds.map(async ([who, places]) => {
    const cookie = (await api.logIn(officers[who])).cookiePair();
    return { visitor: officers[who].username, cookie, places };
  }));
}

/** A browser context in which this visitor is at home. */
export async function visit(browser: Browser, { cookie }: Round, baseURL: string, english = false): Promise<BrowserContext> {
  const context = await browser.newContext();
  // Chromium takes secure cookies for 127.0.0.1 without TLS, but only Playwright asks for an https address.
  const own = { url: baseURL.replace('http:', 'https:'), httpOnly: true, secure: true, sameSite: 'Lax' } as const;
  if (cookie) await context.addCookies([{ ...cookie, ...own }]);
  if (english) await context.addCookies([{ name: 'bahasa', value: 'en', ...own }]);
  return context;
}

/** Opens the page as it is meant to be seen, everything that is folded unfolded. */
export async function enter(page: Page, place: Place): Promise<void> {
  const answer = await page.goto(place.path);
  const expected = place.status ?? 200;
  if (answer?.status() !== expected) throw new Error(`${place.name}: ${place.path} answered ${answer?.status()}`);
  await place.prepare?.(page);
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
}

async function searchForNobody(page: Page): Promise<void> {
  await page.locator('#cari').fill('xyzzyx');
  await page.locator('form.tools[role=search] button').click();
  await page.locator('.empty').waitFor();
}

async function awake(page: Page): Promise<void> {
  await page.locator('#formulir[data-ready=true]').waitFor({ timeout: 20_000 });
}

function pair(cookie: string): { name: string; value: string } {
  const at = cookie.indexOf('=');
  return { name: cookie.slice(0, at), value: cookie.slice(at + 1) };
}

export type { Application };
