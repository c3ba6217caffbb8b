// What every page does some seconds after it has been read: it has the service worker registered and told what to keep,
// offers to put the app on the home screen, says when a new version waits, and takes photos that another app shared.
// PATHS is filled in by the server, see server/src/http/offline. docs/offline.md tells the rest.
const { apply, built, officer, receipt, worker } = PATHS;
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

// Photos that another app shared go into the requirement on the screen, as if they had been chosen there.
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
const hand = (photos) => {
  const shots = page.querySelector("[data-screen] [data-shots]");
  if (!shots || document.getElementById("dibagikan")) return;
  const text = words("Ada foto yang Anda bagikan dari aplikasi lain. Foto ini belum dikirim.", "There is a photo that you shared from another app. It has not been sent.");
  const use = (box) => {
    const chosen = new DataTransfer();
    for (const photo of photos.splice(0)) chosen.items.add(photo);
    const input = shots.querySelector("input[multiple]");
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    box.remove();
    caches.delete("genggam-shared");
  };
  shots.prepend(notice("dibagikan", "", text, ["second", words("Pakai foto itu di sini", "Use it here"), use]));
};
if (path.startsWith(apply) && window.caches && window.DataTransfer) {
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
if (path.startsWith(apply + "/")) {
  addEventListener("pagehide", () => memory("formulir", location.pathname.endsWith(receipt) ? null : location.pathname + " " + document.title.split(" – ")[0]));
} else if (last && memory("formulir")) {
  const [address, ...name] = memory("formulir").split(" ");
  const link = make("a", "btn", words("Lanjutkan: ", "Go on with: ") + name.join(" "), last);
  link.href = address;
}

if (navigator.serviceWorker) {
  const workers = navigator.serviceWorker;
  const sent = () => navigator.locks && navigator.locks.request("genggam-uploads", { mode: "shared" }, () => {});
  const ask = (coming, now) => coming && coming.postMessage({ update: 1, now });
  workers.register(worker).then((registration) => {
    ask(registration.waiting);
    // One that is on its way already, and any that comes later.
    const follow = () => {
      const coming = registration.installing;
      if (coming) coming.addEventListener("statechange", () => coming.state === "installed" && workers.controller && ask(coming));
    };
    follow();
    registration.addEventListener("updatefound", follow);
    workers.addEventListener("message", async ({ data }) => {
      if (data.send) dispatchEvent(new CustomEvent("genggam-send", { detail: data.send }));
      if (!data.waits || !page) return;
      const use = ["second", words("Pakai sekarang", "Use it now"), (box, button) => {
        button.setAttribute("aria-busy", "true");
        workers.addEventListener("controllerchange", () => location.reload(), { once: true });
        ask(registration.waiting, 1);
      }];
      const line = (...buttons) => page.prepend(notice("versi", "", words("Versi baru siap. Akan dipakai setelah semua terkirim.", "A new version is ready. It will be used when everything has been sent."), ...buttons));
      if (data.waits === "sending") {
        line();
        await sent();
      }
      line(use);
    });
  }).catch(() => {});
  workers.ready.then(({ active }) => {
    // What this page has loaded is in the browser's cache already.
    const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
    const keep = loaded.filter((at) => at.origin === location.origin && built.some((place) => at.pathname.startsWith(place)));
    if (keep.length) active.postMessage({ keep: keep.map((at) => at.pathname) });
    // The rest on a second visit, or where it costs no patience.
    const { effectiveType, saveData } = navigator.connection || {};
    if (!saveData && (memory("kunjungan") > 1 || effectiveType === "4g")) active.postMessage({ all: 1 });
  });
}
