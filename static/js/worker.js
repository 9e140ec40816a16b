/* The service worker. SHELL comes before this text: version, address of the offline page, files to keep.
   It keeps those and nothing else: no page of a person, no answer of the API, no uploaded file.
   BOOTHS it only reads: screens of booths that somebody kept by a button (booth_screen.js), the same for everybody. */
const BOOTHS = "stan-luring";
const DRAWN = /^\/(static|media)\//;
const CACHE = `etalase-${SHELL.version}`;

self.addEventListener("install", (event) => {
  const wanted = [...SHELL.files, SHELL.offline].map((url) => new Request(url, { credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("etalase-") && name !== CACHE);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await booth(request.url, true)) ?? kept(SHELL.offline)));
    return;
  }
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (SHELL.files.includes(url.pathname + url.search)) {
    event.respondWith(kept(url.href).then((found) => found || fetch(request)));
  } else if (DRAWN.test(url.pathname)) {
    event.respondWith(fetch(request).catch(async () => (await booth(request.url)) ?? Response.error()));
  }
});

async function booth(url, ignoreSearch = false) {
  if (!(await caches.has(BOOTHS))) return undefined;
  return (await caches.open(BOOTHS)).match(url, { ignoreSearch, ignoreVary: true });
}

function kept(url) {
  return caches.open(CACHE).then((cache) => cache.match(url));
}
