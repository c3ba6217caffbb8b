// The service worker. What it keeps, when, and how it ends: docs/offline.md.
// VERSION and PATHS are filled in by the server, see mod.rs.
const KEPT = "genggam-VERSION";
// Pages outside the pack that somebody has visited, and photos on their way from another app into the form.
const SEEN = "genggam-visited";
const SHARED = "genggam-shared";
const { about, apply, built, check, correct, field, helped, offline, officer, pack, screens, share, single, status } = PATHS;

const below = (path, place) => path === place || path.startsWith(place + "/");
const any = { ignoreVary: true };
const kept = async (path) => (await caches.open(KEPT)).match(path, any);
const here = async () => (await kept(about))?.json();
// Pages by their client: whether they were kept here. One that came from the server may be newer than what is kept.
const ours = new Map();
const sleep = (ms) => new Promise((go) => setTimeout(go, ms));

// Brings the pack: everything that opens without a network, in one answer, in the language of the reader.
async function fill() {
  const answer = await fetch(pack, { cache: "no-cache" });
  const all = answer.ok && (await answer.json());
  // Another version: some servers are newer than others. What is here stays.
  if (all.version !== "VERSION") throw new Error("no whole pack");
  const cache = await caches.open(KEPT);
  const date = answer.headers.get("date");
  const put = (head) => ([path, text]) => cache.put(path, new Response(text, { headers: { ...head, date } }));
  for (const [head, texts] of all.parts) await Promise.all(Object.entries(texts).map(put(head)));
  // Pages in the other language go.
  const seen = await caches.open(SEEN);
  for (const path of await seen.keys()) {
    if ((await seen.match(path, any)).headers.get("content-language") !== all.lang) await seen.delete(path);
  }
  if (registration.active) await announce();
}

// The server answers a page that is asked for with this with 204 where the one here is the newest.
async function announce() {
  await registration.navigationPreload?.setHeaderValue("VERSION." + (await here())?.lang);
}

// A kept page, with a nonce and a day of its own as if it had just been made. `old`: it says from when it is.
// `address`: it is shown there as the form of a resident who is helped, whose name the device puts into the banner.
async function page(path, old, address) {
  const found = (await kept(path)) || (await (await caches.open(SEEN)).match(path, any));
  const words = await here();
  if (!found || !words) return;
  const headers = new Headers(found.headers);
  const policy = headers.get("content-security-policy");
  const [, before] = /'nonce-([^']+)/.exec(policy);
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  headers.set("content-security-policy", policy.split(before).join(nonce));
  const today = new Date().toLocaleDateString("sv");
  let html = (await found.text()).split(before).join(nonce).replace("0000-00-00", today > words.day ? today : words.day);
  if (address) {
    const at = html.indexOf(words.data);
    html = html.slice(0, at).split(path).join(address).replaceAll("Anda", "warga").replace("<main", () => words.banner + "<main") + html.slice(at);
  }
  if (old) {
    const day = new Date(headers.get("date")).toLocaleDateString(words.lang === "en" ? "en-GB" : "id-ID", { dateStyle: "long" });
    const asleep = below(path, apply) && !(await Promise.all(words.later.map(find))).every(Boolean);
    html = html.replace("<main", () => (asleep ? words.asleep : words.note).replace("DATE", day) + "<main");
  }
  return new Response(html, { headers });
}

// The newest page from the server, whole; nothing where it can't be had.
async function fresh(event, path, plain) {
  try {
    let answer = await event.preloadResponse;
    if (answer && answer.status === 204) {
      const same = await page(path);
      ours.set(event.resultingClientId, true);
      if (same) return same;
      answer = 0;
    }
    answer = answer || (await fetch(event.request));
    const { headers } = answer;
    const lang = headers.get("content-language");
    if (answer.ok && lang) {
      const words = await here();
      if (words && words.lang !== lang) event.waitUntil(fill().catch(() => {}));
      const stays = plain && !/no-store/.test(headers.get("cache-control")) && /'nonce-/.test(headers.get("content-security-policy"));
      if (stays && !(await kept(path))) event.waitUntil(remember(path, answer.clone()));
    }
    if (plain) await answer.clone().arrayBuffer();
    ours.set(event.resultingClientId, false);
    return answer;
  } catch {}
}

async function remember(path, answer) {
  const seen = await caches.open(SEEN);
  await seen.put(path, answer);
  for (const old of (await seen.keys()).slice(0, -50)) await seen.delete(old);
}

async function open(event, { pathname, search }) {
  // Every step of a form is the same page, and so is that of anybody who is helped with it. A letter that can't be asked
  // about is verified by what its QR code carries.
  const parts = pathname.split("/");
  const form = below(pathname, helped) && parts.slice(0, 4).join("/");
  const path = form ? apply + "/" + parts[3] : below(pathname, apply) ? parts.slice(0, 3).join("/") : below(pathname, check) ? check : pathname;
  const common = !below(path, status) && !below(path, officer);
  const coming = fresh(event, path, common && !search && path === pathname);
  // A weak link gets the time that its own delay asks for.
  const patience = 2e3 + 4 * (navigator.connection?.rtt || 250);
  const soon = await (common ? Promise.race([coming, sleep(Math.min(patience, 8e3))]) : coming);
  if (soon && soon.status < 500) return soon;
  const copy = common && (await page(path, 1, form));
  if (copy) ours.set(event.resultingClientId, true);
  return copy || (await coming) || (await page(offline)) || Response.error();
}

// Built files: their names change with their content, so any that is here is right.
const find = async (path) => (await kept(path)) || (!single.includes(path) && caches.match(path, any));

async function keep(paths) {
  const cache = await caches.open(KEPT);
  for (const path of paths) if (!(await find(path))) await cache.add(path);
}

async function file(event, { pathname }) {
  const found = await find(pathname);
  if (found) return found;
  const answer = await fetch(event.request);
  const copy = answer.clone();
  if (answer.ok) event.waitUntil(caches.open(KEPT).then((cache) => cache.put(pathname, copy)));
  return answer;
}

// The other screens of a form: those that are kept belong to the kept page.
async function others(event, { searchParams: asked }) {
  const same = ours.get(event.clientId);
  const own = !asked.get("here") && same !== false && (await kept(screens + "?service=" + asked.get("service") + "&lang=" + asked.get("lang")));
  if (own && same) return own;
  // A worker that was woken again has forgotten whose page this is.
  const answer = await Promise.race([fetch(event.request).catch(() => {}), sleep(8e3)]);
  return answer && answer.ok ? answer : own || answer || Response.error();
}

// Photos that another app hands over wait here until a form takes them. The last ones only.
async function take(event) {
  const photos = (await event.request.formData()).getAll("foto");
  await caches.delete(SHARED);
  const cache = await caches.open(SHARED);
  for (const [at, photo] of photos.entries()) {
    const headers = { "content-type": photo.type, "x-name": encodeURIComponent(photo.name), date: new Date().toUTCString() };
    if (photo.size) await cache.put(share + "/" + at, new Response(photo, { headers }));
  }
  return Response.redirect(share, 303);
}

// A new version takes over when nobody is filling in a form and nothing is being sent. `now`: the person wants it.
async function update({ source, data }) {
  const held = (await navigator.locks?.query())?.held || [];
  const sending = held.some((lock) => lock.name === "genggam-uploads");
  const pages = await clients.matchAll({ includeUncontrolled: true });
  const writing = pages.some((page) => [apply, correct, field, helped].some((place) => below(new URL(page.url).pathname, place)));
  if (sending || (writing && !data.now)) source.postMessage({ waits: sending ? "sending" : "writing" });
  else await skipWaiting();
}

addEventListener("install", (event) => event.waitUntil(fill()));

async function clean() {
  // The version before stays: a page that is still open may ask for its parts.
  const before = (await caches.keys()).filter((name) => name.startsWith("genggam-") && ![KEPT, SEEN, SHARED].includes(name));
  for (const name of before.slice(0, -1)) await caches.delete(name);
  await registration.navigationPreload?.enable();
  await announce();
}
addEventListener("activate", (event) => event.waitUntil(clean()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const { origin, pathname } = url;
  if (origin !== location.origin) return;
  // Whatever goes wrong in here must not stand between a phone and the server.
  const by = (work) => event.respondWith(work.catch(() => fetch(request)));
  const walks = request.mode === "navigate";
  if (request.method === "POST") {
    if (pathname === share) event.respondWith(take(event));
    // Never kept, never repeated; but whoever has no signal is told so.
    else if (walks) event.respondWith(fetch(request).catch(async () => (await page(offline)) || Response.error()));
  } else if (request.method === "GET") {
    if (walks) by(open(event, url));
    else if (pathname === screens) by(others(event, url));
    else if (single.includes(pathname) || built.some((place) => pathname.startsWith(place))) by(file(event, url));
  }
});

// News about a case: it names nobody, and the status page asks for the code again.
addEventListener("push", (event) => event.waitUntil(registration.showNotification("Genggam", event.data.json())));
addEventListener("notificationclick", (tap) => {
  tap.notification.close();
  tap.waitUntil(clients.openWindow(status));
});

addEventListener("message", (event) => {
  const { data } = event;
  if (data.keep) event.waitUntil(keep(data.keep).catch(() => {}));
  if (data.all) event.waitUntil(here().then((words) => keep(words.later)).catch(() => {}));
  if (data.update) event.waitUntil(update(event));
});
