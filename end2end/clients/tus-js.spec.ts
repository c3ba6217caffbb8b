// tus-js-client, the newest release and the next one, in Node and in Chromium.
import * as released from 'tus-js-client';
import * as next from 'tus-js-client-next';
import { bundled } from './bundle';
import { type Page, expect, test } from './test';
import { pdf } from '../support/documents';
import { expectKept, expectOneUpload, headersOf, metadata } from '../support/tus';

const file = pdf(3_000_000).buffer;
const retryDelays = [0, 50, 100, 500, 1000, 2000];

type Tus = typeof released;

interface Sent {
  url: string;
  retries: number;
}

/** In Node. */
function send(tus: Tus, endpoint: string, headers: Record<string, string>, uploadUrl?: string): Promise<Sent> {
  return new Promise((resolve, reject) => {
    let retries = 0;
    const upload = new tus.Upload(file, {
      endpoint,
      uploadUrl,
      headers,
      metadata,
      retryDelays,
      onShouldRetry: () => (retries += 1) > 0,
      onError: reject,
      onSuccess: () => resolve({ url: upload.url!, retries }),
    });
    upload.start();
  });
}

/** The same in a page that has loaded `window.tus`. */
function sendFrom(page: Page, endpoint: string, headers: Record<string, string>): Promise<Sent> {
  return page.evaluate(
    ({ base64, ...options }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const { tus } = window as unknown as { tus: Tus };
      return new Promise<Sent>((resolve, reject) => {
        let retries = 0;
        const upload = new tus.Upload(new Blob([bytes]), {
          ...options,
          onShouldRetry: () => (retries += 1) > 0,
          // 5.0.0-pre2 takes a broken connection in a browser for a fault that can't be mended; its page starts it again.
          onError: (error) => ((retries += 1) < 10 ? upload.start() : reject(error)),
          onSuccess: () => resolve({ url: upload.url!, retries }),
        });
        upload.start();
      });
    },
    { base64: file.toString('base64'), endpoint, headers, metadata, retryDelays },
  );
}

for (const [version, tus, name] of [
  ['4.3.1', released, 'tus-js-client'],
  ['5.0.0-pre2', next as unknown as Tus, 'tus-js-client-next'],
] as const) {
  for (const place of ['Node', 'Chromium'] as const) {
    test.describe(`tus-js-client ${version} in ${place}`, () => {
      // Chromium sends a request once more by itself when a connection that it used before breaks: all of its body.
      // What a busy server had not read yet goes with the connection: a socket of some 100 kB. Beginning again would be 0.3.
      const most = (breaks: number) => 1.02 + breaks * (place === 'Node' ? 0.05 : 1);
      let run: (endpoint: string, headers: Record<string, string>) => Promise<Sent>;
      if (place === 'Node') {
        test.beforeEach(() => {
          run = (endpoint, headers) => send(tus, endpoint, headers);
        });
      } else {
        test.beforeEach(async ({ bare }) => {
          await bare.addScriptTag({ content: await bundled(`export * from '${name}'`, 'tus') });
          run = (endpoint, headers) => sendFrom(bare, endpoint, headers);
        });
      }

      test('sends a file', async ({ cuts }) => {
        const headers = await headersOf(cuts.url);
        const { url, retries } = await run(`${cuts.url}/files`, headers);
        expect(retries).toBe(0);
        expectKept(url, file);
      });

      test('goes on where it was interrupted', async ({ cuts }) => {
        const headers = await headersOf(cuts.url);
        const before = cuts.up;
        cuts.cutUploads(1_000_000, 700_000, 400_000);
        const { url, retries } = await run(`${cuts.url}/files`, headers);
        expect(cuts.broken).toBe(3);
        expect(retries).toBeGreaterThanOrEqual(1);
        expect((cuts.up - before) / file.length).toBeLessThan(most(3));
        expectKept(url, file);
      });

      test('repeats a creation whose answer was lost, and makes one upload', async ({ cuts }) => {
        const headers = await headersOf(cuts.url);
        cuts.eatAnswer('POST');
        const { url } = await run(`${cuts.url}/files`, headers);
        expect(cuts.broken).toBe(1);
        expectKept(url, file);
        await expectOneUpload(cuts.url, headers, url, file.length);
      });

      test('hears that all is there when the last answer was lost', async ({ cuts }) => {
        const headers = await headersOf(cuts.url);
        const before = cuts.up;
        cuts.eatAnswer('PATCH');
        const { url } = await run(`${cuts.url}/files`, headers);
        expect(cuts.broken).toBe(1);
        expect((cuts.up - before) / file.length).toBeLessThan(most(1));
        expectKept(url, file);
      });
    });
  }

  test(`tus-js-client ${version}: a new process goes on with an old URL`, async ({ cuts }) => {
    const headers = await headersOf(cuts.url);
    cuts.cutUploads(1_200_000);
    const url = await new Promise<string>((resolve, reject) => {
      const upload = new tus.Upload(file, {
        endpoint: `${cuts.url}/files`,
        headers,
        metadata,
        retryDelays: null,
        onError: () => resolve(upload.url!),
        onSuccess: () => reject(new Error('the cut did not happen')),
      });
      upload.start();
    });
    const before = cuts.up;
    const sent = await send(tus, `${cuts.url}/files`, headers, url);
    expect(sent.url).toBe(url);
    expect(cuts.up - before).toBeLessThan(file.length * 1.02 - 1_200_000);
    expectKept(url, file);
  });
}
