/* A run of imagery. Every tap is shown at once, kept in this window until the server has it, and sent in its order;
   without a signal or a sign-in the page goes on, and the stop always answers. Without a script each tap is a form. */
"use strict";

const room = document.querySelector("[data-run]");
const words = room.dataset;
const saved = document.querySelector("[data-saved] span");
const key = `kith imagery ${words.run}`;
const image = [...document.querySelectorAll("[data-led]")].map((one) => one.dataset.led).filter((id) => !["ground", "talk_it_over"].includes(id));
const AGAIN = 3000; // milliseconds until what could not be sent is tried again
const PAUSE = 1200; // milliseconds without a letter after which what is typed is kept
const ASKS = 15000; // how often it asks whether another window, or an alert, changed something

let step = words.step;
let since = Date.now() - Number(words.seconds) * 1000;
let stopped = words.stopped === "yes";
let grounded = words.grounded === "yes";
let against = !room.querySelector("[data-against]").hidden;
let unreal = room.querySelector("[data-unreal]")?.getAttribute("aria-pressed") === "true";
const seen = new Set([...room.querySelectorAll("[data-mark]:not(.coming)")].map((one) => one.dataset.mark)); // steps it went through
let highSince = highFrom(words.highFor === "" ? null : Number(words.highFor)); // none: distress is not high now
let outbox = read();
let before = outbox.at(-1)?.id ?? ""; // the tap made last in this window: the next stands behind it
let sending = false;
let waiting = null;
let need = room.querySelector("[data-need]").value.trim(); // as it was kept last
let typing = null; // the field in which something is typed that is not kept yet
let pausing = null;

function highFrom(seconds) {
  return seconds === null ? null : Date.now() - seconds * 1000;
}

function read() {
  try { return JSON.parse(sessionStorage.getItem(key)) || []; } catch { return []; }
}

function write() {
  try { sessionStorage.setItem(key, JSON.stringify(outbox)); } catch { /* full or forbidden: still in this page */ }
}

function say(what, kept = false) {
  saved.textContent = what;
  saved.parentElement.classList.toggle("honey", !kept && what !== words.keeping);
  const now = typing || outbox.some((one) => one.kind === "need") ? words.keeping : need && words.needKeptAs;
  room.querySelectorAll("[data-need-kept]").forEach((one) => { if (one.textContent !== now) one.textContent = now; });
}

/* Everything is with the server, unless somebody types. */
const settled = () => { if (typing) say(words.keeping); else say(words.kept, true); };
const token = () => document.querySelector("[name=csrfmiddlewaretoken]");

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/* ---------- Tap, show, send ---------- */
function tap(kind, value = "", spoken = "") {
  const one = { id: newId(), kind, value, words: spoken, after: before, at: Date.now() };
  before = one.id;
  outbox.push(one);
  write();
  show(one);
  if (kind !== "need") keepNeed();
  send();
}

/* What is needed, as it is typed: one entry of the log for each pause, none for a letter. */
function keepNeed() {
  clearTimeout(pausing);
  const typed = typing?.value.trim();
  typing = null;
  if (typed !== undefined && typed !== need) tap("need", "", need = typed);
  else if (!outbox.length && !sending && saved.textContent === words.keeping) settled();
}

async function send() {
  if (sending || !outbox.length) return;
  sending = true;
  clearTimeout(waiting);
  say(words.keeping);
  let later = 0;
  while (outbox.length && !later) later = await sendOne(outbox[0]);
  sending = false;
  if (later) waiting = setTimeout(send, later);
}

/* Sends one; gives the milliseconds after which to try again, or nothing once the server has answered for it. */
async function sendOne(one) {
  const body = new FormData();
  for (const name of ["id", "kind", "value", "words", "after"]) body.append(name, one[name] ?? "");
  body.append("ago", Math.max(0, Date.now() - one.at));
  body.append("csrfmiddlewaretoken", token().value);
  try {
    const answer = await fetch(words.tap, { method: "POST", body, headers: { Accept: "application/json", "Kept-By-Script": "yes" }, redirect: "manual", keepalive: true });
    if (answer.type === "opaqueredirect") { say(words.expired); return AGAIN; }
    if (answer.status === 403) { if (await window.renewToken()) return AGAIN / 20; say(words.expired); return AGAIN; }
    if (!(answer.headers.get("Content-Type") || "").includes("json")) { say(words.lost); return AGAIN; }
    const told = await answer.json();
    outbox.shift();
    write();
    if (!outbox.length) { adopt(told); if (told.said) say(told.said); else settled(); }
    return 0;
  } catch { say(words.lost); return AGAIN; }
}

/* What the server says once nothing waits to be sent: another window may have gone on, or risk was raised. */
function adopt(told) {
  if (told.finished) { window.location.reload(); return; }
  stopped = told.stopped;
  grounded = told.grounded;
  against = told.against.length > 0;
  const reasons = room.querySelector("[data-reasons]");
  reasons.replaceChildren(...told.against.map((reason) => Object.assign(document.createElement("li"), { textContent: reason })));
  room.querySelector("[data-against]").hidden = !against || !image.includes(told.step);
  mark("[data-unreal]", unreal = told.unreal);
  highSince = highFrom(told.high_for);
  if (told.proposal === "high_distress" && proposal() === "") highSince = Date.now() - Number(words.lasting) * 1000 - 1; // a clock a moment apart
  stepsIn(told.stepped_in);
  if (!typing) needs(told.need);
  if (told.step !== step) go(told.step, told.seconds);
  refresh();
}

async function look() {
  if (outbox.length || sending || document.hidden) return;
  const last = before; // a tap made and kept meanwhile is newer than what is told here
  try {
    const answer = await fetch(words.state, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.type === "opaqueredirect") say(words.expired);
    else if (answer.ok) {
      const told = await answer.json();
      if (last === before && !outbox.length && !sending) { adopt(told); settled(); }
    }
  } catch { say(words.lost); }
}

/* ---------- What a tap does to the page ---------- */
function show(one) {
  if (one.kind === "step") { words.asked = ""; grounded = false; go(one.words); }
  if (one.kind === "distress") rate(one);
  if (one.kind === "unreal") mark("[data-unreal]", unreal = one.value === "1");
  if (one.kind === "stepped_in") stepsIn(one.words);
  if (one.kind === "need") needs(one.words);
  if (one.kind === "carried_on") { highSince = null; mark("[data-unreal]", unreal = false); }
  if (one.kind === "stopped") { stopped = true; grounded = false; go("ground"); }
  if (one.kind === "grounded") {
    if (!words.asked && Number(one.value) >= Number(words.still)) { words.asked = "1"; say(words.again); go("ground"); }
    else { grounded = true; go("talk_it_over"); }
  }
  if (one.kind === "left") { room.querySelector("[data-if-here]").hidden = stopped = grounded = true; go("talk_it_over"); }
  refresh();
}

/* What is needed, in each part of the image; not over the words of whoever is at it. */
function needs(what) {
  need = what;
  room.querySelectorAll("[data-need]").forEach((field) => { if (field !== document.activeElement || !document.hasFocus()) field.value = what; });
}

/* Who stepped in, as the run has it: from this window or another. */
function stepsIn(who) {
  room.querySelectorAll("[name=words].chip").forEach((chip) => chip.setAttribute("aria-pressed", chip.value === who));
  room.querySelectorAll("[data-if-steps-in]").forEach((one) => { one.hidden = one.dataset.ifStepsIn !== (who || words.agreed); });
}

function mark(which, pressed) {
  document.querySelectorAll(which).forEach((button) => { button.setAttribute("aria-pressed", pressed); button.value = pressed ? "0" : "1"; });
}

function rate(one) {
  highSince = Number(one.value) >= Number(words.high) ? highSince ?? one.at : null;
  const list = section(step).querySelector("[data-rated]");
  if (!list) return;
  list.textContent = list.textContent.trim() ? `${list.textContent.trim()}, ${one.value}` : one.value;
  section(step).querySelectorAll(".distress .tens button").forEach((button) => button.setAttribute("aria-pressed", button.value === one.value));
}

/* The same rule as the server's, so that it comes by itself when the time is up, also without a signal. */
function proposal() {
  if (!image.includes(step)) return "";
  if (unreal) return "unreal";
  return highSince !== null && Date.now() - highSince > Number(words.lasting) * 1000 ? "high_distress" : "";
}

function propose(why) {
  const banner = room.querySelector("[data-proposal]");
  banner.hidden = !why || against || !image.includes(step);
  banner.querySelectorAll("[data-because]").forEach((one) => { one.hidden = one.dataset.because !== why; });
  room.querySelectorAll("[data-go=after]").forEach((one) => {
    if (why && one.value !== "ground") { one.setAttribute("aria-disabled", "true"); one.setAttribute("aria-describedby", "why-first"); }
    else { one.removeAttribute("aria-disabled"); one.removeAttribute("aria-describedby"); }
  });
}

/* Further into the image while a stop is proposed: the reason is asked for. */
function asksWhy() {
  const reason = room.querySelector("[data-carry-on]");
  reason.open = true;
  reason.querySelector("[name=words]").focus();
}

const section = (id) => room.querySelector(`[data-led="${id}"]`);

function go(to, seconds = 0) {
  if (!section(to)) return;
  if (to !== step) {
    step = to;
    seen.add(to);
    since = Date.now() - seconds * 1000;
    room.querySelectorAll("[data-led]").forEach((one) => { one.hidden = one.dataset.led !== step; });
    section(step).querySelector("h2").focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }
  refresh();
}

function refresh() {
  const marks = [...room.querySelectorAll("[data-mark]")];
  const here = marks.findIndex((one) => one.dataset.mark === step);
  marks.forEach((one, place) => {
    one.className = place === here ? "now" : place < here && seen.has(one.dataset.mark) ? "done" : "coming";
    if (place === here) one.setAttribute("aria-current", "step"); else one.removeAttribute("aria-current");
  });
  room.querySelectorAll("[data-when-stopped], [data-left]").forEach((one) => { one.hidden = !stopped; });
  room.querySelectorAll("[data-if-stopped]").forEach((one) => { one.hidden = !stopped; });
  room.querySelectorAll("[data-go=before]").forEach((one) => { one.disabled = stopped || against; });
  room.querySelectorAll("[data-go=after]").forEach((one) => { one.disabled = against && one.value !== "ground"; });
  room.querySelector("[data-against]").hidden = !against || !image.includes(step);
  tick();
}

function tick() {
  propose(proposal());
  const timer = section(step).querySelector("[data-timer]");
  if (timer) timer.textContent = Math.max(0, Math.floor((Date.now() - since) / 60000));
  const left = (Date.parse(words.ends) - Date.now()) / 60000;
  room.querySelector("[data-short]").hidden = !(left < Number(words.little) && image.includes(step));
}

/* ---------- Fingers and keys ---------- */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-finish]")) {
    if (outbox.length) { event.preventDefault(); say(words.notSent); send(); }
    return;
  }
  if (!form.matches("[data-taps]")) return;
  event.preventDefault();
  propose(proposal()); // the time may have run out since it was last looked at
  if (event.submitter?.getAttribute("aria-disabled") === "true") { asksWhy(); return; }
  const field = form.querySelector("[data-need]");
  if (field) { typing = field; keepNeed(); return; } // Enter
  const data = new FormData(form, event.submitter);
  tap(data.get("kind"), data.get("value") ?? "", data.get("words") ?? "");
  if (form.querySelector("input:not([type=hidden])")) form.reset();
}, true);

room.addEventListener("input", (event) => {
  if (!event.target.matches("[data-need]")) return;
  typing = event.target;
  clearTimeout(pausing);
  pausing = setTimeout(keepNeed, PAUSE);
  say(outbox.length ? saved.textContent : words.keeping);
});
room.addEventListener("change", (event) => { if (event.target === typing) keepNeed(); });
document.addEventListener("visibilitychange", () => { if (document.hidden) keepNeed(); });
window.addEventListener("pagehide", keepNeed);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { event.preventDefault(); tap("stopped"); return; }
  if (event.target.closest("input, textarea, select")) return;
  const button = { ArrowRight: "after", ArrowLeft: "before" }[event.key];
  const there = button && section(step).querySelector(`[data-go=${button}]`);
  if (there && !there.disabled) { event.preventDefault(); there.click(); }
});

window.addEventListener("beforeunload", (event) => { if (outbox.length) event.preventDefault(); });
window.addEventListener("online", send);
window.addEventListener("focus", () => { send(); look(); });
setInterval(look, ASKS);
setInterval(tick, 5000);
for (const one of outbox) show(one); // a reload in the middle: what was not sent is shown, and sent
refresh();
send();
