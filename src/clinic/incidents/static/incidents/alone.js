/* Lines practised alone: the other's read aloud, one's own recorded and heard again, each only at a touch. */
import * as recordings from "./recordings.js";

const lines = document.querySelector("[data-lines]");
const share = document.querySelector("[data-share]");
const said = lines.dataset;
const mine = [...lines.querySelectorAll(".mine")];
const placeOf = (number) => `${said.given}/${number}`;
let recorder = null, sounding = null, stopped = false;

/* Aloud */
if (window.speechSynthesis) {
  lines.querySelectorAll("[data-aloud]").forEach((part) => {
    part.hidden = false;
    part.querySelector("[data-hear]").addEventListener("click", () => {
      const words = new SpeechSynthesisUtterance(part.closest("li").querySelector("[data-words]").textContent);
      words.lang = document.documentElement.lang;
      speechSynthesis.cancel();
      speechSynthesis.speak(words);
    });
  });
}

/* One's own voice */
async function show(line) {
  const there = Boolean(await recordings.read(placeOf(line.dataset.place)));
  line.querySelector("[data-play]").hidden = line.querySelector("[data-delete]").hidden = !there;
  if (share && !stopped) {
    const held = await recordings.places();
    if (held.some((place) => place.startsWith(`${said.given}/`))) share.hidden = false;
  }
}

const say = (line, words) => { line.querySelector("[data-said]").textContent = words; };

function label(line, recording) {
  const button = line.querySelector("[data-record]");
  button.textContent = recording ? button.dataset.end : button.dataset.begin;
  line.classList.toggle("recording", recording);
}

async function record(line) {
  let stream;
  try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); }
  catch { return say(line, said.refused); }
  if (stopped) return stream.getTracks().forEach((one) => one.stop()); // given only after the stop
  const parts = [];
  const begun = recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32000 });
  const enough = setTimeout(() => begun.state === "recording" && begun.stop(), Number(said.seconds) * 1000);
  begun.addEventListener("dataavailable", (event) => parts.push(event.data));
  begun.addEventListener("stop", async () => {
    clearTimeout(enough);
    stream.getTracks().forEach((one) => one.stop());
    recorder = null;
    label(line, false);
    await recordings.keep(placeOf(line.dataset.place), await new Blob(parts).arrayBuffer());
    say(line, said.kept);
    show(line);
  });
  begun.start();
  label(line, true);
  say(line, said.recording);
}

async function play(line) {
  sounding?.stop();
  const listening = new AudioContext();
  const sound = await listening.decodeAudioData(await recordings.read(placeOf(line.dataset.place)));
  sounding = listening.createBufferSource();
  sounding.buffer = sound;
  sounding.connect(listening.destination);
  sounding.addEventListener("ended", () => listening.close());
  if (stopped) return;
  sounding.start();
  line.dataset.heard = sound.duration;
}

function prepare(line) {
  line.querySelector("[data-own]").hidden = false;
  line.querySelector("[data-record]").addEventListener("click", () => (recorder ? recorder.stop() : record(line)));
  line.querySelector("[data-play]").addEventListener("click", () => play(line));
  line.querySelector("[data-delete]").addEventListener("click", async () => {
    await recordings.forget(placeOf(line.dataset.place));
    say(line, said.gone);
    show(line);
  });
  return show(line);
}

if (recordings.possible() && window.MediaRecorder && navigator.mediaDevices) {
  recordings.belongTo(said.owner).then(() => mine.forEach(prepare));
  document.querySelector("[data-can-record]").hidden = false;
}
document.addEventListener("kith:stopped", () => {
  stopped = true;
  recorder?.stop();
  try { sounding?.stop(); } catch { /* it had not begun */ }
});
window.addEventListener("pagehide", () => recorder?.stop());

/* Shared only by sending this form: the sound goes into it at that moment and not before. */
share?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const sound = await recordings.read(placeOf(share.elements.place.value));
  if (!sound) { share.querySelector("[data-said]").textContent = share.dataset.missing; return; }
  let text = "";
  for (const byte of new Uint8Array(sound)) text += String.fromCharCode(byte);
  share.elements.recording.value = btoa(text);
  share.submit();
});
