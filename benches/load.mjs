// How many: requests per second with a few and with many applications in the database.
//
// Sixteen connections ask as fast as they are answered. The two databases take turns, so that a noisy moment of the
// machine hits both. Everything is on this machine: the load takes processor time away from the server.
import * as http from 'node:http';
import { performance } from 'node:perf_hooks';
import { seconds } from './support/budget.mjs';
import { serve } from './support/processes.mjs';

const CONNECTIONS = 16;
const SLICES = 3;
/** Of each slice; memory stays bounded on any machine. */
const MOST = 50_000;
/** Answers to the first requests are not counted. */
const WARM_UP = 100;

const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
const GRANT = '__Host-warga';
const OFFICER = '__Host-petugas';

/** Each kind of request: how to make the next one, and what the answer must be. */
const kinds = [
  { name: 'GET /', ...page('/') },
  { name: 'GET /layanan/sktm', ...page('/layanan/sktm') },
  { name: 'look-up: code and digits', ...lookUps() },
  { name: 'GET /status/kasus', ...cases() },
  { name: 'GET /petugas (queue)', ...queue() },
];

/** `databases`: label, data folder, `[code, digits]` of its applications. */
export async function load(databases) {
  const offices = [];
  try {
    for (const database of databases) {
      const server = await serve(database.dataDir);
      offices.push({ ...database, server, agent: new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS }), next: 0 });
    }
    const results = [];
    for (const kind of kinds) {
      const measured = offices.map(() => ({ latencies: [], elapsed: 0 }));
      for (const office of offices) {
        await kind.prepare?.(office);
        await ask(office, kind, { count: WARM_UP, until: performance.now() + 5000 });
      }
      for (let slice = 0; slice < SLICES; slice += 1) {
        for (const [at, office] of offices.entries()) {
          const one = await ask(office, kind, { count: MOST, until: performance.now() + (seconds / SLICES) * 1000 });
          measured[at].latencies.push(...one.latencies);
          measured[at].elapsed += one.elapsed;
        }
      }
      results.push({ name: kind.name, databases: measured.map((one, at) => ({ label: offices[at].label, ...summary(one) })) });
    }
    return results;
  } finally {
    for (const { server, agent } of offices) {
      agent.destroy();
      await server.stop();
    }
  }
}

function summary({ latencies, elapsed }) {
  latencies.sort((a, b) => a - b);
  const at = (part) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))];
  return { requests: latencies.length, perSecond: latencies.length / (elapsed / 1000), p50: at(0.5), p99: at(0.99) };
}

/** Until so many were sent or the time is over; the last ones are waited for. */
async function ask(office, kind, { count, until }) {
  const latencies = [];
  const begin = performance.now();
  let left = count;
  const connection = async () => {
    while (left > 0 && performance.now() < until) {
      left -= 1;
      const request = kind.request(office);
      const start = performance.now();
      const answer = await send(office, request);
      latencies.push(performance.now() - start);
      kind.check(answer, office);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return { latencies, elapsed: performance.now() - begin };
}

function send({ server, agent }, { method = 'GET', path, headers, body }) {
  return new Promise((resolve, reject) => {
    const options = {
      port: server.port,
      agent,
      method,
      path,
      headers: { 'accept-encoding': 'br', accept: 'text/html', ...headers },
      timeout: 20_000,
    };
    const request = http.request(options, (answer) => {
      answer.resume();
      answer.once('error', reject);
      answer.once('end', () => resolve(answer));
    });
    request.once('timeout', () => request.destroy(new Error(`${path} was not answered within 20 s.`)));
    request.once('error', reject);
    request.end(body);
  });
}

function expect(answer, status, location) {
  const { statusCode, headers } = answer;
  if (statusCode === status && (!location || headers.location?.endsWith(location))) return;
  throw new Error(`${answer.req.method} ${answer.req.path} answered ${statusCode} ${headers.location ?? ''} instead of ${status}.`);
}

function page(path) {
  return { request: () => ({ path }), check: (answer) => expect(answer, 200) };
}

const cookieOf = (answer, name) => {
  const line = answer.headers['set-cookie']?.find((line) => line.startsWith(`${name}=`));
  if (!line) throw new Error(`${answer.req.path} set no cookie.`);
  return line.split(';')[0];
};

/** One code after the other, and right ones only: those the limits on guessing give back. */
function lookUps() {
  return {
    request(office) {
      const [kode, angka] = office.codes[office.next++ % office.codes.length];
      return { method: 'POST', path: '/api/status/look-up', headers: FORM, body: new URLSearchParams({ kode, angka }).toString() };
    },
    check(answer, office) {
      expect(answer, 302, '/status/kasus');
      // Kept for those who read the case afterwards.
      if ((office.grants ??= []).length < 5000) office.grants.push(cookieOf(answer, GRANT));
    },
  };
}

function cases() {
  return {
    request: (office) => ({ path: '/status/kasus', headers: { cookie: office.grants[office.next++ % office.grants.length] } }),
    check: (answer) => expect(answer, 200),
  };
}

function queue() {
  return {
    async prepare(office) {
      const body = new URLSearchParams(office.login).toString();
      const answer = await send(office, { method: 'POST', path: '/api/officer/log-in', headers: FORM, body });
      expect(answer, 302, '/petugas/warga');
      office.session = cookieOf(answer, OFFICER);
    },
    request: (office) => ({ path: '/petugas', headers: { cookie: office.session } }),
    check: (answer) => expect(answer, 200),
  };
}
