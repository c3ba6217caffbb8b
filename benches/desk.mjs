// The office's desk when there is much of everything: work lists with many open cases beside a thousand, and the check
// of all history. Four officers ask, one after the other each. What counts is the ratio: times are this machine's.
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { many, seconds } from './support/budget.mjs';
import { genggam, root, say, serve, temporary } from './support/processes.mjs';

const FEW = 1000;
const OFFICERS = 4;
/** Of the history's check. */
export const EVENTS = Number(process.env.BENCH_EVENTS ?? 1_000_000);
const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };

/** What officers look at; `words` are searched for first. */
const looks = [
  { name: 'my turn', path: '/petugas' },
  { name: 'open', path: '/petugas?daftar=terbuka' },
  { name: 'page 40 of open', path: '/petugas?daftar=terbuka&hal=40' },
  { name: 'late', path: '/petugas?daftar=terbuka&batas=lewat' },
  { name: 'in my hands', path: '/petugas?daftar=pegang' },
  { name: 'one state', path: '/petugas?daftar=terbuka&keadaan=awaiting_signature' },
  { name: 'by phone', path: '/petugas?daftar=semua&cari=1', words: '0812 0000 0001' },
  { name: 'by name', path: '/petugas?daftar=semua&cari=1', words: 'siti rah' },
  { name: 'by code', path: '/petugas?daftar=semua&cari=1', words: 'SKC-2345' },
];

export async function desk() {
  const offices = [];
  for (const count of [FEW, many]) {
    const dataDir = path.join(temporary, `desk-${count}`);
    const text = await genggam(dataDir, 'demo');
    const [username, password] = /\b(kasi)\s+(\S+)/.exec(text).slice(1);
    await fill(dataDir, count);
    offices.push({ count, dataDir, login: { username, password }, server: await serve(dataDir), times: {} });
  }
  for (const office of offices) office.session = cookie(await ask(office, '/api/officer/log-in', '', office.login), '__Host-petugas');
  for (const look of looks) {
    // They take turns, so that a noisy moment hits both.
    for (let slice = 0; slice < 3; slice += 1) {
      for (const office of offices) (office.times[look.name] ??= []).push(...await measure(office, look));
    }
  }
  for (const { server } of offices) await server.stop();
  return looks.map(({ name }) => ({
    name,
    lists: offices.map(({ count, times }) => ({ count, p50: quantile(times[name], 0.5), p99: quantile(times[name], 0.99), answers: times[name].length })),
  }));
}

/** Seconds that the check of all history takes, beside one of the demonstration's alone. */
export async function history() {
  const dataDir = path.join(temporary, 'history');
  await genggam(dataDir, 'demo');
  const few = await verified(dataDir);
  // A demonstration's case has between four and five events.
  await fill(dataDir, Math.ceil(EVENTS / (few.events / few.cases)) + few.cases);
  // Links belong to a secret; the first start makes those of the copies.
  const linking = performance.now();
  await genggam(dataDir, 'audit', 'heads');
  const linked = (performance.now() - linking) / 1000;
  return { few, linked, many: await verified(dataDir) };
}

async function verified(dataDir) {
  const begin = performance.now();
  const text = await genggam(dataDir, 'audit', 'verify');
  const [events, cases] = /(\d+) events of (\d+) cases/.exec(text).slice(1).map(Number);
  return { events, cases, seconds: (performance.now() - begin) / 1000 };
}

export async function fill(dataDir, count) {
  const script = path.join(root, 'benches/fill.py');
  await promisify(execFile)('python3', [script, dataDir, String(count), path.join(temporary, 'codes.json')]);
}

async function measure(office, look) {
  let cookies = office.session;
  if (look.words) {
    const found = await ask(office, '/api/officer/search', cookies, { cari: look.words, daftar: 'semua' });
    cookies += `; ${cookie(found, '__Host-cari')}`;
  }
  const until = performance.now() + (seconds / 3) * 1000;
  const times = [];
  const officer = async () => {
    do {
      const begin = performance.now();
      const { status } = await ask(office, look.path, cookies);
      if (status !== 200) throw new Error(`${look.path}: ${status}`);
      times.push(performance.now() - begin);
    } while (performance.now() < until);
  };
  await Promise.all(Array.from({ length: OFFICERS }, officer));
  return times;
}

function ask({ server }, path, cookie, form) {
  const body = form && new URLSearchParams(form).toString();
  const headers = { ...(cookie && { cookie }), ...(form && FORM) };
  return new Promise((resolve, reject) => {
    const request = http.request({ port: server.port, host: '127.0.0.1', path, method: form ? 'POST' : 'GET', headers }, (answer) => {
      answer.resume().on('end', () => resolve({ status: answer.statusCode, cookies: answer.headers['set-cookie'] ?? [] }));
    });
    request.on('error', reject).end(body);
  });
}

function cookie({ status, cookies }, name) {
  const found = cookies.find((one) => one.startsWith(`${name}=`));
  if (!found) throw new Error(`no ${name}: ${status}`);
  return found.split(';')[0];
}

const quantile = (times, q) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))];

/** Groups of rows for the table. */
export function deskRows({ lists, audit }) {
  const rows = [[`WORK LISTS, ms, ${OFFICERS} officers`, ...lists[0].lists.flatMap(({ count }) => [`p50 of ${count}`, `p99 of ${count}`]), 'p99 ratio']];
  for (const { name, lists: [few, all] } of lists) {
    rows.push([name, ...[few.p50, few.p99, all.p50, all.p99].map((ms) => ms.toFixed(1)), (all.p99 / few.p99).toFixed(1)]);
  }
  const { few, many: all, linked } = audit;
  const rate = (one) => `${Math.round(one.events / one.seconds)}/s`;
  const chain = [
    ['AUDIT', 'events', 'seconds', 'events a second'],
    ['genggam audit verify, small', String(few.events), few.seconds.toFixed(2), rate(few)],
    ['genggam audit verify', String(all.events), all.seconds.toFixed(1), rate(all)],
    ['linking what was never linked', String(all.events), linked.toFixed(1), ''],
  ];
  return [rows, chain];
}

// Alone: BENCH_TMP=$(mktemp -d) GENGGAM_BIN=... node benches/desk.mjs
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  say('Asking for work lists');
  const lists = await desk();
  say(`Checking a history of ${EVENTS} events`);
  const audit = await history();
  for (const row of deskRows({ lists, audit }).flat()) console.log(row.map((cell, at) => (at ? cell.padStart(14) : cell.padEnd(32))).join(''));
  fs.rmSync(temporary, { recursive: true, force: true });
}
