// How fast: opens every page and what it is compared with in turn, on the slow link and the slowed processor, as a first visit.
//
//     node times.mjs       in the browser's namespace, beside front.mjs; writes times.json
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stillFile, told } from './front.mjs';
import { launch, phone } from './support/browser.mjs';
import { pages, runs, slow } from './support/budget.mjs';
import { sleep, temporary } from './support/processes.mjs';

const LONGEST = 25_000;
/** What wakes, wakes one after the other; so long after the last one no other is expected. */
const SETTLE = 400;

/** Runs in the page before anything of the page does, and reports moments in milliseconds since the visit began. */
function watch() {
  const mark = (name, at = performance.now()) => window.benchMark(JSON.stringify([name, at]));
  const options = { childList: true, subtree: true, attributes: true, attributeFilter: ['data-ready'] };
  let awake = 0;
  new MutationObserver(() => {
    // Chromium tells when an element that carries this name has been painted.
    const heading = document.querySelector('h1');
    if (heading && !heading.hasAttribute('elementtiming')) heading.setAttribute('elementtiming', 'heading');
    const count = document.querySelectorAll('[data-ready=true]').length;
    if (count > awake) mark('ready');
    awake = count;
  }).observe(document, options);
  const painted = (type, name) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (type === 'element' || entry.name === 'first-contentful-paint') mark(name, entry.renderTime || entry.startTime);
      }
    }).observe({ type, buffered: true });
  painted('element', 'heading');
  painted('paint', 'content');
  addEventListener('load', () => mark(document.querySelector('leptos-island, [data-wakes], [data-sveltekit-preload-data]') ? 'islands' : 'no islands'));
}

/** `throttle`: let the browser itself play the slow link. */
export async function times(site, throttle) {
  const browser = await launch(site.pin);
  const results = pages.map(({ path }) => ({ path, page: [], twin: [], bare: [] }));
  const svelte = [];
  try {
    // The first visit of a fresh browser pays for things that no later one does.
    await visit(browser, `${site.bare}${pages[0].path}`, throttle);
    for (let run = 1; run <= runs; run += 1) {
      console.log(`    run ${run} of ${runs}`);
      for (const result of results) {
        result.bare.push(await visit(browser, `${site.bare}${result.path}`, throttle));
        result.twin.push(await visit(browser, `${site.twin}${result.path}`, throttle));
        result.page.push(await visit(browser, `${site.app}${result.path}`, throttle));
      }
      if (fs.existsSync(stillFile('svelte', '/'))) svelte.push(await visit(browser, site.svelte, throttle));
    }
  } finally {
    await browser.close();
  }
  return { pages: results, svelte };
}

async function visit(browser, url, throttle) {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const seen = {};
  let last = Date.now();
  session.on('Runtime.bindingCalled', ({ payload }) => {
    const [name, at] = JSON.parse(payload);
    // Interactive is a page whose last island woke; everything else is told once, or counts when told first.
    if (name === 'ready') seen[name] = at;
    else seen[name] ??= at;
    last = Date.now();
  });
  await session.send('Runtime.enable');
  await session.send('Runtime.addBinding', { name: 'benchMark' });
  await session.send('Emulation.setCPUThrottlingRate', { rate: slow.cpu });
  if (throttle) {
    const bytes = (slow.kbit * 1000) / 8;
    const conditions = { offline: false, latency: slow.rtt, downloadThroughput: bytes, uploadThroughput: bytes };
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', conditions);
  }
  await page.addInitScript(watch);
  const end = Date.now() + LONGEST;
  await page.goto(url, { waitUntil: 'commit', timeout: LONGEST });
  const complete = () => 'no islands' in seen || ('islands' in seen && 'ready' in seen);
  while (Date.now() < end && !(complete() && 'content' in seen && Date.now() - last > SETTLE)) await sleep(50);
  const wasm = await page.evaluate(() => {
    const files = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm'));
    return files.length ? Math.min(...files.map((file) => file.startTime)) : null;
  });
  await context.close();
  if (!('content' in seen)) throw new Error(`Nothing was painted within ${LONGEST / 1000} s: ${url}`);
  return {
    readable: seen.heading ?? seen.content,
    content: seen.content,
    interactive: 'no islands' in seen ? null : (seen.ready ?? Infinity),
    wasm,
  };
}

export const timesFile = path.join(temporary, 'times.json');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const end = Date.now() + 60_000; !fs.existsSync(told); await sleep(50)) {
    if (Date.now() > end) throw new Error('The server behind the link did not get ready.');
  }
  const site = JSON.parse(fs.readFileSync(told, 'utf8'));
  fs.writeFileSync(timesFile, JSON.stringify({ tcp: site.tcp, ...(await times(site, false)) }));
}
