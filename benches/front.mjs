// What stands between the internet and the server: TLS and HTTP/2, as the proxy of docs/operations.md does it.
// Serves the floor beside it, over the same protocol and out of the same process.
//
//     node front.mjs ADDRESS DATA_DIR       until it is killed; writes front.json when it is ready
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as http2 from 'node:http2';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { certificate } from './support/certificate.mjs';
import { serve, temporary } from './support/processes.mjs';

/** Headers that belong to one connection and don't exist in HTTP/2. */
const HOP = ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'];

/** Listens on two ports of `address`: the app's pages, and the same pages as static files. */
export async function front(address, dataDir) {
  const server = await serve(dataDir);
  const tls = certificate(address);
  const proxy = http2.createSecureServer({ key: tls.key, cert: tls.cert }, pass(server.port));
  const floor = http2.createSecureServer({ key: tls.key, cert: tls.cert }, still);
  const [app, bare] = await Promise.all([proxy, floor].map((listener) => listening(listener, address)));
  return {
    pin: tls.pin,
    app: `https://${address}:${app}`,
    floor: `https://${address}:${bare}`,
    tcp: fs.readFileSync('/proc/sys/net/ipv4/tcp_congestion_control', 'utf8').trim(),
    /** The server behind it. */
    inner: `http://127.0.0.1:${server.port}`,
    async stop() {
      proxy.close();
      floor.close();
      await server.stop();
    },
  };
}

/** Hands requests on to a server behind it. */
export function pass(port) {
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
      // An answer before the end of the body: nobody wants the rest of it (RFC 9113 section 8.1).
      answer.once('end', () => request.complete || response.stream.close(http2.constants.NGHTTP2_NO_ERROR));
    });
    inner.once('error', () => response.headersSent || response.stream.close());
    request.pipe(inner);
  };
}

/** Files that were compressed beforehand, with no more headers than they need. */
function still(request, response) {
  const file = floorFile(new URL(request.url, 'https://floor').pathname);
  if (!fs.existsSync(file)) {
    response.writeHead(404);
    response.end();
    return;
  }
  const body = fs.readFileSync(file);
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-encoding': 'br',
    'content-length': body.length,
    'cache-control': 'no-cache',
  });
  response.end(body);
}

export const floorFile = (page) => path.join(temporary, `floor-${encodeURIComponent(page)}.br`);

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
