// Starts the real binary, as people run it: `genggam demo`, then `genggam serve`, with its data in
// a temporary folder. As Playwright's global setup it does so once per run; a test that wants to
// stop, restart or fill a server starts one of its own with `startServer`.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(__dirname, '../..');
const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
export const binary = process.env.GENGGAM_BIN ?? path.join(target, 'release/genggam');
const site = path.resolve(root, process.env.LEPTOS_SITE_ROOT ?? path.join(target, 'site'));
const configFile = path.join(root, 'Leptos.toml');

// Servers that still run; none may outlive the process that started it.
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export interface Options {
  /** A folder that holds data already; by default a fresh one with the demonstration office. */
  dataDir?: string;
  /** Whether `genggam demo` fills the folder first. */
  demo?: boolean;
  /** Opens the pages for developers, such as /gallery. */
  development?: boolean;
  /** What else the configuration says. */
  configure?: (text: string) => string;
  /** Further environment variables for the binary. */
  env?: Record<string, string>;
}

export class Server {
  private child?: ChildProcess;

  private constructor(
    readonly url: string,
    /** The server's data: database and archive. */
    readonly dataDir: string,
    /** Everything the server wrote to its standard output and error, over all its starts. */
    readonly logFile: string,
    /** What `genggam demo` printed: the officers' logins among it. */
    readonly demoText: string,
    private readonly env: Record<string, string>,
    private readonly folder: string,
    private config: string,
  ) {}

  static async make(options: Options = {}): Promise<Server> {
    for (const [what, file] of [['binary', binary], ['site', site]]) {
      if (!fs.existsSync(file)) {
        throw new Error(`The ${what} is missing: ${file}. Build it with "make build".`);
      }
    }
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'genggam-test-'));
    const dataDir = options.dataDir ?? path.join(folder, 'data');
    const port = await freePort();
    const env = {
      ...(process.env as Record<string, string>),
      GENGGAM_DATA_DIR: dataDir,
      LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
      LEPTOS_SITE_ROOT: site,
      LEPTOS_OUTPUT_NAME: 'genggam',
      ...options.env,
    };
    const change = options.configure ?? (options.development ? openGallery : undefined);
    const config = change ? ownConfig(folder, change) : configFile;
    let demoText = '';
    if (options.demo ?? true) {
      demoText = (await run(config, env, 'demo')).stdout;
    }
    return new Server(`http://127.0.0.1:${port}`, dataDir, path.join(folder, 'server.log'), demoText, env, folder, config);
  }

  /** Runs another command of the binary on this server's data, e.g. `genggam draft new`. */
  async command(...args: string[]): Promise<string> {
    return (await run(this.config, this.env, ...args)).stdout;
  }

  /** Gives somebody an account, as whoever runs the server does it. */
  async addOfficer(who: { username: string; password: string; name: string }, role: string, territory: string): Promise<void> {
    const { username, name, password } = who;
    const args = ['officer', 'add', '--username', username, '--name', name, '--role', role, '--territory', territory];
    const adding = run(this.config, this.env, ...args);
    // The password is never an argument: those can be seen by everybody on the machine.
    adding.child.stdin?.end(`${password}\n`);
    await adding;
  }

  /** What the server has told about itself so far. */
  log(): string {
    return fs.readFileSync(this.logFile, 'utf8');
  }

  /** Starts the server and waits until it says that it is ready. Always on the same address. */
  async start(): Promise<void> {
    const log = fs.openSync(this.logFile, 'a');
    const child = spawn(binary, ['serve', '--config', this.config], {
      cwd: root,
      env: this.env,
      stdio: ['ignore', log, log],
    });
    fs.closeSync(log);
    this.child = child;
    running.add(child);
    let ended = '';
    child.once('error', (error) => (ended = String(error)));
    child.once('exit', (code, signal) => {
      running.delete(child);
      ended ||= `it ended with ${signal ?? `code ${code}`}`;
    });
    const patience = Date.now() + 30_000;
    while (!ended && Date.now() < patience) {
      if (await isReady(this.url)) return;
      await sleep(50);
    }
    await this.stop('SIGKILL');
    throw new Error(`genggam serve did not get ready: ${ended || 'not within 30 s'}\n${tail(this.logFile)}`);
  }

  /** From its next start on the configuration is another one: the next build, or the one before. */
  configure(change: (text: string) => string): void {
    this.config = ownConfig(this.folder, change);
  }

  /** Ends the server as Ctrl-C does, or as a power cut does with SIGKILL. Its data stays. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || !running.has(child)) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(late);
  }

  /** Lets it accept connections and answer nobody. */
  async pause(): Promise<void> {
    this.child?.kill('SIGSTOP');
  }

  async resume(): Promise<void> {
    this.child?.kill('SIGCONT');
  }

  /** Ends the server and removes what it left, unless the data lies in a folder of the caller's. */
  async discard(): Promise<void> {
    await this.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A server of one's own, ready to be asked. Whoever starts it discards it. */
export async function startServer(options: Options = {}): Promise<Server> {
  const server = await Server.make(options);
  try {
    await server.start();
  } catch (error) {
    await server.discard();
    throw error;
  }
  return server;
}

/** Playwright's global setup: one server for the whole run. What it returns is run at the end. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  // The tests of a page that is being written may run against `make dev`.
  if (process.env.GENGGAM_URL) {
    if (!(await isReady(process.env.GENGGAM_URL))) {
      throw new Error(`GENGGAM_URL is set, but nothing is ready at ${process.env.GENGGAM_URL}.`);
    }
    return async () => {};
  }
  const server = await startServer();
  // The tests run in other processes, which inherit these.
  process.env.GENGGAM_URL = server.url;
  process.env.GENGGAM_TEST_DATA_DIR = server.dataDir;
  process.env.GENGGAM_TEST_SERVER_LOG = server.logFile;
  process.env.GENGGAM_TEST_DEMO_TEXT = server.demoText;
  return async () => {
    await server.stop();
    // For whoever looks into a failure afterwards.
    const kept = path.join(root, 'end2end/test-results');
    fs.mkdirSync(kept, { recursive: true });
    fs.copyFileSync(server.logFile, path.join(kept, 'server.log'));
    await server.discard();
  };
}

function run(config: string, env: Record<string, string>, ...args: string[]) {
  const running = promisify(execFile)(binary, [...args, '--config', config], { cwd: root, env });
  const told = running.catch((error) => {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`genggam ${args.join(' ')} failed: ${error}\n${stdout ?? ''}${stderr ?? ''}`);
  });
  return Object.assign(told, { child: running.child });
}

const openGallery = (text: string) => text.replace(/^development = .*$/m, 'development = true');

/** A copy of the configuration, changed. Its paths still mean the checkout. */
function ownConfig(folder: string, change: (text: string) => string): string {
  const own = path.join(folder, 'Leptos.toml');
  const text = change(fs.readFileSync(configFile, 'utf8'))
    .replace(/^catalogue = "(.*)"$/m, (_, folder) => `catalogue = ${JSON.stringify(path.join(root, folder))}`);
  fs.writeFileSync(own, text);
  return own;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/readyz', url))).ok;
  } catch {
    return false;
  }
}

/** A port that was free a moment ago: the system does not lend it again at once. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function tail(file: string): string {
  if (!fs.existsSync(file)) return '';
  return fs.readFileSync(file, 'utf8').split('\n').slice(-30).join('\n');
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
