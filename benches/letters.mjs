// Letters: how many a second are set, get their number and are signed, by one officer and by several at once, and in an
// office with many cases beside one with a thousand. What counts is the ratio: rates are this machine's.
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { fill } from './desk.mjs';
import { many, seconds } from './support/budget.mjs';
import { genggam, root, say, serve, temporary } from './support/processes.mjs';

const FEW = 1000;
const AT_ONCE = 4;
const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
const PASSPHRASE = 'rahasia kantor';

/** For each office: rates of drafts (alone, and several at once), numbers and signatures. */
export async function letters() {
  const offices = [];
  process.env.GENGGAM_CERTIFICATE = path.join(root, 'crates/backend/src/tests/letters/test.p12');
  for (const count of [FEW, many]) {
    const dataDir = path.join(temporary, `letters-${count}`);
    const text = await genggam(dataDir, 'demo');
    const [username, password] = /\b(camat)\s+(\S+)/.exec(text).slice(1);
    const code = /^\s*(\S+).*ready_for_pickup/m.exec(text)[1].replaceAll('-', '');
    await fill(dataDir, count);
    offices.push({ count, code, login: { username, password }, server: await serve(dataDir), drafts: [], together: [], number: [], sign: [] });
  }
  delete process.env.GENGGAM_CERTIFICATE;
  for (const office of offices) {
    const { cookies } = await ask(office, '/api/officer/log-in', office.login);
    office.session = cookies.find((one) => one.startsWith('__Host-petugas=')).split(';')[0];
    // The demonstration's own letter stands.
    await took(office, '/api/letter/step', { code: office.code, product: 'hasil', reason: 'bench', step: 'revoke' });
  }
  // They take turns, so that a noisy moment hits both.
  for (let slice = 0; slice < 3; slice += 1) {
    for (const office of offices) {
      office.drafts.push(await rate(1, () => draft(office)));
      office.together.push(await rate(AT_ONCE, () => draft(office)));
      await number(office);
    }
  }
  for (const { server } of offices) await server.stop();
  return offices.map(({ count, drafts, together, number, sign }) => ({
    count, drafts: median(drafts), together: median(together), number: 1000 / median(number), sign: 1000 / median(sign),
  }));
}

async function draft(office) {
  const { status, bytes } = await ask(office, `/petugas/konsep/${office.code}/hasil`);
  if (status !== 200 || bytes < 5000) throw new Error(`a draft: ${status}, ${bytes} bytes`);
}

/** One letter after the other gets its number, is signed, and is taken back. */
async function number(office) {
  const until = performance.now() + (seconds / 3) * 1000;
  const form = { code: office.code, product: 'hasil', reason: 'bench' };
  do {
    office.number.push(await took(office, '/api/letter/step', { ...form, step: 'number', means: 'electronic' }));
    office.sign.push(await took(office, '/api/letter/sign', { code: office.code, product: 'hasil', passphrase: PASSPHRASE }));
    await took(office, '/api/letter/step', { ...form, step: 'revoke' });
  } while (performance.now() < until);
}

async function took(office, path, form) {
  const begin = performance.now();
  const { status, location } = await ask(office, path, form);
  if (status >= 400 || /__err/.test(location ?? '')) throw new Error(`${path}: ${status} ${location}`);
  return performance.now() - begin;
}

async function rate(atOnce, work) {
  const begin = performance.now();
  const until = begin + (seconds / 3) * 1000;
  let count = 0;
  const officer = async () => {
    do {
      await work();
      count += 1;
    } while (performance.now() < until);
  };
  await Promise.all(Array.from({ length: atOnce }, officer));
  return (count * 1000) / (performance.now() - begin);
}

function ask({ server, session }, path, form) {
  const body = form && new URLSearchParams(form).toString();
  const headers = { ...(session && { cookie: session }), ...(form && FORM) };
  return new Promise((resolve, reject) => {
    const request = http.request({ port: server.port, host: '127.0.0.1', path, method: form ? 'POST' : 'GET', headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (piece) => (bytes += piece.length)).on('end', () => {
        resolve({ status: answer.statusCode, bytes, location: answer.headers.location, cookies: answer.headers['set-cookie'] ?? [] });
      });
    });
    request.on('error', reject).end(body);
  });
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Rows for the table. */
export function letterRows([few, all]) {
  const row = (name, key) => [name, few[key].toFixed(1), all[key].toFixed(1), (all[key] / few[key]).toFixed(2)];
  return [
    ['LETTERS a second', `${few.count} cases`, `${all.count} cases`, 'ratio'],
    row('the same draft, one officer', 'drafts'),
    row(`the same draft, ${AT_ONCE} officers`, 'together'),
    row('numbered, set and kept', 'number'),
    row('signed, verified and kept', 'sign'),
  ];
}

// Alone: BENCH_TMP=$(mktemp -d) GENGGAM_BIN=... node benches/letters.mjs
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  say('Setting, numbering and signing letters');
  for (const row of letterRows(await letters())) console.log(row.map((cell, at) => (at ? cell.padStart(14) : cell.padEnd(32))).join(''));
  fs.rmSync(temporary, { recursive: true, force: true });
  process.exit(0);
}
