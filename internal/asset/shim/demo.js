// The demo. Its server, and no other, names in the page where a link #d.TOKEN
// is exchanged for what opens a sample person's account. The rest is the
// ordinary sign-in on a new device, filled in by itself.

const door = document.body.dataset.demo;

async function ask(token) {
  const answer = await fetch(door, { method: "POST", body: token, credentials: "omit", redirect: "error" });
  if (!answer.ok) throw new Error("not this demo");
  return answer.json();
}

// opening returns what follows a demo link through, or null if the entry is
// none or this is no demo. refused() is called if the link is not of this one.
export function opening(entry, refused) {
  if (!door || !entry.startsWith("d.")) return null;
  const secrets = ask(entry.slice(2));
  secrets.catch(() => {});
  let asked = false;
  let over = false;
  return {
    // shown is called after each page that is shown.
    async shown(core) {
      const form = document.querySelector("#app form[data-action=new-device]");
      if (over) return;
      if (!form) {
        if (!asked) core.post({ t: "go", to: "new-device" });
        asked = true;
        return;
      }
      over = true;
      try {
        for (const [name, value] of Object.entries(await secrets)) form.elements.namedItem(name).value = value;
      } catch {
        return refused();
      }
      form.requestSubmit();
    },
  };
}
