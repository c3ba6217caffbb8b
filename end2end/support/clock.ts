// What time it is at an office, and a clock for a server of one's own that can be moved: the shim that `make torture` loads (benches/torture/shim.c).
// Only what that server calls "now" moves; the browsers' clocks stay.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Date (day, month, year) and time of day in so many hours, by a clock on the wall in Kupang: the machine's zone may be any. */
export function atOffice(hours: number): { date: string[]; time: string } {
  const [day, time] = new Date(Date.now() + hours * 3_600_000).toLocaleString('sv', { timeZone: 'Asia/Makassar' }).split(' ');
  return { date: day.split('-').reverse().map((part) => String(Number(part))), time: time.slice(0, 5) };
}

export class Clock {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'genggam-clock-'));
  private readonly control = path.join(this.folder, 'control');
  private readonly shim = path.join(this.folder, 'shim.so');

  /** `at` as `set` takes it. */
  constructor(at: string) {
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', this.shim, path.join(__dirname, '../../benches/torture/shim.c')]);
    this.set(at);
  }

  /** For `startServer`. */
  get env(): Record<string, string> {
    return { LD_PRELOAD: this.shim, TORTURE_SHIM: this.control };
  }

  /** `2026-12-22T09:00+07:00`: from now on it goes on from there, in a running server too. */
  set(at: string): void {
    const seconds = Math.round((Date.parse(at) - Date.now()) / 1000);
    const numbers = Buffer.alloc(16);
    numbers.writeBigInt64LE(BigInt(seconds), 8);
    // In place: the server has the file mapped.
    const file = fs.openSync(this.control, fs.constants.O_RDWR | fs.constants.O_CREAT);
    fs.writeSync(file, numbers, 0, 16, 0);
    fs.closeSync(file);
  }

  discard(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
