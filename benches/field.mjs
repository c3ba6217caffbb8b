// A day in a village comes home: forty cases with three photographs each, kept on a tablet, over a link of 400 kbit/s
// and 400 ms whose every connection breaks every twenty seconds. Beside it what the bytes alone would take.
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { launchKept } from './support/browser.mjs';
import { slow } from './support/budget.mjs';
import { sleep, temporary } from './support/processes.mjs';

const CASES = Number(process.env.BENCH_CASES ?? 40);
const LIFE = 20_000;
const PACKET = 1400;
const documents = ['pengantar-desa', 'ktp', 'kk'];

/** `payload`: bytes of photographs. `bytes`: what crossed the link, both ways. `least`, `ms`: without and with everything else. */
export async function field(site, login) {
  const link = await Link.to(Number(new URL(site.app).port));
  const profile = path.join(temporary, 'field-tablet');
  try {
    const { cookie, kit } = await prepared(site.inner, login);
    const context = await launchKept(site.pin, profile, { viewport: { width: 1024, height: 768 }, locale: 'id-ID' });
    const page = await context.newPage();
    await page.goto(`${link.url}/draf`);
    await page.locator('#daftar-draf[data-ready]').waitFor();
    const payload = await page.evaluate(fill, { kit, documents, cases: CASES });
    const [name, value] = cookie.split('=');
    await context.addCookies([{ name, value, url: link.url, secure: true, httpOnly: true }]);
    await page.goto('about:blank');
    link.slow();
    const begin = Date.now();
    await page.goto(`${link.url}/draf`, { timeout: 120_000, waitUntil: 'commit' });
    const received = page.locator('#daftar-draf li .badge.is-ok');
    for (let last = begin; (await received.count()) < CASES; await sleep(200)) {
      if (Date.now() - begin > 3_600_000) throw new Error(`Only ${await received.count()} of ${CASES} cases arrived.`);
      if (Date.now() - last > 60_000) {
        last = Date.now();
        console.log(`    ${await received.count()} of ${CASES}`);
      }
    }
    const ms = Date.now() - begin;
    await context.close();
    return { cases: CASES, payload, bytes: link.bytes, cuts: link.cuts, ms, least: (payload * 8) / slow.kbit };
  } finally {
    await link.close();
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** An officer's cookie, and what a device takes along. */
async function prepared(inner, { username, password }) {
  const login = await fetch(`${inner}/api/officer/log-in`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ username, password }) });
  const cookie = login.headers.getSetCookie().find((line) => line.startsWith('__Host-petugas'))?.split(';')[0];
  if (!cookie) throw new Error('No session for the bench of a day in a village.');
  const headers = { 'content-type': 'application/json', cookie, origin: inner };
  const answer = await fetch(`${inner}/api/field/kit`, { method: 'POST', headers, body: JSON.stringify({ outreach: '', codes: 0 }) });
  if (!answer.ok) throw new Error(`field/kit: ${answer.status}`);
  return { cookie, kit: await answer.json() };
}

/** Runs in the browser: writes the day's drafts as the field mode leaves them, ready to be sent. */
async function fill({ kit, documents, cases }) {
  const key = () => crypto.randomUUID().replaceAll('-', '');
  const photo = async (seed) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1200, height: 900 });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#f6f3e8';
    pen.fillRect(0, 0, 1200, 900);
    pen.fillStyle = '#22283a';
    pen.font = '17px serif';
    let state = seed * 7919 + 7;
    const random = () => (state = (state * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32;
    for (let y = 40; y < 880; y += 26) {
      let words = '';
      while (words.length < 110) words += random().toString(36).slice(2, 4 + random() * 8) + ' ';
      pen.fillText(words, 30, y);
    }
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.6));
    return blob.arrayBuffer();
  };
  const db = await new Promise((done) => {
    const opening = indexedDB.open('genggam');
    opening.onsuccess = () => done(opening.result);
  });
  const put = (store, name, value) =>
    new Promise((done) => {
      const turn = db.transaction(store, 'readwrite');
      turn.objectStore(store).put(value, name);
      turn.oncomplete = done;
    });
  const village = kit.regions.flatMap(([, villages]) => villages)[0][0];
  let payload = 0;
  for (let at = 0; at < cases; at += 1) {
    const leave = key();
    const number = String(at + 1).padStart(4, '0');
    const who = { nama: `Warga Contoh ${number}`, nik: `620102410190${number}`, wa: `0812-3456-${number}`, desa: village };
    const answers = {
      ...who, nokk: `620102120315${number}`, tempat_lahir: 'Pangkalan Bun', tanggal_lahir: '1990-01-01', jenis_kelamin: 'Perempuan',
      alamat: 'Jalan Kenanga 5', keperluan: 'Melamar kerja', tujuan_polisi: 'Polsek',
    };
    const taken = {
      id: leave, officer: kit.officer[0], client: key(), new: { name: who.nama, nik: who.nik, phone: who.wa, region: village },
      outreach: '', version: '2026-11', name: who.nama, drawn: '', at: Date.now(),
    };
    const pages = [];
    for (const [place, requirement] of documents.entries()) {
      const bytes = await photo(at * documents.length + place);
      const id = key();
      await put('photos', id, bytes);
      payload += bytes.byteLength;
      pages.push([requirement, [{ id, upload_key: key(), media: 'image/jpeg', bytes: bytes.byteLength, upload: null, sent: 0, done: false }]]);
    }
    const draft = {
      device_key: key(), send_key: key(), answers, documents: pages, declared: [], leave, taken: JSON.stringify(taken), helped: who.nama,
      seen: documents, service_name: 'Surat Pengantar SKCK', changed: Date.now() + at,
      parcel: { asked: Object.keys(answers), documents, declared: [] },
    };
    await put('drafts', `apply:pengantar-skck:${leave}`, JSON.stringify(draft));
  }
  db.close();
  return payload;
}

/** A link with a pace, a delay, and a short life for every connection. Counts what crosses it. */
class Link {
  static async to(port) {
    const link = new Link();
    link.sockets = new Set();
    link.bytes = 0;
    link.cuts = 0;
    link.free = [0, 0];
    link.listener = net.createServer((near) => link.carry(near, net.connect(port, '127.0.0.1')));
    await new Promise((done) => link.listener.listen(0, '127.0.0.1', done));
    link.url = `https://127.0.0.1:${link.listener.address().port}`;
    return link;
  }

  slow() {
    this.isSlow = true;
    this.bytes = 0;
    this.cutter = setInterval(() => {
      this.cuts += this.sockets.size ? 1 : 0;
      for (const socket of this.sockets) socket.resetAndDestroy();
    }, LIFE);
  }

  carry(near, far) {
    for (const [way, [from, to]] of [[near, far], [far, near]].entries()) {
      this.sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => (this.sockets.delete(from), to.destroy()));
      from.on('data', (data) => {
        this.bytes += data.length;
        if (!this.isSlow) return void to.write(data);
        // One lane each way, shared by all connections; what is read at once still arrives packet by packet.
        const now = Date.now();
        for (let at = 0; at < data.length; at += PACKET) {
          const packet = data.subarray(at, at + PACKET);
          this.free[way] = Math.max(this.free[way], now) + (packet.length * 8) / slow.kbit;
          setTimeout(() => to.destroyed || to.write(packet), this.free[way] - now + slow.rtt / 2);
        }
        from.pause();
        setTimeout(() => from.resume(), this.free[way] - now);
      });
    }
  }

  async close() {
    clearInterval(this.cutter);
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.listener.close(done));
  }
}
