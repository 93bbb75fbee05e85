/* Moving a little, with somebody: from what is usual now, for a time that goes on when the screen is locked. */

import { button, choose, line, make } from "../making.js";
import { Shape } from "../shape.js";

export const activity = {
  lead: 0,
  anyLength: true,
  goesOnAway: true,

  choices({ exercise, words, before }) {
    const what = line({ label: words.what_will_you_do, hint: words.what_hint, longest: 80, optional: words.optional, value: before?.what ?? "" });
    const who = exercise.people.length ? choose({
      label: words.with_whom, options: [["", words.nobody], ...exercise.people.map((one) => [one.id, one.name])], value: before?.person,
    }) : null;
    const { moved } = exercise;
    const lately = moved && (moved.last.length || moved.suggestion) ? make("section", { class: "card" },
      make("h2", { class: "label" }, words.moved_lately),
      moved.last.length ? make("ul", {}, moved.last.map((said) => make("li", {}, said))) : null,
      moved.suggestion ? make("p", { class: "soft small" }, moved.suggestion) : null) : null;
    return {
      nodes: [lately, what.node, who?.node],
      read: () => ({ what: what.read(), ...(who && { person: who.read() }) }),
    };
  },

  steps: ({ chosen, words }) => [
    { word: words.moving, line: chosen.what || "", say: words.moving, cue: "begin", seconds: chosen.seconds },
    { word: words.time_over, line: words.time_over, say: words.time_over, cue: "end", seconds: 0 },
  ],

  view({ chosen, words, clock, end }) {
    const shape = new Shape({ ...chosen, still: false });
    shape.words.setAttribute("role", "timer");
    shape.words.setAttribute("aria-live", "off");
    shape.word.removeAttribute("aria-hidden");
    return {
      node: shape.node,
      under: button(words.finish, () => end(""), "secondary"),
      enter() { /* the time stands inside; the words under it */ },
      draw(here, whole) {
        const gone = Math.floor(clock.seconds);
        shape.say(`${Math.floor(gone / 60)}:${String(gone % 60).padStart(2, "0")}`);
        shape.show(0.5, 0, whole);
      },
    };
  },
};
