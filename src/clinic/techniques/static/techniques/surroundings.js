/* Makes every sound in the browser, out of sines and noise, and puts each at its place around the listener.
   Each is a few seconds long and repeats: nothing has to be timed, so a throttled tab sounds the same. */

const RATE = 22050; // samples a second
const LOUD = { bell: 0.5, rain: 0.35, clock: 0.6, hum: 0.35, birds: 0.4, steps: 0.7, wind: 0.4, stream: 0.35 };

/* A sound is a function of time in seconds; `noise` is white noise through one simple filter. */
function noise(keep) {
  let last = 0;
  return () => { last = keep * last + (1 - keep) * (Math.random() * 2 - 1); return last; };
}
const wave = (hertz, at) => Math.sin(2 * Math.PI * hertz * at);
const fades = (at, length) => (at < 0 ? 0 : Math.exp(-at / length));

export const VOICES = {
  bell: { seconds: 6, make: () => (at) => [1, 2.01, 2.98, 4.2].reduce((sum, part, n) => sum + wave(523 * part, at) * fades(at, 1.6 / (n + 1)) / (n + 1), 0) / 2 },
  clock: { seconds: 2, make: () => (at) => [0, 1].reduce((sum, tick) => sum + wave(tick ? 1900 : 2400, at) * fades(at - tick, 0.012), 0) },
  hum: { seconds: 4, make: () => (at) => (wave(100, at) + 0.5 * wave(200, at) + 0.25 * wave(300, at)) * (0.8 + 0.2 * wave(0.25, at)) / 1.75 },
  birds: { seconds: 5, make: () => (at) => [0.2, 0.45, 0.7, 2.6, 2.8, 3.9].reduce((sum, call) => { const t = at - call; return t < 0 || t > 0.16 ? sum : sum + wave(2600 + 900 * Math.sin(t * 40), at) * Math.sin((Math.PI * t) / 0.16); }, 0) },
  steps: { seconds: 4, make: () => { const ground = noise(0.85); return (at) => { const t = at % 0.66; return (wave(70, t) * fades(t, 0.05) + ground() * 2 * fades(t, 0.04)) * 0.8; }; } },
  rain: { seconds: 5, make: () => { const soft = noise(0.2); return () => soft() * (Math.random() < 0.004 ? 1.6 : 0.5); } },
  stream: { seconds: 6, make: () => { const low = noise(0.94); return (at) => low() * 3 * (0.7 + 0.3 * wave(0.5, at) * wave(1.5, at)); } },
  wind: { seconds: 8, make: () => { const low = noise(0.97); return (at) => low() * 5 * (0.55 + 0.45 * wave(0.125, at)); } },
};

export function samples(voice, rate = RATE) {
  const { seconds, make } = VOICES[voice];
  const sound = make();
  const made = new Float32Array(Math.round(seconds * rate));
  for (let n = 0; n < made.length; n += 1) made[n] = Math.max(-1, Math.min(1, sound(n / rate))) * LOUD[voice];
  const edge = Math.round(rate * 0.01); // the ends meet without a click
  for (let n = 0; n < edge; n += 1) { made[n] *= n / edge; made[made.length - 1 - n] *= n / edge; }
  return made;
}

/* Where a sound is: metres from the listener, who looks ahead. */
export function placed(context, { direction, distance }) {
  const angle = (direction * Math.PI) / 180;
  const away = 1 + (distance - 1) * 1.5;
  return new PannerNode(context, {
    panningModel: "HRTF", distanceModel: "inverse", refDistance: 1, rolloffFactor: 0.6,
    positionX: Math.sin(angle) * away, positionY: 0, positionZ: -Math.cos(angle) * away,
  });
}

export function source(context, voice) {
  const made = samples(voice);
  const buffer = context.createBuffer(1, made.length, RATE);
  buffer.copyToChannel(made, 0);
  const node = context.createBufferSource();
  node.buffer = buffer;
  node.loop = true;
  return node;
}

export class Surroundings {
  constructor(list) {
    this.list = list;
    this.exists = typeof window.AudioContext === "function" && typeof window.PannerNode === "function";
    this.volume = 0.3;
    this.context = null;
  }

  begin() {
    if (!this.exists || this.context) return;
    this.context = new AudioContext();
    this.master = new GainNode(this.context, { gain: this.volume });
    this.master.connect(this.context.destination);
    for (const one of this.list) {
      const node = source(this.context, one.voice);
      node.connect(placed(this.context, one)).connect(this.master);
      node.start(0, Math.random());
    }
  }

  loud(volume) {
    this.volume = volume * volume; // as loudness is heard
    if (this.master) this.master.gain.value = this.volume;
  }

  pause() { this.context?.suspend(); }

  resume() { this.context?.resume(); }

  end() {
    if (!this.context) return;
    this.master.gain.value = 0;
    this.master.disconnect(); // silent now, before the context has closed
    this.context.close();
    this.context = null;
  }
}
