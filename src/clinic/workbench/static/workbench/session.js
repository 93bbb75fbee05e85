/* The session page: saves the draft as it is typed, and lets the clock go on. Without it, "Save draft" saves. */
"use strict";

const form = document.getElementById("session-form");
const saved = document.getElementById("saved");
const conflict = document.getElementById("conflict");
let waiting = null;
let busy = false;
let again = false;
let stopped = Boolean(conflict && conflict.firstElementChild);
let typedAt = 0;

const say = (words) => { saved.textContent = words; };

async function save() {
  if (busy) { again = true; return; }
  busy = true;
  const begun = typedAt;
  try {
    const answer = await fetch(form.dataset.draft, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "manual", keepalive: true,
    });
    if (answer.ok) {
      const said = await answer.json();
      form.elements.revision.value = said.revision;
      say(said.said);
      if (typedAt === begun) typedAt = 0;
    } else if (answer.status === 409) {
      stopped = true;
      conflict.innerHTML = await answer.text();
      conflict.scrollIntoView({ block: "start" });
    } else { retry(); }
  } catch { retry(); }
  busy = false;
  if (again && !stopped) { again = false; save(); }
}

function retry() {
  say(form.dataset.lost);
  clearTimeout(waiting);
  waiting = setTimeout(save, 5000);
}

function typed(event) {
  if (stopped || event.target.form !== form) return;
  typedAt = event.timeStamp;
  clearTimeout(waiting);
  waiting = setTimeout(save, event.type === "change" ? 250 : 900);
}

document.addEventListener("input", typed);
document.addEventListener("change", typed);
document.addEventListener("visibilitychange", () => { if (document.hidden && typedAt && !stopped) save(); });
window.addEventListener("beforeunload", (event) => { if (typedAt && !stopped) event.preventDefault(); });
form.addEventListener("submit", () => { clearTimeout(waiting); typedAt = 0; stopped = true; });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); if (!stopped) save(); }
});
document.addEventListener("click", (event) => {
  const keep = event.target.closest("[data-keep]");
  if (keep) form.elements.revision.value = keep.dataset.keep;
  if (event.target.closest("[data-take]")) typedAt = 0;
});

const clock = document.querySelector(".clock[data-began]");
function tick() {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dataset.began)) / 60000));
  clock.querySelector("[data-in]").textContent = minutes;
  clock.querySelector("[data-left]").textContent = Math.max(0, Number(clock.dataset.length) - minutes);
  const steps = [...document.querySelectorAll(".agenda > li")];
  steps.forEach((step, place) => {
    const last = place === steps.length - 1;
    const now = minutes >= Number(step.dataset.from) && (minutes < Number(step.dataset.to) || last);
    step.className = now ? "now" : minutes < Number(step.dataset.from) ? "coming" : "done";
    if (now) step.setAttribute("aria-current", "step"); else step.removeAttribute("aria-current");
  });
}
if (clock) setInterval(tick, 15000);
