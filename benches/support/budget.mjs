// What is measured, and what it may cost. A kilobyte is 1000 bytes here: the stricter reading.

/** `from`: the page a reader usually comes from. `kind` decides which budgets hold. */
export const pages = [
  { path: '/', kind: 'reading', from: '/layanan' },
  { path: '/layanan', kind: 'reading', from: '/' },
  { path: '/layanan/sktm', kind: 'reading', from: '/layanan' },
  { path: '/kecamatan/62.01.02', kind: 'reading', from: '/' },
  { path: '/ajukan/sktm', kind: 'applying', from: '/layanan/sktm' },
  { path: '/status', kind: 'reading', from: '/' },
  { path: '/petugas/masuk', kind: 'officer', from: '/' },
];

/** The page that was built a second time, in SvelteKit (benches/svelte). */
export const compared = '/layanan';

export const KB = 1000;
export const budget = {
  /** HTML with its inlined CSS, of any resident's page. */
  document: 14 * KB,
  /** A reading page in all, before any WebAssembly. */
  readingDry: 20 * KB,
  reading: 90 * KB,
  applying: 200 * KB,
  /** A reading page after another one. */
  following: 10 * KB,
  /** First content, compared with the same page as a static file. */
  floor: 1.1,
  /** Until search works on the same page in SvelteKit, where it can't be measured here: carried over from the
   *  measurement that chose the house (16 services, a table, a search box). */
  interactive: 3300,
};

/** The link and the phone. */
export const slow = { kbit: 400, rtt: 400, cpu: 4 };

const number = (name, fallback) => {
  const value = Number(process.env[name] ?? fallback);
  if (!(value > 0)) throw new Error(`${name} must be a number above 0.`);
  return value;
};

/** Visits of each page and of each thing it is compared with. */
export const runs = number('BENCH_RUNS', 5);
/** Seconds for each kind of request on each database. */
export const seconds = number('BENCH_SECONDS', 6);
/** How many applications the two databases hold. */
export const few = 10;
export const many = number('BENCH_APPLICATIONS', 100_000);
