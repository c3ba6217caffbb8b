// A network that breaks on purpose, between somebody else's client and our server: it cuts an upload after so many
// bytes, or swallows an answer. Counted is what went on towards the server.
import * as net from 'node:net';

export class Cuts {
  /** Bytes towards the server so far. */
  up = 0;
  /** Connections that were broken so far. */
  broken = 0;
  private readonly sockets = new Set<net.Socket>();
  private cuts: number[] = [];
  private eat?: string;

  private constructor(private readonly listener: net.Server, private readonly port: number) {
    listener.on('connection', (client) => this.carry(client));
  }

  static async to(url: string): Promise<Cuts> {
    const listener = net.createServer();
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    return new Cuts(listener, Number(new URL(url).port));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.listener.address() as net.AddressInfo).port}`;
  }

  /** The next PATCHes are cut after so many bytes each. */
  cutUploads(...after: number[]): void {
    this.cuts = after;
  }

  /** The server does what the next request of this method asks; its answer is lost. */
  eatAnswer(method: string): void {
    this.eat = method;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private carry(client: net.Socket): void {
    const server = net.connect(this.port, '127.0.0.1');
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      // A dead socket is no news here.
      socket.on('error', () => {});
      socket.on('close', () => {
        this.sockets.delete(socket);
        end();
      });
    }
    let room = Infinity;
    let eating = false;
    client.on('data', (data) => {
      const method = /^([A-Z]+) \//.exec(data.toString('latin1', 0, 16))?.[1];
      if (method === 'PATCH') room = this.cuts.shift() ?? Infinity;
      else if (method) room = Infinity;
      if (method && method === this.eat) {
        this.eat = undefined;
        eating = true;
      }
      const part = data.subarray(0, room);
      room -= part.length;
      this.up += part.length;
      if (room > 0) {
        server.write(part);
        return;
      }
      this.broken += 1;
      // The bytes arrive, then both ends hear that it is over: how much a hurried cut loses, benches/torture measures.
      client.pause();
      server.end(part, () => setTimeout(() => client.destroy(), 100));
    });
    server.on('data', (data) => {
      if (!eating || data.toString('latin1', 0, 10).startsWith('HTTP/1.1 1')) {
        client.write(data);
        return;
      }
      this.broken += 1;
      end();
    });
  }
}
