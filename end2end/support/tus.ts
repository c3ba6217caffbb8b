// What clients that aren't ours need to send an upload: a draft's ticket, an endpoint, and a look at what came of it.
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from './test';

/** A new draft of a service that asks for a photo called `ktp`. */
export async function headersOf(url: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/draft/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ service: 'sktm', device_key: randomUUID() }),
  });
  const { token } = (await answer.json()) as { token: string };
  // A creation that is repeated must not make a second upload.
  return { Authorization: `Bearer ${token}`, 'Idempotency-Key': randomUUID() };
}

export const metadata = { requirement: 'ktp', filename: 'scan.pdf', filetype: 'application/pdf' };

/** The archive holds exactly these bytes under the upload's id. PDFs are kept as they came. */
export function expectKept(upload: string, bytes: Buffer): void {
  const id = new URL(upload).pathname.split('/').at(-1)!;
  const file = path.join(process.env.GENGGAM_TEST_DATA_DIR!, 'archive', id.slice(0, 2), id);
  // The check runs beside the request: a client that asks in between hears of all bytes before they lie there.
  const patience = Date.now() + 10_000;
  while (!fs.existsSync(file) && Date.now() < patience) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  expect(fs.readFileSync(file).equals(bytes), 'the archive holds what was sent').toBe(true);
}

/** The key of the creation still means this upload: whatever was repeated, it made no second one. */
export async function expectOneUpload(server: string, headers: Record<string, string>, upload: string, length: number): Promise<void> {
  const again = await fetch(`${server}/files`, {
    method: 'POST',
    headers: {
      ...headers,
      'tus-resumable': '1.0.0',
      'upload-length': String(length),
      'upload-metadata': `requirement ${Buffer.from('ktp').toString('base64')}`,
    },
  });
  expect(again.status).toBe(201);
  expect(again.headers.get('location')!.split('/').at(-1)).toBe(new URL(upload).pathname.split('/').at(-1));
}
