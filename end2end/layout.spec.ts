// Nothing is cut off, nothing is too small for a thumb, and nobody reads a language that they didn't choose.
import type { Page } from '@playwright/test';
import { Form } from './support/apply';
import { resident } from './support/people';
import { type Round, applying, enter, following, office, rareQuestions, reading, visit } from './support/places';
import { expect, test } from './support/test';

type Look = (page: Page, name: string) => Promise<string[]>;

async function walk(rounds: Round[], browser: Parameters<typeof visit>[0], baseURL: string, look: Look, english = false): Promise<string[]> {
  const found: string[] = [];
  for (const round of rounds) {
    const context = await visit(browser, round, baseURL, english);
    const page = await context.newPage();
    for (const place of round.places) {
      await enter(page, place);
      found.push(...await look(page, place.name));
    }
    await context.close();
  }
  return found;
}

/** Narrow phone, phone, tablet; and letters of twice the size, as people set them who see badly. */
const views = [
  { width: 320, height: 640, text: '100%' },
  { width: 360, height: 640, text: '100%' },
  { width: 1024, height: 768, text: '100%' },
  { width: 320, height: 640, text: '200%' },
  { width: 360, height: 640, text: '200%' },
  { width: 1024, height: 768, text: '200%' },
];

/** What sticks out at the side, at each size; and, at the phone's, what a thumb would miss. */
async function fits(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const { width, height, text } of views) {
    await page.setViewportSize({ width, height });
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), text);
    for (const what of await page.evaluate(sticksOut)) found.push(`${name} at ${width} px, ${text}: ${what}`);
    if (width === 360 && text === '100%') {
      for (const what of await page.evaluate(tooSmall)) found.push(`${name}: ${what}`);
    }
  }
  return found;
}

/** Runs in the browser. What may be scrolled sideways by itself, such as an enlarged picture, may be wider. */
function sticksOut(): string[] {
  const root = document.documentElement;
  const width = root.clientWidth;
  const found = root.scrollWidth > width ? [`scrolls sideways (${root.scrollWidth} px)`] : [];
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || (box.right <= width + 1 && box.left >= -1)) continue;
    if (element.closest('.vh, .skip, .pan, svg, [hidden]')) continue;
    const words = element.textContent?.trim().slice(0, 30);
    found.push(`<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> "${words}" reaches ${Math.round(box.right)} px`);
  }
  return found.slice(0, 4);
}

/** Runs in the browser. A link in the middle of a sentence may be as high as its line (WCAG 2.5.8). */
function tooSmall(): string[] {
  const least = 47.5;
  const pressed = 'a[href], button, input:not([type=hidden]), select, textarea, summary, label.tile, label.btn, .pan';
  const found: string[] = [];
  for (const element of document.body.querySelectorAll<HTMLElement>(pressed)) {
    // A box inside its tile and a file button inside its label are pressed through it; the skip link comes by keyboard.
    if (element.closest('.vh, .skip, [hidden], [aria-hidden=true]')) continue;
    if (element.matches('input') && element.closest('label')) continue;
    if (!element.checkVisibility()) continue;
    // Where the whole card is the link, what counts is the area that its pseudo-element covers.
    const covers = ['::before', '::after'].some((pseudo) => {
      const { position, content, display, top, bottom } = getComputedStyle(element, pseudo);
      return position === 'absolute' && content !== 'none' && display !== 'none' && top === '0px' && bottom === '0px';
    });
    const area = covers ? (element.offsetParent ?? element) : element;
    const box = area.getBoundingClientRect();
    if (!box.width) continue;
    const inline = getComputedStyle(element).display === 'inline';
    const sentence = element.parentElement!.textContent!.trim().length > element.textContent!.trim().length + 3;
    if (element.matches('a') && inline && sentence) continue;
    if (box.height < least || box.width < least) {
      const size = `${Math.round(box.width)}x${Math.round(box.height)}`;
      found.push(`<${element.tagName.toLowerCase()} class="${element.className}"> "${element.textContent?.trim().slice(0, 30) || element.id}" is ${size}`);
    }
  }
  return found;
}

/** Words that give a language away. Names of places and offices stay as they are in every language. */
const indonesian = /\b(dan|yang|untuk|dengan|tidak|anda|ini|itu|kirim|lihat|isi|isian|berkas|permohonan|surat|langkah|lanjut|kembali|kembalikan|batalkan|terima|masuk|keluar|cari|pilih|hapus|tambah|simpan|cetak|nomor|alamat|tanggal|hari|bulan|tahun|kode|layanan|petugas|pemohon|alasan|riwayat|antrean|belum|sudah|boleh|wajib|siapkan|syarat|biaya|jam|telepon)\b/i;
const english = /\b(the|and|or|of|to|for|with|your|you|not|no|this|send|show|see|fill|answers|documents|application|applications|letter|step|continue|back|return|cancel|accept|log in|log out|search|choose|remove|add|save|print|number|address|date|day|month|year|code|services|officer|applicant|reason|history|queue|optional|required)\b/i;

/** Runs in the browser: words in headings, on buttons, over boxes and in tables, in the page's own language. */
function words(): string[] {
  const { lang } = document.documentElement;
  const places = 'h1, h2, h3, h4, button, .btn, legend, label, summary, th, dt, caption, .badge, nav a, title';
  const found = [];
  for (const element of document.querySelectorAll(places)) {
    // What is said to be in another language may be; what somebody typed is nobody's translation.
    if (element.closest('[lang]')?.getAttribute('lang') !== lang) continue;
    const copy = element.cloneNode(true) as Element;
    copy.querySelectorAll('[lang], code, script, style, table, input, select').forEach((inner) => inner.remove());
    const text = copy.textContent!.replace(/\s+/g, ' ').trim();
    if (text) found.push(text);
  }
  return [...new Set(found)];
}

const leaks = (language: 'id' | 'en', allowed: RegExp): Look => async (page, name) => {
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  const foreign = language === 'en' ? indonesian : english;
  const all = await page.evaluate(words);
  return all.filter((text) => foreign.test(text.replace(allowed, ''))).map((text) => `${name}: "${text}"`);
};

/** Proper names, and words that are the same in both languages. */
const names = /Genggam|Kecamatan [A-Z]\w+( [A-Z]\w+)*|DoA untuk Jenazah/g;

test.beforeEach(({ troubles }) => troubles.allow(/40[134] \(|response: 40[134] GET/));
test.slow();

for (const [what, look, inEnglish] of [
  ['fits every screen and thumb', fits, false],
  ['speaks Indonesian only', leaks('id', names), false],
  ['speaks English only, when asked', leaks('en', names), true],
] as [string, Look, boolean][]) {
  test.describe(what, () => {
    test('on pages for reading', async ({ browser, baseURL }) => {
      expect(await walk([reading], browser, baseURL!, look, inEnglish)).toEqual([]);
    });

    test('in the form', async ({ browser, baseURL, api }) => {
      expect(await walk([applying, await rareQuestions(api)], browser, baseURL!, look, inEnglish)).toEqual([]);
    });

    test('on the status and while mending', async ({ browser, baseURL, api }) => {
      expect(await walk(await following(api), browser, baseURL!, look, inEnglish)).toEqual([]);
    });

    test('in the office', async ({ browser, baseURL, api }) => {
      expect(await walk(await office(api), browser, baseURL!, look, inEnglish)).toEqual([]);
    });
  });
}

test('the form fits when it is filled in, and so does its receipt', async ({ page, paper }) => {
  const form = new Form(page);
  const found: string[] = [];
  const who = resident({ name: 'Raden Ajeng Kusumaningtyas Widyaningrum Sastrodiningrat', address: 'Jalan Pangeran Antasari Gang Melati Dalam Nomor 123 Blok C' });
  await form.walkTo('kirim', who, paper, async () => {
    if (form.step.startsWith('dokumen-') || form.step === 'periksa') found.push(...await fits(page, form.step));
  });
  found.push(...await fits(page, 'kirim'));
  await form.send();
  found.push(...await fits(page, 'receipt'));
  expect(found).toEqual([]);
});
