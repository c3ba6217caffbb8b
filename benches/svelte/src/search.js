// The rules of crates/domain/src/search.rs, as somebody who writes SvelteKit would write them.
const fold = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** Edits from `wanted` to the nearest beginning of `word`. */
function distance(wanted, word) {
  let before = [];
  let last = Array.from({ length: word.length + 1 }, (_, at) => at);
  for (let i = 0; i < wanted.length; i += 1) {
    const row = [i + 1];
    for (let j = 0; j < word.length; j += 1) {
      row.push(Math.min(last[j] + (wanted[i] === word[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1));
      if (i && j && wanted[i - 1] === word[j] && wanted[i] === word[j - 1]) row[j + 1] = Math.min(row[j + 1], before[j - 1] + 1);
    }
    [before, last] = [last, row];
  }
  return Math.min(...last);
}

/** Lower is better; `Infinity` fits not at all. */
export function score(query, text) {
  const words = fold(text).split(' ');
  let total = 0;
  for (const wanted of fold(query).split(' ').filter(Boolean)) {
    const slips = wanted.length < 4 ? 0 : wanted.length < 8 ? 1 : 2;
    total += Math.min(
      ...words.map((word, place) => {
        const edits = distance(wanted, word);
        return edits > slips ? Infinity : edits * 100 + Math.min(place, 50);
      }),
    );
  }
  return total;
}
