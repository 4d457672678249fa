// Quick exit. It depends on no other script, on no worker and on no answer: it
// works while the app is loading and when it has failed.
//
// The page is emptied before the browser is asked to leave, because leaving
// takes as long as the other site needs to answer.

const listeners = [];
let lockInstead = null;

// onExit adds something to be ended first, such as the workers.
export function onExit(f) {
  listeners.push(f);
}

// onLockInstead sets what exit does in an installed app, which cannot go to
// another site: it locks.
export function onLockInstead(f) {
  lockInstead = f;
}

export function installed() {
  return matchMedia("(display-mode: standalone), (display-mode: fullscreen), (display-mode: minimal-ui)").matches || navigator.standalone === true;
}

export function exit() {
  for (const f of listeners) {
    try { f(); } catch { /* leaving matters more */ }
  }
  for (const e of document.body.querySelectorAll("input, textarea")) e.value = "";
  for (const id of ["notice", "app", "help-view", "say"]) document.getElementById(id)?.replaceChildren();
  if (installed() && lockInstead) return lockInstead();
  location.replace(document.body.dataset.exitTo);
}

addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-exit]")) return;
  event.preventDefault();
  exit();
}, true);

// Shift three times within five seconds with nothing in between. Not Escape,
// which can stop the browser from leaving.
const span = 5000;
let presses = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Shift") presses = [];
  else if (!event.repeat) {
    presses = presses.filter((t) => event.timeStamp - t < span);
    presses.push(event.timeStamp);
    if (presses.length >= 3) exit();
  }
}, true);
addEventListener("pointerdown", () => { presses = []; }, true);
