/* The page on which a patient chooses what this phone keeps. */
import * as store from "./store.js";
import * as outbox from "./outbox.js";

const page = document.getElementById("choose");
const { kept, entries } = page.dataset;
const parts = document.getElementById("parts");
const removal = document.getElementById("remove");
const words = (name) => document.querySelector(`template[data-words="${name}"]`).content.textContent;

function say(text, look = "note") {
  const banner = document.createElement("div");
  banner.className = `banner ${look}`;
  const inside = document.createElement("div");
  inside.textContent = text;
  banner.append(inside);
  document.getElementById("state").replaceChildren(...(text ? [banner] : []));
}

/* Entries, and exercises that were done and are neither sent nor left out. */
async function unsent() {
  const uses = (await store.ids("drafts")).filter((one) => one.startsWith("use.") || /^player\.[^.]+\.use\./.test(one));
  return (await store.count("entries")) + uses.length;
}

async function show() {
  const owner = await store.whose();
  const here = await outbox.ask(kept);
  const mine = !owner || (here && owner === here.owner);
  const chosen = (owner && (await store.read("kept", "chosen").catch(() => null))) || [];
  parts.hidden = !mine;
  removal.hidden = !owner;
  document.getElementById("look").hidden = !owner || !mine;
  if (!mine) return say(words("somebody"));
  for (const box of parts.elements.part.length ? parts.elements.part : [parts.elements.part]) box.checked = chosen.includes(box.value);
  const waiting = await unsent();
  const note = removal.querySelector("[data-unsent]");
  note.hidden = !waiting;
  note.textContent = words("unsent").replace("%s", waiting);
}

parts.addEventListener("submit", async (event) => {
  event.preventDefault();
  const chosen = new FormData(parts).getAll("part");
  try {
    if (!(await store.hasRoom())) return say(words("full"), "alert");
    const here = await outbox.ask(kept, chosen);
    if (!here) return window.location.reload();
    if (!chosen.length && !(await unsent())) { await store.erase(); await show(); return say(words("removed"), "focus"); }
    navigator.storage?.persist?.();
    const { token, ...pages } = here;
    await store.belongTo(here.owner);
    await store.keep("kept", "chosen", chosen);
    await store.keep("kept", "pages", pages);
    await show();
    return say(words("kept"), "focus");
  } catch (problem) {
    return say(words(problem instanceof TypeError ? "lost" : "full"), "alert");
  }
});

removal.addEventListener("submit", async (event) => {
  event.preventDefault();
  await store.erase();
  await show();
  say(words("removed"), "focus");
});

let install = null;
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  install = event;
  document.getElementById("install").hidden = false;
});
document.querySelector("#install button").addEventListener("click", () => install?.prompt());

if (!store.possible()) say(words("none"), "alert");
else {
  await outbox.flush(kept, entries);
  if (!(await store.hasRoom())) say(words("full"), "alert");
  else await show().catch(() => say(words("lost")));
}
