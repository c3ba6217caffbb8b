// The worker that makes photos small, on a plain page of our own: no app, no server but one that serves an empty page.
import { expect, test as plain } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const WORKER = readFileSync(join(__dirname, '../app/src/upload/worker.js'), 'utf8');
const SIZES = [
  { side: 2000, floor: 1600, most: 350 * 1024, webp: 0.45, jpeg: 0.5 },
  { side: 2400, floor: 2000, most: 1024 * 1024, webp: 0.75, jpeg: 0.75 },
];

type Told = {
  width?: number;
  height?: number;
  grey?: { width: number; height: number; pixels: Uint8Array };
  size?: number;
  type?: string;
  bytes?: ArrayBuffer;
  done?: boolean;
  failed?: boolean;
};
type Answer = {
  told: string[];
  original: number[];
  grey: { width: number; height: number; corners: number[]; bytes: number } | null;
  sizes: { type: string; bytes: number; width: number; height: number; corner: number[]; exif: boolean }[];
};

const test = plain.extend<{ address: string }>({
  address: async ({}, use) => {
    const server: Server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<!doctype html><title>x</title>'));
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await new Promise((down) => server.close(down));
  },
});

/** In the page: takes a photo of noise whose top left is red, turned by EXIF if asked for, and gives it to the worker. */
async function run({ worker, sizes, way, where, kind }: { worker: string; sizes: object[]; way: number; where: 'worker' | 'page'; kind: 'photo' | 'text' | 'glass' }): Promise<Answer> {
  const [w, h] = [3000, 2000];
  const surface = Object.assign(document.createElement('canvas'), { width: w, height: h });
  const pen = surface.getContext('2d')!;
  if (kind !== 'glass') {
    pen.fillStyle = '#eee';
    pen.fillRect(0, 0, w, h);
    pen.fillStyle = '#222';
    for (let i = 0; i < 9000; i++) pen.fillRect((i * 7919) % w, (i * 104729) % h, 3 + (i % 29), 2 + (i % 7));
    pen.fillStyle = '#d00';
    pen.fillRect(0, 0, 600, 400);
  }
  const make = (type: string) => new Promise<Blob>((give) => surface.toBlob((blob) => give(blob!), type, 0.9));
  let photo = await make(kind === 'glass' ? 'image/png' : 'image/jpeg');
  if (kind === 'text') photo = new Blob(['no picture']);
  if (way > 1) {
    const exif = [0xff, 0xe1, 0, 34, 69, 120, 105, 102, 0, 0, 77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, way, 0, 0, 0, 0, 0, 0];
    const plain = new Uint8Array(await photo.arrayBuffer());
    photo = new Blob([plain.slice(0, 2), new Uint8Array(exif), plain.slice(2)], { type: 'image/jpeg' });
  }
  const job = { photo, grey: 1000, sizes };
  const address = URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
  const all: Told[] = [];
  await new Promise<void>((end) => {
    const hear = (told: Told) => {
      all.push(told);
      if (told.done || told.failed) end();
    };
    if (where === 'worker') {
      const hand = new Worker(address);
      hand.onmessage = ({ data }) => hear(data);
      hand.postMessage(job);
    } else {
      const script = Object.assign(document.createElement('script'), { src: address });
      script.onload = () => (window as unknown as { genggamShrink(job: object, tell: (told: Told) => void): void }).genggamShrink(job, hear);
      document.head.append(script);
    }
  });
  const seen = all.find((told) => told.grey);
  const answer: Answer = {
    told: all.map((told) => (told.failed ? 'failed' : told.done ? 'done' : told.grey ? 'grey' : `size ${told.size}`)),
    original: seen ? [seen.width!, seen.height!] : [],
    grey: null,
    sizes: [],
  };
  if (seen) {
    const { width, height, pixels } = seen.grey!;
    const at = (x: number, y: number) => pixels[y * width + x];
    answer.grey = { width, height, bytes: pixels.length, corners: [at(9, 9), at(width - 9, 9), at(9, height - 9), at(width - 9, height - 9)] };
  }
  for (const told of all.filter((told) => told.bytes)) {
    const bitmap = await createImageBitmap(new Blob([told.bytes!], { type: told.type }), { imageOrientation: 'none' });
    const look = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height }).getContext('2d')!;
    look.drawImage(bitmap, 0, 0);
    // Where is the red corner? Top left 0, top right 1, bottom left 2, bottom right 3.
    const corner = [[20, 20], [bitmap.width - 20, 20], [20, bitmap.height - 20], [bitmap.width - 20, bitmap.height - 20]].flatMap(([x, y], n) => {
      const [r, g] = look.getImageData(x, y, 1, 1).data;
      return r > 150 && g < 90 ? [n] : [];
    });
    const text = new TextDecoder('latin1').decode(told.bytes!);
    answer.sizes.push({ type: told.type!, bytes: told.bytes!.byteLength, width: bitmap.width, height: bitmap.height, corner, exif: /Exif\0\0/.test(text) });
  }
  return answer;
}

for (const where of ['worker', 'page'] as const) {
  test(`a photo becomes small, upright and without EXIF (${where})`, async ({ page, address }) => {
    // Browsers without OffscreenCanvas do it in the page.
    if (where === 'page') await page.addInitScript(() => Reflect.deleteProperty(window, 'OffscreenCanvas'));
    await page.goto(address);
    // As the camera sees it the red corner is top left; EXIF 6 says: turn by a quarter, so it comes to the top right.
    for (const { way, corner, original } of [
      { way: 1, corner: 0, original: [3000, 2000] },
      { way: 6, corner: 1, original: [2000, 3000] },
      { way: 3, corner: 3, original: [3000, 2000] },
    ]) {
      const answer = await page.evaluate(run, { worker: WORKER, sizes: SIZES, way, where, kind: 'photo' as const });
      expect(answer.told).toEqual(['grey', 'size 0', 'size 1', 'done']);
      expect(answer.original).toEqual(original);
      const [long, short] = [1000, 667];
      expect([answer.grey!.width, answer.grey!.height]).toEqual(original[0] > original[1] ? [long, short] : [short, long]);
      expect(answer.grey!.bytes).toBe(long * short);
      // Red is dark in grey: (77 * 221) / 256 = 66.
      expect(answer.grey!.corners.findIndex((value) => Math.abs(value - 66) < 25)).toBe(corner);
      for (const [n, size] of answer.sizes.entries()) {
        expect(size.bytes).toBeLessThanOrEqual(SIZES[n].most);
        expect(Math.max(size.width, size.height)).toBeGreaterThanOrEqual(SIZES[n].floor);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(SIZES[n].side);
        expect(size.corner).toEqual([corner]);
        expect(size.exif).toBe(false);
        expect(['image/jpeg', 'image/webp']).toContain(size.type);
      }
    }
  });

  test(`a browser that can't write WebP gets a JPEG (${where})`, async ({ page, address }) => {
    // Safari answers with a PNG and says nothing.
    const deaf = `{
      const plain = self.OffscreenCanvas && OffscreenCanvas.prototype.convertToBlob;
      if (plain) OffscreenCanvas.prototype.convertToBlob = function (how) { return plain.call(this, how.type === "image/webp" ? { type: "image/png" } : how); };
      if (self.HTMLCanvasElement) { const old = HTMLCanvasElement.prototype.toBlob; HTMLCanvasElement.prototype.toBlob = function (give, type, q) { old.call(this, give, type === "image/webp" ? "image/png" : type, q); }; }
    }`;
    if (where === 'page') await page.addInitScript(() => Reflect.deleteProperty(window, 'OffscreenCanvas'));
    await page.goto(address);
    const answer = await page.evaluate(run, { worker: deaf + WORKER, sizes: SIZES, way: 1, where, kind: 'photo' as const });
    expect(answer.sizes.map((size) => size.type)).toEqual(['image/jpeg', 'image/jpeg']);
    expect(answer.sizes[0].bytes).toBeLessThanOrEqual(SIZES[0].most);
  });

  test(`what is no picture is said to be none (${where})`, async ({ page, address }) => {
    await page.goto(address);
    const answer = await page.evaluate(run, { worker: WORKER, sizes: SIZES, way: 1, where, kind: 'text' as const });
    expect(answer.told).toEqual(['failed']);
  });

  test(`what is see-through becomes white (${where})`, async ({ page, address }) => {
    await page.goto(address);
    const answer = await page.evaluate(run, { worker: WORKER, sizes: SIZES, way: 1, where, kind: 'glass' as const });
    expect(answer.grey!.corners).toEqual([255, 255, 255, 255]);
  });
}
