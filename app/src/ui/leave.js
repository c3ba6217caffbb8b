// What officers' pages do with what this device keeps (app/src/field/kept.rs, app/src/offline/vault.rs): whoever logs out
// locks what a PIN has opened and leaves none of their residents behind; what was prepared for a day stays no longer than
// its record's name says; and the log-in page tells how much lies open to anybody.
const look = async (act) => {
  // Asked first: to open a database that isn't there and to break that off can leave Chromium with a queue that never
  // moves again, and whoever opens it next waits for good.
  const there = indexedDB.databases && (await indexedDB.databases().catch(() => 0));
  if (there && !there.some(({ name }) => name === "genggam")) return;
  await new Promise((over) => {
    const opening = indexedDB.open("genggam");
    // Nothing was ever kept here; an empty database must not stand in the way of the real one.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = over;
    opening.onsuccess = () => {
      const turn = opening.result.transaction("drafts", "readwrite");
      turn.oncomplete = turn.onabort = () => (opening.result.close(), over());
      const store = turn.objectStore("drafts");
      const names = store.getAllKeys();
      store.getAll().onsuccess = ({ target }) => act(names.result.map((name, at) => [name, target.result[at]]), store);
    };
  }).catch(() => {});
};
// What is damaged says nothing.
const read = (json) => {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
};
const isDay = (name) => /^(field|leave|handed):/.test(name);
const isUnsent = ([name, kept]) => {
  if (!/^(apply|correct):/.test(name) || typeof kept !== "string") return;
  const { receipt, answers = {}, documents = [] } = read(kept);
  return !receipt && (Object.values(answers).some(({ length }) => length) || documents.some(([, { length }]) => length));
};
look((kept, store) => {
  const today = new Date().toISOString().slice(0, 10);
  for (const [name] of kept) if (isDay(name) && name.split(":")[2] < today) store.delete(name);
  const note = document.getElementById("terbuka");
  const open = note && kept.filter(isUnsent).length;
  if (!open) return;
  note.querySelector("b").textContent = open;
  note.hidden = false;
});
addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-leaves]")) return;
  event.preventDefault();
  const leave = look((kept, store) => {
    // Another officer's day stays, locked; one whose owner isn't known goes.
    const [, here] = /__Host-akun=(\w+)/.exec(document.cookie) || [];
    const people = kept.filter(([name]) => name.startsWith("person:")).map(([, one]) => read(one));
    const others = people.filter(({ account }) => here && account && account !== here).map(({ id }) => id);
    for (const [name] of kept) if (isDay(name) && !others.includes(name.split(":")[1])) store.delete(name);
    store.delete("open");
  });
  // Logging out must not depend on it.
  Promise.race([leave, new Promise((go) => setTimeout(go, 2e3))]).then(() => {
    try {
      localStorage.removeItem("lapangan");
      // Other tabs hear of it, look, and forget the key, too.
      localStorage.setItem("kunci", Date.now());
    } catch {}
    form.submit();
  });
});
