/* What reaches a person without looking: a voice, a vibration, and a screen that stays awake.
   Each is quietly absent where the browser has none. */

export class Voice {
  constructor() {
    this.exists = "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;
    this.on = false;
  }

  say(words) {
    if (!this.exists || !this.on || !words) return;
    const said = new SpeechSynthesisUtterance(words);
    said.lang = document.documentElement.lang || "en-GB";
    said.rate = 0.9;
    const short = said.lang.slice(0, 2);
    said.voice = speechSynthesis.getVoices().find((one) => one.lang.startsWith(short) && one.localService) ?? null;
    speechSynthesis.cancel();
    speechSynthesis.speak(said);
  }

  hush() { if (this.exists) speechSynthesis.cancel(); }
}

const PATTERNS = { // milliseconds on and off
  in: [140], out: [60, 90, 60], tense: [260], release: [60, 90, 60], notice: [90], rest: [90],
  begin: [180], end: [180, 120, 180],
};

export class Vibration {
  constructor() {
    this.exists = typeof navigator.vibrate === "function";
    this.on = false;
  }

  cue(name) { if (this.exists && this.on && PATTERNS[name]) navigator.vibrate(PATTERNS[name]); }

  hush() { if (this.exists) navigator.vibrate(0); }
}

export class Awake {
  constructor() {
    this.wanted = false;
    this.lock = null;
    this.again = () => { if (document.visibilityState === "visible") this.ask(); };
  }

  async ask() {
    if (!this.wanted || this.lock || !navigator.wakeLock) return;
    try {
      const lock = await navigator.wakeLock.request("screen");
      if (!this.wanted) return void lock.release();
      this.lock = lock;
      lock.addEventListener("release", () => { this.lock = null; });
    } catch { /* refused: the battery is low, or the page is hidden */ }
  }

  keep() {
    if (this.wanted) return;
    this.wanted = true;
    document.addEventListener("visibilitychange", this.again);
    this.ask();
  }

  release() {
    this.wanted = false;
    document.removeEventListener("visibilitychange", this.again);
    this.lock?.release();
    this.lock = null;
  }
}
