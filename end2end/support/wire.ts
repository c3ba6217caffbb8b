// The network between a phone and the server, in the hands of a test: it can fall silent in the middle of a
// photograph, break, and come back. The browser talks to the wire as if it were the server.
import * as net from 'node:net';

export class Wire {
  private readonly pairs = new Set<[net.Socket, net.Socket]>();
  private readonly lost = new WeakSet<[net.Socket, net.Socket]>();
  private swallows = false;
  private broken = false;
  private limit = Infinity;
  private held: (() => void)[] = [];
  private silent?: () => void;
  /** Bytes of uploads that left the phone, with the heads of their requests. */
  uploaded = 0;
  /** Bytes a second that a phone gets out. */
  rate = Infinity;
  /** Milliseconds until a new connection carries anything, as its greetings take on a long way. */
  greeting = 0;
  /** Bytes of an upload after which its connection breaks. */
  life = Infinity;
  /** Flips one bit of the first byte of an upload that passes this place, once. */
  spoilAt = Infinity;

  private constructor(private readonly listener: net.Server, private readonly port: number) {
    listener.on('connection', (phone) => this.connect(phone));
  }

  static async to(url: string): Promise<Wire> {
    const listener = net.createServer();
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    return new Wire(listener, Number(new URL(url).port));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.listener.address() as net.AddressInfo).port}`;
  }

  /**
   * Lets so many bytes of an upload through and then nothing more. Nobody is told: that is how a dead spot feels.
   * The promise is kept once it has happened.
   */
  silenceAfter(bytes: number): Promise<void> {
    this.limit = bytes;
    return new Promise((resolve) => (this.silent = resolve));
  }

  /** What was held back goes on its way, and everything after it. */
  flow(): void {
    this.limit = Infinity;
    this.broken = false;
    for (const send of this.held.splice(0)) send();
  }

  /**
   * The link swallows everything, both ways, and tells nobody. Connections from before stay dead when it comes back:
   * the carrier has forgotten them. The promise of `until` ends it.
   */
  async blackHole(until: Promise<void>): Promise<void> {
    this.swallows = true;
    for (const pair of this.pairs) this.lost.add(pair);
    await until;
    this.swallows = false;
  }

  /** Every connection breaks, and none can be made. */
  cut(): void {
    this.broken = true;
    this.held = [];
    for (const pair of this.pairs) pair.forEach((socket) => socket.destroy());
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private connect(phone: net.Socket): void {
    // A dead socket is no news here.
    phone.on('error', () => {});
    if (this.broken) {
      phone.destroy();
      return;
    }
    if (this.greeting) {
      phone.pause();
      setTimeout(() => phone.resume(), this.greeting);
    }
    const server = net.connect(this.port, '127.0.0.1').on('error', () => {});
    const pair: [net.Socket, net.Socket] = [phone, server];
    this.pairs.add(pair);
    if (this.swallows) this.lost.add(pair);
    for (const socket of pair) {
      socket.on('close', () => {
        this.pairs.delete(pair);
        pair.forEach((end) => end.destroy());
      });
    }
    server.on('data', (data) => {
      if (!this.lost.has(pair) && !phone.destroyed) phone.write(data);
    });
    server.on('end', () => phone.end());
    // Bytes of the upload on this connection so far; below zero where it is something else.
    let passed = -1;
    let waiting: Buffer[] | undefined;
    phone.on('data', (data) => {
      if (this.lost.has(pair)) return;
      if (waiting) {
        waiting.push(data);
        return;
      }
      const begins = /^([A-Z]+) \//.exec(data.toString('latin1', 0, 16));
      if (begins) passed = begins[1] === 'PATCH' || (begins[1] === 'POST' && /^POST \/files /.test(data.toString('latin1', 0, 16))) ? 0 : -1;
      const room = passed < 0 ? Infinity : this.limit - passed;
      if (passed >= 0) {
        if (this.spoilAt < passed + data.length) {
          data[this.spoilAt - passed] ^= 1;
          this.spoilAt = Infinity;
        }
        passed += data.length;
        this.uploaded += data.length;
        if (passed > this.life) {
          pair.forEach((socket) => socket.destroy());
          return;
        }
        if (this.rate < Infinity) {
          phone.pause();
          setTimeout(() => phone.resume(), (data.length * 1000) / this.rate);
        }
      }
      if (data.length <= room) {
        server.write(data);
        return;
      }
      server.write(data.subarray(0, room));
      waiting = [data.subarray(room)];
      this.held.push(() => {
        for (const part of waiting ?? []) if (!server.destroyed) server.write(part);
        waiting = undefined;
      });
      this.silent?.();
    });
    phone.on('end', () => server.end());
  }
}
