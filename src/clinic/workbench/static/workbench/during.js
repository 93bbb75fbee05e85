/* The session page while a session goes on: keys that lead to its parts, and a question before closing.
   Every part is reached with Tab as well, and the page works without this file. */
"use strict";

/* Keys want Alt and Shift together, so that no single letter does anything; they can be turned off. */
const keysOn = document.getElementById("keys-on");
const KEPT = "kith session keys";
const places = new Map([...document.querySelectorAll("[data-key]")].map((row) => [row.dataset.key, row.dataset]));

try { keysOn.checked = localStorage.getItem(KEPT) !== "off"; } catch { /* nothing is kept here */ }
keysOn.addEventListener("change", () => {
  try { localStorage.setItem(KEPT, keysOn.checked ? "on" : "off"); } catch { /* nothing is kept here */ }
});

document.addEventListener("keydown", (event) => {
  if (!keysOn.checked || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
  const place = places.get(event.code);
  const found = place && [...document.querySelectorAll(place.goes)].find((one) => one.offsetParent);
  if (!found) return;
  event.preventDefault();
  found.focus();
  found.scrollIntoView({ block: "nearest" });
  if ("press" in place) found.click();
});

/* After a link of two taps the next one begins with nobody chosen; the choice is where the hand is. */
const quick = document.getElementById("quick-link");
if (quick) quick.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) quick.reset(); });

/* The question before closing shows from the last step on, while no link is tied to the focus. */
const asks = document.getElementById("closing-question");
function ask() {
  const began = Date.parse(document.querySelector(".clock[data-began]").dataset.began);
  const late = Date.now() - began >= Number(asks.dataset.from) * 60000;
  asks.hidden = !late || document.querySelector("#mood-event-links .fits[aria-pressed=true]") !== null;
}
if (asks) {
  ask();
  setInterval(ask, 15000);
  document.addEventListener("htmx:afterSettle", ask);
}
