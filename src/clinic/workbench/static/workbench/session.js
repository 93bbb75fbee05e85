/* The session page: saves the draft as it is typed, and lets the clock go on. Without it, "Save draft" saves.
   What could not be sent yet is also kept in this tab (but for the private notes) and comes back after a reload. */
"use strict";

const form = document.getElementById("session-form");
const saved = document.getElementById("saved");
const heard = document.getElementById("saved-heard");
const conflict = document.getElementById("conflict");
const journal = `kith ${form.dataset.draft}`;
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
  try {
    const answer = await fetch(form.dataset.draft, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "manual",
    });
    if (answer.ok) await kept(answer, sending);
    else if (answer.status === 409) show(await answer.text());
    else if (answer.status === 422) { stopped = true; say(await answer.text()); }
    else if (answer.type === "opaqueredirect") { say(form.dataset.expired); later(8000); }
    else if (answer.status === 403) { if (!(await window.renewToken())) say(form.dataset.lost); later(2000); }
    else { say(form.dataset.lost); later(5000); }
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
  if (unsaved !== sending) return; // more was typed meanwhile
  say(said.said);
  unsaved = 0;
  sessionStorage.removeItem(journal);
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
  const written = [...new FormData(form)].filter(([name]) => !["private", "csrfmiddlewaretoken", "revision"].includes(name));
  sessionStorage.setItem(journal, JSON.stringify(written));
  later(event.type === "change" ? 250 : 900);
}

function restore() {
  const written = JSON.parse(sessionStorage.getItem(journal) || "null");
  if (!written || stopped) return;
  for (const box of form.elements) if (box.type === "checkbox") box.checked = false;
  for (const [name, value] of written) {
    for (const field of document.getElementsByName(name)) {
      if (field.form !== form) continue;
      if (["checkbox", "radio"].includes(field.type)) { if (field.value === value) field.checked = true; }
      else field.value = value;
    }
  }
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
  stopped = true;
  sessionStorage.removeItem(journal);
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); if (!stopped) save(); }
});
document.addEventListener("click", (event) => {
  const keep = event.target.closest("[data-keep]");
  if (keep) form.elements.revision.value = keep.dataset.keep;
  if (event.target.closest("[data-take]")) { unsaved = 0; sessionStorage.removeItem(journal); }
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
