// Synthetic papers, and a look into the files that came of them. No photograph of anything real.
import { deflateSync } from 'node:zlib';
import type { Browser } from '@playwright/test';

export interface Photo {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/**
 * A photograph of a paper, as a phone takes it: a JPEG of several megapixels, written all over.
 * The browser paints it, so `browser` may be any.
 */
export async function photograph(browser: Browser, title: string, width = 1600, height = 1200): Promise<Photo> {
  const page = await browser.newPage();
  const base64 = await page.evaluate(paint, { title, width, height });
  await page.close();
  return { name: `${title}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}

/** Runs in the browser. The same title gives the same picture. */
function paint({ title, width, height }: { title: string; width: number; height: number }): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d')!;
  let state = [...title].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  const random = () => (state = (state * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32;
  pen.fillStyle = '#6f6254';
  pen.fillRect(0, 0, width, height);
  const edge = width / 32;
  pen.fillStyle = '#f6f3e8';
  pen.fillRect(edge, edge, width - 2 * edge, height - 2 * edge);
  pen.fillStyle = '#8d2b24';
  pen.fillRect(2 * edge, 2 * edge, 3 * edge, 3 * edge);
  pen.fillStyle = '#aabed6';
  pen.fillRect(width - 8 * edge, 7 * edge, 5 * edge, 7 * edge);
  pen.fillStyle = '#22283a';
  pen.font = `bold ${edge * 1.2}px sans-serif`;
  pen.fillText(title, 6 * edge, 4 * edge, width - 9 * edge);
  pen.font = `${edge * 0.62}px serif`;
  for (let line = 7 * edge; line < height - 2 * edge; line += edge * 0.9) {
    let words = '';
    while (words.length < 60) words += random().toString(36).slice(2, 4 + random() * 8) + ' ';
    pen.fillText(words, 2 * edge, line, line < 15 * edge ? width - 11 * edge : width - 4 * edge);
  }
  return canvas.toDataURL('image/jpeg', 0.92).split(',')[1];
}

/** A small paper without any browser: a PNG of grey lines. */
export function scan(seed = 1): Photo {
  const [width, height] = [300, 420];
  const rows = Buffer.alloc((width + 1) * height, 0xf2);
  for (let y = 0; y < height; y++) {
    rows[y * (width + 1)] = 0; // no filter
    const length = y % 20 < 6 && y > 40 ? 60 + ((y * 37 * seed) % 180) : 0;
    rows.fill(0x40, y * (width + 1) + 21, y * (width + 1) + 21 + length);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8); // 8 bits, grey
  const chunks = [
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return { name: `scan-${seed}.png`, mimeType: 'image/png', buffer: Buffer.concat(chunks) };
}

/** The beginning of a PDF without pages, filled up to so many bytes. It travels unchanged, so a test knows its size. */
export function pdf(bytes: number): Photo {
  const body = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n'
    + '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n';
  const end = `xref\n0 1\n0000000000 65535 f \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n${bytes - 200}\n%%EOF\n`;
  const fill = `%${'-'.repeat(98)}\n`.repeat(Math.ceil(bytes / 100)).slice(0, bytes - body.length - end.length - 1);
  return { name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`${body}${fill}\n${end}`, 'latin1') };
}

/** A text file that somebody has called a photograph. */
export const noPhoto: Photo = {
  name: 'ktp.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.from('Ini bukan foto, hanya tulisan.\n'.repeat(50)),
};

/**
 * The same JPEG with an EXIF block as phones write it: where it was taken, with what, and that it lies on its side
 * (EXIF 2.32, sections 4.5 and 4.6).
 */
export function withExif(photo: Photo): Photo {
  const ascii = (text: string) => Buffer.from(`${text}\0`, 'latin1');
  const rational = (...parts: number[]) => {
    const out = Buffer.alloc(parts.length * 8);
    parts.forEach((part, i) => (out.writeUInt32BE(part, i * 8), out.writeUInt32BE(1, i * 8 + 4)));
    return out;
  };
  const short = (value: number) => Buffer.from([value >> 8, value & 255]);
  const long = (value: number) => Buffer.from([value >> 24, value >> 16, value >> 8, value]);
  const ASCII = 2, SHORT = 3, LONG = 4, RATIONAL = 5;
  const gpsAt = 8 + 2 + 4 * 12 + 4;
  const heap: Buffer[] = [];
  const directory = (at: number, entries: [tag: number, type: number, value: Buffer][]) => {
    const out = Buffer.alloc(2 + entries.length * 12 + 4);
    out.writeUInt16BE(entries.length, 0);
    entries.forEach(([tag, type, value], i) => {
      const size = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [RATIONAL]: 8 }[type]!;
      const place = 2 + i * 12;
      out.writeUInt16BE(tag, place);
      out.writeUInt16BE(type, place + 2);
      out.writeUInt32BE(value.length / size, place + 4);
      if (value.length <= 4) {
        value.copy(out, place + 8);
      } else {
        out.writeUInt32BE(heapAt + Buffer.concat(heap).length, place + 8);
        heap.push(value);
      }
    });
    return out;
  };
  const heapAt = gpsAt + 2 + 4 * 12 + 4;
  const main = directory(8, [
    [0x010f, ASCII, ascii('Telepon Contoh')],
    [0x0110, ASCII, ascii('Genggam 1')],
    [0x0112, SHORT, short(6)], // lies on its side
    [0x8825, LONG, long(gpsAt)],
  ]);
  const gps = directory(gpsAt, [
    [1, ASCII, ascii('S')],
    [2, RATIONAL, rational(2, 40, 48)],
    [3, ASCII, ascii('E')],
    [4, RATIONAL, rational(111, 37, 12)],
  ]);
  const tiff = Buffer.concat([Buffer.from('MM\0*\0\0\0\x08', 'latin1'), main, gps, ...heap]);
  const block = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const app1 = Buffer.concat([Buffer.from([0xff, 0xe1, (block.length + 2) >> 8, (block.length + 2) & 255]), block]);
  const buffer = Buffer.concat([photo.buffer.subarray(0, 2), app1, photo.buffer.subarray(2)]);
  return { ...photo, buffer };
}

/** What a JPEG tells about where and with what it was made. */
export const hasExif = (bytes: Buffer): boolean => bytes.includes('Exif\0', 0, 'latin1') || bytes.includes('Telepon Contoh');

export const isJpeg = (bytes: Buffer): boolean => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));

/** Width and height, from the frame header (ITU-T T.81, section B.2.2). */
export function jpegSize(bytes: Buffer): { width: number; height: number } {
  for (let at = 2; at < bytes.length; ) {
    const [marker, length] = [bytes[at + 1], bytes.readUInt16BE(at + 2)];
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    at += 2 + length;
  }
  throw new Error('no frame header in this JPEG');
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

/** CRC-32 as PNG wants it (RFC 2083, appendix 15). */
function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
