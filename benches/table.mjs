// One table out of all that was measured. A cell with a sign compares: "6.8 <= 14" keeps its budget, "349 > 200" breaks it.
import { deskRows } from './desk.mjs';
import { letterRows } from './letters.mjs';
import { budget, compared, KB, pages, slow } from './support/budget.mjs';

const kindOf = (path) => pages.find((page) => page.path === path)?.kind;

export function table(results) {
  const broken = [];
  const judged = (what, kept) => {
    if (!kept) broken.push(what);
    return kept;
  };
  const cell = (what, value, limit, show) => {
    if (limit === undefined) return show(value);
    return `${show(value)} ${judged(what, value <= limit) ? '<=' : '>'} ${show(limit).replace(/\.0$/, '')}`;
  };
  const groups = [weights(results, cell), moments(results, cell, judged), loads(results), ...deskRows(results.desk), letterRows(results.letters), kept(results), village(results)];
  const width = Math.max(...groups.flat().filter((row) => row.length > 1).map(([first]) => first.length));
  return [
    ...heading(results),
    ...groups.flatMap((rows) => ['', ...aligned(rows, width)]),
    '',
    broken.length ? `OVER BUDGET (${broken.length}):` : 'Every budget is kept.',
    ...broken.map((what) => `  ${what}`),
    '',
  ].join('\n');
}

function heading({ at, commit, chromium, machine, minutes, link, tcp, times }) {
  const visits = times[0].page.length;
  const how = link === 'packets'
    ? `over a link of packets (two TUN devices, TCP ${tcp}).`
    : "by the BROWSER'S OWN THROTTLING:\nno packets were slowed down, which FLATTERS a cold load.";
  const busy = machine.load > machine.cores / 4
    ? [`NOTE: the machine was busy before the bench began (load ${machine.load.toFixed(1)}). Times and rates are worse than they should be.`]
    : [];
  return [
    `Genggam ${commit}, ${at.slice(0, 16).replace('T', ' ')} UTC, ${machine.cores} cores, Chromium ${chromium}, ${minutes.toFixed(1)} minutes`,
    `Bytes: kB (1000 bytes), bodies, brotli. Times: s, first visit, median of ${visits}, 360x640, HTTP/2 and TLS 1.3,`,
    `${slow.kbit} kbit/s, ${slow.rtt} ms round trip, processor ${slow.cpu}x slower, ${how}`,
    ...busy,
  ];
}

function weights({ bytes }, cell) {
  const kb = (value) => (value === undefined ? '-' : (value / KB).toFixed(1));
  const head = ['BYTES', 'HTML+CSS', 'its CSS', 'JS', 'WASM', 'other', 'before WASM', 'in all', 'again', 'following', 'headers', 'twin', 'bare'];
  const rows = bytes.map(({ path, first, repeat, following, twin, bare }) => {
    const kind = kindOf(path);
    const [reading, resident] = [kind === 'reading', kind && kind !== 'officer'];
    return [
      path,
      cell(`${path}: HTML and CSS`, first.html, resident ? budget.document : undefined, kb),
      kb(first.css),
      kb(first.js),
      kb(first.wasm),
      kb(first.other),
      cell(`${path}: before any WASM`, first.all - first.wasm, reading ? budget.readingDry : undefined, kb),
      cell(`${path}: in all`, first.all, budget[kind], kb),
      cell(`${path}: visited again`, repeat?.all, reading ? budget.following : undefined, kb),
      cell(`${path}: as a following page`, following?.all, reading ? budget.following : undefined, kb),
      kb(first.headers),
      kb(twin),
      kb(bare),
    ];
  });
  return [head, ...rows];
}

function moments({ times, svelte }, cell, judged) {
  const s = (value) => (value === null ? '-' : Number.isFinite(value) ? (value / 1000).toFixed(2) : 'never');
  const ratio = (value) => value.toFixed(2);
  const of = (visits, name) => median(visits.map((visit) => visit[name]));
  const limit = svelte.length ? of(svelte, 'interactive') : budget.interactive;
  const head = ['TIMES', 'bare', 'page / bare', 'twin', 'page / twin', 'readable', 'slowest', 'WASM asked', 'interactive <= SvelteKit'];
  const rows = times.map(({ path, page, twin, bare }) => {
    const kind = kindOf(path);
    const [least, floor, readable] = [bare, twin, page].map((visits) => of(visits, 'readable'));
    const [wasm, interactive] = [of(page, 'wasm'), of(page, 'interactive')];
    // Nothing that is read may wait for WebAssembly.
    const early = kind === 'reading' && wasm !== null && !judged(`${path}: WASM asked for before it is readable`, wasm >= readable);
    const sooner = kind === 'reading' && interactive !== null ? limit : undefined;
    return [
      path,
      s(least),
      ratio(readable / least),
      s(floor),
      cell(`${path}: first content, compared with its twin`, Math.round((100 * readable) / floor) / 100, kind === 'officer' ? undefined : budget.floor, ratio),
      s(readable),
      s(Math.max(...page.map((visit) => visit.readable))),
      s(wasm) + (early ? ' early' : ''),
      cell(`${path}: interactive, compared with SvelteKit`, interactive, sooner, s),
    ];
  });
  const remark = '* search usable on the same kind of page, carried over from the measurement that chose the house: SvelteKit could not be installed';
  const same = () => [`${compared} in SvelteKit`, '-', '-', '-', '-', s(of(svelte, 'readable')), s(Math.max(...svelte.map((visit) => visit.readable))), '-', s(limit)];
  return [head, ...rows, svelte.length ? same() : [remark]];
}

function loads({ load }) {
  const head = ['LOAD, 16 connections', ...load[0].databases.flatMap(({ label }) => [`${label}: /s`, 'p50 ms', 'p99 ms', 'requests'])];
  const rows = load.map(({ name, databases }) => [
    name,
    ...databases.flatMap((one) => [one.perSecond.toFixed(0), one.p50.toFixed(1), one.p99.toFixed(1), String(one.requests)]),
  ]);
  return [head, ...rows];
}

function kept({ offline: { first, second, cold } }) {
  const head = ['KEPT ON THE PHONE', 'second visit: kB', 'cold start offline: s', 'slowest'];
  const s = (ms) => (ms / 1000).toFixed(2);
  const rows = second.map(({ place, bytes }, at) => [place, (bytes / KB).toFixed(1), s(median(cold[at].ms)), s(Math.max(...cold[at].ms))]);
  const [pack, all] = [first.pack, first.all].map((bytes) => (bytes / KB).toFixed(1));
  return [head, ...rows, [`the first visit's pack: ${pack} kB; all of that visit with every module: ${all} kB`]];
}

function village({ field: { cases, payload, bytes, cuts, ms, least } }) {
  const head = ['FROM A VILLAGE', 'photos: kB', 'over the link: kB', 'of them', 'least possible: s', 'took: s', 'of it', 'cuts'];
  const part = (a, b) => (a / b).toFixed(2);
  const row = [
    `${cases} cases, ${slow.kbit} kbit/s, ${slow.rtt} ms`,
    (payload / KB).toFixed(0), (bytes / KB).toFixed(0), part(bytes, payload), (least / 1000).toFixed(0), (ms / 1000).toFixed(0), part(ms, least), String(cuts),
  ];
  return [head, row];
}

/** `null` stands for "there is none" and must do so in every run. */
function median(values) {
  if (values.includes(null)) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Columns side by side, numbers to the right. A row of one cell is a remark and has no column. */
function aligned(rows, width) {
  const columns = rows[0].map((_, column) => Math.max(...rows.filter((row) => row.length > 1).map((row) => row[column].length)));
  columns[0] = width;
  const lines = rows.map((row) =>
    row.length === 1 ? row[0] : row.map((text, column) => (column ? text.padStart(columns[column]) : text.padEnd(columns[0]))).join('  '),
  );
  lines.splice(1, 0, '-'.repeat(lines[0].length));
  return lines;
}
