/* What comes after: a calm page when somebody stopped, a few questions when it went to its end. All may be left. */

import { button, chips, fold, icon, line, make, rating } from "./making.js";

export class Afterwards {
  constructor(given) {
    Object.assign(this, given);
    this.words = this.exercise.words;
    this.reads = [];
  }

  open() {
    this.chips.replaceChildren();
    if (this.how.stopped) return this.calm();
    this.set("asking");
    const { words, exercise } = this;
    return this.lay(make("h1", { tabindex: -1 }, words.done), make("p", { class: "own" }, exercise.ends_with), fold(words.ground, false, this.ground()), this.questions(), this.buttons());
  }

  /* Nothing is asked here: what can be said stands folded away. */
  calm() {
    this.read();
    this.reads = [];
    this.set("calm");
    const { words, exercise, use, how } = this;
    const rule = use?.stopped_by === "rule" && !how.broken;
    this.lay(
      make("h1", { tabindex: -1 }, rule ? words.by_rule : words.stopped),
      make("p", { class: "lead" }, how.broken ? words.broken : rule ? exercise.ends_with : words.stopped_fine),
      rule ? null : make("p", {}, exercise.if_unwell),
      this.ground(), use ? this.more() : null, this.buttons());
  }

  lay(...nodes) {
    this.stage.replaceChildren(make("div", { class: "afterwards stack" }, nodes));
    this.stage.querySelector("h1").focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  ground() {
    const { words, exercise: { grounding, id } } = this;
    const path = grounding.path && id !== "grounding" ? make("a", { class: "go", href: grounding.path }, words.ground_path) : null;
    const urgent = make("a", { class: "go clay", href: "/urgent-help/" }, icon("phone"), words.urgent);
    return make("section", { class: "card ground" }, make("h2", { class: this.how.stopped ? null : "visually-hidden" }, words.ground),
      make("ol", { class: "steps" }, grounding.steps.map((one) => make("li", {}, one))), make("div", { class: "row" }, path, urgent));
  }

  more() {
    const { words, exercise, use } = this;
    const why = line({ label: words.why, optional: words.optional, value: use.stop_reason });
    this.reads.push(() => { use.stop_reason = why.read(); });
    const nodes = use.stopped_by ? [why.node] : [];
    if (exercise.together && use.stopped_by && use.stopped_by !== "rule") {
      const who = chips({ legend: words.who_stopped, options: [["patient", words.who_patient], ["clinician", words.who_clinician]], value: use.stopped_by });
      this.reads.push(() => { use.stopped_by = who.read() || use.stopped_by; });
      nodes.push(who.node);
    }
    return fold(words.more, false, ...nodes, this.questions());
  }

  questions() {
    const { words, exercise, use } = this;
    const ratings = exercise.rates.map((one) => {
      const field = rating({ legend: one.after, low: one.low, high: one.high, optional: words.optional, value: use.after[one.id] ?? null });
      this.reads.push(() => { const value = field.read(); if (value === null) delete use.after[one.id]; else use.after[one.id] = value; });
      return field.node;
    });
    const activity = exercise.kind === "activity";
    const take = line({ label: activity ? words.how_was_it : words.takeaway, rows: 2, optional: words.optional, value: use.takeaway });
    this.reads.push(() => { use.takeaway = take.read(); });
    return make("div", { class: "questions" }, ratings, exercise.asks_unwanted ? this.unwanted() : null, take.node);
  }

  unwanted() {
    const { words, use } = this;
    const any = chips({ legend: words.unwanted, options: [["no", words.unwanted_no], ["yes", words.unwanted_yes]], value: use.unwanted || use.unwanted_lasted ? "yes" : "" });
    const what = line({ label: words.unwanted_what, hint: words.unwanted_hint, value: use.unwanted });
    const still = chips({ legend: words.lasted, options: [["yes", words.unwanted_yes], ["no", words.unwanted_no]], value: use.unwanted_lasted });
    const further = make("div", { class: "further", hidden: any.read() !== "yes" }, what.node, still.node);
    any.node.addEventListener("change", () => { further.hidden = any.read() !== "yes"; });
    this.reads.push(() => {
      const yes = any.read() === "yes";
      use.unwanted = yes ? what.read() : "";
      use.unwanted_lasted = yes ? still.read() : "";
      use.details.unwanted_asked = any.read();
    });
    return make("div", {}, any.node, further);
  }

  read() { for (const one of this.reads) one(); }

  buttons() {
    const { words, use, options } = this;
    if (!use) return make("div", { class: "buttons" }, button(words.leave_page, () => options.leave(null), ""));
    this.note = make("div", { class: "note-place", role: "status" });
    this.keeps = button(words.keep, () => this.keep(), "");
    const leave = button(words.leave, () => options.leave(use), "quiet");
    return make("div", { class: "keeping" }, this.note, make("p", { class: "soft" }, words.sees), make("div", { class: "buttons" }, this.keeps, leave));
  }

  async keep() {
    const { words, use, options } = this;
    this.read();
    this.keeps.disabled = true;
    this.note.replaceChildren(make("p", { class: "soft" }, words.keeping));
    try {
      await options.finish(use);
    } catch (error) {
      this.keeps.disabled = false;
      this.keeps.lastChild.textContent = words.try_again;
      this.tell(error.message);
    }
  }

  tell(why) {
    const { words, options } = this;
    const said = { "signed-out": words.signed_out, refused: words.not_taken }[why] ?? words.no_signal;
    const way = why === "signed-out" ? make("a", { href: options.signIn, target: "_blank", rel: "noopener" }, words.sign_in) : null;
    this.note.replaceChildren(make("div", { class: "banner note" }, make("div", { class: "inline" }, said, " ", way)));
  }
}
