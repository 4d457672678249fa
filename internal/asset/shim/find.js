// The search in the list of countries on the help page. It looks in what the page
// came with: nothing is asked, sent or kept. Without it the list is still there.

// Letters count without their marks and however large they are.
const plain = (s) => " " + s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

// finder shows the field and follows it. What is typed stands for every country
// that has a word beginning with it, in English or as it is called there.
export function finder(root) {
  const field = root.querySelector("[data-find]");
  if (!field) return;
  const input = field.querySelector("input");
  const status = field.querySelector("[role=status]");
  const countries = [...root.querySelectorAll(".fold > details")].map((e) => [e, plain(e.firstElementChild.textContent + " " + (e.dataset.also ?? ""))]);

  input.addEventListener("input", () => {
    const wanted = plain(input.value);
    let found = 0;
    for (const [e, names] of countries) {
      e.hidden = !names.includes(wanted.length > 1 ? wanted : "");
      if (!e.hidden) found++;
    }
    status.textContent = wanted.length === 1 ? "" : found === 0 ? field.dataset.none : field.dataset.find.replace("%d", found).replace("%d", countries.length);
  });

  // Enter opens the first that is left.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || input.value.trim() === "") return;
    const first = countries.find(([e]) => !e.hidden)?.[0];
    if (!first) return;
    event.preventDefault();
    first.open = true;
    first.firstElementChild.focus();
  });

  field.hidden = false;
}
