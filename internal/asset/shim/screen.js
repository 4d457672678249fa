// What is on the screen: the app's one region, the help over it, the notice
// above it, and the sentence for those who listen.
//
// The browser's history holds nothing but opaque tokens that the core made up.

import { finder } from "./find.js";
import { morph } from "./morph.js";
import { marked } from "./face.js";

const app = document.getElementById("app");
const help = document.getElementById("help-view");
const notice = document.getElementById("notice");
const live = document.getElementById("say");

const policy = globalThis.trustedTypes?.createPolicy("troth-view", { createHTML: (html) => html });

let token = null;          // of the page that is shown
let scrolls = new Map();   // where each page was left
let helpOpen = false;

history.scrollRestoration = "manual";

// parse is the only place where text becomes HTML. The text is what package
// view built, with everything a person typed escaped. What could load, run or
// redirect is dropped all the same.
function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  for (const e of template.content.querySelectorAll("script, style, link, meta, base, iframe, frame, object, embed, template")) e.remove();
  return template.content;
}

// words gives a text that the page came with.
export function words(name) {
  return document.getElementById("word-" + name).content.cloneNode(true);
}

// say reads a sentence to those who listen, when they are ready.
export function say(sentence) {
  hush();
  if (!sentence) return;
  // The region must be seen to change, even if it says the same again.
  requestAnimationFrame(() => live.replaceChildren(sentence));
}

let hushing = 0;

// mention says a sentence that the page came with to everybody, for a while.
export function mention(name) {
  say(words(name).textContent.trim());
  live.className = "seen";
  hushing = setTimeout(hush, 4000);
}

function hush() {
  clearTimeout(hushing);
  live.className = "";
  live.replaceChildren();
}

// tell puts a notice above everything. It stays.
export function tell(name) {
  notice.replaceChildren(words(name));
  scrollTo(0, 0);
}

export function untell() {
  notice.replaceChildren();
}

function heading(root) {
  return root.querySelector("[data-focus]") ?? root.querySelector("h1") ?? root;
}

function focus(e) {
  if (!e.hasAttribute("tabindex") && !e.matches("a[href], button, input, select, textarea, summary")) e.tabIndex = -1;
  e.focus({ preventScroll: true });
}

// empty clears the screen and forgets what it knew. A text takes its place.
export function empty(name) {
  forgetSecrets();
  closeHelp();
  app.replaceChildren(words(name));
  hush();
  notice.replaceChildren();
  token = null;
  scrolls = new Map();
}

function forgetSecrets() {
  for (const e of app.querySelectorAll("[data-secret]")) e.value = "";
}

// show shows a page of the core.
export function show(page) {
  const content = parse(page.html);
  if (page.move === "") stay(content);
  else move(page, content);
  say(page.say);
}

function stay(content) {
  const before = document.activeElement;
  const inApp = app.contains(before);
  const summary = app.querySelector("[data-focus]")?.textContent;
  morph(app, content);
  const now = app.querySelector("[data-focus]");
  if (now && now.textContent !== summary) {
    focus(now);
    now.scrollIntoView({ block: "nearest" });
  } else if (inApp && !app.contains(document.activeElement) && !helpOpen) {
    // What the person was in is gone. Its like, or else the heading.
    focus((before.id && document.getElementById(before.id)) || heading(app));
  }
}

function move(page, content) {
  const first = token === null;
  if (!first && page.move !== "back") scrolls.set(token, scrollY);
  token = page.token;
  forgetSecrets();
  // The page that is already there (the shell comes with the first one) is not
  // taken away from under the person's eyes.
  const same = first && sameContent(content);
  if (!same) app.replaceChildren(document.importNode(content, true));
  const state = { token };
  const address = "#t." + token;
  if (page.move === "push" && !helpOpen) history.pushState(state, "", address);
  else if (!helpOpen) history.replaceState(state, "", address);
  if (same || helpOpen) return;
  focus(heading(app));
  scrollTo(0, page.move === "back" ? scrolls.get(token) ?? 0 : 0);
}

function sameContent(content) {
  const there = [...app.childNodes];
  return there.length === content.childNodes.length && there.every((n, i) => n.isEqualNode(content.childNodes[i]));
}

// Help, and the choice of a name, lie over the app, which stays as it is beneath.
// They are in the page from the beginning, so they need no worker, no network and
// no account.

let cameFrom = null;

export function openHelp(page = "help") {
  if (helpOpen) return showHelp(page);
  if (token !== null) scrolls.set(token, scrollY);
  cameFrom = document.activeElement;
  history.pushState({ token, help: true }, "", location.hash || "/");
  showHelp(page);
}

function showHelp(page) {
  helpOpen = true;
  help.replaceChildren(document.getElementById(page).content.cloneNode(true));
  marked(help);
  finder(help);
  app.hidden = true;
  help.hidden = false;
  focus(heading(help));
  scrollTo(0, 0);
}

function closeHelp() {
  if (!helpOpen) return;
  helpOpen = false;
  help.hidden = true;
  help.replaceChildren();
  app.hidden = false;
}

// returned follows the browser's Back and Forward. It returns the token that
// the core is to return to, or null if there is nothing for it to do.
//
// Forward does not lead to help: whoever has the device next would learn that
// somebody was there.
export function returned(state) {
  if (state?.help) {
    if (!helpOpen) history.back();
    return null;
  }
  if (helpOpen) {
    closeHelp();
    // The app may have moved on beneath.
    if (token !== null) history.replaceState({ token }, "", "#t." + token);
    scrollTo(0, scrolls.get(token) ?? 0);
    if (app.contains(cameFrom)) focus(cameFrom);
    else focus(heading(app));
    cameFrom = null;
    return null;
  }
  if (state?.token === token && token !== null) return null;
  if (token !== null) scrolls.set(token, scrollY);
  return state?.token ?? "";
}

// progress shows in a form how far a key worker has come.
export function progress(form, { step, of, words }) {
  const region = form.querySelector("[data-progress]");
  if (!region) return;
  let bar = region.querySelector("progress");
  let text = region.querySelector("p");
  if (!bar) {
    bar = document.createElement("progress");
    text = document.createElement("p");
    region.setAttribute("role", "status");
    region.replaceChildren(text, bar);
  }
  bar.max = of;
  bar.value = step;
  bar.setAttribute("aria-label", words);
  text.textContent = words;
}

export function endProgress(form) {
  form.querySelector("[data-progress]")?.replaceChildren();
}
