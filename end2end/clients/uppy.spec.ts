// Uppy with its tus plugin, in Chromium.
import type UppyClass from '@uppy/core';
import type TusPlugin from '@uppy/tus';
import { bundled } from './bundle';
import { Cuts } from '../support/cuts';
import { pdf } from '../support/documents';
import { type Page, test as base, expect } from '../support/test';
import { expectKept, expectOneUpload, headersOf } from '../support/tus';

const file = pdf(2_000_000).buffer;

const test = base.extend<{ cuts: Cuts; bare: Page }>({
  cuts: async ({ baseURL }, use) => {
    const cuts = await Cuts.to(baseURL!);
    await use(cuts);
    await cuts.close();
  },
  bare: async ({ browser, cuts, troubles }, use) => {
    // The network breaks on purpose, and Uppy tells the console.
    troubles.allow(/409 PATCH|ERR_EMPTY_RESPONSE|ERR_CONNECTION|ERR_SOCKET|NetworkError|Failed to load resource|\[Uppy\]/);
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${cuts.url}/privasi`);
    const source = "export { default as Core } from '@uppy/core'; export { default as Tus } from '@uppy/tus';";
    await page.addScriptTag({ content: await bundled(source, 'uppy') });
    await use(page);
    await context.close();
  },
});

function send(page: Page, endpoint: string, headers: Record<string, string>): Promise<string> {
  return page.evaluate(
    async ({ base64, endpoint, headers }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const { Core, Tus } = (window as unknown as { uppy: { Core: typeof UppyClass; Tus: typeof TusPlugin } }).uppy;
      const uppy = new Core({ autoProceed: false });
      uppy.use(Tus, { endpoint, headers, retryDelays: [0, 50, 100, 500, 1000], allowedMetaFields: ['requirement'] });
      uppy.addFile({ name: 'scan.pdf', type: 'application/pdf', data: new Blob([bytes]), meta: { requirement: 'ktp' } });
      const result = await uppy.upload();
      if (!result?.successful?.length) throw new Error(`Uppy failed: ${result?.failed?.[0]?.error}`);
      return result.successful[0].uploadURL!;
    },
    { base64: file.toString('base64'), endpoint, headers },
  );
}

test('Uppy sends a file', async ({ cuts, bare }) => {
  const url = await send(bare, `${cuts.url}/files`, await headersOf(cuts.url));
  expectKept(url, file);
});

test('Uppy goes on where it was interrupted', async ({ cuts, bare }) => {
  const headers = await headersOf(cuts.url);
  const before = cuts.up;
  cuts.cutUploads(800_000, 500_000);
  const url = await send(bare, `${cuts.url}/files`, headers);
  expect(cuts.broken).toBe(2);
  // Chromium sends a request once more by itself when a connection that it used before breaks: all of its body.
  expect((cuts.up - before) / file.length).toBeLessThan(2.02);
  expectKept(url, file);
});

test('Uppy repeats a creation whose answer was lost, and makes one upload', async ({ cuts, bare }) => {
  const headers = await headersOf(cuts.url);
  cuts.eatAnswer('POST');
  const url = await send(bare, `${cuts.url}/files`, headers);
  expect(cuts.broken).toBe(1);
  expectKept(url, file);
  await expectOneUpload(cuts.url, headers, url, file.length);
});
