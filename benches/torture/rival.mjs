// @tus/server with @tus/file-store on a free port, storing below the folder that is named. Prints its address.
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// The packages are end2end's.
const require = createRequire(path.resolve('end2end/package.json'));
const load = async (name) => import(pathToFileURL(require.resolve(name)));
const { Server } = await load('@tus/server');
const { FileStore } = await load('@tus/file-store');

const tus = new Server({ path: '/files', datastore: new FileStore({ directory: process.argv[2] }) });
const server = http.createServer((request, response) => tus.handle(request, response));
// Slow uploads are part of the work.
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(`127.0.0.1:${server.address().port}`));
