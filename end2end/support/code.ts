// Receipt codes, as crates/domain/src/code.rs makes them.

const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** As people read it: `SKC-7K3M-9PXT-4`. */
export const readable = (code: string): string => code.replace(/^(.{3})(.{4})(.{4})(.)$/, '$1-$2-$3-$4');

/** A code with a right check symbol that no application has: chance would have to draw eight times the same. */
export const nobodysCode = withCheck('SKC22222222');

/** The code with another last symbol: something was misread. */
export function misread(code: string): string {
  return code.slice(0, -1) + (code.endsWith('2') ? '3' : '2');
}

function withCheck(symbols: string): string {
  const sum = [...symbols].reduce((sum, symbol, place) => sum + (place + 1) * alphabet.indexOf(symbol), 0);
  const check = [...alphabet].find((_, value) => (sum + 12 * value) % 31 === 0);
  return symbols + check;
}
