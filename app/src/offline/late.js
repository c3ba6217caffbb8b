// What every page does some seconds after it has been read: it has the service worker registered and told what to keep,
// offers to put the app on the home screen, says when a new version waits, and takes photos that another app shared.
// PATHS is filled in by the server, see server/src/http/offline. docs/offline.md tells the rest.
const { apply, built, drafts, field, module, officer, pack, receipt, saver, script, weight, worker } = PATHS;
const page = document.querySelector("main");
const path = location.pathname;
const words = (id, en) => (document.documentElement.lang === "en" ? en : id);
const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone;

// What this device remembers. A browser that forbids it forgets.
const memory = (name, value) => {
  try {
    if (value === undefined) return localStorage.getItem(name);
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {}
};

// Saving data: as the person has chosen (1 or 0), else as the browser asks (2).
if (!/[01]/.test(memory("hemat"))) memory("hemat", navigator.connection?.saveData ? 2 : null);
const saving = memory("hemat") > 0;

const make = (tag, look, text, into) => {
  const element = document.createElement(tag);
  if (look) element.className = look;
  if (text) element.textContent = text;
  if (into) into.append(element);
  return element;
};

// A notice with buttons, each `[look, words, act]`.
const notice = (name, title, text, ...buttons) => {
  document.getElementById(name)?.remove();
  const box = make("section", "note is-info no-print");
  box.id = name;
  box.setAttribute("role", "status");
  const inside = make("div", "", "", box);
  if (title) make("h2", "", title, inside);
  make("p", "", text, inside);
  const acts = buttons.length ? make("p", "acts", "", inside) : 0;
  for (const [look, label, act] of buttons) {
    const button = make("button", "btn " + look, label, acts);
    button.type = "button";
    button.onclick = () => act(box, button);
  }
  return box;
};

// A page kept from an address with a search in it shows the whole list: what was looked for goes into the box.
const box = document.querySelector("input[name=cari]");
const asked = new URLSearchParams(location.search).get("cari");
if (box && asked && !box.value) {
  box.value = asked;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// The home screen: after something useful has happened, never on the first visit, never twice a month.
const useful = () => (path.startsWith(apply) ? location.pathname.endsWith(receipt) && page.querySelector(".receipt") : memory("kunjungan") > 1);
const quiet = () => installed || Date.now() < memory("pasang-nanti") || path.startsWith(officer);
const hint = (text, ...buttons) => {
  if (quiet() || !useful() || document.getElementById("pasang")) return;
  const later = ["quiet", words("Nanti saja", "Not now"), (box) => (memory("pasang-nanti", Date.now() + 2592e6), box.remove())];
  const box = notice("pasang", words("Simpan Genggam di layar HP", "Keep Genggam on your home screen"), text, ...buttons, later);
  const sheet = page.querySelector(".receipt ~ .acts");
  if (sheet) sheet.after(box);
  else (page.querySelector(".wrap") || page).append(box);
};
let offer;
const invite = () => {
  const text = words("Terbuka juga tanpa sinyal, dan tidak memenuhi memori HP.", "It opens without a signal, too, and takes little room.");
  const apple = /iP(hone|ad|od)/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  if (offer) {
    hint(text, ["second", words("Pasang", "Install"), (box) => (offer.prompt(), (offer = 0), box.remove())]);
  } else if (apple) {
    hint(text + " " + words("Di iPhone: tekan Bagikan, lalu Tambah ke Layar Utama.", "On an iPhone: tap Share, then Add to Home Screen."));
  }
};
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  invite();
});
addEventListener("appinstalled", () => document.getElementById("pasang")?.remove());
// A visit ends with its tab.
try {
  if (!sessionStorage.getItem("kunjungan")) {
    sessionStorage.setItem("kunjungan", 1);
    memory("kunjungan", +memory("kunjungan") + 1);
  }
} catch {}
invite();
if (path.startsWith(apply)) new MutationObserver(invite).observe(page, { childList: true, subtree: true });

// Photos that another app shared go into a requirement on the screen, as if they had been chosen there. Where several are
// mended at once, each offers it.
const form = document.getElementById("formulir");
const shared = async () => {
  const photos = [];
  if (!(await caches.has("genggam-shared"))) return photos;
  const cache = await caches.open("genggam-shared");
  for (const key of await cache.keys()) {
    const photo = await cache.match(key);
    const [name, type] = ["x-name", "content-type"].map((header) => photo.headers.get(header));
    // Whoever has not used them within an hour has changed their mind.
    if (Date.now() - new Date(photo.headers.get("date")) > 36e5) await cache.delete(key);
    else photos.push(new File([await photo.blob()], decodeURIComponent(name), { type }));
  }
  return photos;
};
const offers = new Map();
const hand = (photos) => {
  const text = words("Ada foto yang Anda bagikan dari aplikasi lain. Foto ini belum dikirim.", "There is a photo that you shared from another app. It has not been sent.");
  for (const shots of form.querySelectorAll("[data-shots]")) {
    if (offers.has(shots)) continue;
    const use = () => {
      const chosen = new DataTransfer();
      for (const photo of photos.splice(0)) chosen.items.add(photo);
      const input = shots.querySelector("input[multiple]");
      input.files = chosen.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      for (const box of offers.values()) box.remove();
      caches.delete("genggam-shared");
    };
    offers.set(shots, notice("dibagikan-" + shots.id, "", text, ["second", words("Pakai foto itu di sini", "Use it here"), use]));
    shots.prepend(offers.get(shots));
  }
};
if (form && window.caches && window.DataTransfer) {
  shared().then((photos) => {
    if (!photos.length) return;
    const look = () => (photos.length ? hand(photos) : watch.disconnect());
    const watch = new MutationObserver(look);
    watch.observe(page, { childList: true, subtree: true });
    look();
  });
}
// Where to go on with a shared photo: the form that was open last on this device.
const last = document.getElementById("formulir-terakhir");
if (form && page.querySelector("[data-progress]")) {
  addEventListener("pagehide", () => memory("formulir", location.pathname.endsWith(receipt) ? null : location.pathname + " " + document.title.split(" – ")[0]));
} else if (last && memory("formulir")) {
  const [address, ...name] = memory("formulir").split(" ");
  const link = make("a", "btn", words("Lanjutkan: ", "Go on with: ") + name.join(" "), last);
  link.href = address;
}

// A device that was made ready for helping: a form begins with a resident.
if (path.startsWith(apply) && memory("lapangan")) {
  const go = ["", words("Ke daftar warga", "To the residents"), () => (location.href = field)];
  page.prepend(notice("petugas", "", words("Tablet ini untuk membantu warga. Pilih dulu warganya.", "This tablet is for helping residents. Choose the resident first."), go));
}

// What somebody has said "send" to leaves from any page. A form sees to its own draft and the list of drafts to all;
// elsewhere the module for it is fetched only where something waits.
const waits = async () => {
  // Asked first: see leave.js.
  const there = indexedDB.databases && (await indexedDB.databases().catch(() => 0));
  if (!there || there.some(({ name }) => name === "genggam")) return look();
  if (memory("isian")) memory("isian", "hilang");
};
const look = () => new Promise((yes) => {
  const opening = indexedDB.open("genggam");
  // There is no such database, and this isn't the place to make one. Was there one before? Then the browser has
  // thrown it away; where a form finds that first, `store.rs` writes down the same.
  opening.onupgradeneeded = () => {
    if (memory("isian")) memory("isian", "hilang");
    opening.transaction.abort();
  };
  opening.onerror = () => yes(false);
  opening.onsuccess = () => {
    const database = opening.result;
    const store = database.transaction("drafts").objectStore("drafts");
    const names = store.getAllKeys();
    const asking = store.getAll();
    asking.onsuccess = () => {
      database.close();
      const here = form && form.dataset.draft;
      const others = asking.result.filter((_, at) => names.result[at] !== here);
      const sealed = others.some((one) => one instanceof ArrayBuffer);
      const plain = others.filter((one) => /^{.*"device_key"/.test(one)).map((one) => JSON.parse(one));
      if (memory("isian") !== "hilang") memory("isian", sealed || plain.length ? 1 : null);
      // Beside what a PIN has sealed lies when it was changed last.
      const ages = names.result.flatMap((name, at) => (name.startsWith("age:") ? [{ changed: asking.result[at] }] : []));
      remind(Math.min(...plain.filter(({ receipt }) => !receipt).concat(ages).map(daysLeft)));
      // What a PIN has sealed can't be read here; with its owner's key at hand, something of it may wait. What is older
      // than it should be wakes the outbox, too: that takes it away.
      const open = sealed && asking.result.some((one) => one.until > Date.now());
      yes(open || plain.some((one) => isReady(one) || daysLeft(one) <= 0));
    };
    asking.onerror = () => yes(false);
  };
});
// Days until it is removed; what was said "send" to stays, and so does what doesn't know its age.
const daysLeft = ({ changed, parcel }) => (parcel || !(changed > 0) ? 99 : Math.ceil(28 - (Date.now() - changed) / 864e5));
// A week before, and on the last day; once each.
const remind = (days) => {
  const due = days > 7 ? null : days > 1 ? 7 : days > 0 ? 1 : 0;
  if (memory("ingat") === String(due)) return;
  memory("ingat", due);
  if (due === null || sending || form) return;
  const [left, left_en] = due ? [`${days} hari lagi`, `in ${days} day(s)`] : ["sekitar seminggu lagi", "in about a week"];
  const box = notice("ingat", words("Isian Anda belum dikirim", "You have not sent it yet"), words(`Isian di HP ini dihapus ${left} bila tidak dibuka.`, `What this phone keeps is removed ${left_en} unless you open it.`));
  const link = make("a", "btn second", words("Buka isian", "Open it"), make("p", "acts", "", box.firstChild));
  link.href = drafts;
  page.prepend(box);
};
const isReady = ({ parcel, receipt, paused, raw }) => parcel && !parcel.refused && !receipt && !paused && !raw?.length;
let sending = document.getElementById("daftar-draf");
const lost = () => page.prepend(notice("hilang", words("Isian di HP ini sudah hilang", "What this phone kept is gone"),
  words("HP atau browser menghapusnya sendiri, biasanya karena memori penuh. Yang belum diterima kantor perlu diisi lagi. Supaya tidak terulang: simpan Genggam di layar HP.", "The phone or its browser removed it by itself, mostly for want of room. What the office has not received must be filled in again. To prevent it, keep Genggam on your home screen."),
  ["second", words("Mengerti", "I see"), (box) => (memory("isian", null), box.remove())]));
const send = async () => {
  const yes = await waits();
  if (memory("isian") === "hilang") lost();
  if (!yes || sending || !script || !navigator.onLine) return;
  sending = 1;
  const outbox = await import(script);
  await outbox.default({ module_or_path: module });
  // As the loader does. Twice is once.
  outbox.hydrate();
  outbox.device("outbox", document.documentElement.lang);
};
const trySending = () => send().catch(() => (sending = 0));
addEventListener("genggam-told", ({ detail }) => {
  const came = detail === "received";
  const box = notice("terkirim", "", came
    ? words("Kiriman yang menunggu di HP ini sudah diterima kantor.", "What waited on this phone has reached the office.")
    : words("Ada kiriman yang ditolak kantor. Lihat alasannya.", "The office has refused something. See why."));
  const link = make("a", "btn second", words("Lihat kiriman", "See it"), make("p", "acts", "", box.firstChild));
  link.href = drafts;
  page.prepend(box);
});
if (window.indexedDB && page) {
  // Said by a form that has begun another draft, and leaves the first to whoever sends.
  addEventListener("genggam-send", trySending);
  addEventListener("online", trySending);
  trySending();
}

// A form that asks something else than when the draft was filled in says what: nothing of it is dropped in silence.
const keptAnswers = (name) => new Promise((go) => {
  const opening = indexedDB.open("genggam");
  opening.onerror = () => go({});
  opening.onsuccess = () => {
    const asking = opening.result.transaction("drafts").objectStore("drafts").get(name);
    asking.onsuccess = () => {
      opening.result.close();
      // What a PIN has sealed stays sealed.
      go(typeof asking.result === "string" ? JSON.parse(asking.result).answers : {});
    };
  };
});
const compare = async (form, { asks, version }, seen) => {
  const [was, name] = [form.dataset.formWas, form.dataset.draft];
  if (!was || was === version || document.getElementById("berubah")) return;
  const before = new Map((seen[was] || []).map((ask) => [ask[0], ask]));
  const answers = await keptAnswers(name);
  const now = new Set(asks.map(([id]) => id));
  const must = (yes) => (yes ? words(" (wajib)", " (required)") : "");
  const changes = before.size ? [
    ...asks.filter(([id]) => !before.has(id)).map(([, label, , yes]) => words("Baru ditanya: ", "New: ") + label + must(yes)),
    ...asks.filter(([id, , print]) => before.has(id) && before.get(id)[2] !== print).map(([, label, , yes]) => words("Berubah, periksa lagi: ", "Changed, look again: ") + label + must(yes)),
    ...[...before.values()].filter(([id]) => !now.has(id)).map(([id, label]) => {
      const answer = [answers[id]].flat().filter((one) => typeof one === "string" && one).join(", ");
      const yours = answer ? words(". Jawaban Anda: ", ". Your answer: ") + answer : "";
      return words("Tidak ditanya lagi, jadi tidak dikirim: ", "No longer asked, so not sent: ") + label + yours;
    }),
  ] : [words("Periksa lagi semua jawaban.", "Please look at all answers again.")];
  const box = notice("berubah", words("Formulir ini berubah", "This form has changed"), words("Sejak Anda mengisinya, kantor mengubah pertanyaannya. Semua yang Anda isi tetap ada di HP.", "Since you filled it in, the office has changed its questions. All you have typed is still on the phone."),
    ["second", words("Mengerti", "I see"), (box) => (delete form.dataset.formWas, box.remove())]);
  const list = make("ul");
  for (const change of changes) make("li", "", change, list);
  box.firstChild.insertBefore(list, box.firstChild.lastChild);
  form.prepend(box);
};
// It comes with the form's other screens, so it is there when the form says that it is ready.
const remember = () => {
  const block = document.getElementById("pertanyaan");
  if (!block || form.dataset.ready !== "true") return;
  waking.disconnect();
  const now = JSON.parse(block.textContent);
  const place = "pertanyaan:" + now.service;
  const seen = JSON.parse(memory(place) || "{}");
  const look = () => compare(form, now, seen).catch(() => {});
  look();
  new MutationObserver(look).observe(form, { attributes: true });
  // The last few: a draft lives four weeks.
  const others = Object.entries(seen).filter(([version]) => version !== now.version).slice(-5);
  memory(place, JSON.stringify(Object.fromEntries([...others, [now.version, now.asks]])));
};
const waking = new MutationObserver(remember);
if (form) {
  waking.observe(form, { attributes: true });
  remember();
}

const workers = navigator.serviceWorker;
const begin = () => {
  const sent = () => navigator.locks && navigator.locks.request("genggam-uploads", { mode: "shared" }, () => {});
  const ask = (coming, now) => coming && coming.postMessage({ update: 1, now });
  const registering = workers.register(worker);
  registering.then((registration) => {
    ask(registration.waiting);
    // One that is on its way already, and any that comes later.
    const follow = () => {
      const coming = registration.installing;
      if (coming) coming.addEventListener("statechange", () => coming.state === "installed" && workers.controller && ask(coming));
    };
    follow();
    registration.addEventListener("updatefound", follow);
    workers.addEventListener("controllerchange", () => document.getElementById("versi")?.remove());
    workers.addEventListener("message", async ({ data }) => {
      // Whoever sends listens to this already: the worker has heard of the network first.
      if (data.send) dispatchEvent(new Event("online"));
      if (!data.waits || !page) return;
      const use = ["second", words("Pakai sekarang", "Use it now"), (box, button) => {
        button.setAttribute("aria-busy", "true");
        workers.addEventListener("controllerchange", () => location.reload(), { once: true });
        ask(registration.waiting, 1);
      }];
      const line = (...buttons) => page.prepend(notice("versi", "", words("Versi baru siap. Akan dipakai setelah semua terkirim.", "A new version is ready. It will be used when everything has been sent."), ...buttons));
      if (data.waits !== "sending") return line(use);
      line();
      await sent();
      // With no form open it changes now.
      ask(registration.waiting);
    });
  }).catch(() => {});
  workers.ready.then(({ active, sync }) => {
    // Once this page is gone the browser may still tell the worker when there is a network.
    const book = async () => document.visibilityState === "hidden" && (await waits()) && sync.register("genggam");
    if (sync) document.addEventListener("visibilitychange", () => book().catch(() => {}));
    // What this page has loaded is in the browser's cache already.
    const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
    const keep = loaded.filter((at) => at.origin === location.origin && built.some((place) => at.pathname.startsWith(place)));
    if (keep.length) active.postMessage({ keep: keep.map((at) => at.pathname) });
    // The rest on a second visit, or where it costs no patience.
    const { effectiveType } = navigator.connection || {};
    if (!saving && (memory("kunjungan") > 1 || effectiveType === "4g")) active.postMessage({ all: 1 });
  });
  return registering;
};
// Where data is saved the pack is fetched when somebody asks for it (saver.js); a worker that is here is still followed.
const known = workers && (saving ? workers.getRegistration() : Promise.resolve(1));
if (known) known.then((yes) => yes && begin()).catch(() => {});
if (saving || path === drafts) import(saver).then((it) => it.default({ memory, make, words, weight, pack, begin: workers && begin, on: saving })).catch(() => {});
