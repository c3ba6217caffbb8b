// Who the tests know. Everybody is invented; no NIK here was ever handed out.
import { randomInt } from 'node:crypto';

export interface Resident {
  name: string;
  /** Consistent with birth date and sex, unless a test wants a doubt. */
  nik: string;
  kk: string;
  birth: { day: string; month: string; year: string };
  birthPlace: string;
  sex: 'Perempuan' | 'Laki-laki';
  village: { code: string; name: string };
  address: string;
  phone: string;
}

/** A resident whom nobody has met before: the name is found only once in the queue. */
export function resident(more: Partial<Resident> = {}): Resident {
  // 0000 is no serial.
  const number = () => String(randomInt(1, 10_000)).padStart(4, '0');
  return {
    name: `${word()} ${word()}`,
    nik: `620102410190${number()}`,
    kk: `620102120315${number()}`,
    birth: { day: '1', month: '1', year: '1990' },
    birthPlace: 'Pangkalan Bun',
    sex: 'Perempuan',
    village: umpang,
    address: 'Jalan Kenanga 5',
    phone: `0812-3456-${number()}`,
    ...more,
  };
}

export const umpang = { code: '62.01.02.2013', name: 'Umpang' };
export const batakte = { code: '53.01.05.1002', name: 'Batakte' };
export const raja = { code: '62.01.02.1007', name: 'Raja' };

/** The second half of the key to a status. */
export const lastDigits = (who: Resident): string => who.phone.slice(-4);

/** "S*** R***", as residents see a name. */
export const masked = (name: string): string => name.replace(/\B\p{L}+/gu, '***');

/** What must never stand in an address, in a log or on a resident's screen. */
export function secretsOf(who: Resident): string[] {
  const digits = who.phone.replaceAll('-', '');
  return [who.nik, who.kk, digits, digits.slice(1), who.phone, ...who.name.split(' '), who.address];
}

/** Officers of the demonstration office (`genggam demo`). */
export const officers = {
  helper: officer('pendamping.umpang', 'Yuliana Sari'),
  counter: officer('loket', 'Dewi Anggraini'),
  head: officer('kasi', 'Hendra Saputra'),
  operator: officer('operator', 'Maria Goreti Tukan'),
  secretary: officer('sekcam', 'Nurhayati'),
  camat: officer('camat', 'Bambang Irawan'),
  content: officer('konten', 'Rizky Pratama'),
  auditor: officer('pengawas', 'Agustina Rahayu'),
  partner: officer('mitra.rsud', 'Rut Tafuli'),
  registry: officer('dukcapil.loket', 'Yefta Nalle'),
  registryHead: officer('dukcapil.kabid', 'Marlinda Bana'),
};

export interface Officer {
  username: string;
  password: string;
  name: string;
}

function officer(username: string, name: string): Officer {
  return { username, name, password: `demo-${username}-2026` };
}

/** A word that sounds like a name: four syllables, one of ten million. */
function word(): string {
  const pick = (letters: string) => letters[randomInt(letters.length)];
  const syllables = Array.from({ length: 4 }, () => pick('bdgjklmnprstw') + pick('aiueo')).join('');
  return syllables[0].toUpperCase() + syllables.slice(1);
}
