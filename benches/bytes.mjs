// How heavy: what Chromium fetches for each page, as it came through the wire, by kind.
// Makes the floors on the way: the same page as a static file, and its bare words as another.
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as zlib from 'node:zlib';
import { stillFile, writeStill } from './front.mjs';
import { launch, phone } from './support/browser.mjs';
import { compared, pages } from './support/budget.mjs';
import { sleep } from './support/processes.mjs';

/** The server compresses pages with this quality (server/src/http/mod.rs). */
const SERVER_QUALITY = 5;
/** Enough to be read on a phone. */
const BARE_STYLE = 'body{font:1.125rem/1.5 system-ui,sans-serif;max-width:44rem;margin:auto;padding:1rem}';
const LONGEST = 20_000;

/** One entry per page: first visit, the same again, and coming from another page. */
export async function bytes(site) {
  const browser = await launch(site.pin);
  const results = [];
  try {
    for (const { path, from } of pages) {
      const fresh = await browser.newContext(phone);
      const first = await visit(fresh, site, path);
      const repeat = await visit(fresh, site, path);
      await fresh.close();
      const other = await browser.newContext(phone);
      const following = await visit(other, site, from, path);
      await other.close();
      const style = first.document.match(/<style[^>]*>([^]*?)<\/style>/)?.[1] ?? '';
      first.css = brotli(style, SERVER_QUALITY).length;
      await makeFloors(browser, path, first.document);
      for (const one of [first, repeat, following]) delete one.document;
      const [twin, bare] = ['twin', 'bare'].map((name) => fs.statSync(stillFile(name, path)).size);
      results.push({ path, first, repeat, following, twin, bare });
    }
  } finally {
    await browser.close();
  }
  return results;
}

/** What the page in SvelteKit costs on a first visit. */
export async function svelteBytes(site) {
  const browser = await launch(site.pin);
  try {
    const { document, ...cost } = await visit(await browser.newContext(phone), { app: site.svelte }, '/');
    const style = document.match(/<style[^>]*>([^]*?)<\/style>/)?.[1] ?? '';
    return { path: `${compared} in SvelteKit`, first: { ...cost, css: brotli(style, zlib.constants.BROTLI_MAX_QUALITY).length } };
  } finally {
    await browser.close();
  }
}

/** Goes through `paths` in one tab, and tells what the last of them cost. */
async function visit(context, site, ...paths) {
  const page = await context.newPage();
  const wire = await listen(page);
  let document = '';
  for (const path of paths) {
    wire.start();
    const answer = await page.goto(site.app + path);
    if (answer.status() !== 200) throw new Error(`${path} answered ${answer.status()}.`);
    await settled(page, wire);
    document = await answer.text();
  }
  const cost = await wire.cost((path) => (site.inner ? weight(new URL(path, site.inner)) : fs.statSync(stillFile('svelte', path)).size));
  await page.close();
  return { ...cost, document };
}

/** Until the islands are awake and nothing has moved for a while. */
async function settled(page, wire) {
  const end = Date.now() + LONGEST;
  while (Date.now() < end) {
    await sleep(100);
    const asleep = await page.evaluate(
      () => document.readyState !== 'complete' || (document.querySelector('leptos-island, [data-wakes]') && !document.querySelector('[data-ready=true]')),
    );
    if (!asleep && wire.quietFor() > 800) return;
  }
}

/** Listens to what comes through the wire. Chromium tells a file's bytes with its headers and frames, so ... */
async function listen(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let [answers, open, moved] = [new Map(), new Set(), Date.now()];
  const now = () => (moved = Date.now());
  session.on('Network.requestWillBeSent', ({ requestId }) => now() && open.add(requestId));
  session.on('Network.dataReceived', now);
  session.on('Network.responseReceived', ({ requestId, response: { url, mimeType } }) => {
    answers.set(requestId, { url, kind: kindOf(mimeType), bytes: 0 });
  });
  session.on('Network.loadingFailed', ({ requestId }) => now() && open.delete(requestId));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    now();
    open.delete(requestId);
    if (answers.has(requestId)) answers.get(requestId).bytes = encodedDataLength;
  });
  return {
    start() {
      [answers, open] = [new Map(), new Set()];
    },
    quietFor: () => (open.size ? 0 : Date.now() - moved),
    async cost(weigh) {
      const cost = { html: 0, js: 0, wasm: 0, other: 0, headers: 0, all: 0 };
      // 0 bytes: out of the browser's cache, nothing came through the wire.
      for (const { url, kind, bytes } of [...answers.values()].filter((answer) => answer.bytes)) {
        // Answers to calls are weighed as they came, with their headers: asked for again they would be others.
        const { pathname } = new URL(url);
        const body = pathname.startsWith('/api/') ? bytes : await weigh(pathname);
        cost[kind] += body;
        cost.all += body;
        cost.headers += Math.max(0, bytes - body);
      }
      return cost;
    },
  };
}

/** ... each is asked for once more, and its body weighed as it is sent. */
function weight(url) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers: { 'accept-encoding': 'br' } }, (answer) => {
      let size = 0;
      answer.on('data', (chunk) => (size += chunk.length));
      answer.once('error', reject);
      answer.once('end', () => {
        if (answer.headers['content-encoding'] === 'br') resolve(size);
        else reject(new Error(`${url.pathname} is not compressed.`));
      });
    });
    request.once('error', reject);
  });
}

function kindOf(mime) {
  if (mime === 'text/html') return 'html';
  if (mime.endsWith('javascript')) return 'js';
  return mime === 'application/wasm' ? 'wasm' : 'other';
}

/** `twin`: the page as it looks, without scripts and everything that only islands need.
 *  `bare`: its words, links and boxes, without styles and icons either. */
async function makeFloors(browser, path, html) {
  const page = await browser.newPage();
  const [twin, bare] = await page.evaluate(
    ([html, style]) => {
      const copy = new DOMParser().parseFromString(html, 'text/html');
      const whole = () => `<!doctype html>${copy.documentElement.outerHTML}`;
      copy.querySelectorAll('script, noscript, template').forEach((element) => element.remove());
      copy.querySelectorAll('leptos-island, leptos-children').forEach((island) => island.replaceWith(...island.childNodes));
      const comments = copy.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
      const found = [];
      while (comments.nextNode()) found.push(comments.currentNode);
      found.forEach((comment) => comment.remove());
      for (const element of copy.querySelectorAll('*')) {
        for (const { name } of [...element.attributes]) {
          if (/^(data-(?!label)|nonce$)/.test(name)) element.removeAttribute(name);
        }
      }
      const twin = whole();
      copy.querySelectorAll('style, svg, link, meta[name=theme-color]').forEach((element) => element.remove());
      for (const element of copy.querySelectorAll('*')) {
        for (const { name } of [...element.attributes]) {
          if (/^(class$|data-|aria-)/.test(name)) element.removeAttribute(name);
        }
      }
      copy.head.append(Object.assign(copy.createElement('style'), { textContent: style }));
      return [twin, whole()];
    },
    [html, BARE_STYLE],
  );
  await page.close();
  writeStill('twin', path, twin);
  writeStill('bare', path, bare);
}

function brotli(text, quality) {
  return zlib.brotliCompressSync(text, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: quality } });
}
