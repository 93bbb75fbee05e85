/* A row of moments with their times: tensing and letting go, a pause, the body from below to above, listening. */

import { chips, choose, fold, make } from "../making.js";
import { Shape, swell } from "../shape.js";

export const moments = {
  lead: 4,
  shaped: true,

  choices({ exercise, words, before }) {
    const rest = exercise.anchors.length ? chips({
      legend: words.rest_on, options: exercise.anchors.map((one) => [one.id, one.title]),
      value: before?.anchor ?? exercise.proposes.anchor ?? exercise.anchors[0].id,
    }) : null;
    const eyes = exercise.eyes ? chips({
      legend: words.eyes, options: [["open", words.eyes_open], ["closed", words.eyes_closed]], value: before?.eyes ?? "open",
    }) : null;
    const who = exercise.people.length ? choose({
      label: words.to_whom, options: [["", words.nobody], ...exercise.people.map((one) => [one.id, one.name])], value: before?.person,
    }) : null;
    const parts = leftOut(exercise, words, before);
    const gentle = exercise.proposes.gentle && exercise.forms.some((form) => form.moments.some((one) => one.cue === "tense"));
    return {
      nodes: [who?.node, rest?.node, eyes?.node, gentle && make("p", { class: "strong" }, words.gentle), parts.node],
      follow: parts.follow,
      read: () => ({
        ...(rest && { anchor: rest.read() }), ...(eyes && { eyes: eyes.read() }), ...(who && { person: who.read() }),
        left_out: parts.read(),
      }),
      wrong: (form) => form.moments.every((one) => !one.part || parts.read().includes(one.part)) &&
        form.moments.some((one) => one.part) ? words.all_left_out : "",
    };
  },

  steps({ exercise, chosen, words }) {
    const anchor = exercise.anchors.find((one) => one.id === chosen.anchor)?.say ?? "";
    const cued = chosen.form.moments.some((one) => one.cue === "tense");
    return chosen.form.moments.filter((one) => !(chosen.left_out ?? []).includes(one.part)).map((one) => {
      const say = one.say.replace("{anchor}", anchor);
      const word = cued ? words[one.cue] ?? one.title : one.title;
      return { ...one, word, line: say, over: cued && word !== one.title ? one.title : "", say: `${one.title}. ${say}` };
    });
  },

  view({ chosen, words, goOn }) {
    const shape = new Shape(chosen);
    const next = make("button", { type: "button", class: "secondary", onclick: goOn, hidden: true }, words.go_on);
    return {
      node: shape.node,
      under: next,
      enter(step) { shape.say(step.word); next.hidden = Boolean(step.seconds); },
      draw({ step, into, share }, whole) {
        const size = { tense: 1 - swell(into / 1.2), release: swell(into / 6), rest: 1 }[step.cue] ?? 0.55;
        shape.show(size, share, whole);
      },
    };
  },
};

/* Which parts can be left out depends on the form; what was chosen stays chosen. */
function leftOut(exercise, words, before) {
  const place = make("div", { class: "parts" });
  let field = null;
  const follow = (form) => {
    const titles = new Map(form.moments.filter((one) => one.part).map((one) => [one.part, one.title]));
    const value = field?.read() ?? before?.left_out ?? [];
    field = titles.size ? chips({ legend: words.leave_out_hint, several: true, options: [...titles], value }) : null;
    place.replaceChildren(...(field ? [fold(words.leave_out, value.length > 0, field.node)] : []));
  };
  return { node: place, follow, read: () => field?.read() ?? [] };
}
