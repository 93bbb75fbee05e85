/* The page that opens without a signal: shows what this phone keeps, takes in what is written, and sends it. */
import * as store from "./store.js";
import * as outbox from "./outbox.js";
import { keptCard, notKept, nowSeen, waitingCard } from "./waiting.js";
import { clone, made, template, words } from "./words.js";
import { mint } from "./ids.js";

const OVER = "use."; // a use that is over, under its own id

const page = document.getElementById("phone");
const place = document.getElementById("place");
const signal = document.getElementById("signal");
const told = document.getElementById("told");
const title = page.querySelector("h1");
const first = title.textContent;
let pages = null;
let player = null;

function pieces() {
  return (pages?.parts || []).flatMap((part) => part.pieces.map((piece) => ({ ...piece, part: part.title, kind: part.id })));
}

const asked = () => decodeURIComponent(window.location.hash.slice(1));

/* The worker shows this page in place of one that cannot be reached: what of it is kept here is opened. */
function goToKept() {
  const wanted = window.location.pathname;
  if (!pages || window.location.hash || [page.dataset.shell, page.dataset.home, "/"].includes(wanted)) return;
  const fits = [...pieces(), ...pages.parts].filter((one) => one.page && wanted.startsWith(one.page));
  const found = fits.sort((one, other) => other.page.length - one.page.length)[0];
  page.dataset.live = wanted;
  window.history.replaceState(null, "", found ? `${page.dataset.shell}#${encodeURIComponent(found.id)}` : page.dataset.shell);
  if (!found) told.replaceChildren(clone("elsewhere"));
}

/* One after the other, or two would stand on the page at once; what is asked for while one waits is the same. */
let drawn = Promise.resolve();
let next = null;
function show() {
  next ??= drawn = drawn.catch(() => {}).then(() => { next = null; return draw(); });
  return next;
}

async function draw() {
  const piece = pieces().find((one) => one.id === asked());
  const part = piece ? null : (pages?.parts || []).find((one) => one.id === asked());
  title.textContent = document.title = (piece || part)?.title ?? first;
  title.hidden = Boolean(piece?.exercise) && !isPast(piece); // an exercise brings its own
  if (["running", "paused"].includes(player?.state)) player.stop();
  player = null;
  place.replaceChildren();
  if (piece && isPast(piece)) await showPast(piece);
  else if (piece?.exercise) await playExercise(piece);
  else if (piece && isEarly(piece)) showEarly(piece);
  else if (piece && await waits(piece)) place.append(...back(), await waitingCard(again) ?? "");
  else if (piece) await showPiece(piece);
  else await showList(part);
}

/* What was agreed, and what may be done alone, can change; a copy that was not fetched for long does not open. */
const isPast = (piece) => Boolean(piece.good_until) && !(Date.now() < Date.parse(piece.good_until));

/* Questions for a session to come wait for its eve. */
const isEarly = (piece) => Boolean(piece.opens_at) && Date.now() < Date.parse(piece.opens_at);

const back = () => [...template("back").content.cloneNode(true).children];

function showEarly(piece) {
  const card = clone("early");
  card.querySelector("[data-opens]").textContent = words("opens").replace("%s", piece.opens_on);
  place.append(...back(), card);
}

/* Whether answers to these questions are on this phone and not sent yet. */
async function waits(piece) {
  return piece.kind === "questions" && (await store.all("entries")).some((entry) => entry.of === piece.id);
}

async function showPast(piece) {
  const card = clone("past");
  const help = piece.exercise && pieces().find((one) => one.exercise && !one.good_until);
  const link = card.querySelector("[data-instead]");
  if (help) Object.assign(link, { href: `#${encodeURIComponent(help.id)}`, textContent: help.title, hidden: false });
  card.querySelector("[data-begun]").hidden = !(await store.read("drafts", piece.id).catch(() => null));
  place.append(...back(), card);
}

async function showList(part) {
  if (!pages) { place.append(clone(await store.whose() ? "unreadable" : "nothing")); return; }
  if (part) place.append(...back());
  place.append(await waitingCard(again) ?? "");
  await showOver();
  const list = made("div", "", "stack cards");
  for (const one of part ? [part] : pages.parts) {
    if (!part && one.pieces.length > 1) list.append(made("h2", one.title));
    for (const piece of pieces().filter(({ kind }) => kind === one.id)) list.append(await line(piece));
  }
  const dated = made("p", words("fetched").replace("%s", new Date(pages.fetched_at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" })), "soft small");
  place.append(list, dated);
}

async function line(piece) {
  const link = made("a", "", "card line");
  link.href = `#${encodeURIComponent(piece.id)}`;
  const inside = made("span");
  inside.append(made("b", piece.title));
  const note = isPast(piece) ? words("past-line") : isEarly(piece) ? words("opens").replace("%s", piece.opens_on) : await waits(piece) ? words("answered") : "";
  if (note) inside.append(made("br"), made("span", note, "soft"));
  link.append(inside);
  return link;
}

/* Exercises that are over and of which nobody has said whether to keep them: the phone was put down there. */
async function showOver() {
  for (const id of (await store.ids("drafts")).filter((one) => one.startsWith(OVER))) {
    const use = await store.read("drafts", id).catch(() => null);
    if (!use) continue;
    const card = clone("over");
    card.querySelector("[data-title]").textContent = use.title;
    card.querySelector("[data-keep]").addEventListener("click", async () => { await keepUse(use); await again(); });
    card.querySelector("[data-leave]").addEventListener("click", async () => { await store.forget("drafts", id); await show(); });
    place.append(card);
  }
}

/* A use as a page of the clinic would post it. */
function posted({ before, after, details, title, exercise, ...plain }) {
  const fields = { ...plain, details: JSON.stringify(details) };
  for (const [name, value] of Object.entries(before)) fields[`before_${name}`] = value;
  for (const [name, value] of Object.entries(after)) fields[`after_${name}`] = value;
  return fields;
}

async function keepUse(use) {
  const entry = await outbox.add({ id: use.id, participant: pages.participant, kind: "technique_use", of: use.exercise, title: use.title,
    made_at: use.began_at, fields: posted(use) });
  await store.forget("drafts", OVER + use.id);
  return entry;
}

async function playExercise(piece) {
  place.append(...back());
  if (!(await store.hasRoom())) place.append(clone("full"));
  const container = made("div", "", "player");
  place.append(container);
  const running = `run.${piece.id}`;
  const { play } = await import("../techniques/play.js");
  player = play(container, piece.exercise, {
    id: mint(),
    signIn: page.dataset.home,
    kept: await store.read("drafts", running).catch(() => null),
    keep: (state) => { store.keep("drafts", running, state).catch(() => {}); },
    forget: () => { store.forget("drafts", running).catch(() => {}); },
    ended: (use) => { store.keep("drafts", OVER + use.id, use).catch(() => {}); },
    leave: async (use) => { if (use) await store.forget("drafts", OVER + use.id).catch(() => {}); window.location.hash = ""; },
    finish: async (use) => {
      const entry = await keepUse(use);
      title.hidden = false;
      place.replaceChildren(keptCard(entry), ...back());
      await send();
    },
  });
}

async function showPiece(piece) {
  const body = made("div", "", "stack");
  body.innerHTML = piece.html; // the server's own page, kept encrypted; the policy lets no script in it run
  const form = body.querySelector("form[data-entry]");
  if (form) await prepare(form, piece);
  place.append(...back(), body);
  if (form) helpFor(form);
}

/* Whoever sees a form can use it: what was typed before is back in it, and it is listened to. */
async function prepare(form, piece) {
  if (!(await store.hasRoom())) { form.before(clone("full")); form.querySelectorAll("button").forEach((one) => { one.disabled = true; }); return; }
  await restore(form);
  form.addEventListener("input", () => typed(form));
  form.addEventListener("submit", (event) => { event.preventDefault(); sent(form, piece); });
}

const said = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));

async function restore(form) {
  const draft = await store.read("drafts", form.dataset.of).catch(() => null);
  for (const [name, value] of Object.entries(draft || {})) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "hidden") continue;
      if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === value;
      else field.value = value;
    }
  }
}

function typed(form) {
  store.keep("drafts", form.dataset.of, said(form)).catch(() => { if (!form.querySelector(".alert")) form.prepend(clone("full")); });
  helpFor(form);
}

/* An answer that calls for help brings it at once, above everything else. */
function helpFor(form) {
  const risky = form.querySelector("[data-risk]:checked");
  const shown = place.querySelector("[data-help]");
  if (risky && !shown) {
    const help = clone("help");
    help.querySelector("[data-lines]").innerHTML = pages.help;
    place.prepend(help);
    help.querySelector("h2").tabIndex = -1;
    help.querySelector("h2").focus();
  } else if (!risky && shown) shown.remove();
}

async function sent(form, piece) {
  const note = form.querySelector("[data-note]");
  if (form.dataset.entry === "practice" && !said(form).how) {
    note.replaceChildren(clone("how"));
    note.hidden = false;
    form.elements.how[0].focus();
    return;
  }
  const blank = [...form.querySelectorAll("fieldset[data-item]")].filter((one) => !one.querySelector("input:checked, input[type=number]:valid:not(:placeholder-shown)"));
  if (blank.length && note.hidden) {
    note.replaceChildren(clone("blank"));
    note.hidden = false;
    blank[0].querySelector("input")?.focus();
    return;
  }
  const help = place.querySelector("[data-help]");
  const entry = await outbox.add({ participant: pages.participant, kind: form.dataset.entry, of: form.dataset.of, title: piece.title, fields: said(form) });
  await store.forget("drafts", form.dataset.of);
  if (help) help.querySelector("[data-unseen]").dataset.unseen = entry.id;
  place.replaceChildren(...(help ? [help] : []), keptCard(entry), ...back());
  await send();
}

const LATER = 15000; // milliseconds until what could not be sent is tried again
let later = 0;

async function send() {
  clearTimeout(later);
  const came = await outbox.flush(page.dataset.kept, page.dataset.entries);
  const banners = { "no-signal": "offline", "signed-out": "signed-out" };
  const name = banners[came] || (navigator.onLine ? "online" : "offline");
  signal.replaceChildren(clone(name));
  if (came === "no-signal" && navigator.onLine) later = setTimeout(onceMore, LATER);
  if (name === "online" && page.dataset.live) signal.querySelector("a").href = page.dataset.live;
  if (["sent", "nothing"].includes(came) && await store.whose() && await outbox.refresh(page.dataset.kept).catch(() => false)) await take();
}

/* What the list is made of. */
async function standing() {
  const waiting = (await store.all("entries")).map(({ id, outcome, settled }) => [id, outcome, settled]);
  return JSON.stringify([pages?.fetched_at, waiting, await store.ids("drafts")]);
}

/* Nothing is shown anew in which somebody may be writing, nor a list that is the same: a finger may be on it. */
async function onceMore() {
  const before = await standing();
  await send();
  if (!window.location.hash && before !== await standing()) await show();
}

async function again() { await send(); await show(); }

/* What was fetched anew counts at once: an exercise that was closed meanwhile, or is good again, and has not begun. */
async function take() {
  pages = await store.read("kept", "pages");
  const shown = pieces().find((one) => one.id === asked());
  const closed = player?.state === "choosing" && !shown;
  const again = shown && !isPast(shown) && place.querySelector("[data-past]");
  if (closed || again) await show();
}

outbox.changes.addEventListener("change", ({ detail }) => {
  if (!detail.said) return;
  if (detail.said.state !== "kept") { notKept({ ...detail.sent, outcome: detail.said }, place, again); return; }
  nowSeen(detail.sent.id, place);
  const banner = clone("sent");
  banner.querySelector("[data-says]").textContent = detail.said.says || "";
  const then = banner.querySelector("[data-then]");
  if (detail.said.then) Object.assign(then, { href: detail.said.then, hidden: false });
  told.replaceChildren(banner);
});

window.addEventListener("hashchange", async () => { told.querySelector("[data-elsewhere]")?.remove(); await show(); (title.hidden ? place.querySelector("h1") : title)?.focus(); window.scrollTo(0, 0); });
window.addEventListener("online", onceMore);
window.addEventListener("offline", () => signal.replaceChildren(clone("offline")));

if (store.possible()) {
  pages = await store.read("kept", "pages").catch(() => null);
  goToKept();
  await show();
  await onceMore();
} else place.append(clone("nothing"));
