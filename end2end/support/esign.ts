// A local e-sign service that speaks BSrE's protocol; pyHanko signs, so no line of ours is on that side.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';

const pyhanko = path.join(process.env.GENGGAM_PYHANKO ?? path.join(os.homedir(), '.cache/genggam/tools/pyhanko-0.38.0'), 'bin/pyhanko');
const certificate = path.join(__dirname, '../../crates/backend/src/tests/letters/test.p12');

export const nik = '6201024101800001';
export const passphrase = 'rahasia kantor';
const account = { username: 'kecamatan', password: 'sandi layanan' };

/** What it does to whoever asks; everything but `well` ends without a signature that holds. */
export const moods = {
  well: 'signs',
  fails: 'HTTP 500, as a service whose own service is away',
  stranger: 'does not know the office any more: HTTP 401',
  cut: 'half of the answer, and the line is dropped',
  silent: 'takes the request and says nothing',
  garbage: 'HTTP 200, and a page for people',
  empty: 'HTTP 200, and no file',
  unsigned: 'gives back what it got',
  other: 'signs a PDF that only looks the same',
  changed: 'signs, and a byte changes on the way back',
  distrusts: 'signs, and its other door does not find that valid',
  lost: 'signs, and its other door fails',
} as const;
export type Mood = keyof typeof moods;

export class Esign {
  mood: Mood = 'well';
  /** What it was asked, without what was sent. */
  readonly asked: string[] = [];

  private port = 0;

  private constructor(private readonly server: http.Server, private readonly folder: string) {}

  static async start(): Promise<Esign> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'genggam-esign-'));
    const server = http.createServer();
    const esign = new Esign(server, folder);
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece) => pieces.push(piece));
      request.on('end', () => {
        const [status, said] = esign.answer(request, Buffer.concat(pieces).toString());
        if (esign.mood === 'silent') return;
        const text = esign.mood === 'garbage' ? '<html>Selamat datang</html>' : JSON.stringify(said);
        if (esign.mood === 'cut') {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
          response.write(text.slice(0, text.length / 2));
          return void setTimeout(() => response.destroy(), 50);
        }
        response.writeHead(status, { 'content-type': 'application/json' }).end(text);
      });
    });
    await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
    return esign;
  }

  /** A `bsre.toml` that only its owner may read. */
  file(signers: Record<string, string>): string {
    const file = path.join(this.folder, 'bsre.toml');
    const { port } = this.server.address() as AddressInfo;
    const lines = Object.entries(signers).map(([name, nik]) => `${name} = "${nik}"`);
    const text = `address = "http://127.0.0.1:${port}"\nusername = "${account.username}"\npassword = "${account.password}"\n[signers]\n${lines.join('\n')}\n`;
    fs.writeFileSync(file, text, { mode: 0o600 });
    return file;
  }

  private answer(request: http.IncomingMessage, text: string): [number, object] {
    this.asked.push(request.url ?? '');
    const wanted = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;
    if (this.mood === 'stranger' || request.headers.authorization !== wanted) return [401, { error: 'Unauthorized' }];
    if (this.mood === 'fails') return [500, { error: 'Internal Server Error' }];
    const asked = JSON.parse(text);
    if (request.url === '/api/v2/verify/pdf') {
      if (this.mood === 'lost') return [500, { error: 'Internal Server Error' }];
      if (this.mood === 'distrusts') return [200, { conclusion: 'INVALID', signatureInformations: [] }];
      const signed = Buffer.from(asked.file, 'base64').includes('/ByteRange');
      return [200, { conclusion: signed ? 'VALID' : 'NO_SIGNATURE', signatureInformations: [] }];
    }
    if (asked.nik !== nik) return [400, { status_code: 2011, error: `NIK ${asked.nik} tidak terdaftar` }];
    if (asked.passphrase !== passphrase) return [400, { status_code: 2031, error: `Passphrase ${asked.passphrase} salah` }];
    const [before, after, words] = ['in.pdf', 'out.pdf', 'words'].map((name) => path.join(this.folder, name));
    if (this.mood === 'empty') return [200, { time: 500, file: [] }];
    if (this.mood === 'unsigned') return [200, { time: 500, file: asked.file }];
    const sent = this.mood === 'other' ? path.join(this.folder, 'sent.pdf') : before;
    fs.writeFileSync(sent, Buffer.from(asked.file[0], 'base64'));
    // It looks the same, and is another file.
    if (this.mood === 'other') execFileSync('pdftocairo', ['-pdf', sent, before], { stdio: 'pipe' });
    fs.writeFileSync(words, passphrase);
    execFileSync(pyhanko, ['sign', 'addsig', '--field', 'BSrE', '--use-pades', 'pkcs12', '--passfile', words, before, after, certificate], { stdio: 'pipe' });
    const signed = fs.readFileSync(after);
    // In the middle of what was sent: the signature no longer fits.
    if (this.mood === 'changed') signed[1000] ^= 1;
    return [200, { time: 500, file: [signed.toString('base64')] }];
  }

  /** Nobody answers at its address any more, until `back`. */
  async away(): Promise<void> {
    this.server.closeAllConnections();
    const { port } = this.server.address() as AddressInfo;
    this.port = port;
    await new Promise((go) => this.server.close(go));
  }

  async back(): Promise<void> {
    await new Promise<void>((go) => this.server.listen(this.port, '127.0.0.1', go));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((go) => this.server.close(go));
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
