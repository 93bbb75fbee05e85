/* Time by the clock on the wall, not by counted ticks: a throttled tab and a locked screen stay right. */

export class Clock {
  constructor(kept = {}) {
    this.gone = kept.gone ?? 0; // seconds before the last pause
    this.since = kept.since ?? null; // milliseconds; null while it stands
  }

  get running() { return this.since !== null; }

  get seconds() { return this.gone + (this.running ? Math.max(0, Date.now() - this.since) / 1000 : 0); }

  start() { this.since ??= Date.now(); }

  pause() {
    this.gone = this.seconds;
    this.since = null;
  }
}

/* The steps of an exercise in their order; a step without seconds waits until somebody goes on. */
export class Steps {
  constructor(list, place = { index: 0, began: 0 }) {
    this.list = list;
    this.index = place.index;
    this.began = place.began; // seconds by the clock at which the present step began
  }

  get step() { return this.list[this.index]; }

  get over() { return this.index >= this.list.length; }

  get place() { return { index: this.index, began: this.began }; }

  /* Catch up with the clock, however many steps have passed; say where we are. */
  at(seconds) {
    while (!this.over && this.step.seconds > 0 && seconds - this.began >= this.step.seconds) {
      this.began += this.step.seconds;
      this.index += 1;
    }
    const into = Math.max(0, seconds - this.began);
    return { step: this.step, into, share: this.step?.seconds ? Math.min(1, into / this.step.seconds) : 0 };
  }

  goOn(seconds) {
    this.index += 1;
    this.began = seconds;
  }

  /* Put other steps in place of all that come after this one. */
  replaceRest(list) { this.list = [...this.list.slice(0, this.index + 1), ...list]; }

  get ends() { return this.began + this.list.slice(this.index).reduce((sum, one) => sum + one.seconds, 0); }

  get waits() { return this.list.slice(this.index).some((one) => !one.seconds); }
}
