// How long until a photograph is at the office: 12 megapixels out of a phone's camera over 128 kbit/s and 400 ms round
// trip, every connection cut every 20 s. Ours beside tus-js-client and @tus/server with the same file. Both servers
// stand behind the same HTTP/2 proxy, both browsers are the same Chromium. All begin ten seconds after a cut. A sender
// that no browser can be shows what the link itself allows (`ideal`).
//
//     benches/sent.sh [--ours]
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as http2 from 'node:http2';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import * as tls from 'node:tls';
import { pathToFileURL } from 'node:url';
import { pass } from './front.mjs';
import { launch, phone } from './support/browser.mjs';
import { certificate } from './support/certificate.mjs';
import { genggam, root, say, serve, sleep, temporary } from './support/processes.mjs';

const KBIT = 128;
const RTT = 0.4;
const LIFE = 20_000;
const require = createRequire(path.join(root, 'end2end/package.json'));
const ready = path.join(temporary, 'sent.json');
const wireFile = path.join(temporary, 'wire.json');
const [where, address, only] = process.argv.slice(2);
await (where === 'far' ? far() : near());

/** The end of the link where the servers are. */
async function far() {
  const dataDir = path.join(temporary, 'sent');
  await genggam(dataDir, 'demo');
  const { key, cert, pin } = certificate(address);
  const wire = { ours: 0, theirs: 0, ideal: 0, cuts: 0, cut: Date.now() };
  const sockets = new Set();
  const listen = async (name, port) => {
    const listener = port ? http2.createSecureServer({ key, cert }, pass(port)) : counter({ key, cert });
    listener.on('connection', (socket) => {
      sockets.add(socket);
      let seen = 0;
      const count = setInterval(() => {
        wire[name] += socket.bytesRead - seen;
        seen = socket.bytesRead;
      }, 50);
      socket.on('error', () => {});
      socket.once('close', () => {
        clearInterval(count);
        wire[name] += socket.bytesRead - seen;
        sockets.delete(socket);
      });
    });
    listener.on('sessionError', () => {});
    await new Promise((resolve) => listener.listen(0, address, resolve));
    return `https://${address}:${listener.address().port}`;
  };
  const urls = { pin, ideal: await listen('ideal'), ours: await listen('ours', (await serve(dataDir)).port) };
  if (only !== '--ours') urls.theirs = await listen('theirs', await rival());
  setInterval(() => {
    fs.writeFileSync(`${wireFile}.new`, JSON.stringify(wire));
    fs.renameSync(`${wireFile}.new`, wireFile);
  }, 100);
  setInterval(() => {
    wire.cuts += sockets.size ? 1 : 0;
    wire.cut = Date.now();
    for (const socket of sockets) socket.resetAndDestroy();
  }, LIFE);
  fs.writeFileSync(`${ready}.new`, JSON.stringify(urls));
  fs.renameSync(`${ready}.new`, ready);
}

/** Takes bytes over TLS and says all the time how many it has; to a new connection at once. */
function counter(keys) {
  let taken = 0;
  return tls.createServer(keys, (socket) => {
    socket.on('error', () => {});
    socket.setNoDelay(true);
    socket.write(`${taken}\n`);
    socket.on('data', (piece) => socket.write(`${(taken += piece.length)}\n`));
  });
}

/** @tus/server with files on disk, and a page with tus-js-client as its manual shows it. */
async function rival() {
  const load = async (name) => import(pathToFileURL(require.resolve(name)));
  const { Server } = await load('@tus/server');
  const { FileStore } = await load('@tus/file-store');
  const directory = path.join(temporary, 'theirs');
  fs.mkdirSync(directory, { recursive: true });
  const tus = new Server({ path: '/files', respectForwardedHeaders: true, relativeLocation: true, datastore: new FileStore({ directory }) });
  const client = fs.readFileSync(path.join(root, 'end2end/node_modules/tus-js-client/dist/tus.min.js'));
  const server = http.createServer((request, response) => {
    if (request.url === '/') return response.setHeader('content-type', 'text/html').end('<input type="file"><script src="/tus.js"></script>');
    if (request.url === '/tus.js') return response.setHeader('content-type', 'text/javascript').end(client);
    return tus.handle(request, response);
  });
  server.requestTimeout = 0;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address().port;
}

/** The end where the phone is. */
async function near() {
  while (!fs.existsSync(ready)) await sleep(100);
  const urls = JSON.parse(fs.readFileSync(ready, 'utf8'));
  const browser = await launch(urls.pin);
  const photo = await takePhoto(browser);
  console.log(`A photograph of ${kb(photo.length)} over ${KBIT} kbit/s, ${RTT * 1000} ms, cut every ${LIFE / 1000} s`);
  const ours = await timed('ours', () => withGenggam(browser, urls.ours, photo));
  const least = (ours.bytes * 8) / (KBIT * 1000) + 2 * RTT;
  console.log(`  least possible for these bytes ${least.toFixed(1)} s (bytes / rate + 2 round trips): ${(ours.seconds / least).toFixed(2)} <= 1.10`);
  const ideal = await timed('ideal', () => withNothing(urls.ideal, ours.bytes));
  console.log(`  ideal: ${(ideal.seconds / least).toFixed(2)} of the least possible; ours / ideal ${(ours.seconds / ideal.seconds).toFixed(2)}`);
  console.log(`  on the wire / photograph ${((ours.wire / photo.length) * 100).toFixed(1)} % <= 6 %; on the wire / document ${(ours.wire / ours.bytes).toFixed(3)}`);
  if (only !== '--ours') {
    const theirs = await timed('theirs', () => withTus(browser, urls.theirs, photo));
    console.log(`  ours / theirs ${(ours.seconds / theirs.seconds).toFixed(3)} <= 0.1`);
  }
  await browser.close();
  process.exit(0);
}

/** Runs one of the two and says how long it took and what went over the wire. */
async function timed(name, send) {
  const wire = () => JSON.parse(fs.readFileSync(wireFile, 'utf8'));
  const { begin, end, bytes, before } = await send(wire);
  await sleep(300);
  const after = wire();
  const found = { seconds: (end - begin) / 1000, bytes, wire: after[name] - before[name] };
  const cuts = after.cuts - before.cuts;
  console.log(`${name}: ${found.seconds.toFixed(1)} s, document ${kb(bytes)}, up the wire ${kb(found.wire)}, ${cuts} cuts`);
  return found;
}

/** Ten seconds after a cut: each of them meets the next one at the same moment of its way. */
async function tenAfter(after = 10_000) {
  for (;;) {
    const { cut } = JSON.parse(fs.readFileSync(wireFile, 'utf8'));
    const since = Date.now() - cut;
    if (since >= after && since < after + 300) return;
    await sleep(50);
  }
}

/**
 * What the link allows: no photograph to make small, no HTTP, no page. Bytes over TLS, never more of them on their way
 * than the link carries in one and a half round trips, a new connection as soon as one is cut, and nothing to ask on it: the
 * server's first word is how far it has come.
 */
async function withNothing(url, bytes) {
  const { hostname, port } = new URL(url);
  const most = (KBIT / 8) * 1000 * RTT * 1.5;
  let taken = 0;
  let begun = false;
  let done;
  const ended = new Promise((resolve) => (done = resolve));
  const connect = () => {
    let sent;
    let words = '';
    const socket = tls.connect({ host: hostname, port, rejectUnauthorized: false });
    const go = () => {
      while (begun && sent !== undefined && sent < bytes && sent - taken < most) {
        const piece = Math.min(1380, bytes - sent);
        socket.write(Buffer.alloc(piece, 7));
        sent += piece;
      }
    };
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => taken < bytes && connect());
    socket.on('data', (piece) => {
      words += piece;
      const lines = words.split('\n');
      words = lines.pop();
      if (lines.length) taken = Number(lines.at(-1));
      sent ??= taken;
      if (taken >= bytes) done();
      go();
    });
    open = go;
  };
  let open;
  connect();
  await sleep(3000);
  await tenAfter();
  const before = JSON.parse(fs.readFileSync(wireFile, 'utf8'));
  const begin = Date.now();
  begun = true;
  open();
  await ended;
  return { begin, end: Date.now(), bytes, before };
}

/** A page full of fine print on a desk, with the noise of a cheap sensor. */
async function takePhoto(browser) {
  const page = await browser.newPage();
  const base64 = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#6f6254';
    pen.fillRect(0, 0, 4000, 3000);
    pen.fillStyle = '#f4f1e6';
    pen.fillRect(300, 200, 3400, 2600);
    pen.fillStyle = '#222';
    pen.font = '44px serif';
    let state = 9;
    const random = () => (state = (state * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32;
    for (let y = 320; y < 2760; y += 70) {
      let words = '';
      while (words.length < 150) words += random().toString(36).slice(2, 4 + random() * 8) + ' ';
      pen.fillText(words, 380, y, 3240);
    }
    const picture = pen.getImageData(0, 0, 4000, 3000);
    const { data } = picture;
    for (let i = 0; i < data.length; i += 4) {
      const noise = (random() + random() - 1) * 34;
      data[i] += noise;
      data[i + 1] += noise;
      data[i + 2] += noise;
    }
    pen.putImageData(picture, 0, 0);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return btoa(text);
  });
  await page.close();
  const bytes = Buffer.from(base64, 'base64');
  const file = path.join(temporary, 'ktp.jpg');
  fs.writeFileSync(file, bytes);
  return { path: file, length: bytes.length };
}

/** Everything but the photograph is on the phone already: what is timed begins when it is chosen. */
async function withGenggam(browser, url, photo) {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  const ready = page.locator('#formulir[data-ready=true]');
  for (let tries = 0; tries < 5; tries++) {
    await page.goto(`${url}/ajukan/pengantar-skck/dokumen-ktp`).catch(() => {});
    if (await ready.waitFor({ timeout: 90_000 }).then(() => true, () => false)) break;
  }
  let bytes = 0;
  page.on('request', (request) => {
    const length = request.headers()['upload-length'];
    if (length) bytes = Number(length);
  });
  await sleep(10_000);
  await tenAfter(4000);
  // The camera is open for as long as people need to hold it still.
  const [camera] = await Promise.all([page.waitForEvent('filechooser'), page.locator('label:has(#ktp-pilih)').click()]);
  await tenAfter();
  if (process.env.BENCH_VERBOSE) watch(page);
  const before = JSON.parse(fs.readFileSync(wireFile, 'utf8'));
  const begin = Date.now();
  await camera.setFiles(photo.path);
  await page.locator('.shot[data-done=true]').waitFor({ timeout: 600_000 });
  const end = Date.now();
  await context.close();
  return { begin, end, bytes, before };
}

async function withTus(browser, url, photo) {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  await page.goto(url).catch(() => {});
  await page.waitForFunction(() => 'tus' in globalThis, null, { timeout: 180_000 });
  if (process.env.BENCH_VERBOSE) watch(page);
  await tenAfter();
  const before = JSON.parse(fs.readFileSync(wireFile, 'utf8'));
  await page.locator('input').setInputFiles(photo.path);
  const begin = Date.now();
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const [file] = document.querySelector('input').files;
        new globalThis.tus.Upload(file, { endpoint: '/files', onError: reject, onSuccess: resolve }).start();
      }),
  );
  const end = Date.now();
  await context.close();
  return { begin, end, bytes: photo.length, before };
}

function watch(page) {
  const begin = Date.now();
  const say = (request, what) => {
    if (/\/(files|api)/.test(request.url())) {
      console.log(`    ${((Date.now() - begin) / 1000).toFixed(1)} s ${request.method()} from ${request.headers()['upload-offset'] ?? '-'}: ${what}`);
    }
  };
  page.on('request', (request) => say(request, 'begins'));
  page.on('response', (answer) => say(answer.request(), `${answer.status()} at ${answer.headers()['upload-offset'] ?? '-'}`));
  page.on('requestfailed', (request) => say(request, request.failure()?.errorText));
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
