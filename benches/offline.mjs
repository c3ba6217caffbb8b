// Without a network, and the second visit: a phone that has been here once, opened anew each time.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { launchKept, phone } from './support/browser.mjs';
import { runs, slow } from './support/budget.mjs';
import { sleep, temporary } from './support/processes.mjs';

/** Opened from a cold start, each in a browser that has just been started. */
const places = ['/', '/layanan/sktm', '/ajukan/sktm', '/kecamatan/62.01.02'];

/** `first`: what the worker brings beside the first visit. `second`: bytes of bodies, by path. `cold`: ms until the first words. */
export async function offline(site) {
  const profile = path.join(temporary, 'kept-phone');
  const open = () => launchKept(site.pin, profile, phone);
  const sum = () => site.sent.reduce((all, { bytes }) => all + bytes, 0);
  try {
    let context = await open();
    let page = await context.newPage();
    site.sent.length = 0;
    await page.goto(site.app);
    for (const end = Date.now() + 60_000; !(await page.evaluate(allKept)); await sleep(200)) {
      if (Date.now() > end) throw new Error('The phone did not keep what it should.');
    }
    const first = { all: sum(), pack: site.sent.find((one) => one.path === '/luring/pak')?.bytes ?? 0 };
    await context.close();

    context = await open();
    const second = [];
    for (const place of places) {
      page = await context.newPage();
      site.sent.length = 0;
      await page.goto(site.app + place);
      // The browser asks for a newer worker, and the page for what it loads last.
      await sleep(5000);
      second.push({ place, bytes: sum(), what: site.sent.filter(({ bytes }) => bytes).map((one) => one.path) });
      await page.close();
    }
    await context.close();

    const cold = places.map((place) => ({ place, ms: [] }));
    for (let run = 0; run < runs; run += 1) {
      for (const one of cold) {
        context = await open();
        await context.setOffline(true);
        page = await context.newPage();
        const session = await context.newCDPSession(page);
        await session.send('Emulation.setCPUThrottlingRate', { rate: slow.cpu });
        await page.goto(site.app + one.place, { waitUntil: 'commit' });
        const painted = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
        one.ms.push(await painted.jsonValue());
        if (!(await page.locator('#simpanan').count())) throw new Error(`${one.place} did not come from the phone.`);
        await context.close();
      }
    }
    return { first, second, cold };
  } finally {
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs in the browser: the pack is there, and the modules that wake it. */
async function allKept() {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const about = await (await cache.match('/luring/tentang'))?.json();
    if (about && (await Promise.all(about.later.map((path) => cache.match(path)))).every(Boolean)) return true;
  }
  return false;
}
