// What stands between the internet and the server: TLS and HTTP/2, as the proxy of docs/operations.md does it.
// Serves what the pages are compared with beside it, over the same protocol and out of the same process.
//
//     node front.mjs ADDRESS DATA_DIR       until it is killed; writes front.json when it is ready
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as http2 from 'node:http2';
import * as path from 'node:path';
import * as zlib from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { certificate } from './support/certificate.mjs';
import { serve, temporary } from './support/processes.mjs';

/** Headers that belong to one connection and don't exist in HTTP/2. */
const HOP = ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'];

/** Listens on a port of `address` for the app's pages, and on one for each folder of static files. */
export async function front(address, dataDir) {
  const server = await serve(dataDir);
  const tls = certificate(address);
  /** Bodies of answers that went to the browser: path and bytes. */
  const sent = [];
  const handlers = [pass(server.port, sent), ...stills.map(still)];
  const listeners = handlers.map((handler) => http2.createSecureServer({ key: tls.key, cert: tls.cert }, handler));
  const ports = await Promise.all(listeners.map((listener) => listening(listener, address)));
  const [app, bare, twin, svelte] = ports.map((port) => `https://${address}:${port}`);
  return {
    pin: tls.pin,
    sent,
    app,
    bare,
    twin,
    svelte,
    tcp: fs.readFileSync('/proc/sys/net/ipv4/tcp_congestion_control', 'utf8').trim(),
    /** The server behind it. */
    inner: `http://127.0.0.1:${server.port}`,
    async stop() {
      listeners.forEach((listener) => listener.close());
      await server.stop();
    },
  };
}

/** Hands requests on to a server behind it. */
export function pass(port, sent = []) {
  const agent = new http.Agent({ keepAlive: true });
  return (request, response) => {
    const headers = { host: request.authority };
    for (const [name, value] of Object.entries(request.headers)) {
      if (!name.startsWith(':')) headers[name] = value;
    }
    const inner = http.request({ port, agent, method: request.method, path: request.url, headers }, (answer) => {
      for (const name of HOP) delete answer.headers[name];
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
      const one = { path: request.url, bytes: 0 };
      sent.push(one);
      answer.on('data', (piece) => (one.bytes += piece.length));
      // An answer before the end of the body: nobody wants the rest of it (RFC 9113 section 8.1).
      answer.once('end', () => request.complete || response.stream.close(http2.constants.NGHTTP2_NO_ERROR));
    });
    inner.once('error', () => response.headersSent || response.stream.close());
    // Whoever went away in the middle leaves a request that nobody will end: its connection serves no other.
    response.once('close', () => (request.aborted || !response.finished) && inner.destroy());
    request.pipe(inner);
  };
}

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css' };
/** Folders of files that don't change: pages as bare words, pages as they look, and the page in SvelteKit. */
const stills = ['bare', 'twin', 'svelte'];
const folder = (name) => path.join(temporary, name);

/** Files that were compressed beforehand, with no more headers than they need. */
function still(name) {
  return (request, response) => {
    const file = stillFile(name, new URL(request.url, 'https://still').pathname);
    if (!fs.existsSync(file)) {
      response.writeHead(404);
      response.end();
      return;
    }
    const body = fs.readFileSync(file);
    response.writeHead(200, {
      'content-type': TYPES[path.extname(file.slice(0, -3))] ?? 'application/octet-stream',
      'content-encoding': 'br',
      'content-length': body.length,
      'cache-control': 'no-cache',
    });
    response.end(body);
  };
}

/** Where the compressed body of an address lies. An address without an ending is a page. */
export function stillFile(name, address) {
  const asks = path.extname(address).match(/^\.[a-z]+$/) ? address : path.join(address, 'index.html');
  return `${path.join(folder(name), asks)}.br`;
}

/** Compresses as well as brotli can, into that place. */
export function writeStill(name, address, body) {
  const file = stillFile(name, address);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, zlib.brotliCompressSync(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: zlib.constants.BROTLI_MAX_QUALITY } }));
}

function listening(listener, address) {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, address, () => resolve(listener.address().port));
  });
}

/** Where it tells its addresses: the file is complete as soon as it has this name. */
export const told = path.join(temporary, 'front.json');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [address, dataDir] = process.argv.slice(2);
  const { stop, ...site } = await front(address, dataDir);
  fs.writeFileSync(`${told}.new`, JSON.stringify(site));
  fs.renameSync(`${told}.new`, told);
}
