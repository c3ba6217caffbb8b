// Uppy with its tus plugin, in Chromium.
import type UppyClass from '@uppy/core';
import type TusPlugin from '@uppy/tus';
import { bundled } from './bundle';
import { type Page, expect, test } from './test';
import { pdf } from '../support/documents';
import { expectKept, expectOneUpload, headersOf } from '../support/tus';

const file = pdf(2_000_000).buffer;

test.beforeEach(async ({ bare }) => {
  const source = "export { default as Core } from '@uppy/core'; export { default as Tus } from '@uppy/tus';";
  await bare.addScriptTag({ content: await bundled(source, 'uppy') });
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
  expect((cuts.up - before) / file.length).toBeLessThan(3.02);
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
