// The first script that runs. A link to the app may carry a secret in its
// fragment (a sign-up code, an invite). It is taken out of the address and of
// the browser's history before anything else happens.

let entry = "";

// take returns what a fragment brings and erases it. Our own names of pages
// (t.…) mean nothing to a newly opened page, so they are erased too.
function take() {
  const fragment = location.hash.slice(1);
  if (fragment !== "") history.replaceState(null, "", "/");
  return fragment.startsWith("t.") ? "" : fragment;
}

entry = take();

// takeEntry gives the entry away, once.
export function takeEntry() {
  const e = entry || take();
  entry = "";
  return e;
}

// isEntry reports whether the address holds something that is not ours.
export function isEntry() {
  return location.hash !== "" && !location.hash.startsWith("#t.");
}
