// Debian's nginx before the server, as an office may have it that never read docs/operations.md: it collects each
// request as a whole before it passes it on.
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';

export class Nginx {
  private constructor(readonly url: string, private readonly child: ChildProcess, private readonly folder: string) {}

  static async before(server: string): Promise<Nginx> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'genggam-nginx-'));
    const port = await freePort();
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${kind};`).join('\n');
    const config = `daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${temporary}
      server {\nlisten 127.0.0.1:${port};\nclient_max_body_size 20m;
        location / {\nproxy_pass ${server};\nproxy_set_header Host $http_host;\nproxy_set_header X-Forwarded-For $remote_addr;\n}\n}\n}\n`;
    fs.writeFileSync(path.join(folder, 'nginx.conf'), config);
    const program = fs.existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx';
    const child = spawn(program, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], { stdio: 'ignore' });
    const nginx = new Nginx(`http://127.0.0.1:${port}`, child, folder);
    for (let tries = 0; tries < 200; tries++) {
      if (await answers(port)) return nginx;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await nginx.discard();
    throw new Error('nginx did not start');
  }

  async discard(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    if (this.child.exitCode === null && this.child.kill()) await ended;
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const line = net.connect(port, '127.0.0.1');
    line.once('connect', () => (line.destroy(), resolve(true)));
    line.once('error', () => resolve(false));
  });
}
