// The WebAssembly half, under Node: the same seed must give the same lines.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";

const [native, module, seedText, countText] = process.argv.slice(2);
const [seed, count] = [Number(seedText), Number(countText)];
const wasm = createRequire(import.meta.url)(module);
const lines = (text) => text.trimEnd().split("\n");
const theirs = lines(execFileSync(native, [seed, count].map(String), { maxBuffer: 1 << 30 }).toString());
const ours = lines(wasm.report(seed, count));

let failed = Math.abs(theirs.length - count) + Math.abs(ours.length - count);
for (let i = 0; i < count; i++) {
  if (theirs[i] !== ours[i]) {
    failed++;
    if (failed < 4) console.error(`input ${i} of seed ${seed}\n native: ${theirs[i]}\n wasm:   ${ours[i]}`);
  }
}
// A validator that says the same of everything would pass the comparison, too.
const fine = theirs.filter((line) => line.startsWith('{"errors":[]')).length;
if (fine < count / 50 || fine > (count * 49) / 50) {
  console.error(`only ${fine} of ${count} inputs were fine: the generator tests nothing`);
  failed++;
}
// Nor may the reader refuse everything, or take everything.
const read = theirs.filter((line) => /[^\t -]/.test(line.split("\t")[1])).length;
if (read < count / 4 || read > (count * 3) / 4) {
  console.error(`${read} of ${count} texts were read: too few or too many`);
  failed++;
}
console.log(`${count} inputs, ${fine} without errors, ${read} texts read, ${new Set(theirs).size} different reports`);
console.log(`parity: ${count - Math.min(failed, count)} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
