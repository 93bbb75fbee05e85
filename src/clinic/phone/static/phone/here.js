/* On the patient's own pages: brings the worker, sends what waits, keeps the chosen parts fresh, and asks before a
   sign-out throws anything away. */
import * as store from "./store.js";
import * as outbox from "./outbox.js";
import { send } from "../techniques/sending.js";
import { meant } from "../techniques/store.js";

const about = document.getElementById("phone-sign-out");
const { kept, entries } = about.dataset;
const FRESH = 10 * 60 * 1000;
const SENDING = 4000; // milliseconds a sign-out waits for what is not sent yet

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js").catch(() => { /* works with a signal */ });

async function begin() {
  if (!store.possible() || !(await store.whose())) return;
  await outbox.flush(kept, entries);
  const pages = await store.read("kept", "pages").catch(() => null);
  if (!pages || Date.now() - Date.parse(pages.fetched_at) > FRESH) await outbox.refresh(kept).catch(() => false);
}

begin().catch(() => { /* closed storage: the pages themselves go on */ });
window.addEventListener("online", () => begin().catch(() => {}));

async function sendAll() {
  await outbox.flush(kept, entries);
  for (const { use, sent } of await meant()) await send(use).then(sent, () => { /* it is asked about */ });
}

document.querySelectorAll('form[action="/sign-out/"]').forEach((form) => form.addEventListener("submit", async (event) => {
  if (form.dataset.asked || !store.possible()) return;
  event.preventDefault();
  const go = () => { form.dataset.asked = "1"; window.forgetDrafts(); form.submit(); };
  try {
    if (!(await store.count("entries")) && !(await store.count("drafts"))) return go();
    await Promise.race([sendAll(), new Promise((resolve) => { setTimeout(resolve, SENDING); })]);
    if (!(await store.count("entries")) && !(await store.count("drafts"))) return go();
  } catch { return go(); }
  const dialog = about.content.firstElementChild.cloneNode(true);
  document.body.append(dialog);
  dialog.addEventListener("close", async () => {
    dialog.remove();
    if (dialog.returnValue !== "go") return;
    await store.clear("entries");
    await store.clear("drafts");
    go();
  });
  dialog.showModal();
}));
