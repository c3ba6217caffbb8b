import adapter from '@sveltejs/adapter-static';

export default {
  kit: {
    adapter: adapter({ pages: process.env.BENCH_SVELTE_OUT }),
    // The pages that its links lead to were not built a second time.
    prerender: { crawl: false, entries: ['/'] },
    // As lean as SvelteKit gets: its style sheet lies in the page, too.
    inlineStyleThreshold: 100_000,
  },
};
