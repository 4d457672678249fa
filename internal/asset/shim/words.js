// The language check: a second program beside the core, in the same worker, with
// a file of weights. Both are fetched when the core asks for them, held against
// the hashes that the page came with, and kept by the browser for times without
// a network. What it reads and answers never leaves this worker.

const shelf = "words"; // the cache of both files, and of nothing else

const type = "sha256-";

async function sound(bytes, integrity) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return type + btoa(String.fromCharCode(...sum)) === integrity;
}

// take returns the bytes of a file: from the shelf, or else from the server.
async function take(cache, { url, integrity }) {
  const have = await cache?.match(url);
  if (have) {
    const bytes = await have.arrayBuffer();
    if (await sound(bytes, integrity)) return bytes;
    await cache.delete(url);
  }
  const answer = await fetch(url, { credentials: "omit", redirect: "error" });
  if (!answer.ok) throw new Error("no language check");
  const bytes = await answer.arrayBuffer();
  if (!await sound(bytes, integrity)) throw new Error("another language check");
  await cache?.put(url, new Response(bytes)).catch(() => {}); // there may be no room
  return bytes;
}

// tidy takes from the shelf what another version left there.
async function tidy(cache, files) {
  const wanted = files.map(({ url }) => new URL(url, location.origin).href);
  for (const request of await cache.keys()) {
    if (!wanted.includes(request.url)) await cache.delete(request);
  }
}

// openWords starts the check and returns the function that asks it, or null. A
// device that is to keep nothing is given no shelf.
export async function openWords({ code, weights, keep }) {
  const cache = keep ? await caches.open(shelf).catch(() => null) : null;
  const [program, data] = await Promise.all([take(cache, code), take(cache, weights)]);
  if (cache) tidy(cache, [code, weights]).catch(() => {});
  const go = new Go();
  go.argv = ["words"];
  go.exit = () => {};
  const { instance } = await WebAssembly.instantiate(program, go.importObject);
  return new Promise((resolve, reject) => {
    const ready = (ask) => {
      delete globalThis.words;
      resolve(ask);
    };
    globalThis.words = { weights: new Uint8Array(data), ready };
    go.run(instance).then(() => ready(null), reject);
  });
}
