/* A check-in: one question at a time, words to choose or one's own, then a page of what was noticed. */

import { button, chips, choose, fill, line, make, rating } from "../making.js";

export const checkIn = {
  lead: 0,
  untimed: true,
  choices: () => ({ nodes: [], read: () => ({}) }),
  steps: ({ exercise }) => [{ word: exercise.title, line: "", say: "", seconds: 0 }],

  view({ exercise, words, chosen, end, announce, say, changed }) {
    const answers = chosen.answers ??= {};
    const node = make("div", { class: "check-in" });
    let at = chosen.at ?? 0;
    let reads = () => {};

    const turn = (by) => {
      reads();
      at = Math.max(0, at + by);
      chosen.at = at;
      changed();
      show();
    };

    function show() {
      const last = at >= exercise.questions.length;
      node.replaceChildren(...(last ? noticed() : asked(exercise.questions[at])));
      const heading = node.querySelector("h2, legend, label");
      heading?.setAttribute("tabindex", "-1");
      heading?.focus();
    }

    function asked(question) {
      const { nodes, read } = field(question);
      reads = () => keep(question.id, read());
      const place = fill(words.question, { n: at + 1, all: exercise.questions.length });
      announce(place);
      say(`${question.title} ${question.hint}`);
      const blank = button(words.leave_question, () => { reads = () => keep(question.id, null); turn(1); }, "quiet");
      const back = at ? button(words.back, () => turn(-1), "quiet") : make("span");
      return [make("p", { class: "soft small" }, place), ...nodes,
        make("div", { class: "question-end" }, button(words.next, () => turn(1)), make("div", { class: "apart" }, back, blank))];
    }

    function keep(id, value) {
      const empty = value === null || value === "" || (Array.isArray(value) && !value.length);
      if (empty) delete answers[id]; else answers[id] = value;
    }

    function field(question) {
      const kept = answers[question.id];
      const whole = { legend: question.title, hint: question.hint };
      if (question.kind === "rate") {
        const one = rating({ legend: question.title, low: words.not_there, high: words.as_strong, value: kept ?? null });
        one.node.insertBefore(make("p", { class: "hint" }, question.hint), one.node.children[1]);
        return { nodes: [one.node], read: one.read };
      }
      if (question.kind === "choose") {
        const offered = (kept ?? []).filter((one) => question.offers.includes(one));
        const list = chips({ ...whole, several: true, options: question.offers.map((one) => [one, one]), value: offered });
        const own = line({ label: words.own_words, longest: 120, value: (kept ?? []).find((one) => !question.offers.includes(one)) ?? "" });
        return { nodes: [list.node, own.node], read: () => [...list.read(), ...(own.read() ? [own.read()] : [])] };
      }
      if (question.kind === "person" && exercise.people.length) {
        const people = [["", words.nobody], ...exercise.people.map((one) => [one.id, one.name])];
        const who = choose({ label: question.title, hint: question.hint, options: people, value: chosen.person });
        const what = line({ label: words.something_else, longest: 120, value: kept ?? "" });
        return { nodes: [who.node, what.node], read: () => { chosen.person = who.read(); return what.read(); } };
      }
      const own = line({ label: question.title, hint: question.hint, longest: 200, value: kept ?? "", rows: 2 });
      return { nodes: [own.node], read: own.read };
    }

    function noticed() {
      reads = () => {};
      const name = exercise.people.find((one) => one.id === chosen.person)?.name;
      const rows = exercise.questions.map((one) => {
        const told = [one.kind === "person" ? name : null, answers[one.id]].flat().filter((word) => word !== undefined && word !== null && word !== "");
        return make("div", {}, make("dt", {}, one.title), make("dd", { class: told.length ? "own" : "soft" }, told.join(", ") || words.left_blank));
      });
      announce(words.noticed);
      return [make("h2", {}, words.noticed), make("dl", { class: "facts card" }, rows),
        make("div", { class: "question-end" }, button(words.go_on, () => end("")), make("div", { class: "apart" }, button(words.back, () => turn(-1), "quiet")))];
    }

    return { node, enter: show, draw() { /* nothing moves */ }, space() { /* buttons alone */ } };
  },
};
