/* Plays one exercise: choosing, a few seconds to get ready, running, paused, and what is said afterwards.
   play(container, exercise, options) asks no server for anything while it runs. `options`:
     id        of the use, minted by the server; without one it is minted here
     kept      what `keep` was last given, to go on from; null
     keep(state), forget()   what is to survive a reload
     ended(use)              it is over, and not yet decided whether to keep it
     finish(use)             keep it; a promise that rejects with an Error named "signed-out", "no-signal", "refused"
     leave(use)              do not keep it
   Stop is one button that is there in every state, and needs nothing else to work. */

import { Afterwards } from "./afterwards.js";
import { choosing } from "./choosing.js";
import { Clock, Steps } from "./clock.js";
import { activity } from "./kinds/activity.js";
import { breath } from "./kinds/breath.js";
import { checkIn } from "./kinds/check_in.js";
import { moments } from "./kinds/moments.js";
import { naming } from "./kinds/naming.js";
import { sounds } from "./kinds/sounds.js";
import { button, fill, make } from "./making.js";
import { Awake, Vibration, Voice } from "./senses.js";
import { opener, toggle } from "./switches.js";
import { mintId, useOf } from "./use.js";

const KINDS = { breath, activity, sounds, check_in: checkIn };
const OFTEN = 400; // milliseconds between looks at the clock when nothing is drawn

const SAVES = 3000; // how often it is kept where it is; a page that goes away has no time to

const kindOf = (exercise) => KINDS[exercise.kind] ??
  (exercise.forms.some((form) => form.moments.some((one) => one.many)) ? naming : moments);

export function play(container, exercise, options) {
  const player = new Player(container, exercise, options);
  player.open();
  return { stop: () => player.stop("patient"), get state() { return player.state; } };
}

class Player {
  constructor(container, exercise, options) {
    Object.assign(this, { container, exercise, options, words: exercise.words, kind: kindOf(exercise) });
    this.voice = new Voice();
    this.vibration = new Vibration();
    this.awake = new Awake();
    this.stage = make("div", { class: "stage", role: "group", "aria-label": exercise.title, tabindex: -1 });
    this.live = make("p", { class: "visually-hidden", role: "status" });
    this.foot = this.makeFoot();
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("visibilitychange", () => { if (this.running) this.save(); });
    window.addEventListener("pagehide", () => { if (this.running) this.save(); this.hush(); });
    window.addEventListener("error", (event) => { if (event.filename?.includes("/techniques/")) this.broke(); });
  }

  get running() { return this.state === "running" || this.state === "paused"; }

  set(state) {
    this.state = state;
    this.container.dataset.state = state;
    document.body.classList.toggle("playing", this.running);
  }

  open() {
    this.container.replaceChildren(this.stage, this.foot, this.live);
    this.container.hidden = false;
    if (this.options.kept) return this.offerToGoOn(this.options.kept);
    return this.choose();
  }

  makeFoot() {
    const { words } = this;
    this.chips = make("div", { class: "senses" });
    this.begins = button(words.begin, () => this.begin(), "block");
    this.stops = button(words.stop, () => this.stop("patient"), "stop", "stop");
    this.keys = make("p", { class: "keys soft small" }, this.kind.untimed ? words.keys_stop : this.kind === naming ? words.keys_naming : words.keys);
    return make("div", { class: "foot" }, this.chips, this.begins, this.stops,
      make("p", { class: "unwell soft" }, this.exercise.if_unwell), this.keys);
  }

  choose() {
    this.set("choosing");
    this.setup = choosing(this.exercise, this.kind, this.before);
    this.stage.replaceChildren(this.setup.node);
  }

  /* It ran when the page went away: a walk has gone on meanwhile, everything else waits where it was. */
  offerToGoOn(kept) {
    if (this.kind.goesOnAway && kept.clock.since) return this.run(kept);
    const { words } = this;
    this.set("choosing");
    this.kept = kept;
    this.begins.lastChild.textContent = words.go_on;
    this.stage.replaceChildren(make("h1", { tabindex: -1 }, words.resume_title),
      make("p", { class: "lead" }, this.exercise.title), make("p", { class: "soft" }, words.resume_words));
    return undefined;
  }

  begin() {
    if (this.kept) {
      const kept = { ...this.kept, clock: { gone: this.kept.at, since: null } };
      this.kept = null;
      this.begins.lastChild.textContent = this.words.begin;
      return this.run(kept);
    }
    const chosen = this.setup.read();
    if (!chosen) return undefined;
    return this.run({ id: this.options.id ?? mintId(), began_at: new Date().toISOString(), chosen, clock: {} });
  }

  run(kept) {
    const { exercise, words, kind } = this;
    this.use = { id: kept.id, began_at: kept.began_at };
    this.chosen = { ...kept.chosen, seconds: Math.min(kept.chosen.seconds, exercise.longest) };
    this.chosen.form = exercise.forms.find((one) => one.id === this.chosen.form_id) ?? exercise.forms[0];
    this.clock = new Clock(kept.clock);
    const lead = kind.lead ? [{ word: words.ready, line: exercise.before, say: `${words.ready}. ${exercise.before}`, cue: "", seconds: kind.lead }] : [];
    this.steps = new Steps([...lead, ...kind.steps({ exercise, chosen: this.chosen, words })], kept.place);
    this.whole = this.steps.list.reduce((sum, one) => sum + one.seconds, 0) - kind.lead;
    this.view = kind.view({
      exercise, words, chosen: this.chosen, steps: this.steps, clock: this.clock, lead: kind.lead,
      goOn: () => { this.steps.goOn(this.clock.seconds); this.shown = null; this.tick(); },
      end: (by) => this.end(by), announce: (said) => { this.live.textContent = said; }, say: (said) => this.voice.say(said),
      changed: () => this.save(), refresh: () => { this.shown = null; this.tick(); },
    });
    this.shown = null;
    this.lay();
    this.set("running");
    window.scrollTo({ top: 0 }); // the choice was longer than what runs
    this.awake.keep();
    this.view.begin?.();
    this.clock.start();
    this.looking = setInterval(() => this.tick(), OFTEN);
    this.saving = setInterval(() => this.save(), SAVES);
    this.tick();
    this.drawSoon();
    if (!this.kind.untimed) (this.view.focus ?? this.stage).focus({ preventScroll: true });
  }

  lay() {
    const { words, view } = this;
    const heading = make("h1", { class: "visually-hidden" }, this.exercise.title);
    this.over = make("p", { class: "over" });
    this.line = make("p", { class: "line" });
    this.left = make("p", { class: "left soft" });
    this.pauses = button(words.pause, () => this.turn(), "quiet pause");
    const said = make("div", { class: "said", role: "status" }, this.over, this.line);
    const timed = !this.kind.untimed && this.kind !== naming;
    this.stage.replaceChildren(...(this.kind.untimed ? [heading, view.node] : [heading, view.node, said,
      make("div", { class: "time" }, this.left, timed ? this.pauses : null), view.under].filter(Boolean)));
    this.chips.replaceChildren(...[view.panel, this.sense("voice", this.voice), this.kind.untimed ? null : this.sense("vibrate", this.vibration), this.panelChip()].filter(Boolean));
  }

  sense(name, sense) {
    const say = () => (name === "voice" ? sense.say(this.steps.step?.say) : sense.cue("notice"));
    return sense.exists ? toggle(this.words[name], name, sense, say) : null;
  }

  panelChip() {
    const [words, name] = this.kind === sounds ? [this.words.volume, "volume"] : [this.words.pace_chip, "pace"];
    return this.view.panel ? opener(words, name, this.view.panel) : null;
  }

  drawSoon() {
    requestAnimationFrame(() => {
      if (this.state !== "running") return;
      this.tick();
      this.drawSoon();
    });
  }

  tick() {
    if (this.state !== "running") return;
    try { this.look(); } catch (error) { this.broke(error); }
  }

  look() {
    const now = this.clock.seconds;
    const here = this.steps.at(now);
    if (this.steps.over) return this.end("");
    if (now - this.kind.lead >= this.exercise.longest && this.steps.waits) return this.end("rule");
    if (here.step !== this.shown) this.enter(here.step);
    const gone = now - this.kind.lead;
    this.view.draw(here, this.whole > 0 ? gone / this.whole : 0);
    return this.tell(now);
  }

  enter(step) {
    this.shown = step;
    const over = step.over ?? "";
    if (this.over.textContent !== over) this.over.textContent = over;
    if (this.line.textContent !== step.line) this.line.textContent = step.line;
    this.view.enter(step);
    if (this.view.node.querySelector?.(".word") && step.word !== step.line) this.live.textContent = step.still && this.chosen.still ? step.still : step.word;
    this.voice.say(step.say);
    this.vibration.cue(step.cue);
    this.save();
  }

  tell(now) {
    const { words } = this;
    const seconds = Math.max(0, Math.ceil(Math.min(this.steps.ends - now, this.whole)));
    const counted = (n, unit) => (n === 1 ? words[`one_${unit}`] : fill(words[`more_${unit}s`], { n }));
    const facts = { minutes: counted(Math.floor(seconds / 60), "minute"), seconds: counted(seconds % 60, "second") };
    const said = this.shown.seconds ? fill(words[seconds < 60 ? "time_left_last" : "time_left"], facts) : this.kind === activity || this.kind === naming ? "" : words.your_time;
    if (this.left.textContent !== said) this.left.textContent = said;
  }

  turn() { return this.state === "paused" ? this.goOn() : this.pause(); }

  pause() {
    if (this.state !== "running" || this.kind.untimed || this.kind === naming) return;
    this.clock.pause();
    this.set("paused");
    this.hush();
    this.view.pause?.();
    this.pauses.lastChild.textContent = this.words.go_on;
    this.live.textContent = `${this.words.paused}. ${this.words.paused_line}`;
    this.left.textContent = this.words.paused;
    this.save();
  }

  goOn() {
    this.clock.start();
    this.set("running");
    this.view.resume?.();
    this.pauses.lastChild.textContent = this.words.pause;
    this.shown = null;
    this.tick();
    this.drawSoon();
  }

  pressed(event) {
    if (event.key === "Escape" && this.state !== "calm") {
      event.preventDefault();
      return this.stop("patient");
    }
    if (event.key !== " " || !this.running || event.target.closest("button, input, textarea, select, summary, a, label")) return undefined;
    event.preventDefault();
    return this.view.space ? this.view.space() : this.turn();
  }

  save() {
    if (!this.running) return;
    const { clock, steps, chosen, use } = this;
    const { form, ...kept } = chosen;
    const gone = { gone: clock.gone, since: clock.since };
    this.options.keep({ ...use, chosen: kept, clock: gone, at: clock.seconds, place: steps.waits ? steps.place : undefined });
  }

  hush() {
    this.voice.hush();
    this.vibration.hush();
  }

  silence() {
    clearInterval(this.looking);
    clearInterval(this.saving);
    this.hush();
    this.awake.release();
    this.view?.end?.();
  }

  stop(by) {
    try { this.silence(); } catch { /* whatever went wrong: the page below is quiet */ }
    if (this.state === "asking") return this.after.calm();
    if (this.state === "calm") return undefined;
    if (this.kept) return this.closeKept();
    if (!this.running) return this.afterwards(null, { stopped: true });
    return this.end(by);
  }

  /* Stopped without going on with what a reload had cut off: what was done until then is what was done. */
  closeKept() {
    const { id, began_at, chosen, at } = this.kept;
    this.kept = null;
    const form = this.exercise.forms.find((one) => one.id === chosen.form_id) ?? this.exercise.forms[0];
    return this.over_(useOf({ id, began_at }, { ...chosen, form }, at - this.kind.lead, "patient", this.exercise));
  }

  end(by) {
    if (!this.running) return;
    const seconds = Math.min(this.clock.seconds - this.kind.lead, this.exercise.longest);
    this.clock.pause();
    try { this.silence(); } catch { /* as above */ }
    if (by === "" && !this.kind.untimed) this.vibration.cue("end");
    this.over_(useOf(this.use, this.chosen, seconds, by, this.exercise));
  }

  over_(use) {
    this.options.forget();
    this.options.ended(use);
    this.afterwards(use, { stopped: use.stopped_by !== "" });
  }

  broke() {
    if (this.state === "calm" || this.state === "asking") return;
    try { this.silence(); } catch { /* as above */ }
    const use = this.use && this.running ? useOf(this.use, this.chosen, this.clock.seconds - this.kind.lead, "rule", this.exercise) : null;
    if (use) { this.options.forget(); this.options.ended(use); }
    this.afterwards(use, { stopped: true, broken: true });
  }

  afterwards(use, how) {
    this.use = null;
    this.after = new Afterwards({ exercise: this.exercise, use, how, options: this.options, set: (state) => this.set(state), stage: this.stage, foot: this.foot, chips: this.chips });
    this.after.open();
  }
}
