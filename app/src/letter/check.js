// On the device: is what a letter's QR code carries sealed by this office, and is this file the very one on record?
// Works without a network and sends nothing to anybody. What it may say stands in docs/letters.md.
const box = document.getElementById("periksa");
const en = document.documentElement.lang === "en";
const words = (id, english) => (en ? english : id);
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const make = (tag, kind, text, inside) => {
  const it = document.createElement(tag);
  if (kind) it.className = kind;
  it.textContent = text;
  if (inside) inside.append(it);
  return it;
};
// As `Note` is rendered. A reader hears it, because the place for it was there before.
const say = (place, tone, ...lines) => {
  const note = make("div", "note is-" + tone, "");
  const inner = make("div", "", "", note);
  for (const line of lines) make("p", "", line, inner);
  place.replaceChildren(note);
  return inner;
};

// 16 hexadecimal digits, however they are written.
const code = (decodeURIComponent(location.pathname.split("/")[2] || "").match(/[0-9a-f]/gi) || []).join("").toLowerCase();
const day = (iso) => new Date(iso + "T00:00Z").toLocaleDateString(words("id-ID", "en-GB"), { dateStyle: "long", timeZone: "UTC" });

const seal = async (place) => {
  const [body, signature] = location.hash.slice(1).split(".");
  if (!body || !signature) return;
  const online = box.dataset.known;
  const lost = words("Kode QR ini tidak asli, atau tidak terbaca utuh. Jangan percaya surat itu sebelum bertanya ke kantor.", "This QR code isn't genuine, or wasn't read as a whole. Don't trust the letter before you have asked the office.");
  let key;
  try {
    key = await crypto.subtle.importKey("raw", bytes(box.dataset.key), "Ed25519", false, ["verify"]);
  } catch {
    if (!online) say(place, "warn", words("HP ini belum bisa memeriksa kode QR tanpa jaringan. Perlu jaringan: buka lagi saat ada sinyal.", "This phone can't check a QR code without a network yet. It needs one: open it again with a signal."));
    return;
  }
  let text;
  let genuine = false;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes(body));
    genuine = await crypto.subtle.verify("Ed25519", key, bytes(signature), new TextEncoder().encode(`genggam-surat-1\n${code}\n${text}`));
  } catch {}
  if (!genuine) return say(place, "bad", lost);
  // Older codes don't say how their letter is signed. No code knows whether it was: only the server does.
  const [office, date, number, name, means] = text.split("\n");
  const signed = online === "signed" && means !== "pena";
  const inner = say(place, signed ? "ok" : means === "elektronik" ? "info" : "warn", words("Kode QR ini asli dari kantor.", "This QR code is genuinely from the office."), ...(signed ? [] : means === "elektronik" ? [
    words("Surat ini untuk ditandatangani secara elektronik. Tanda tangannya ada di dalam berkas PDF, bukan pada hasil cetak. Kode ini saja belum membuktikan surat itu sudah ditandatangani.", "This letter is meant to be signed electronically. The signature is inside the PDF, not on a print. This code alone doesn't prove that it was signed."),
  ] : means === "pena" ? [
    words("Surat ini dicetak dari kantor ini; harus ada tanda tangan basah dan cap. Tanpa keduanya surat belum sah.", "This letter was printed by this office; it must bear a signature in ink and a stamp. Without both it isn't valid."),
  ] : [
    words("Kode ini saja belum membuktikan surat itu sudah ditandatangani. Lihat tanda tangannya: di dalam berkas PDF, atau tanda tangan basah dan cap di kertas.", "This code alone doesn't prove that the letter was signed. Look for the signature: inside the PDF, or in ink with a stamp on paper."),
  ]));
  if (!online) {
    const facts = make("dl", "facts", "", inner);
    for (const [label, value] of [[words("Surat", "Letter"), name], [words("Nomor", "Number"), number], [words("Tanggal", "Day"), day(date)], [words("Kantor", "Office"), office]]) {
      const row = make("div", "", "", facts);
      make("dt", "", label, row);
      make("dd", "", value, row);
    }
    make("p", "", words("Cocokkan dengan surat yang Anda pegang. Apakah surat ini masih berlaku atau sudah dicabut, baru terlihat saat ada jaringan.", "Compare with the letter you hold. Whether it still stands or was revoked shows only with a network."), inner);
  }
};

const compare = async (place, file) => {
  if (!file) return;
  if (!window.crypto?.subtle) return say(place, "warn", words("Browser ini tidak bisa menghitung sidik berkas.", "This browser can't work out a file's sum."));
  say(place, "info", words("Menghitung…", "Working it out…"));
  try {
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hex = Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const inner = hex === box.dataset.sum
      ? say(place, "ok", words("Cocok. Berkas ini sama persis dengan yang ditandatangani kantor.", "It matches. This is the very file that the office signed."))
      : say(place, "bad", words("Tidak cocok. Berkas ini bukan yang ditandatangani kantor, atau sudah diubah.", "It differs. This isn't the file that the office signed, or it was changed."), words("Mencetak lalu memindai, atau menyimpan ulang, juga mengubah berkas.", "Printing and scanning, or saving it anew, changes a file, too."));
    make("p", "hint", words("Sidik berkas Anda: ", "Your file's sum: ") + hex, inner);
  } catch {
    say(place, "warn", words("Berkas tidak bisa dibaca.", "The file can't be read."));
  }
};

if (box) {
  const told = () => seal(document.getElementById("cap")).catch(() => {});
  told();
  addEventListener("hashchange", told);
  const input = document.getElementById("berkas");
  const answer = document.getElementById("cocok");
  if (input && answer) {
    const drop = input.closest(".box");
    drop.hidden = false;
    input.addEventListener("change", () => compare(answer, input.files[0]));
    drop.addEventListener("dragover", (event) => event.preventDefault());
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      compare(answer, event.dataTransfer.files[0]);
    });
  }
}
