// Saving data: nothing is fetched ahead, links to forms say how much they may need, the foot of every page counts what
// this visit has used, and offers the pages that open without a signal. `late.js` imports it where saving is on, and on the page that has the switch.
// What waits until the person asks (photographs) is held back by app/src/upload/start.rs.
export default ({ memory, make, words, weight, pack, begin, on }) => {
  // Officers' pages are told, too: the server then sends no pictures until they are asked for.
  const chosen = memory("hemat");
  if (/[01]/.test(chosen)) document.cookie = `hemat=${chosen};path=/;max-age=31536000;samesite=lax`;
  const foot = document.querySelector(".foot .wrap");
  const size = (bytes) => (bytes < 999500 ? Math.ceil(bytes / 1000) + " KB" : (bytes / 1e6).toFixed(1).replace(".", words(",", ".")) + " MB");
  const used = { got: 0, sent: 0 };
  const remembered = (name) => {
    try {
      return +sessionStorage.getItem("hemat-" + name) || 0;
    } catch {}
    return 0;
  };
  for (const name of ["got", "sent"]) used[name] = remembered(name);
  let line;
  const count = (name, more) => {
    used[name] += more;
    try {
      sessionStorage.setItem("hemat-" + name, used[name]);
    } catch {}
    if (!on) return;
    line = line || make("small", "", "", make("p", "", "", foot));
    line.id = "terpakai";
    line.textContent = words(
      `Hemat data menyala. Terpakai sejak dibuka: terima ${size(used.got)}, kirim ${size(used.sent)}.`,
      `Data saver is on. Used since you opened this: received ${size(used.got)}, sent ${size(used.sent)}.`,
    );
  };
  // What came: this page and everything it loaded. What the phone keeps costs nothing.
  const hear = (list) => count("got", list.getEntries().reduce((sum, { transferSize }) => sum + (transferSize || 0), 0));
  for (const type of ["navigation", "resource"]) new PerformanceObserver(hear).observe({ type, buffered: true });
  // What went: photographs and answers leave by XMLHttpRequest.
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (body) {
    let before = 0;
    this.upload.addEventListener("progress", ({ loaded }) => {
      count("sent", loaded - before);
      before = loaded;
    });
    return send.call(this, body);
  };
  const choice = document.getElementById("hemat");
  if (choice) {
    choice.hidden = false;
    const box = choice.querySelector("input");
    box.checked = on;
    box.onchange = () => {
      memory("hemat", box.checked ? 1 : 0);
      location.reload();
    };
  }
  if (on && weight) {
    for (const link of document.querySelectorAll('main a[href^="/ajukan/"]')) {
      link.append(words(` (paling banyak ${size(weight)})`, ` (${size(weight)} at most)`));
    }
  }  // What opens without a signal is fetched only where somebody asks for it, here or by making a tablet ready: the server
  // refuses it without this word (`asked` in server/src/http/offline), so no update comes by itself either.
  const offer = async () => {
    const { headers, ok } = await fetch(pack, { method: "HEAD" });
    const version = /[^"/]+(?="$)/.exec(headers.get("etag"));
    const weighs = +headers.get("content-length");
    if (!ok || !version || !weighs || (await caches.has("genggam-" + version))) return;
    const kept = await navigator.serviceWorker.getRegistration();
    const line = make("p", "", "", foot);
    line.id = "simpan-halaman";
    line.setAttribute("role", "status");
    const label = kept ? words("Perbarui halaman di HP", "Renew the pages on this phone") : words("Simpan halaman di HP supaya terbuka tanpa sinyal", "Keep the pages on this phone, for when there is no signal");
    const button = make("button", "btn second", `${label} (${size(weighs)})`, line);
    button.type = "button";
    const fetched = async () => {
      document.cookie = "luring=1;path=/;max-age=600;samesite=lax";
      const registration = await begin();
      if (kept) await registration.update();
      const coming = registration.installing;
      while (coming && coming.state === "installing") await new Promise((go) => coming.addEventListener("statechange", go, { once: true }));
      if (!(await caches.has("genggam-" + version)) || coming?.state === "redundant") throw 0;
    };
    button.onclick = () => {
      button.setAttribute("aria-busy", "true");
      fetched().then(
        () => (line.textContent = words("Sudah disimpan. Genggam terbuka juga tanpa sinyal.", "Kept. Genggam opens without a signal, too.")),
        () => {
          button.removeAttribute("aria-busy");
          button.textContent = words("Belum tersimpan. Coba lagi", "Not kept yet. Try again") + ` (${size(weighs)})`;
        },
      );
    };
  };
  if (on && begin && window.caches) offer().catch(() => {});
};
