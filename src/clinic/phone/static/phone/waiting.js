/* What waits to be sent, and what came of it: a choice between two answers, or a refusal with its reason. */
import * as store from "./store.js";
import * as outbox from "./outbox.js";
import { clone, made, template, words } from "./words.js";

const unseen = (id) => `[data-unseen="${CSS.escape(id)}"]`;

/* A card with everything that waits; null: nothing does. `again` is called once something was chosen. */
export async function waitingCard(again) {
  const waiting = await store.all("entries");
  if (!waiting.length) return null;
  const card = clone("waiting");
  sayHowMany(card, waiting.length);
  for (const entry of waiting) {
    const row = made("li");
    row.dataset.unseen = entry.id;
    row.append(made("b", entry.title), made("br"), made("span", new Date(entry.made_at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }), "soft"));
    if (entry.outcome?.state === "refused" || (entry.outcome && !entry.settled)) row.append(...cameOf(entry, again));
    card.querySelector("[data-list]").append(row);
  }
  return card;
}

function sayHowMany(card, count) {
  card.querySelector("[data-count]").textContent = count === 1 ? words("one-waits") : words("many-wait").replace("%s", count);
}

/* What says that one entry waits; it goes once that is not true any more. */
export function keptCard(entry) {
  const card = clone("kept");
  card.dataset.unseen = entry.id;
  return card;
}

/* What was sent waits no more, wherever the page says that it does. */
export function nowSeen(id, place) {
  for (const one of place.querySelectorAll(unseen(id))) {
    const card = one.matches("li") && one.closest(".card");
    one.remove();
    const left = card && card.querySelectorAll("[data-unseen]").length;
    if (left) sayHowMany(card, left);
    else if (card) card.remove();
  }
}

/* It arrived and was not kept: the reason stands where the page said that it waits. */
export function notKept(entry, place, again) {
  place.querySelector(`.card${unseen(entry.id)}`)?.replaceWith(...cameOf(entry, again));
}

const cameOf = (entry, again) => (entry.outcome.state === "conflict" ? [conflict(entry, again)] : refused(entry, again));

function conflict(entry, again) {
  const card = clone("conflict");
  card.querySelector("[data-says]").textContent = entry.outcome.says;
  for (const both of entry.outcome.both) {
    const pair = clone("both");
    for (const name of ["question", "here", "there"]) pair.querySelector(`[data-${name}]`).textContent = both[name];
    card.querySelector("[data-both]").append(pair);
  }
  card.querySelectorAll("[data-settle]").forEach((button) => button.addEventListener("click", async () => {
    await outbox.settle(entry, button.dataset.settle);
    await again();
  }));
  return card;
}

const OWN = ["note", "what", "unwanted", "stop_reason", "takeaway"]; // what somebody typed, of what an entry holds

/* Nothing typed is hidden by a refusal: it can be read and copied, and where its form is kept here, put right there. */
function refused(entry, again) {
  const parts = [...template("refused").content.cloneNode(true).children];
  const [says, written, buttons] = parts;
  says.textContent = entry.outcome.says;
  written.textContent = OWN.map((name) => entry.fields?.[name]).filter(Boolean).join("\n");
  written.hidden = !written.textContent;
  const anew = buttons.querySelector("[data-anew]");
  hasRoomFor(entry).then((room) => { if (room) anew.hidden = false; else anew.remove(); });
  anew.addEventListener("click", async () => {
    await store.keep("drafts", entry.of, entry.fields);
    await store.forget("entries", entry.id);
    const there = `#${encodeURIComponent(entry.of)}`;
    if (window.location.hash === there) await again();
    else window.location.hash = there; // which shows it, once: nothing is drawn anew in which somebody may be writing
  });
  buttons.querySelector("[data-drop]").addEventListener("click", async () => { await store.forget("entries", entry.id); await again(); });
  return parts;
}

/* Whether the form of a practice that was told is on this phone, and nothing was begun in it since. */
async function hasRoomFor(entry) {
  if (await store.read("drafts", entry.of).catch(() => null)) return false;
  const pages = entry.kind === "practice" && await store.read("kept", "pages").catch(() => null);
  return Boolean(pages) && pages.parts.some((part) => part.pieces.some((piece) => piece.id === entry.of));
}
