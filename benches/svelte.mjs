// The page that search is compared with: /layanan once more, its words and its look, written in SvelteKit.
// Builds it from what the server's own page says, so that both always show the same.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeStill } from './front.mjs';
import { launch, phone } from './support/browser.mjs';
import { compared } from './support/budget.mjs';
import { root, run, say, temporary } from './support/processes.mjs';

const project = path.join(root, 'benches/svelte');
const built = path.join(temporary, 'svelte-build');

/** `true` when there is something to measure; what it needs is installed by "make bench", not here: here is no network. */
export async function svelte(site) {
  if (!fs.existsSync(path.join(project, 'node_modules/vite'))) {
    say('No SvelteKit here (npm could not install it): its number is carried over');
    return false;
  }
  const browser = await launch(site.pin);
  const page = await (await browser.newContext(phone)).newPage();
  await page.goto(site.app + compared);
  const { style, ...words } = await page.evaluate(read);
  await browser.close();
  fs.writeFileSync(path.join(project, 'src/app.css'), style);
  fs.writeFileSync(path.join(project, 'src/page.json'), JSON.stringify(words));
  process.env.BENCH_SVELTE_OUT = built;
  await run('npm', 'run', '--silent', '--prefix', project, 'build');
  for (const file of fs.readdirSync(built, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
    const whole = path.join(file.parentPath, file.name);
    writeStill('svelte', `/${path.relative(built, whole)}`.replace(/index\.html$/, ''), fs.readFileSync(whole));
  }
  return true;
}

/** Runs in the page. */
function read() {
  const text = (element) => element.textContent.trim();
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const link = (a) => ({ href: a.getAttribute('href'), words: text(a) });
  const icon = (within) => within.querySelector('path').getAttribute('d');
  const one = (selector) => document.querySelector(selector);
  return {
    style: one('style').textContent,
    title: document.title,
    description: one('meta[name=description]').content,
    office: text(one('.brand small')),
    mark: all('.brand path').map((path) => ({ fill: path.getAttribute('fill'), d: path.getAttribute('d') })),
    menu: all('.top nav a').map(link),
    heading: text(one('h1')),
    label: text(one('.search label')),
    search: icon(one('.search')),
    boards: all('section:not([hidden])')
      .filter((section) => section.querySelector('.card'))
      .map((section) => ({
        title: text(section.querySelector('h2')),
        items: all('.card', section).map((card) => ({
          ...link(card.querySelector('a')),
          name: text(card.querySelector('a')),
          summary: text(card.querySelector('p')),
          keywords: card.dataset.search,
          badges: all('.badge', card).map((badge) => ({ look: badge.className, words: text(badge) })),
          facts: all('.meta > span:not(.badge)', card).map((fact) => ({ path: icon(fact), words: text(fact) })),
        })),
      })),
    foot: text(one('.foot p')),
    links: all('.foot a').map(link),
  };
}
