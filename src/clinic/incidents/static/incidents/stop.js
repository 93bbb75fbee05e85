/* The one stop of the page, by touch or Escape, in every state of it. Silence and the ground come first and need no
   server; then the stop is sent, and sent again until it has arrived. Without a ground on the page the form is simply sent. */
"use strict";

(() => {
  const ground = document.querySelector("[data-ground]");
  const stop = document.querySelector("[data-stop]");
  const AGAIN = 10000; // milliseconds between two tries without a signal
  let stopped = false, arrived = false;

  const part = (name) => ground.querySelector(`[data-${name}]`);

  function quiet() {
    window.speechSynthesis?.cancel();
    document.querySelectorAll("audio, video").forEach((one) => one.pause());
    document.dispatchEvent(new CustomEvent("kith:stopped"));
  }

  function showGround() {
    document.querySelectorAll("[data-watching]").forEach((one) => one.remove()); // the ground stays, whatever changes
    document.querySelectorAll("[data-played]").forEach((one) => { one.hidden = true; });
    ground.hidden = false;
    scrollTo(0, 0);
    part("head").focus();
  }

  async function send() {
    if (arrived) return;
    const body = new FormData(stop.form);
    body.append(stop.name, stop.value);
    try {
      const reply = await fetch(stop.form.action, { method: "POST", body });
      arrived = reply.ok && new URL(reply.url).pathname === ground.dataset.ground;
    } catch { setTimeout(send, AGAIN); }
    part("unsent").hidden = arrived;
    part("onward").hidden = !arrived;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    stop?.click();
  });

  if (!ground || !stop) return;
  stop.addEventListener("click", (event) => {
    event.preventDefault();
    if (stopped) return;
    stopped = true;
    quiet();
    showGround();
    send();
  });
  window.addEventListener("online", () => stopped && send());
  part("send").addEventListener("click", () => {
    stop.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: stop.name, value: stop.value }));
    stop.form.submit();
  });
})();
