// tuspy, the Python client, in the environment that scripts/tools.sh makes.
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { pdf } from '../support/documents';
import { expect, test } from './test';
import { expectKept, expectOneUpload, headersOf, metadata } from '../support/tus';

const python = path.join(process.env.GENGGAM_TUSPY ?? '', 'bin/python');
const file = pdf(2_000_000).buffer;

/** Runs tuspy.py, which prints the upload's URL. */
async function send(endpoint: string, headers: Record<string, string>, ...more: string[]): Promise<string> {
  expect(fs.existsSync(python), `${python}: scripts/tools.sh test makes it, scripts/env.sh says where (GENGGAM_TUSPY)`).toBe(true);
  const running = promisify(execFile)(python, [path.join(__dirname, 'tuspy.py'), endpoint, JSON.stringify(headers), JSON.stringify(metadata), ...more]);
  running.child.stdin!.end(file);
  return (await running).stdout.trim();
}

test.describe('tuspy', () => {
  test('sends a file', async ({ cuts }) => {
    const url = await send(`${cuts.url}/files`, await headersOf(cuts.url));
    expectKept(url, file);
  });

  test('sends a file in chunks', async ({ cuts }) => {
    const url = await send(`${cuts.url}/files`, await headersOf(cuts.url), '--chunk', '300000');
    expectKept(url, file);
  });

  test('goes on where it was interrupted', async ({ cuts }) => {
    const headers = await headersOf(cuts.url);
    const before = cuts.up;
    cuts.cutUploads(800_000, 500_000);
    const url = await send(`${cuts.url}/files`, headers);
    expect(cuts.broken).toBe(2);
    expect((cuts.up - before) / file.length).toBeLessThan(1.02);
    expectKept(url, file);
  });

  test('repeats a creation whose answer was lost, and makes one upload', async ({ cuts }) => {
    const headers = await headersOf(cuts.url);
    cuts.eatAnswer('POST');
    const url = await send(`${cuts.url}/files`, headers, '--create-again');
    expect(cuts.broken).toBe(1);
    expectKept(url, file);
    await expectOneUpload(cuts.url, headers, url, file.length);
  });
});
