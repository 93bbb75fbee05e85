/* Sounds around a person: made here, each at its place, to turn the attention to one, to the next, to all. */

import { draw, fill, fold, make } from "../making.js";
import { Surroundings } from "../surroundings.js";

const NEAREST = 56, RING = 40; // of the picture: where the nearest stands, and each step further
const radius = (distance) => NEAREST + (distance - 1) * RING;
const ROUND = ["ahead", "ahead_right", "right", "behind_right", "behind", "behind_left", "left", "ahead_left"];
const AWAY = { 1: "near", 2: "middling", 3: "far" };

export const sounds = {
  lead: 4,
  shaped: false,

  choices: ({ exercise, words }) => ({
    nodes: [make("p", { class: "soft" }, words.headphones), fold(words.where_sounds_are, false, places(exercise, words))],
    read: () => ({}),
  }),

  steps({ exercise, chosen, words }) {
    const whole = exercise.stretches.reduce((sum, one) => sum + one.seconds, 0);
    let turn = 0;
    return exercise.stretches.flatMap((stretch) => {
      const seconds = stretch.seconds * (chosen.seconds / whole);
      if (stretch.kind === "all") return [{ word: words.all_sounds, line: stretch.say, say: stretch.say, cue: "notice", seconds, sounds: null }];
      const many = Math.max(1, Math.round(seconds / stretch.seconds_each));
      return [...Array(many)].map(() => {
        const one = exercise.sounds[(turn += 3) % exercise.sounds.length]; // from place to place, not around
        const line = fill(stretch.say, { sound: one.title });
        return { word: one.title, line, say: line, cue: "notice", seconds: seconds / many, sounds: one.id };
      });
    });
  },

  view({ exercise, chosen, words }) {
    const around = new Surroundings(exercise.sounds);
    const marks = new Map(exercise.sounds.map((one) => [one.id, mark(one)]));
    const arc = draw("circle", { cx: 160, cy: 160, r: 155, class: "arc", pathLength: 1, "stroke-dasharray": "0 2", transform: "rotate(-90 160 160)" });
    const rings = [1, 2, 3].map((far) => draw("circle", { cx: 160, cy: 160, r: radius(far), class: "distance" }));
    const person = draw("path", { class: "person-here", d: "M160 138l8 10a16 16 0 1 1-16 0Z" });
    const svg = draw("svg", { viewBox: "0 0 320 320", role: "img", "aria-label": words.where_sounds_are },
      draw("circle", { cx: 160, cy: 160, r: 155, class: "track" }), arc, rings, person, [...marks.values()]);
    const volume = make("input", { type: "range", min: 0, max: 100, value: chosen.volume ?? 30, "aria-label": words.volume,
      oninput: () => { chosen.volume = Number(volume.value); around.loud(chosen.volume / 100); } });
    around.loud((chosen.volume ?? 30) / 100);
    return {
      node: make("div", { class: "shape map" }, svg, around.exists ? null : make("p", { class: "soft" }, words.alone_with_sound)),
      panel: make("div", { class: "panel", hidden: true }, volume),
      begin: () => around.begin(),
      enter(step) { marks.forEach((one, id) => one.classList.toggle("on", step.sounds === null || step.sounds === id)); },
      draw(here, whole) { arc.setAttribute("stroke-dasharray", `${Math.min(1, Math.max(0, whole)).toFixed(4)} 2`); },
      pause: () => around.pause(),
      resume: () => around.resume(),
      end: () => around.end(),
    };
  },
};

/* The name stands where it lies neither on the person nor on another. */
function mark(one) {
  const angle = (one.direction * Math.PI) / 180;
  const [x, y] = [160 + Math.sin(angle) * radius(one.distance), 160 - Math.cos(angle) * radius(one.distance)];
  const side = Math.sign(Math.sin(angle));
  const beside = { x: x + 14 * side, y: y + 5, "text-anchor": side > 0 ? "start" : "end" };
  const near = one.distance === 1;
  const at = near && Math.abs(Math.sin(angle)) > 0.5 ? beside : { x, y: near && Math.cos(angle) > 0 ? y - 15 : y + 25, "text-anchor": "middle" };
  return draw("g", { class: "sound" }, draw("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 9 }), draw("text", at, one.title));
}

function places(exercise, words) {
  return make("ul", { class: "bullets" }, exercise.sounds.map((one) => {
    const where = ROUND[((Math.round(one.direction / 45) % 8) + 8) % 8];
    return make("li", {}, `${one.title}: ${words[where]}, ${words[AWAY[one.distance]]}`);
  }));
}
