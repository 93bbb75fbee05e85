/* The one shape of a player: a circle that grows as far as the dotted ring, time as the outer arc, words inside.
   In the still form nothing travels: the words, and a bar of ten. */

import { draw, make } from "./making.js";

const CENTRE = 160, FAR = 128, TRACK = 150, LEAST = 56, GROWS = 40, HALO = 16;

export class Shape {
  constructor({ still }) {
    this.still = still;
    const at = { cx: CENTRE, cy: CENTRE };
    this.rings = ["outer", "middle", "core"].map((name) => draw("circle", { ...at, r: LEAST, class: name }));
    this.arc = draw("circle", { ...at, r: TRACK, class: "arc", pathLength: 1, "stroke-dasharray": "0 2", transform: `rotate(-90 ${CENTRE} ${CENTRE})` });
    const moving = [draw("circle", { ...at, r: FAR, class: "how-far" }), ...this.rings];
    this.svg = draw("svg", { viewBox: "0 0 320 320", "aria-hidden": "true", focusable: "false" },
      draw("circle", { ...at, r: TRACK, class: "track" }), this.arc, still ? [] : moving);
    this.word = make("p", { class: "word serif", "aria-hidden": "true" });
    this.words = make("div", { class: "inside" }, this.word);
    this.cells = [...Array(10)].map(() => make("span"));
    this.bar = still ? make("div", { class: "bar", "aria-hidden": "true" }, this.cells) : null;
    this.node = make("div", { class: still ? "shape still" : "shape" }, this.svg, this.words, this.bar);
  }

  say(word) {
    if (this.word.textContent === word) return;
    this.word.textContent = word;
    this.word.classList.toggle("long", word.length > 14);
  }

  /* `size` 0 to 1 of the way, `part` of this step, `whole` of the time. */
  show(size, part, whole) {
    this.arc.setAttribute("stroke-dasharray", `${Math.max(0, Math.min(1, whole)).toFixed(4)} 2`);
    if (this.still) {
      const on = Math.min(10, Math.floor(part * 10 + 1e-6));
      this.cells.forEach((cell, n) => cell.classList.toggle("on", n < on));
      return;
    }
    const core = LEAST + GROWS * size;
    [2, 1, 0].forEach((halos, n) => this.rings[n].setAttribute("r", (core + HALO * halos).toFixed(2)));
  }
}

export const swell = (share) => (1 - Math.cos(Math.PI * Math.max(0, Math.min(1, share)))) / 2;
