// A browser that can die: a Chromium process with a memory of its own, killed as a flat battery would.
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Browser, type Page, chromium } from '@playwright/test';

export class MortalPhone {
  private readonly profile = fs.mkdtempSync(path.join(os.tmpdir(), 'genggam-phone-'));
  private child?: ChildProcess;
  private browser?: Browser;

  /** Switches on and opens a page. What the phone had kept is there again. */
  async on(): Promise<Page> {
    const child = spawn(
      process.env.CHROMIUM ?? '/usr/bin/chromium',
      ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
        '--remote-debugging-port=0', `--user-data-dir=${this.profile}`, 'about:blank'],
      // A group of its own, so that its helpers die with it.
      { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.child = child;
    const address = await new Promise<string>((resolve, reject) => {
      let told = '';
      child.stderr!.on('data', (data) => {
        const found = /ws:\/\/\S+/.exec((told += data));
        if (found) resolve(found[0]);
      });
      child.once('exit', () => reject(new Error(`Chromium ended: ${told}`)));
    });
    this.browser = await chromium.connectOverCDP(address);
    const [context] = this.browser.contexts();
    return context.pages()[0] ?? context.newPage();
  }

  /** The battery is flat: no process gets to say goodbye. */
  async die(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child?.pid) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    process.kill(-child.pid, 'SIGKILL');
    await ended;
    await this.browser?.close().catch(() => {});
    // The lock of the dead one would keep the next one out.
    for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) fs.rmSync(path.join(this.profile, name), { force: true });
  }

  async discard(): Promise<void> {
    await this.die();
    fs.rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
