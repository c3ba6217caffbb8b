// The service worker, as a test waits for it and looks into what it keeps. The functions with `page` run in the browser.
import { type Page, expect } from '@playwright/test';

/** What a browser reports where there is no network, whoever asked for what. Nothing else is forgiven. */
export const noNetwork = [
  /^request: net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|FAILED|NETWORK_CHANGED|CONNECTION_RESET|EMPTY_RESPONSE)/,
  /^console: Failed to load resource: net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|FAILED|CONNECTION_RESET|EMPTY_RESPONSE)/,
  /^console: (Failed to update a ServiceWorker|An unknown error occurred when fetching the script)/,
];

/** The worker is there, and so is its pack. */
export async function kept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) =>
    active!.state === 'activated' || new Promise((go) => active!.addEventListener('statechange', go))));
}

/** And so are the modules that wake forms and search. */
export async function keptModules(page: Page): Promise<void> {
  await kept(page);
  await expect.poll(() => page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      const about = await cache.match('/luring/tentang');
      if (!about) continue;
      const { later } = (await about.json()) as { later: string[] };
      const here = await Promise.all(later.map((path) => cache.match(path)));
      if (later.length && here.every(Boolean)) return true;
    }
    return false;
  }), { timeout: 30_000 }).toBe(true);
}

export interface Entry {
  cache: string;
  path: string;
  text: string;
  head: Record<string, string>;
}

/** Everything in every cache of this device. */
export function everythingKept(page: Page): Promise<Entry[]> {
  return page.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = (await cache.match(request, { ignoreVary: true }))!;
        const { pathname, search } = new URL(request.url);
        const head = Object.fromEntries(answer.headers);
        found.push({ cache: name, path: pathname + search, text: await answer.text(), head });
      }
    }
    return found;
  });
}

/** The versions whose caches lie on this device. */
export function versions(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await caches.keys()).filter((name) => !/-(visited|shared)$/.test(name)));
}

/** Asks for a newer worker now, instead of whenever the browser does. */
export function lookForUpdate(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update().catch(() => {});
  });
}
