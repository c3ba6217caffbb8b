// The `test` of clients that aren't ours: the network between them and our server, and a page that may load their script.
import { Cuts } from '../support/cuts';
import { type Page, test as base } from '../support/test';

export { expect } from '../support/test';
export type { Page } from '../support/test';

export const test = base.extend<{ cuts: Cuts; bare: Page }>({
  cuts: async ({ baseURL }, use) => {
    const cuts = await Cuts.to(baseURL!);
    await use(cuts);
    await cuts.close();
  },

  /** A page of our origin whose policy lets a test load somebody else's script. */
  bare: async ({ browser, cuts, troubles }, use) => {
    // The network breaks on purpose; Uppy tells the console; and Chromium sends a request once more by itself when a
    // connection that it used before breaks, for which a PATCH gets 409.
    troubles.allow(/409 PATCH|ERR_EMPTY_RESPONSE|ERR_CONNECTION|ERR_SOCKET|NetworkError|Failed to load resource|\[Uppy\]/);
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${cuts.url}/privasi`);
    await use(page);
    await context.close();
  },
});
