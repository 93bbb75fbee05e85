/* The session page: saves the draft as it is typed, and lets the clock go on. Without it, "Save draft" saves.
   What may not be saved yet is also kept in this tab (but for the private notes), with the version it was typed on, and
   comes back after a reload; a page that was asked for while a draft was on its way waits until it has arrived. */
"use strict";

const form = document.getElementById("session-form");
const saved = document.getElementById("saved");
const heard = document.getElementById("saved-heard");
const conflict = document.getElementById("conflict");
const journal = `${window.draftsOf(document.body.dataset.who)}session.${form.dataset.session}`;
const ARRIVES = 5000; // milliseconds for which a page waits for the draft that was on its way when it was asked for
const LARGEST = 15000; // letters of a draft that a browser sends on after its page was left
let waiting = null;
let busy = false;
let again = false;
let leaving = null; // what was pressed while a save was on its way: it would be refused with the revision from before
let unsaved = 0; // counts what was typed since the last save
let stopped = Boolean(conflict.firstElementChild); // while two texts wait for a choice, nothing is saved

let seen = words(); // what was typed up to now: leaving a field changes nothing

/* What is not saved yet is seen at once, but heard only once it is saved or lost, and each thing heard once. */
const shows = (said) => { if (saved.textContent !== said) saved.textContent = said; };
function say(said) {
  shows(said);
  if (heard.textContent !== said) heard.textContent = said;
}
const later = (milliseconds) => { clearTimeout(waiting); waiting = setTimeout(save, milliseconds); };

async function save() {
  if (busy) { again = true; return; }
  busy = true;
  clearTimeout(waiting);
  const sending = unsaved;
  note(true);
  try {
    const answer = await fetch(form.dataset.savedTo, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "manual", keepalive: words().length < LARGEST,
    });
    if (answer.ok) await kept(answer, sending);
    else if (answer.status === 409) show(await answer.text());
    else if (answer.status === 422) { stopped = true; say(await answer.text()); }
    else if (answer.type === "opaqueredirect") { say(form.dataset.expired); later(8000); }
    else if (answer.status === 403) { if (!(await window.renewToken())) say(form.dataset.lost); later(2000); }
    else { say(form.dataset.lost); later(5000); }
    if (!answer.ok) note(false);
  } catch { say(form.dataset.lost); later(5000); }
  busy = false;
  const left = leaving;
  leaving = null;
  if (left && !stopped) form.requestSubmit(left.button);
  else if (again && !stopped) { again = false; save(); }
}

async function kept(answer, sending) {
  const said = await answer.json();
  form.elements.revision.value = said.revision;
  if (unsaved === sending) { say(said.said); unsaved = 0; } // else more was typed meanwhile
  note(false);
}

/* What is typed, the version it was typed on, and whether it is on its way to the server. */
function note(flying) {
  const written = unsaved ? [...new FormData(form)].filter(([name]) => !["private", "csrfmiddlewaretoken", "revision"].includes(name)) : null;
  const left = { revision: Number(form.elements.revision.value), flying, written };
  try { sessionStorage.setItem(journal, JSON.stringify(left)); } catch { /* full or forbidden */ }
}

function noted() {
  try { return JSON.parse(sessionStorage.getItem(journal)); } catch { return null; }
}

function show(both) {
  stopped = true;
  conflict.innerHTML = both;
  conflict.scrollIntoView({ block: "start" });
  conflict.querySelector("h2").focus();
}

function words() {
  return JSON.stringify([...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "revision"].includes(name)));
}

function typed(event) {
  if (stopped || event.target.form !== form || (words() === seen && !unsaved)) return;
  if (words() !== seen) unsaved += 1;
  seen = words();
  if (unsaved) shows(form.dataset.unsaved);
  note(busy);
  later(event.type === "change" ? 250 : 900);
}

/* What this tab left when the page was asked for anew. */
async function restore() {
  const left = noted();
  if (!left || stopped) return;
  const here = Number(form.elements.revision.value);
  const older = left.revision > here; // made before the last draft of this tab was saved
  if (older || (left.flying && left.revision === here)) {
    if (await arrived(older ? left.revision : here + 1)) { window.location.reload(); return; }
  }
  if (left.written) put(left, here);
}

/* Whether a draft of this version is with the server, after some patience; nothing is typed meanwhile. */
async function arrived(version) {
  const main = form.closest("main");
  const until = Date.now() + ARRIVES;
  main.inert = true;
  shows(form.dataset.unsaved);
  while (Date.now() < until) {
    try {
      const answer = await fetch(form.dataset.atWork, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.ok && (await answer.json()).revision >= version) return true;
    } catch { /* no connection: asked again */ }
    await new Promise((resolve) => { setTimeout(resolve, 250); });
  }
  main.inert = false;
  return false;
}

/* Put the words back and save them: on the version they were typed on, so that what another window saved is shown. */
function put(left, here) {
  for (const box of form.elements) if (box.type === "checkbox") box.checked = false;
  for (const [name, value] of left.written) {
    for (const field of document.getElementsByName(name)) {
      if (field.form !== form) continue;
      if (["checkbox", "radio"].includes(field.type)) { if (field.value === value) field.checked = true; }
      else field.value = value;
    }
  }
  if (words() === seen) return;
  if (here !== left.revision + (left.flying ? 1 : 0)) form.elements.revision.value = left.revision;
  unsaved += 1;
  seen = words();
  shows(form.dataset.unsaved);
  save();
}

document.addEventListener("input", typed);
document.addEventListener("change", typed);
document.addEventListener("visibilitychange", () => { if (document.hidden && unsaved && !stopped) save(); });
window.addEventListener("beforeunload", (event) => { if (unsaved && !stopped) event.preventDefault(); });
form.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  if (busy && !stopped) { event.preventDefault(); leaving = { button: event.submitter }; return; }
  unsaved += 1;
  note(false);
  unsaved = 0;
  stopped = true;
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); if (!stopped) save(); }
});
document.addEventListener("click", (event) => {
  const keep = event.target.closest("[data-keep]");
  if (keep) form.elements.revision.value = keep.dataset.keep;
  if (event.target.closest("[data-take]")) { unsaved = 0; note(false); }
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "mood-event-links" && form.elements.revision.value === "0") say(form.dataset.links);
});
restore();

const clock = document.querySelector(".clock[data-began]");
function tick() {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dataset.began)) / 60000));
  clock.querySelector("[data-in]").textContent = minutes;
  const left = Number(clock.dataset.length) - minutes;
  const said = clock.querySelector("[data-left]");
  said.textContent = left < 0 ? `${-left} ${said.dataset.wordsOver}` : `${left} ${said.dataset.wordsLeft}`;
  const steps = [...document.querySelectorAll(".agenda > li")];
  steps.forEach((step, place) => {
    const last = place === steps.length - 1;
    const now = minutes >= Number(step.dataset.from) && (minutes < Number(step.dataset.to) || last);
    step.className = now ? "now" : minutes < Number(step.dataset.from) ? "coming" : "done";
    if (now) step.setAttribute("aria-current", "step"); else step.removeAttribute("aria-current");
  });
}
setInterval(tick, 15000);
