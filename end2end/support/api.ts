// What a test needs to be there already, made without a browser: applications, and how far they have come.
// The same calls that the islands and forms make.
import { randomUUID } from 'node:crypto';
import { type Photo, pdf, scan } from './documents';
import { type Officer, type Resident, lastDigits, officers, resident } from './people';

/** An application that has been sent. */
export interface Application {
  who: Resident;
  service: string;
  /** As the addresses have it: without dashes. */
  code: string;
  digits: string;
}

interface Ticket {
  draft: string;
  token: string;
}

interface CaseView {
  code: string;
  version: number;
  state: string;
  documents: { requirement: string; required: boolean; verdict: unknown; pages: { id: string }[]; before: { id: string }[] }[];
}

/** A day to come, ISO 8601. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What an application of each service needs besides the applicant's own answers. */
export const services: Record<string, { answers: Record<string, string>; documents: string[]; declared: string[] }> = {
  'pengantar-skck': {
    answers: { keperluan: 'Melamar kerja', tujuan_polisi: 'Polsek' },
    documents: ['pengantar-desa', 'ktp', 'kk'],
    declared: [],
  },
  sktm: {
    answers: { untuk_siapa: 'Saya sendiri', keperluan: 'Berobat', lembaga_tujuan: 'Rumah sakit contoh' },
    documents: ['pengantar-rt', 'ktp', 'kk'],
    declared: ['pernyataan'],
  },
  // Through every hand of the office.
  'izin-keramaian': {
    answers: {
      nama_acara: 'Resepsi contoh',
      jenis_acara: 'Konser atau hiburan',
      mulai: `${inDays(60)}T09:00`,
      selesai: `${inDays(60)}T17:00`,
      lokasi: 'Balai desa',
      milik_tempat: 'Tempat sendiri',
      tutup_jalan: 'Tidak',
      skala: 'Satu kecamatan',
      perkiraan_peserta: '100',
      penanggung_jawab: 'Ketua contoh',
    },
    documents: ['rekomendasi-desa', 'ktp'],
    declared: ['permohonan'],
  },
};

export class Api {
  constructor(readonly url: string, private readonly cookie = '') {}

  /** A GET, and the answer whatever it is. */
  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + path, { redirect: 'manual', headers: { ...this.own(), ...headers } });
  }

  /** A POST of a form. */
  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const body = new URLSearchParams(fields);
    return fetch(this.url + path, { method: 'POST', redirect: 'manual', body, headers: { ...this.own(), ...headers } });
  }

  private own(): Record<string, string> {
    // A browser says where a request comes from; with a cookie it has to.
    return this.cookie ? { cookie: this.cookie, origin: this.url } : {};
  }

  /** Calls a server function that takes JSON. */
  private async json<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json', ...this.own() };
    const answer = await fetch(`${this.url}/api/${path}`, { method: 'POST', body: JSON.stringify(body), headers });
    return read<T>(answer, path);
  }

  /** A resident applies. */
  async apply(service = 'pengantar-skck', who = resident(), more: Record<string, string> = {}): Promise<Application> {
    const form = services[service];
    const ticket = await this.json<Ticket>('draft/open', { service, device_key: key() });
    const documents = [];
    for (const requirement of form.documents) {
      documents.push({ requirement, pages: [await this.upload(ticket, requirement, scan(documents.length + 1))] });
    }
    const submission = {
      service,
      key: key(),
      answers: { ...answersOf(who), ...form.answers, ...more },
      documents,
      declared: form.declared,
      consent: true,
    };
    const receipt = await this.json<{ code: string }>('application/submit', { token: ticket.token, submission });
    return { who, service, code: receipt.code, digits: lastDigits(who) };
  }

  /** Sends one page by tus 1.0.0 and returns its id. */
  private async upload({ token }: Ticket, requirement: string, photo: Photo): Promise<string> {
    const headers = { 'tus-resumable': '1.0.0', authorization: `Bearer ${token}` };
    const made = await fetch(`${this.url}/files`, {
      method: 'POST',
      headers: {
        ...headers,
        'upload-length': String(photo.buffer.length),
        'upload-metadata': `requirement ${Buffer.from(requirement).toString('base64')}`,
        'idempotency-key': key(),
      },
    });
    const location = made.headers.get('location');
    if (!location) throw new Error(`no upload: ${made.status} ${await made.text()}`);
    const sent = await fetch(this.url + location, {
      method: 'PATCH',
      headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(photo.buffer),
    });
    if (sent.status !== 204) throw new Error(`the upload failed: ${sent.status} ${await sent.text()}`);
    return location.split('/').at(-1)!;
  }

  /** The resident shows code and digits. The cookie that comes of it opens the status. */
  async lookUp({ code, digits }: Application): Promise<string> {
    return cookieOf(await this.post('/api/status/look-up', { kode: code, angka: digits }));
  }

  /** An officer at work: the same server, seen with that officer's cookie. */
  async logIn({ username, password }: Officer): Promise<Api> {
    return new Api(this.url, cookieOf(await this.post('/api/officer/log-in', { username, password })));
  }

  /** Name and value of the cookie, for a browser. */
  cookiePair(): { name: string; value: string } {
    const at = this.cookie.indexOf('=');
    return { name: this.cookie.slice(0, at), value: this.cookie.slice(at + 1) };
  }

  /** A resident whom this officer helps; `agreed` when they have given their leave. The page of theirs. */
  async helps(who = resident(), agreed = true): Promise<string> {
    const made = await this.post('/api/assistance/register', { name: who.name, nik: who.nik, phone: who.phone, region: who.village.code, outreach: '' });
    const path = new URL(made.headers.get('location')!, this.url).pathname;
    const client = path.split('/').at(-1)!;
    if (agreed) {
      await this.post('/api/assistance/agree', { client, version: '2026-11', agreed: 'ya', consent_name: who.name, drawn: '', outreach: '' });
    }
    return path;
  }

  /** The page of the outreach session that the demonstration office has. */
  async outreach(): Promise<string> {
    const { rows } = await read<{ rows: { id: string }[] }>(await this.get('/api/outreach/list'), 'outreach/list');
    return `/petugas/jemput-bola/${rows.at(-1)!.id}`;
  }

  async openCase(code: string): Promise<CaseView> {
    return read(await this.post('/api/officer/case', { code }), 'officer/case');
  }

  async act(code: string, action: string, reason = ''): Promise<void> {
    const { version } = await this.openCase(code);
    await read(await this.post('/api/officer/act', { code, version: String(version), action, reason }), `act ${action}`);
  }

  async judge(code: string, item: string, verdict: 'accepted' | 'returned', reason = ''): Promise<void> {
    const { version } = await this.openCase(code);
    const fields = { code, version: String(version), item, verdict, reason };
    await read(await this.post('/api/officer/judge', fields), `judge ${item}`);
  }

  private async acceptAll(code: string): Promise<void> {
    for (const { requirement, pages } of (await this.openCase(code)).documents) {
      if (pages.length) await this.judge(code, `document:${requirement}`, 'accepted');
    }
  }

  /** The resident mends a document and the address. */
  private async mend(application: Application, requirement: string): Promise<void> {
    const resident = new Api(this.url, await this.lookUp(application));
    const ticket = await resident.json<Ticket>('correction/open', { draft: `correct:${application.code}:1` });
    const page = await resident.upload(ticket, requirement, scan(9));
    const correction = {
      key: key(),
      answers: { alamat: 'Jalan Kenanga 5, RT 2' },
      documents: [{ requirement, pages: [page] }],
    };
    await resident.json('correction/send', { token: ticket.token, correction });
  }

  /** An application that has come so far, by the hands of the demonstration office. */
  async applicationIn(state: Stage, service = 'pengantar-skck', who = resident()): Promise<Application> {
    const application = await this.apply(service, who);
    await this.bringTo(application, state);
    return application;
  }

  /** The same with an application that has been sent already. */
  async bringTo(application: Application, state: Stage): Promise<void> {
    const { code, service } = application;
    const way = stages.slice(0, stages.indexOf(state) + 1);
    const counter = await this.logIn(officers.counter);
    const first = services[service].documents[0];
    if (state === 'submitted') return;
    await counter.act(code, 'start_checking');
    if (state === 'returned' || state === 'mended') {
      await counter.judge(code, `document:${first}`, 'returned', 'Fotonya buram. Foto ulang di tempat terang.');
      await counter.judge(code, 'field:alamat', 'returned', 'Tulis juga nomor RT.');
      await counter.act(code, 'return');
      if (state === 'mended') await this.mend(application, first);
      return;
    }
    if (state === 'checking') return;
    await counter.acceptAll(code);
    await counter.act(code, 'complete');
    if (state === 'refused') {
      const secretary = await this.logIn(officers.secretary);
      await secretary.act(code, 'refuse', 'Alamat di KTP berada di kecamatan lain.');
      return;
    }
    if (way.includes('awaiting')) await (await this.logIn(officers.head)).act(code, 'forward');
    if (way.includes('done')) await (await this.logIn(officers.camat)).act(code, 'decide');
    if (way.includes('signed')) await this.letterByPen(code);
  }

  /** The letter of a decided case: numbered, printed, signed by hand and scanned. */
  async letterByPen(code: string, product = 'hasil'): Promise<void> {
    const camat = await this.logIn(officers.camat);
    for (const step of ['number', 'print']) {
      const answer = await camat.post('/api/letter/step', { code, product, step, means: step === 'number' ? 'pen' : '', reason: '' });
      if (answer.status >= 400) throw new Error(`letter ${step}: ${answer.status} ${await answer.text()}`);
    }
    const form = new FormData();
    const scan = pdf(20_000);
    form.append('file', new Blob([new Uint8Array(scan.buffer)], { type: scan.mimeType }), scan.name);
    const answer = await fetch(`${this.url}/petugas/surat/${code.replaceAll('-', '')}/${product}`, { method: 'POST', redirect: 'manual', body: form, headers: camat.own() });
    if (answer.status >= 400) throw new Error(`letter scan: ${answer.status} ${await answer.text()}`);
  }

  /** How many applications of this person the office has: what an officer sees who searches for the name. */
  async countOf(who: Resident): Promise<number> {
    const counter = await this.logIn(officers.counter);
    const query = new URLSearchParams({ 'filter[group]': 'all', 'filter[search]': who.name, 'filter[page]': '0' });
    const queue = await read<{ total: number }>(await counter.get(`/api/officer/queue?${query}`), 'officer/queue');
    return queue.total;
  }
}

/** On the straight way each follows the one before; `returned`, `mended` and `refused` branch off. */
const stages = ['submitted', 'checking', 'processing', 'awaiting', 'done', 'signed', 'returned', 'mended', 'refused'] as const;
export type Stage = (typeof stages)[number];

/** The applicant's own pages (catalogue/applicant.toml). */
export function answersOf(who: Resident): Record<string, string> {
  const two = (text: string) => text.padStart(2, '0');
  return {
    nama: who.name,
    nik: who.nik,
    nokk: who.kk,
    tempat_lahir: who.birthPlace,
    tanggal_lahir: `${who.birth.year}-${two(who.birth.month)}-${two(who.birth.day)}`,
    jenis_kelamin: who.sex,
    desa: who.village.code,
    alamat: who.address,
    wa: who.phone,
  };
}

const key = () => randomUUID();

async function read<T>(answer: Response, what: string): Promise<T> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

function cookieOf(answer: Response): string {
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('__Host-'));
  if (!cookie) throw new Error(`no cookie: ${answer.status}`);
  return cookie.split(';')[0];
}
