/* What is over and not kept yet: what was meant to be kept is sent, about the rest the person is asked. */

import { button, fill, make } from "./making.js";
import { send } from "./sending.js";

export async function settle(store, place, words, but = null) {
  const left = [];
  for (const use of store.waiting.filter((one) => one.id !== but)) {
    if (!use.keep || !(await sent(store, use))) left.push(use);
  }
  place.replaceChildren(...(left.length ? [card(left.map((use) => row(store, use, place, words, but)), words)] : []));
}

async function sent(store, use) {
  try {
    await send(use);
    await store.done(use);
    return true;
  } catch { return false; }
}

/* However many wait, it is one card with a list. */
function card(rows, words) {
  const head = make("h2", { id: "waiting-head", class: "label" }, words.waiting_head);
  return make("section", { class: "banner note waiting-use", "aria-labelledby": "waiting-head" }, head, make("ul", { class: "lines last-bare" }, ...rows));
}

function row(store, use, place, words, but) {
  const when = new Date(use.began_at).toLocaleString(document.documentElement.lang, { weekday: "long", hour: "2-digit", minute: "2-digit" });
  const keep = button(words.keep, () => { store.wait({ ...use, keep: true }); settle(store, place, words, but); }, "secondary");
  const leave = button(words.leave, () => { store.done(use); settle(store, place, words, but); }, "quiet");
  return make("li", {}, make("p", {}, fill(words.waiting, { title: use.title, when })), make("div", { class: "row" }, keep, leave));
}
