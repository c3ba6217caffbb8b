// How small may a photo become until a machine no longer reads the numbers on it? Real Chromium encodes, tesseract reads.
//
// Makes 12-megapixel photographs of about 6 MB with 16-digit numbers 28, 24, 20 and 16 pixels high, encodes them by the
// settings below and prints size, share of the original, time, and how many numbers are read without a mistake.
//
//   apt-get install tesseract-ocr; cd end2end && npm ci; node ../benches/photos/encode.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { chromium } = createRequire(new URL('../../end2end/package.json', import.meta.url))('@playwright/test');
const HEIGHTS = [28, 24, 20, 16];
const EACH = 5;
const PHOTOS = [
  { seed: 7, font: 'DejaVu Sans Mono', noise: 26 },
  { seed: 11, font: 'Liberation Sans', noise: 22 },
  { seed: 13, font: 'DejaVu Serif', noise: 32 },
  { seed: 17, font: 'Liberation Mono', noise: 28 },
];
const WORKER = readFileSync(new URL('../../app/src/upload/worker.js', import.meta.url), 'utf8');
/** "Hemat data" as `domain::upload::Size` has it. */
const HEMAT = { side: 2000, floor: 1600, most: 350 * 1024, webp: 0.45, jpeg: 0.5 };
const SETTINGS = [
  ['worker.js', 'image/any', 'hemat'],
  [4000, 'image/jpeg', 0.92],
  [2400, 'image/jpeg', 0.45], [2400, 'image/webp', 0.4], [2400, 'image/webp', 0.75], [2400, 'image/jpeg', 0.75],
  [2000, 'image/jpeg', 0.7], [2000, 'image/jpeg', 0.6], [2000, 'image/jpeg', 0.5], [2000, 'image/webp', 0.6], [2000, 'image/webp', 0.45],
  [1800, 'image/jpeg', 0.6], [1800, 'image/webp', 0.6], [1800, 'image/webp', 0.45],
  [1600, 'image/jpeg', 0.7], [1600, 'image/jpeg', 0.5], [1600, 'image/webp', 0.75], [1600, 'image/webp', 0.6], [1600, 'image/webp', 0.5],
  [1280, 'image/jpeg', 0.7],
];

/** In the page: draws the photograph and keeps it as `window.photo`. */
async function make({ seed, font, noise, heights, numbers }) {
  let state = seed;
  const dice = () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return (state >>> 8) / 2 ** 24;
  };
  const [W, H] = [4000, 3000];
  const sharp = new OffscreenCanvas(W, H).getContext('2d');
  const light = sharp.createLinearGradient(0, 0, W, H);
  light.addColorStop(0, '#7a5a3c');
  light.addColorStop(1, '#513a24');
  sharp.fillStyle = light;
  sharp.fillRect(0, 0, W, H);
  for (let i = 0; i < 4000; i++) {
    const [x, y] = [W * dice(), H * dice()];
    sharp.strokeStyle = `rgba(${30 + 60 * dice()},${20 + 40 * dice()},10,.25)`;
    sharp.lineWidth = 1 + 4 * dice();
    sharp.beginPath();
    sharp.moveTo(x, y);
    sharp.lineTo(x + 600 * dice(), y + 12 * (dice() - 0.5));
    sharp.stroke();
  }
  sharp.translate(W / 2, H / 2);
  sharp.rotate(0.02);
  const [w, h] = [2600, 1640];
  sharp.fillStyle = '#c4dfee';
  sharp.fillRect(-w / 2, -h / 2, w, h);
  sharp.strokeStyle = 'rgba(60,130,170,.25)';
  sharp.lineWidth = 2;
  for (let i = 0; i < 160; i++) {
    sharp.beginPath();
    for (let x = -w / 2; x <= w / 2; x += 20) sharp.lineTo(x, -h / 2 + i * 10 + 5 + 8 * Math.sin(x / 60 + i / 5));
    sharp.stroke();
  }
  sharp.fillStyle = '#15171c';
  sharp.font = `100px "${font}"`;
  const box = sharp.measureText('0123456789');
  const unit = 100 / (box.actualBoundingBoxAscent + box.actualBoundingBoxDescent);
  numbers.forEach((number, i) => {
    sharp.font = `${heights[i] * unit}px "${font}"`;
    sharp.fillText(`NIK ${number}`, -w / 2 + 200 + (i % 2) * 40, -h / 2 + 110 + i * 74);
  });
  // Focus is never perfect, and a sensor is never quiet.
  const lens = new OffscreenCanvas(W, H).getContext('2d');
  lens.filter = 'blur(0.8px)';
  lens.drawImage(sharp.canvas, 0, 0);
  const plane = lens.getImageData(0, 0, W, H);
  for (let i = 0, p = plane.data; i < p.length; i += 4) {
    const n = (dice() + dice() + dice() - 1.5) * noise;
    p[i] += n + (dice() - 0.5) * noise;
    p[i + 1] += n;
    p[i + 2] += n + (dice() - 0.5) * noise;
  }
  lens.putImageData(plane, 0, 0);
  for (let quality = 0.96; ; quality -= 0.01) {
    window.photo = await lens.canvas.convertToBlob({ type: 'image/jpeg', quality });
    if (window.photo.size < 6.2e6) return { quality: quality.toFixed(2), bytes: window.photo.size };
  }
}

/** In the page: encodes, and cuts the document out of what was encoded, as a PNG in base64. */
async function encode([[side, type, quality], worker, hemat]) {
  const from = performance.now();
  let blob;
  if (quality === 'hemat') {
    const hand = new Worker(URL.createObjectURL(new Blob([worker])));
    blob = await new Promise((give) => {
      hand.onmessage = ({ data }) => data.bytes && give(new Blob([data.bytes], { type: data.type }));
      hand.postMessage({ photo: window.photo, grey: 1000, sizes: [hemat] });
    });
    hand.terminate();
  } else {
    const bitmap = await createImageBitmap(window.photo, { imageOrientation: 'from-image' });
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const surface = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    const pen = surface.getContext('2d', { alpha: false });
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(bitmap, 0, 0, surface.width, surface.height);
    blob = await surface.convertToBlob({ type, quality });
  }
  const ms = performance.now() - from;
  const back = await createImageBitmap(blob);
  const [w, h] = [back.width, back.height];
  const cut = new OffscreenCanvas(Math.round(w * 0.45), Math.round(h * 0.56)).getContext('2d');
  cut.drawImage(back, -w * 0.18, -h * 0.22);
  const png = new Uint8Array(await (await cut.canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  let text = '';
  for (let i = 0; i < png.length; i += 8192) text += String.fromCharCode(...png.subarray(i, i + 8192));
  return { type: blob.type, bytes: blob.size, ms, png: btoa(text) };
}

const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<!doctype html>')).listen(0, '127.0.0.1');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
const file = join(mkdtempSync(join(tmpdir(), 'photos-')), 'cut.png');
const sums = new Map();
for (const photo of PHOTOS) {
  // No province is called 00: nobody has these numbers.
  const numbers = Array.from({ length: HEIGHTS.length * EACH }, (_, i) => `00${String((photo.seed * 7919 * (i + 3) * 104729 * 31337) % 1e14).padStart(14, '0')}`);
  const heights = numbers.map((_, i) => HEIGHTS[Math.floor(i / EACH)]);
  const made = await page.evaluate(make, { ...photo, heights, numbers });
  console.error(photo.font, made);
  for (const setting of SETTINGS) {
    const out = await page.evaluate(encode, [setting, WORKER, HEMAT]);
    writeFileSync(file, Buffer.from(out.png, 'base64'));
    const text = execFileSync('tesseract', [file, '-', '--psm', '6'], { env: { ...process.env, OMP_THREAD_LIMIT: '1' }, stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    const digits = text.split('\n').map((line) => line.replace(/^.*?N\w?K\W*/, '').replace(/\D/g, ''));
    const key = setting.join(' ');
    const sum = sums.get(key) ?? { types: new Set(), bytes: [], share: [], ms: [], read: HEIGHTS.map(() => 0) };
    sums.set(key, sum);
    sum.types.add(out.type);
    sum.bytes.push(out.bytes / 1024);
    sum.share.push((100 * out.bytes) / made.bytes);
    sum.ms.push(out.ms);
    numbers.forEach((number, i) => (sum.read[HEIGHTS.indexOf(heights[i])] += digits.includes(number) ? 1 : 0));
  }
}
const span = (list, digits) => `${Math.min(...list).toFixed(digits)}-${Math.max(...list).toFixed(digits)}`;
console.log(`| side, type, quality | KiB | % of the original | ms | ${HEIGHTS.map((h) => `${h} px`).join(' | ')} |`);
console.log(`|---|---|---|---|${HEIGHTS.map(() => '---|').join('')}`);
for (const [key, sum] of sums) {
  const read = sum.read.map((n) => `${n}/${EACH * PHOTOS.length}`).join(' | ');
  console.log(`| ${key.replace(/image\/\w+/, [...sum.types].join(' or '))} | ${span(sum.bytes, 0)} | ${span(sum.share, 1)} | ${span(sum.ms, 0)} | ${read} |`);
}
await browser.close();
server.close();
