// The whole measurement in its order: fill two databases, weigh, time, load, print.
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { bytes, svelteBytes } from './bytes.mjs';
import { desk, history } from './desk.mjs';
import { letters } from './letters.mjs';
import { field } from './field.mjs';
import { front } from './front.mjs';
import { load } from './load.mjs';
import { offline } from './offline.mjs';
import { few, many, slow } from './support/budget.mjs';
import { genggam, root, run, say, temporary } from './support/processes.mjs';
import { svelte } from './svelte.mjs';
import { table } from './table.mjs';
import { times, timesFile } from './times.mjs';

const packets = process.env.BENCH_LINK === 'packets';
const script = (name) => path.join(root, 'benches', name);
const begin = Date.now();
const machine = { cores: os.availableParallelism(), load: os.loadavg()[0] };
if (packets) await run('python3', script('link.py'), 'up');

say(`Filling one database with ${few} applications and one with ${many}`);
const databases = await fill();

say('Weighing the pages');
const site = await front('127.0.0.1', databases[0].dataDir);
const weights = await bytes(site);
if (await svelte(site)) weights.push(await svelteBytes(site));

say('Opening them again, and without a network');
const away = await offline(site);

say(`Sending what a tablet has kept in a village, over ${slow.kbit} kbit/s with drops`);
const village = await field(site, databases[0].login);

say(`Timing them at ${slow.kbit} kbit/s, ${slow.rtt} ms round trip, processor ${slow.cpu}x slower`);
let timed;
if (packets) {
  const far = `node ${script('front.mjs')} 10.77.0.2 ${databases[0].dataDir}`;
  const ends = ['--far', far, '--near', `node ${script('times.mjs')}`];
  await site.stop();
  await run('python3', script('link.py'), 'run', '--kbit', String(slow.kbit), '--rtt', String(slow.rtt), ...ends);
  timed = JSON.parse(fs.readFileSync(timesFile, 'utf8'));
} else {
  timed = await times(site, true);
  await site.stop();
}

say('Asking as fast as it answers');
const loads = await load(databases);

say('Work lists, and the check of all history');
const atDesk = { lists: await desk(), audit: await history() };

say('Setting, numbering and signing letters');
const made = await letters();

const results = {
  at: new Date().toISOString(),
  commit: await commit(),
  chromium: await version(),
  machine,
  minutes: (Date.now() - begin) / 60_000,
  link: packets ? 'packets' : 'browser',
  tcp: timed.tcp,
  bytes: weights,
  times: timed.pages,
  svelte: timed.svelte,
  load: loads,
  desk: atDesk,
  letters: made,
  offline: away,
  field: village,
};
const text = table(results);
const folder = script('results');
fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(path.join(folder, 'latest.json'), `${JSON.stringify(results, null, 1)}\n`);
fs.writeFileSync(path.join(folder, 'latest.txt'), text);
console.log(`\n${text}`);
process.exit(0);

/** The demonstration office, once as it is and once with very many cases. */
async function fill() {
  const filled = [few, many].map((count) => ({
    label: count.toLocaleString('en'),
    count,
    dataDir: path.join(temporary, `data-${count}`),
    codesFile: path.join(temporary, `codes-${count}.json`),
  }));
  const printed = await genggam(filled[0].dataDir, 'demo');
  // The counter's log-in stands in what `demo` prints: role, user name, password, name.
  const [, username, password] = printed.match(/\s(loket)\s+(demo-\S+)/) ?? [];
  if (!password) throw new Error(`No log-in of the counter in what "genggam demo" printed:\n${printed}`);
  fs.cpSync(filled[0].dataDir, filled[1].dataDir, { recursive: true });
  for (const one of filled) {
    await run('python3', script('fill.py'), one.dataDir, String(one.count), one.codesFile);
    one.codes = JSON.parse(fs.readFileSync(one.codesFile, 'utf8'));
    one.login = { username, password };
  }
  return filled;
}

async function commit() {
  try {
    const git = async (...args) => (await promisify(execFile)('git', args, { cwd: root })).stdout.trim();
    const changed = await git('status', '--porcelain', '--untracked-files=no');
    return (await git('rev-parse', '--short', 'HEAD')) + (changed ? ' with changes' : '');
  } catch {
    return 'unknown';
  }
}

async function version() {
  const { stdout } = await promisify(execFile)(process.env.CHROMIUM || '/usr/bin/chromium', ['--version']);
  return stdout.match(/[\d.]+/)?.[0] ?? 'unknown';
}
