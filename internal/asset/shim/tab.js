// One page at a time. Two pages of one person would both write to the same
// store and both answer for the same log. Whoever holds the browser's lock runs
// the app; another page says so, waits for its turn, and can ask to be next.

const name = "page";
const patience = 2000; // ms that a page may take to give way: one that sleeps never does

const channel = globalThis.BroadcastChannel ? new BroadcastChannel(name) : null;
let turn = null;    // { got, gone } of this page
let giveUp = null;  // ends the lock that this page holds
let waiting = null; // AbortController of the request that waits in line

// claim asks for the app. got() is called when it is this page's turn, at once
// or later, and gone() when another page takes over: the app must have ended
// when it returns. busy() is called if another page has it now.
export function claim({ got, gone, busy }) {
  turn = { got, gone };
  if (!navigator.locks) return got(); // an old browser, which cannot tell
  navigator.locks.request(name, { ifAvailable: true }, (lock) => {
    if (lock) return hold();
    busy();
    wait();
  }).catch(stolen);
}

// take asks the page that has the app to give way, and does not wait for ever.
export function take() {
  channel?.postMessage("give way");
  setTimeout(() => {
    if (giveUp) return; // it is our turn already
    waiting?.abort();
    navigator.locks.request(name, { steal: true }, hold).catch(stolen);
  }, patience);
}

function wait() {
  waiting = new AbortController();
  navigator.locks.request(name, { signal: waiting.signal }, hold).catch(stolen);
}

function hold() {
  waiting = null;
  return new Promise((resolve) => {
    giveUp = resolve;
    turn.got();
  });
}

// stolen also hears that a request in line was taken back, which means nothing.
function stolen() {
  if (!giveUp) return;
  leave();
  wait();
}

// mine reports whether it is this page's turn.
export function mine() {
  return giveUp !== null || !navigator.locks;
}

function leave() {
  const resolve = giveUp;
  giveUp = null;
  turn.gone();
  resolve();
}

channel?.addEventListener("message", ({ data }) => {
  if (data !== "give way" || !giveUp) return;
  leave();
  wait(); // when the other is closed, it is our turn again
});
