// The page: it carries what the person does to the core, and what the core
// answers to the screen. It decides nothing and knows no word of the app.
//
// HTML says what is to be carried:
//
//   <form data-action=NAME>            submitted: fields and button go to the core
//   <form data-action=NAME data-key>   fields marked data-secret go to a key worker only
//   <form data-live=NAME>              changed: fields go to the core as a form of that name, soon
//                                      (data-pause=MS: so many milliseconds later)
//   <form data-key data-passkey=…>     a passkey is made or asked first (passkey.js)
//   data-go=ROUTE                      a link within the app
//   data-help, data-back               the help that came with the page (or data-help=ID, another
//                                      page that came with it); one step back
//   data-face=KEY data-title=NAME      what the page is called when this is chosen
//   data-exit, data-lock, data-reload  leave at once; lock; load the page again
//   data-here                          have the app in this page instead of another
//   data-copy=#ID, data-print          copy an element's text; print
//   data-reveal=#ID                    show or hide what is typed in a secret field
//   data-mark=#ID data-words data-at   select the words in a field, where they stand
//   data-focus                         has the focus when the page comes, not its heading
//   data-progress                      where a key worker's progress is shown

import { takeEntry, isEntry } from "./entry.js";
import { onExit, onLockInstead } from "./exit.js";
import { Core, KeyJob, load, keep, forget } from "./core.js";
import { watch, handOver } from "./morph.js";
import { keepTime } from "./lock.js";
import { opening } from "./demo.js";
import { claim, take, mine } from "./tab.js";
import * as passkey from "./passkey.js";
import * as screen from "./screen.js";

let core = null;
let early = ""; // the link that was followed last before it was this page's turn
const jobs = new Map(); // form → KeyJob
const pendingLive = new Map(); // form → { timer, since }: changed, and not sent yet

// What is typed goes to the core when the person pauses, and at the latest
// after a while.
const pause = 600;
const atLatest = 3000;

// How long a file that is saved is held for the browser.
const keeping = 60000;

// A core that is locked away has this long to store what was typed last.
const parting = 1000;

let demo = null; // a demo link that is being followed

function start(entry = "") {
  demo = opening(entry, () => { clear(); run(entry); });
  run(demo ? "" : entry);
}

function run(entry) {
  core = new Core(entry, { message: hear, dead: broken });
}

function hear(message) {
  switch (message.t) {
    case "page":
      screen.show(message);
      demo?.shown(core);
      keepTime(message.autolock, lock);
      if (message.autolock > 0) keep();
      break;
    case "save":
      save(message);
      break;
    case "lock":
      lock();
      break;
    case "wipe":
      wipe();
      break;
    case "broken":
      broken();
  }
}

let file = ""; // address of what was saved last, until the browser has it

// save has the browser keep a file.
function save({ name, kind, bytes }) {
  unsave();
  file = URL.createObjectURL(new Blob([bytes], { type: kind }));
  Object.assign(document.createElement("a"), { href: file, download: name }).click();
  setTimeout(unsave, keeping, file);
}

// unsave forgets a file.
function unsave(which = file) {
  if (which === "" || which !== file) return;
  URL.revokeObjectURL(file);
  file = "";
}

// broken says that the core has ended. What is on the screen stays, so that
// unsent words can be copied; what was sent is kept.
function broken() {
  end();
  screen.tell(core?.listens ? "broken" : "no-core");
  core = null;
}

// end stops all workers.
function end() {
  keepTime(0, lock);
  for (const [form, job] of jobs) {
    job.end();
    screen.endProgress(form);
  }
  jobs.clear();
  for (const { timer } of pendingLive.values()) clearTimeout(timer);
  pendingLive.clear();
  core?.end();
  unsave();
}

// lock clears the screen and starts a new, locked core. The old one ends with
// all it knows, once it has stored what was typed last.
function lock() {
  flush();
  core?.finish(parting);
  core = null;
  clear();
  history.replaceState(null, "", "/");
  start();
}

// wipe ends the core, which has forgotten what it had stored, and has the browser
// forget what it keeps of the page: then this is a device that never had it.
async function wipe() {
  clear();
  history.replaceState(null, "", "/");
  await forget();
  start();
}

function clear() {
  end();
  core = null;
  screen.empty("locked");
}

// Forms.

function fields(form, submitter) {
  const values = {};
  const secrets = {};
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value !== "string") continue;
    values[name] = name in values ? values[name] + " " + value : value; // boxes of one name: all that are ticked
  }
  for (const control of form.elements) {
    if (!control.matches("[data-secret]")) continue;
    delete values[control.name];
    if (control.name) secrets[control.name] = control.value;
  }
  return { values, secrets };
}

let last = { button: null, time: -Infinity };

addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const action = event.submitter?.dataset.action ?? form.dataset.action;
  if (!action || jobs.has(form) || !core) return;
  // A double click is one wish, unless something was changed in between.
  const button = event.submitter ?? form;
  if (last.button === button && event.timeStamp - last.time < 400) return;
  last = { button, time: event.timeStamp };
  if (!core.listens) screen.mention("starting");
  stopLive(form);
  flush(); // what was typed in another form comes before what this one leads to
  const { values, secrets } = fields(form, event.submitter);
  handOver(form);
  if (!form.hasAttribute("data-key") || event.submitter?.hasAttribute("data-plain")) {
    core.post({ t: "form", action, values });
    return;
  }
  busy(form, true);
  const begin = (given) => jobs.set(form, new KeyJob(core, {
    action, values, secrets: { ...secrets, ...given },
    progress: (p) => screen.progress(form, p),
    done: () => {
      jobs.delete(form);
      screen.endProgress(form);
      busy(form, false);
    },
  }));
  if (!("passkey" in form.dataset)) return begin({});
  const asked = { end() {} };
  jobs.set(form, asked);
  passkey.ask(form).then((given) => { if (jobs.get(form) === asked) begin(given); }); // else the page was locked meanwhile
}, true);

// busy marks a form. Its buttons are not disabled: that would take the focus
// from the one that was just pressed.
function busy(form, on) {
  if (on) form.setAttribute("aria-busy", "true");
  else form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (on) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function sendLive(form) {
  stopLive(form);
  if (form.isConnected) core?.post({ t: "form", action: form.dataset.live, values: fields(form).values });
}

function stopLive(form) {
  clearTimeout(pendingLive.get(form)?.timer);
  pendingLive.delete(form);
}

// flush sends what was typed and has not gone to the core yet.
function flush() {
  for (const form of [...pendingLive.keys()]) sendLive(form);
}

addEventListener("input", (event) => {
  last.button = null;
  const form = event.target.form;
  if (!form?.dataset.live) return;
  const since = pendingLive.get(form)?.since ?? event.timeStamp;
  stopLive(form);
  const wait = Math.min(Number(form.dataset.pause ?? pause), Math.max(0, since + atLatest - event.timeStamp));
  pendingLive.set(form, { timer: setTimeout(sendLive, wait, form), since });
}, true);

// Links and buttons.

const deeds = {
  go: (e) => {
    if (!core?.listens) screen.mention("starting");
    flush();
    if (core) core.post({ t: "go", to: e.dataset.go });
    else early = e.dataset.go;
  },
  help: (e) => screen.openHelp(e.dataset.help || undefined),
  back: () => history.back(),
  lock: () => lock(),
  reload: () => location.reload(),
  here: () => take(),
  print: () => print(),
  copy: async (e) => {
    const from = document.querySelector(e.dataset.copy);
    try {
      await navigator.clipboard.writeText(from.value ?? from.textContent.trim());
      screen.mention("copied");
    } catch {
      getSelection().selectAllChildren(from);
      screen.mention("selected");
    }
  },
  reveal: (e) => {
    const field = document.querySelector(e.dataset.reveal);
    field.type = field.type === "password" ? "text" : "password";
    field.autocomplete = field.type === "text" ? "off" : "one-time-code"; // as text, it must not be kept as an earlier entry
    e.setAttribute("aria-pressed", String(field.type === "text"));
  },
  mark: (e) => {
    const field = document.querySelector(e.dataset.mark);
    const { words, at } = e.dataset;
    // The text may have moved since the note came.
    const start = field.value.startsWith(words, Number(at)) ? Number(at) : field.value.indexOf(words);
    field.focus();
    if (start >= 0) field.setSelectionRange(start, start + words.length);
  },
};

addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0) return;
  for (const [name, deed] of Object.entries(deeds)) {
    const e = event.target.closest(`[data-${name}]`);
    if (!e || e.matches("form")) continue;
    event.preventDefault();
    deed(e);
    return;
  }
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  // A jump within the page, which must not touch the address.
  event.preventDefault();
  const to = document.getElementById(link.getAttribute("href").slice(1));
  if (!to) return;
  if (!to.hasAttribute("tabindex") && !to.matches("a[href], button, input, select, textarea, summary")) to.tabIndex = -1;
  to.focus();
});

// The browser's history and the page's life.

addEventListener("popstate", ({ state }) => {
  if (isEntry()) {
    // A link to the app was opened in this page.
    const entry = takeEntry();
    if (!mine()) return;
    clear();
    start(entry);
    return;
  }
  const token = screen.returned(state);
  if (token === null) return;
  flush();
  core?.post({ t: "back", token });
});

addEventListener("online", () => core?.post({ t: "awake" }));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return core?.post({ t: "awake" });
  flush();
  core?.post({ t: "hidden" });
});

// A page that is put away keeps nothing. One that comes back starts anew. If it
// goes for good, the browser ends its workers with it; until then the core may
// store what was typed last.
let away = false;
window.addEventListener("pagehide", ({ persisted }) => {
  away = true;
  if (!persisted) {
    flush();
    core?.finish(parting);
    core = null;
  }
  clear();
});
document.addEventListener("freeze", () => {
  away = true;
  clear();
});
document.addEventListener("resume", () => {
  if (away && !core && mine()) start();
  away = false;
});
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

onExit(end);
onLockInstead(lock);

// elsewhere gives the app up to another page of this browser.
function elsewhere() {
  end();
  core = null;
  history.replaceState(null, "", "/");
  screen.empty("elsewhere");
}

function missing() {
  if (!isSecureContext) return "insecure";
  if (typeof WebAssembly !== "object" || !globalThis.indexedDB || !crypto.subtle) return "old";
  if (!document.body.dataset.core) return "unbuilt";
  return "";
}

watch(document);
passkey.offered().then((can) => document.documentElement.toggleAttribute("data-passkeys", can));
const why = missing();
if (why) {
  screen.tell(why);
} else {
  load().catch(() => {}); // the core says so itself
  let entry = takeEntry();
  claim({
    got: () => {
      start(entry);
      if (early) core.post({ t: "go", to: early });
      entry = early = "";
    },
    gone: elsewhere,
    busy: () => {
      early = "";
      screen.empty("elsewhere");
    },
  });
}
