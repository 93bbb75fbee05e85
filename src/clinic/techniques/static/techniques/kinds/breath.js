/* Slow breathing: in and out with no holding, at a chosen rate or coming down to it in steps. */

import { button, chips, fill, fold, make } from "../making.js";
import { Shape, swell } from "../shape.js";

const LADDER = "ladder";
const LONG_ENOUGH = 300; // seconds: what is proposed to whoever comes down in steps
const number = (value) => new Intl.NumberFormat(document.documentElement.lang || "en", { maximumFractionDigits: 1 }).format(value);

export const breath = {
  lead: 4,
  shaped: true,

  choices({ exercise, words, before }) {
    const { pace } = exercise;
    const rates = [];
    for (let rate = pace.slowest; rate <= pace.fastest; rate += 0.5) rates.push([String(rate), number(rate)]);
    const steps = { steps: pace.steps_down.map(number).join(", "), seconds: pace.seconds_a_step };
    const down = before?.steps_down ?? exercise.proposes.steps_down ?? false;
    const rate = chips({
      legend: words.pace, hint: fill(words.steps_words, steps), value: down ? LADDER : String(before?.rate ?? pace.usual),
      options: [[LADDER, words.steps_down], ...rates],
    });
    return {
      nodes: [fold(words.pace_chip, down, rate.node)],
      form: () => down && exercise.forms.find((one) => one.seconds >= LONG_ENOUGH)?.id,
      read: () => ({
        steps_down: rate.read() === LADDER,
        rate: rate.read() === LADDER ? pace.steps_down.at(-1) : Number(rate.read() || pace.usual),
      }),
    };
  },

  steps({ exercise, chosen, words }) {
    const { pace } = exercise;
    const ladder = chosen.steps_down ? pace.steps_down : [];
    const rateAt = (second) => ladder[Math.floor(second / pace.seconds_a_step)] ?? chosen.rate;
    return breaths(pace, rateAt, 0, chosen.seconds, words);
  },

  view({ exercise, chosen, words, steps, clock, lead, refresh }) {
    const shape = new Shape(chosen);
    const { pace } = exercise;
    const said = make("span", { class: "strong", role: "status" });
    const slower = button(words.slower, () => turn(-0.5), "secondary");
    const faster = button(words.faster, () => turn(0.5), "secondary");
    const panel = make("div", { class: "panel", hidden: true }, slower, said, faster);
    const tell = () => {
      said.textContent = fill(words.rate, { rate: number(chosen.rate) });
      slower.disabled = chosen.rate <= pace.slowest;
      faster.disabled = chosen.rate >= pace.fastest;
    };
    const turn = (by) => {
      chosen.rate = Math.min(pace.fastest, Math.max(pace.slowest, chosen.rate + by));
      chosen.steps_down = false;
      steps.at(clock.seconds);
      const pair = steps.step?.cue === "in" ? [steps.list[steps.index + 1]] : [];
      const from = steps.began + steps.step.seconds + pair.reduce((sum, one) => sum + one.seconds, 0) - lead;
      steps.replaceRest([...pair, ...breaths(pace, () => chosen.rate, from, chosen.seconds, words)]);
      tell();
      refresh();
    };
    tell();
    return {
      node: shape.node,
      panel,
      enter(step) { shape.say(step.still && shape.still ? step.still : step.word); },
      draw({ step, share }, whole) {
        const size = step.cue === "in" ? swell(share) : step.cue === "out" ? 1 - swell(share) : 0;
        shape.show(size, step.cue === "out" ? 1 - share : share, whole);
      },
    };
  },
};

function breaths(pace, rateAt, from, until, words) {
  const steps = [];
  for (let second = from, whole; (whole = 60 / rateAt(second)) && second + whole / 2 <= until; second += whole) {
    const into = whole * pace.in_share;
    const line = fill(words.in_out, { in: number(into), out: number(whole - into) });
    steps.push({ word: words.breathe_in, still: words.in, say: words.in, line, cue: "in", seconds: into });
    steps.push({ word: words.breathe_out, still: words.out, say: words.out, line, cue: "out", seconds: whole - into });
  }
  return steps;
}
