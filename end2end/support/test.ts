// The `test` of every browser test. A test fails if any page it opened, in any browser context,
//
//   - wrote an error to the console (a panic in WebAssembly does),
//   - threw an exception that nobody caught,
//   - or asked our own server for something that failed.
//
// What a test provokes on purpose it allows by name, before it happens:
//
//   test('a wrong code', async ({ page, troubles }) => {
//     troubles.allow(/404 .*\/status/);
//
// Besides, it hands out what most tests need: `api`, `paper`, and pages on other devices.
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, test as base, expect } from '@playwright/test';
import { Api } from './api';
import { phone, tablet } from './devices';
import { type Photo, photograph } from './documents';

export { expect };
export type { BrowserContext, Locator, Page, Request, Response } from '@playwright/test';

export class Troubles {
  private readonly lines: string[] = [];
  // Nobody waits for what a page loads last, and tests that cut the network cut it, too.
  private readonly allowed: RegExp[] = [/net::ERR_[A-Z_]+.*\/luring\.js/];
  private readonly watched = new WeakSet<BrowserContext>();

  constructor(private readonly baseURL: string | undefined) {}

  /** Troubles whose line matches are expected from here on and forgiven at the end. */
  allow(...patterns: RegExp[]): void {
    this.allowed.push(...patterns);
  }

  /** What went wrong so far and is not allowed. */
  list(): string[] {
    return this.lines.filter((line) => !this.allowed.some((pattern) => pattern.test(line)));
  }

  watch(context: BrowserContext): void {
    if (this.watched.has(context)) return;
    this.watched.add(context);
    // This hears service workers too.
    context.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'assert') return;
      const { url, lineNumber } = message.location();
      this.lines.push(`console: ${message.text()} (${url}:${lineNumber}, on ${message.page()?.url() ?? 'no page'})`);
    });
    context.on('weberror', (error) => {
      const { stack, name, message } = error.error();
      const line = `exception: ${stack || `${name} ${message}`} (on ${error.page()?.url() ?? 'no page'})`;
      // Without a stack no script threw it, but the browser itself, whose own work was cut short by leaving the page.
      if (stack) this.lines.push(line);
      else console.log(line);
    });
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? 'unknown';
      // The page itself gave up on it: it was left, or did not need the answer any more.
      if (reason === 'net::ERR_ABORTED' || !this.isOurs(request.url())) return;
      this.lines.push(`request: ${reason} ${request.method()} ${request.url()}`);
    });
    context.on('response', (response) => {
      if (response.status() < 400 || !this.isOurs(response.url())) return;
      this.lines.push(`response: ${response.status()} ${response.request().method()} ${response.url()}`);
    });
  }

  private isOurs(url: string): boolean {
    if (!URL.canParse(url)) return false;
    // Servers that a test starts for itself have ports of their own.
    const { hostname, origin } = new URL(url);
    return hostname === '127.0.0.1' || (!!this.baseURL && origin === new URL(this.baseURL).origin);
  }
}

interface Fixtures {
  troubles: Troubles;
  /** The server without a browser: for what has to be there before the test begins. */
  api: Api;
  /** A page on a device of its own, with its own cookies and its own memory. */
  onPhone: (options?: BrowserContextOptions) => Promise<Page>;
  onTablet: (options?: BrowserContextOptions) => Promise<Page>;
}

interface WorkerFixtures {
  /** A photograph of a paper, as a phone takes it. */
  paper: Photo;
}

/** Hands out pages in contexts of their own and closes them at the end. */
const opener = (device: BrowserContextOptions) =>
  async ({ browser }: { browser: Browser }, use: (open: Fixtures['onPhone']) => Promise<void>) => {
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...device, ...options });
      opened.push(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  };

export const test = base.extend<Fixtures, WorkerFixtures>({
  // `auto`: nobody has to remember it. It is set up before any context and looks last.
  troubles: [
    async ({ browser, baseURL }: { browser: Browser; baseURL: string | undefined }, use) => {
      const troubles = new Troubles(baseURL);
      const watch = (context: BrowserContext) => troubles.watch(context);
      browser.on('context', watch);
      await use(troubles);
      browser.off('context', watch);
      expect(troubles.list(), 'no console error, no exception, no failed request to our server').toEqual([]);
    },
    { auto: true },
  ],
  api: async ({ baseURL }, use) => use(new Api(baseURL!)),
  onPhone: opener(phone),
  onTablet: opener({ isMobile: false, deviceScaleFactor: 1, ...tablet }),
  paper: [async ({ browser }, use) => use(await photograph(browser, 'Contoh dokumen')), { scope: 'worker' }],
});
