// Changing what is on the screen without disturbing the person who uses it.
//
// morph makes the children of one element like those of another. Elements with
// an id are recognised by it. A control that the person has changed since it
// was last submitted, or is in, keeps its value, selection and scroll; an
// opened <details> stays open; an element in which the person is, is never
// moved or made anew if there is one to match it.

const changed = new WeakSet();   // controls the person changed
const submitted = new WeakSet(); // controls whose value the core has and decides on now

// watch notices what the person changes.
export function watch(root) {
  for (const type of ["input", "change"]) {
    root.addEventListener(type, ({ target }) => {
      for (const control of together(target)) {
        changed.add(control);
        submitted.delete(control);
      }
    }, true);
  }
}

// together are the controls of which one choice is made: what is chosen of radio
// buttons says something of all of them.
const together = (e) => e.type === "radio" && e.form ? [...e.form.elements].filter((o) => o.type === "radio" && o.name === e.name) : [e];

// handOver says that the values of a form have gone to the core.
export function handOver(form) {
  for (const control of form.elements) {
    changed.delete(control);
    submitted.add(control);
  }
}

const isControl = (e) => e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement || e instanceof HTMLSelectElement;

// keeps reports whether a control's value is the person's. A secret always is,
// because the core, which never learned it, cannot show it again; unless the
// core itself proposes another one than before.
function keeps(control, to) {
  if (control.matches("[data-secret]")) return !to || control.getAttribute("value") === to.getAttribute("value");
  if (changed.has(control)) return true;
  return control === document.activeElement && !submitted.has(control);
}

export function morph(from, to) {
  morphChildren(from, to);
}

function match(from, want) {
  return from.nodeType === want.nodeType && from.nodeName === want.nodeName && (from.id ?? "") === (want.id ?? "");
}

// most bounds the lists of children that are compared as a whole, and closely
// the pairs of them that are compared with all that is in them.
const most = 300;
const closely = 900;

// pair finds which of the children stay: those with an id by it, the others in
// order, so that as much as possible stays. What stands there because a line
// above it went is then the same element as before, with the focus in it.
function pair(olds, wants) {
  const pairs = new Map();
  const byID = new Map();
  for (const o of olds) if (o.id) byID.set(o.id, o);
  for (const w of wants) {
    const o = w.id ? byID.get(w.id) : null;
    if (o && match(o, w)) pairs.set(w, o);
  }
  olds = olds.filter((n) => !n.id);
  wants = wants.filter((n) => !n.id);
  const few = olds.length * wants.length <= closely;
  const alike = (o, w) => !match(o, w) ? 0 : few && o.isEqualNode(w) ? 4 : o.className === w.className ? 3 : 2;
  if (olds.length > most || wants.length > most) {
    wants.forEach((w, i) => { if (olds[i] && match(olds[i], w)) pairs.set(w, olds[i]); });
    return pairs;
  }
  // The longest common run, by dynamic programming from the end.
  const best = Array.from({ length: olds.length + 1 }, () => new Uint16Array(wants.length + 1));
  for (let i = olds.length - 1; i >= 0; i--) {
    for (let j = wants.length - 1; j >= 0; j--) {
      const score = alike(olds[i], wants[j]);
      best[i][j] = Math.max(best[i + 1][j], best[i][j + 1], score ? score + best[i + 1][j + 1] : 0);
    }
  }
  for (let i = 0, j = 0; i < olds.length && j < wants.length;) {
    const score = alike(olds[i], wants[j]);
    if (score && best[i][j] === score + best[i + 1][j + 1]) pairs.set(wants[j++], olds[i++]);
    else if (best[i][j] === best[i + 1][j]) i++;
    else j++;
  }
  return pairs;
}

function morphChildren(from, to) {
  const wants = [...to.childNodes];
  const pairs = pair([...from.childNodes], wants);
  const stay = new Set(pairs.values());
  let at = from.firstChild;
  const skip = () => {
    while (at && !stay.has(at)) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  };
  for (const want of wants) {
    skip();
    const have = pairs.get(want);
    if (!have) {
      from.insertBefore(document.importNode(want, true), at);
      continue;
    }
    if (have !== at) {
      if (have.contains(document.activeElement)) {
        // The others make room: moving an element takes the focus from it.
        while (at !== have) {
          const next = at.nextSibling;
          from.insertBefore(at, have.nextSibling);
          at = next;
        }
      } else {
        from.insertBefore(have, at);
      }
    }
    stay.delete(have);
    at = have === at ? at.nextSibling : at;
    morphNode(have, want);
  }
  stay.clear();
  skip();
}

function morphNode(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  if (from.isEqualNode(to) && !from.querySelector("input, textarea, select") && !isControl(from)) return;
  const mine = isControl(from) && keeps(from, to);
  morphAttributes(from, to, mine);
  if (from.matches("[data-progress]")) return; // the page fills it; see page.js
  if (from instanceof HTMLTextAreaElement) {
    if (!mine && from.value !== to.defaultValue) from.value = to.defaultValue;
    if (!mine && from.defaultValue !== to.defaultValue) from.defaultValue = to.defaultValue;
    return;
  }
  const chosen = mine && from instanceof HTMLSelectElement ? from.value : null;
  morphChildren(from, to);
  if (chosen !== null) from.value = chosen;
}

function morphAttributes(from, to, mine) {
  for (const { name } of [...from.attributes]) {
    if (to.hasAttribute(name) || kept(from, name, mine)) continue;
    from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) === value || kept(from, name, mine)) continue;
    from.setAttribute(name, value);
  }
  if (mine) return;
  if (from instanceof HTMLInputElement) {
    if (from.checked !== to.hasAttribute("checked")) from.checked = to.hasAttribute("checked");
    if (!["checkbox", "radio", "submit", "button", "reset", "hidden"].includes(from.type)) {
      const value = to.getAttribute("value") ?? "";
      if (from.value !== value) from.value = value;
    }
  }
  if (from instanceof HTMLOptionElement && !keeps(from.closest("select") ?? from)) {
    if (from.selected !== to.hasAttribute("selected")) from.selected = to.hasAttribute("selected");
  }
}

// kept names the attributes that are the person's or the page's.
function kept(e, name, mine) {
  if (name === "open") return e instanceof HTMLDetailsElement || e instanceof HTMLDialogElement;
  if (name === "tabindex") return e.matches("h1");
  if (name === "type" || name === "autocomplete") return e.matches("[data-secret]");
  return mine && (name === "value" || name === "checked");
}
