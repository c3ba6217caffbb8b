// Starts the processes that are measured, and ends them.
import { execFile, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as net from 'node:net';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const temporary = process.env.BENCH_TMP;
if (!temporary) throw new Error('Start the bench with "make bench".');
const config = path.join(root, 'Leptos.toml');

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const say = (text) => console.log(`\n==> ${text}`);

/** A command of the program on a data folder; gives what it printed. */
export async function genggam(dataDir, ...args) {
  const { stdout } = await promisify(execFile)(process.env.GENGGAM_BIN, [...args, '--config', config], {
    cwd: root,
    env: { ...process.env, GENGGAM_DATA_DIR: dataDir, RUST_LOG: 'warn' },
  });
  return stdout;
}

/** The server itself, as people run it. `warn`: a log line per request would measure the terminal. */
export async function serve(dataDir) {
  const port = await freePort();
  const output = fs.openSync(path.join(temporary, `server-${port}.log`), 'a');
  const child = spawn(process.env.GENGGAM_BIN, ['serve', '--config', config], {
    cwd: root,
    env: { ...process.env, GENGGAM_DATA_DIR: dataDir, LEPTOS_SITE_ADDR: `127.0.0.1:${port}`, RUST_LOG: 'warn' },
    stdio: ['ignore', output, output],
  });
  fs.closeSync(output);
  const ended = watch(child);
  for (const patience = Date.now() + 300_000; !(await isReady(port)); await sleep(50)) {
    if (child.exitCode !== null || Date.now() > patience) {
      const text = fs.readFileSync(path.join(temporary, `server-${port}.log`), 'utf8');
      throw new Error(`genggam serve did not get ready:\n${text.slice(-2000)}`);
    }
  }
  return {
    port,
    async stop() {
      child.kill('SIGINT');
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** Runs something to its end with our own output, or throws. */
export async function run(command, ...args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await watch(child);
  if (code !== 0) throw new Error(`${path.basename(command)} ${args[0]} ended with ${code}.`);
}

function watch(child) {
  running.add(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve(code ?? signal);
    });
  });
}

function isReady(port) {
  return new Promise((resolve) => {
    const request = http.get({ port, path: '/readyz' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    request.once('error', () => resolve(false));
  });
}

/** A port that was free a moment ago: the system does not lend it again at once. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
