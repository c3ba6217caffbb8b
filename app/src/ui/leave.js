// Residents that this device keeps for a day without a network (app/src/field/kept.rs): whoever logs out leaves none
// behind, and none stays longer than its record's name says.
const forget = async (which) => {
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
      store.getAllKeys().onsuccess = ({ target }) => {
        for (const name of target.result) if (/^(field|leave|handed):/.test(name) && which(name)) store.delete(name);
      };
    };
  }).catch(() => {});
};
forget((name) => name.split(":")[2] < new Date().toISOString().slice(0, 10));
addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-leaves]")) return;
  event.preventDefault();
  try {
    localStorage.removeItem("lapangan");
  } catch {}
  // Logging out must not depend on it.
  Promise.race([forget(() => 1), new Promise((go) => setTimeout(go, 2e3))]).then(() => form.submit());
});
