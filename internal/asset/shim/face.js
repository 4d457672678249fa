// What this page is called on this device, and its picture. The choice is one of
// a few neutral names, and the only thing that is kept where anybody can read it:
// it is needed before anything is opened, and says nothing.

const key = "face";
const keeps = !document.body.dataset.demo; // the demo keeps nothing

const at = (selector) => document.head.querySelector(selector);
const links = [
  [at("link[rel=icon]"), (face) => `/a/face-${face}.svg`],
  [at("link[rel=apple-touch-icon]"), (face) => `/a/face-${face}-180.png`],
  [at("link[rel=manifest]"), (face) => `/${face}.webmanifest`],
].map(([link, of]) => ({ link, of, own: link?.getAttribute("href") }));
const own = document.title;

let chosen = "";
let called = own;

// option finds a face on the page on which one is chosen; the list is there.
function option(face) {
  for (const e of document.getElementById("names")?.content.querySelectorAll("[data-face]") ?? []) if (e.dataset.face === face) return e;
  return null;
}

function wear(face) {
  const found = face && option(face);
  chosen = found ? face : "";
  called = found ? found.dataset.title : own;
  for (const { link, of, own } of links) link?.setAttribute("href", chosen ? of(chosen) : own);
  document.title = called;
}

// title is what the page is called.
export function title() {
  return called;
}

// marked shows which face is chosen, where one can be.
export function marked(root) {
  for (const e of root.querySelectorAll("[data-face]")) e.checked = e.dataset.face === chosen;
}

addEventListener("change", ({ target }) => {
  if (target.dataset?.face === undefined || !target.checked) return;
  wear(target.dataset.face);
  if (!keeps) return;
  try {
    if (chosen) localStorage.setItem(key, chosen);
    else localStorage.removeItem(key);
  } catch { /* a browser that keeps nothing: it holds until the page is closed */ }
}, true);

let kept = null;
try { kept = keeps ? localStorage.getItem(key) : null; } catch { /* as above */ }
if (kept) wear(kept);
