// The service worker: it keeps the page and its assets, so that the app opens
// without a network. It never touches what goes to or comes from the relay.
//
// It is no protection against the server that the app comes from: that server
// may replace it.

const files = []; // filled in by the server: every address to keep, "/" first
const name = "page-" + files.at(-1); // the last one is named by the core's hash
const shelf = "words"; // the language check looks after that cache itself; see words.js
const patience = 4000; // ms until a slow network counts as none

addEventListener("install", (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(files)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((all) => Promise.all(all.filter((n) => n !== name && n !== shelf).map((n) => caches.delete(n)))));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || !files.includes(pathname)) return;
  event.respondWith(pathname === "/" ? newest(request) : kept(request));
});

// kept answers from what is kept. A file whose name holds its hash never
// changes.
async function kept(request) {
  return await (await caches.open(name)).match(request.url) ?? fetch(request);
}

// newest asks the network first, so that a new version is used at once.
async function newest(request) {
  const cache = await caches.open(name);
  const old = await cache.match("/");
  if (!old) return fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, patience, old));
  return Promise.race([fetch(request).then((answer) => answer.ok ? answer : old, () => old), late]);
}
