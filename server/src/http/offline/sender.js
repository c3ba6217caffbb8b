// Sends what waits while no page of ours is in sight: the second half of the service worker.
// It does what the outbox of the pages does (app/src/offline/outbox.rs) for drafts that no PIN has sealed, under the
// same keys and the same lock, and writes nothing into a draft: the receipt lies beside it until a page takes it over.
const asked = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = failed;
});

async function sendWaiting() {
  if (indexedDB.databases && !(await indexedDB.databases()).some(({ name }) => name === "genggam")) return;
  const opening = indexedDB.open("genggam");
  opening.onupgradeneeded = () => opening.transaction.abort();
  const database = await asked(opening);
  const drafts = (mode) => database.transaction("drafts", mode).objectStore("drafts");
  try {
    const store = drafts("readonly");
    const [names, kept] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
    let left = 0;
    for (const [at, name] of names.entries()) {
      if (!/^(apply|correct):/.test(name) || typeof kept[at] !== "string" || names.includes("sent:" + name)) continue;
      const draft = JSON.parse(kept[at]);
      if (!draft.parcel || draft.parcel.refused || draft.receipt || draft.paused || draft.raw?.length) continue;
      try {
        const receipt = await sendOne(database, name, draft);
        await asked(drafts("readwrite").put(JSON.stringify(receipt), "sent:" + name));
      } catch (held) {
        // What the office refuses is for the person to see; anything else is tried again.
        if (!(held.status >= 400 && held.status < 500)) left++;
      }
    }
    if (left) throw new Error("some are left");
  } finally {
    database.close();
  }
}

async function ask(method, address, headers, body) {
  const answer = await fetch(address, { method, headers, body });
  if (!answer.ok) throw answer;
  return answer;
}

const call = async (name, body) => (await ask("POST", "/api/" + name, { "content-type": "application/json", accept: "application/json" }, JSON.stringify(body))).json();

async function sendOne(database, name, draft) {
  const { parcel, send_key: key } = draft;
  const [kind, service] = name.split(":");
  const mends = kind === "correct";
  const opening = mends ? ["correction/open", { draft: name }] : ["draft/open", { service, device_key: draft.device_key, assistance: draft.leave || "", taken: draft.taken || "" }];
  const { token } = draft.ticket || (await call(...opening));
  const documents = [];
  for (const [requirement, photos] of draft.documents) {
    const pages = [];
    for (const photo of parcel.documents.includes(requirement) ? photos : []) {
      const address = photo.done ? photo.upload : await upload(database, token, requirement, photo);
      pages.push(address.split("/").pop());
    }
    if (pages.length) documents.push({ requirement, pages });
  }
  const answers = Object.fromEntries(Object.entries(draft.answers).filter(([id]) => parcel.asked.includes(id)));
  if (mends) return call("correction/send", { token, correction: { key, answers, documents } });
  const code = draft.handed ? draft.handed.code : null;
  const submission = { service, key, answers, documents, declared: parcel.declared, consent: true, code, seen: draft.seen || [] };
  return call("application/submit", { token, submission });
}

// tus 1.0.0, from where the server stands.
async function upload(database, token, requirement, photo) {
  const own = { "tus-resumable": "1.0.0", authorization: "Bearer " + token };
  const begin = { ...own, "idempotency-key": photo.upload_key, "upload-length": photo.bytes, "upload-metadata": "requirement " + btoa(requirement) };
  const there = photo.upload ? await ask("HEAD", photo.upload, own) : await ask("POST", FILES, begin);
  const address = photo.upload || there.headers.get("location");
  const at = +there.headers.get("upload-offset");
  if (at < photo.bytes) {
    const bytes = await asked(database.transaction("photos").objectStore("photos").get(photo.id));
    await ask("PATCH", address, { ...own, "upload-offset": at, "content-type": "application/offset+octet-stream" }, bytes.slice(at));
  }
  return address;
}

// Background Sync: the network is back, so a page that is in sight sends what waits; where there is none, this
// does, unless a page out of sight is at it.
async function sync() {
  const pages = await clients.matchAll({ includeUncontrolled: true });
  const seen = pages.filter((page) => page.visibilityState === "visible");
  for (const page of seen) page.postMessage({ send: 1 });
  if (!seen.length) await navigator.locks.request("genggam-uploads", { ifAvailable: true }, (ours) => ours && sendWaiting());
}
addEventListener("sync", (event) => event.waitUntil(sync()));
