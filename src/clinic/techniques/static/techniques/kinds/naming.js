/* Five, four, three, two, one: a touch for each thing named; nobody judges what it was. */

import { button, draw, fill, make } from "../making.js";

export const naming = {
  lead: 0,
  choices: () => ({ nodes: [], read: () => ({}) }),

  steps: ({ chosen }) => chosen.form.moments.map((one) => (
    { ...one, seconds: 0, many: one.many || 1, word: one.title, line: one.say, over: one.title, say: `${one.title}. ${one.say}` }
  )),

  view({ words, goOn, chosen, steps, announce }) {
    chosen.skipped ??= [];
    let left = 0;
    let way = 0;
    let present = null;
    const word = make("span", { class: "count serif", "aria-hidden": "true" });
    const arc = draw("circle", { cx: 160, cy: 160, r: 150, class: "arc", pathLength: 1, "stroke-dasharray": "0 2", transform: "rotate(-90 160 160)" });
    const dots = draw("g", { class: "things" });
    const svg = draw("svg", { viewBox: "0 0 320 320", "aria-hidden": "true", focusable: "false" },
      draw("circle", { cx: 160, cy: 160, r: 150, class: "track" }), arc, draw("circle", { cx: 160, cy: 160, r: 110, class: "core" }), dots);
    const told = make("span", { id: "to-name", hidden: true }); // what is counted, for whoever comes to the button by itself
    const tap = make("button", { type: "button", class: "shape tap", "aria-describedby": "to-name", onclick: () => count() },
      svg, told, make("span", { class: "inside" }, word, make("span", { class: "small" }, words.named_one)));
    const another = button(words.another_way, () => { way = (way + 1) % (present.instead.length + 1); tellWay(); }, "secondary");
    const skip = button(words.leave_sense, () => { chosen.skipped.push(present.part || present.title); goOn(); }, "secondary");
    const instead = make("p", { class: "instead own", role: "status" });
    const tellWay = () => { instead.textContent = way ? present.instead[way - 1] : ""; };
    const count = () => {
      left -= 1;
      if (left <= 0) return goOn();
      show();
      announce(fill(words.to_go, { n: left }));
      return undefined;
    };
    const show = () => {
      word.textContent = String(left);
      told.textContent = `${present.over}. ${fill(words.to_go, { n: left })}`;
      dots.replaceChildren(...[...Array(present.many)].map((_, n) => draw("circle", {
        cx: 160 + 132 * Math.sin((2 * Math.PI * n) / present.many), cy: 160 - 132 * Math.cos((2 * Math.PI * n) / present.many),
        r: 7, class: n < present.many - left ? "named" : "" })));
    };
    return {
      node: tap,
      under: make("div", { class: "stack tight" }, instead, make("div", { class: "row two-ways" }, another, skip)),
      enter(step) {
        present = step; left = step.many; way = 0;
        another.hidden = !step.instead.length;
        show(); tellWay();
        arc.setAttribute("stroke-dasharray", `${steps.index / steps.list.length} 2`);
      },
      draw() { /* nothing moves by itself */ },
      space: count,
      focus: tap,
    };
  },
};
