// The workers: one core that runs the app, and for every form with a secret a
// key worker of its own, which ends with its job.

const { core: coreURL, coreIntegrity, worker: workerURL, keeper: keeperURL, words: wordsURL, wordsIntegrity, weights: weightsURL, weightsIntegrity,
  debug } = document.body.dataset;

// here is what every worker is told.
const here = { origin: location.origin, build: coreIntegrity };

// words is where a core finds the language check, if the server has one.
const words = wordsURL && weightsURL ? {
  code: { url: wordsURL, integrity: wordsIntegrity }, weights: { url: weightsURL, integrity: weightsIntegrity }, keep: Boolean(keeperURL),
} : null;

const policy = globalThis.trustedTypes?.createPolicy("troth-worker", {
  createScriptURL(url) {
    if (url !== workerURL && url !== keeperURL) throw new TypeError("not our worker");
    return url;
  },
});

const scriptURL = (url) => policy ? policy.createScriptURL(url) : url;

let kept = false;

// keep has the browser keep the page for times without a network, and not erase
// what the device has stored. It is asked for on devices that have an account,
// not on those that only looked, once after each time they are opened.
export function keep() {
  if (kept || !keeperURL) return;
  kept = true;
  persist().catch(() => {});
  navigator.serviceWorker?.register(scriptURL(keeperURL), { updateViaCache: "none" }).catch(() => {});
}

// forget takes back what keep has done, and deletes every cache.
export async function forget() {
  kept = false;
  try {
    for (const keeper of await navigator.serviceWorker?.getRegistrations() ?? []) await keeper.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  } catch { /* a browser without them keeps nothing */ }
}

// persist asks for storage that is not cleared when room runs short. Some
// browsers ask the person; whoever said no is not asked again.
async function persist() {
  const { storage, permissions } = navigator;
  if (!storage?.persist || await storage.persisted()) return;
  const may = await permissions?.query({ name: "persistent-storage" }).catch(() => null);
  if (may?.state !== "denied") await storage.persist();
}

// get fetches the core. The browser refuses it if its hash is not the one this
// page was made with.
const get = () => fetch(coreURL, { integrity: coreIntegrity, credentials: "omit", redirect: "error" });

async function compile() {
  const answer = await get();
  if (!answer.ok) throw new Error("no core");
  try {
    return await WebAssembly.compileStreaming(answer);
  } catch {
    // A proxy may have changed the media type; the hash still decides.
    return WebAssembly.compile(await (await get()).arrayBuffer());
  }
}

let module = null;

// load compiles the core, once.
export function load() {
  return module ??= compile();
}

// Running is one worker and what it tells us. ready() is called once it
// listens; dead() if it ends by itself.
class Running {
  #worker = null;
  #ended = false;

  constructor(name, { message, ready, dead }) {
    load().then((module) => {
      if (this.#ended) return;
      this.#worker = new Worker(scriptURL(workerURL), { type: "module", name });
      this.#worker.onmessage = ({ data }) => {
        if (this.#ended) return;
        if (data.t === "ready") ready();
        else if (data.t === "dead") this.#die(dead);
        else message(data);
      };
      this.#worker.onerror = (event) => { event.preventDefault(); this.#die(dead); };
      this.#worker.onmessageerror = () => this.#die(dead);
      this.#worker.postMessage({ module, name, debug: debug !== undefined, words: name === "core" ? words : null });
    }).catch(() => this.#die(dead));
  }

  #die(dead) {
    if (this.#ended) return;
    this.end();
    dead();
  }

  post(message, transfer) {
    this.#worker?.postMessage(message, transfer ?? []);
  }

  // end stops the worker at once, with all it knows.
  end() {
    this.#ended = true;
    this.#worker?.terminate();
    this.#worker = null;
  }
}

// Core is the worker that runs the app. What is said to it before it listens
// is kept until then.
export class Core {
  #running;
  #early = [];
  #listens = false;
  #finishing = false;

  constructor(entry, { message, dead }) {
    this.#running = new Running("core", {
      message: (m) => {
        if (!this.#finishing) message(m);
        else if (m.t === "finished") this.end();
      },
      dead: () => {
        if (!this.#finishing) dead();
      },
      ready: () => {
        this.#running.post({ t: "start", ...here, entry });
        this.#listens = true;
        for (const [m, transfer] of this.#early.splice(0)) this.#running.post(m, transfer);
      },
    });
  }

  get listens() { return this.#listens; }

  // finish ends the core once it has stored what was said to it before, or
  // after ms milliseconds, whichever comes first. It says nothing more to the
  // page.
  finish(ms) {
    if (!this.#listens) return this.end();
    this.#finishing = true;
    this.post({ t: "finish" });
    setTimeout(() => this.end(), ms);
  }

  post(message, transfer) {
    if (this.#listens) this.#running.post(message, transfer);
    else this.#early.push([message, transfer]);
  }

  end() {
    this.#early = [];
    this.#running.end();
  }
}

// KeyJob sends a form's secret fields to a new key worker and the rest to the
// core, and joins the two. The core never sees the secrets; the page never
// sees what the two say to each other.
export class KeyJob {
  static #last = 0;
  #running;

  constructor(core, { action, values, secrets, progress, done }) {
    const id = ++KeyJob.#last;
    const { port1, port2 } = new MessageChannel();
    const finish = (ok) => {
      this.end();
      if (!ok) core.post({ t: "keygone", id });
      done();
    };
    this.#running = new Running("key", {
      message: (m) => {
        if (m.t === "progress") progress(m);
        if (m.t === "done") finish(m.ok);
      },
      ready: () => this.#running.post({ t: "job", ...here, secrets, port: port2 }, [port2]),
      dead: () => finish(false),
    });
    core.post({ t: "key", id, action, values, port: port1 }, [port1]);
  }

  end() { this.#running.end(); }
}
