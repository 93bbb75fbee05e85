/* Joins a player to its page: what it plays, where it keeps and sends what was done, and where it leads. */

import { play } from "./play.js";
import { make } from "./making.js";
import { send } from "./sending.js";
import { Store } from "./store.js";
import { settle } from "./waiting.js";

const container = document.querySelector("[data-player]");
const exercise = JSON.parse(document.getElementById("exercise").textContent);
const store = await Store.open(exercise.keeper);
const { to, id, back, signIn } = container.dataset;
let trying = null;

async function finish(use) {
  const meant = { ...use, to, keep: true };
  await store.wait(meant); // first on the device, then away
  trying = meant;
  const onward = await send(meant);
  await store.done(meant);
  trying = null;
  window.location.assign(onward);
}

/* The signal or the sign-in is back: what waits goes by itself. */
function again() {
  if (trying) finish(trying).catch(() => { /* still not; the note stands */ });
}
window.addEventListener("online", again);
window.addEventListener("focus", again);

const waiting = make("div", { class: "waiting-place" }); // below: nothing may push the stop or the ground down
container.after(waiting);
play(container, exercise, {
  id,
  signIn,
  kept: store.running(exercise.id),
  keep: (state) => store.keepRunning(exercise.id, state),
  forget: () => store.forgetRunning(exercise.id),
  ended: (use) => store.wait({ ...use, to, keep: false }),
  finish,
  leave: async (use) => { if (use) await store.done(use); window.location.assign(back); },
});

/* The page to read has done its part, once the player stands; only its proof of origin stays. */
const plain = document.querySelector("[data-plain]");
container.after(plain.querySelector("[name=csrfmiddlewaretoken]"));
plain.remove();
settle(store, waiting, exercise.words, id);
