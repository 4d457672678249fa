// When to lock by itself: after some minutes without use, seen or hidden, and
// whenever the browser puts the page away.

let minutes = 0;
let lock = () => {};
let used = { wall: 0, run: 0 };
let timer = 0;

// keepTime sets after how many minutes f is called; 0: never.
export function keepTime(n, f) {
  lock = f;
  if (n === minutes) return;
  minutes = n;
  clearTimeout(timer);
  timer = 0;
  start(); // what was before does not count
  if (minutes > 0) wait();
}

function start() {
  used = { wall: Date.now(), run: performance.now() };
}

function use() {
  if (late()) return check();
  start();
}

// late asks two clocks: one may be set back, the other may stop while the
// device sleeps.
function late() {
  return minutes > 0 && used.wall > 0 && Math.max(Date.now() - used.wall, performance.now() - used.run) >= minutes * 60000;
}

function wait() {
  const left = minutes * 60000 - Math.max(Date.now() - used.wall, performance.now() - used.run);
  timer = setTimeout(check, Math.max(left, 0) + 50);
}

function check() {
  clearTimeout(timer);
  timer = 0;
  if (minutes <= 0) return;
  if (late()) {
    minutes = 0;
    lock();
  } else {
    wait();
  }
}

for (const type of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
  addEventListener(type, use, { capture: true, passive: true });
}
document.addEventListener("visibilitychange", check);
