/* What is chosen before an exercise begins: how long, what it needs, how it is shown, and the ratings before. */

import { chips, fill, fold, line, make, rating } from "./making.js";

const OWN = "own";

export function choosing(exercise, kind, before) {
  const { words } = exercise;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const special = kind.choices({ exercise, words, before });
  const length = lengths(exercise, kind, special);
  const shown = kind.shaped ? chips({
    legend: words.shown, heard: true, options: [["moving", words.shown_moving], ["still", words.shown_still]], value: still ? "still" : "moving",
  }) : null;
  const ratings = exercise.rates.map((one) => ({ id: one.id, field: rating({ legend: one.before, low: one.low, high: one.high, optional: words.optional }) }));
  const wrong = make("p", { class: "wrong clay strong", role: "alert" });
  const follow = () => special.follow?.(length.form());
  length.node?.addEventListener("change", follow);
  follow();

  const node = make("div", { class: "choosing stack" },
    make("h1", { tabindex: -1 }, exercise.title), make("p", { class: "soft" }, exercise.what_for), make("p", {}, exercise.before), make("p", { class: "soft" }, exercise.if_unwell),
    length.node, special.nodes, shown && fold(words.shown, false, shown.node),
    ratings.length ? make("section", { class: "ratings" }, make("h2", {}, words.before_title), make("p", { class: "soft" }, words.before_hint), ratings.map((one) => one.field.node)) : null,
    wrong);

  function read() {
    const form = length.form();
    const seconds = length.seconds();
    const said = seconds === null ? fill(words.too_long, { most: Math.floor(exercise.longest / 60) }) : special.wrong?.(form);
    wrong.textContent = said || "";
    if (said) { wrong.scrollIntoView({ block: "center" }); return null; }
    const rated = ratings.map((one) => [one.id, one.field.read()]).filter(([, value]) => value !== null);
    return { form_id: length.id(), seconds, before: Object.fromEntries(rated), still: shown ? shown.read() === "still" : still, ...special.read() };
  }

  return { node, read };
}

/* A form has its own length, but an activity can have any. */
function lengths(exercise, kind, special) {
  const { words, forms } = exercise;
  const first = special.form?.() || forms[0].id;
  const options = forms.map((one) => [one.id, one.title]);
  const which = options.length > 1 || kind.anyLength ? chips({
    legend: forms[0].seconds ? words.how_long : words.which, value: first,
    options: kind.anyLength ? [...options, [OWN, words.another_length]] : options,
  }) : null;
  const minutes = kind.anyLength ? line({ label: words.minutes, type: "number", longest: 3, inputmode: "numeric", min: 1, max: Math.floor(exercise.longest / 60) }) : null;
  if (minutes) minutes.node.hidden = true;
  which?.node.addEventListener("change", () => { if (minutes) minutes.node.hidden = which.read() !== OWN; });
  const id = () => which?.read() || first;
  const form = () => forms.find((one) => one.id === id()) ?? forms[0];
  return {
    node: which && make("div", { class: "stack" }, which.node, minutes?.node),
    id: () => (id() === OWN ? "" : id()),
    form,
    seconds: () => {
      if (id() !== OWN) return form().seconds;
      const wanted = Number(minutes.read()) * 60;
      return wanted >= 60 && wanted <= exercise.longest ? Math.round(wanted) : null;
    },
  };
}
