// @tus/server with @tus/file-store on a free port, storing below the folder that is named. Prints its address.
// With "synced" behind the folder it flushes what it takes before it answers, as ours does.
import fs from 'node:fs/promises';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// The packages are end2end's.
const require = createRequire(path.resolve('end2end/package.json'));
const load = async (name) => import(pathToFileURL(require.resolve(name)));
const { Server } = await load('@tus/server');
const { FileStore } = await load('@tus/file-store');

const [, , directory, synced] = process.argv;

const flushed = async (name, how) => {
  const file = await fs.open(name);
  try {
    await file[how]();
  } finally {
    await file.close();
  }
};

class SyncedStore extends FileStore {
  async create(upload) {
    const created = await super.create(upload);
    await flushed(directory, 'sync');
    return created;
  }

  async write(bytes, id, offset) {
    const end = await super.write(bytes, id, offset);
    await flushed(path.join(directory, id), 'datasync');
    return end;
  }
}

const Store = synced ? SyncedStore : FileStore;
const tus = new Server({ path: '/files', datastore: new Store({ directory }) });
const server = http.createServer((request, response) => tus.handle(request, response));
// Slow uploads are part of the work.
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(`127.0.0.1:${server.address().port}`));
