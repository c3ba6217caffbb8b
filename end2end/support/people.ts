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

/** Both included, with as many digits as the upper one. */
const some = (from: number, to: number) => String(randomInt(from, to + 1)).padStart(String(to).length, '0');

/**
 * A resident whom nobody has met before: hundreds meet in the one office of a run, so it takes more than the ten thousand
 * serials of one birthday. A NIK begins with the district, and a woman's day is 40 higher.
 */
export function resident(more: Partial<Resident> = {}): Resident {
  const [day, month, year] = [some(1, 28), some(1, 12), some(70, 95)];
  const district = (more.village ?? umpang).code.replaceAll('.', '').slice(0, 6);
  return {
    name: `${word()} ${word()}`,
    // 0000 is no serial.
    nik: `${district}${Number(day) + 40}${month}${year}${some(1, 9999)}`,
    kk: `620102${some(1, 28)}${some(1, 12)}${some(10, 24)}${some(1, 9999)}`,
    birth: { day: String(Number(day)), month: String(Number(month)), year: `19${year}` },
    birthPlace: 'Pangkalan Bun',
    sex: 'Perempuan',
    village: umpang,
    address: 'Jalan Kenanga 5',
    phone: `0812-${some(1000, 9999)}-${some(1, 9999)}`,
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
