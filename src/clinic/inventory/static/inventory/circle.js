/* Moves people in the circle by finger, mouse and keyboard. Every move is kept on this device until the server has
   it, so that a reload, a lost signal or an expired sign-in loses none. Without this script the buttons do the same. */
"use strict";

(() => {
  const TAP = 6; // pixels a finger may slip and still tap
  const RETRY = 4000, LOOK = 2000, LISTEN = 8000; // milliseconds; LISTEN while only one draws
  const place = () => document.getElementById("circle");
  const said = () => document.querySelector("[data-circle-said]");
  const note = document.querySelector("[data-circle-note]");
  const store = () => `kith.circle.${place()?.dataset.circle}.${window.location.pathname}`;
  let drag = null, sending = false, later = null, turned = "", looked = 0, stepped = null, afterwards = "";

  /* ---------- What is not saved yet ---------- */
  const waiting = () => { try { return JSON.parse(localStorage.getItem(store())) || []; } catch { return []; } };
  const keep = (moves) => {
    try { moves.length ? localStorage.setItem(store(), JSON.stringify(moves)) : localStorage.removeItem(store()); } catch { /* full or forbidden */ }
  };

  function tell(words) { const here = said(); if (here) here.textContent = words; }

  function warn(what) {
    if (!note) return;
    note.hidden = !what;
    note.querySelectorAll("[data-offline], [data-needs-connection], [data-signed-out], [data-not-taken]").forEach((one) => {
      one.hidden = !what || !one.hasAttribute(`data-${what}`);
    });
  }

  /* Where a person stands once all that waits is sent, and where and in which circle the server was seen to have them. */
  function stands(person, drawn) {
    const last = waiting().find((one) => one.person === person);
    return last || { ring: drawn, seen: drawn };
  }

  function move(person, drawn, ring, held) {
    const now = stands(person, drawn);
    if (!ring || ring === now.ring) return;
    afterwards = ""; // an undo asked for before would take back this move
    const version = now.version ?? place().dataset.version, made_at = new Date().toISOString();
    const steps = [...(now.steps || []), { from: now.ring, at: made_at }];
    keep([...waiting().filter((one) => one.person !== person), { person, ring, seen: now.seen, version, made_at, steps, tried: now.tried }]);
    tell(inWords(person, ring));
    if (!held) showAt(person, ring);
    window.circleList.put(person, ring);
    unsaved();
    send();
  }
  function inWords(person, ring) {
    const name = document.querySelector(`[data-row="${person}"]`)?.dataset.name || "";
    return (said()?.dataset.moved || "").replace("NAME", name).replace("RING", ring);
  }

  /* Takes back the last move that is not sent; one that may have reached the server is sent as a move back. */
  function takeBack() {
    const moves = waiting(), at = (one) => one.steps?.at(-1)?.at || "";
    const last = moves.filter(at).sort((one, other) => at(one).localeCompare(at(other))).at(-1);
    if (!last) return false;
    const { person, tried } = last, ring = last.steps.at(-1).from, steps = last.steps.slice(0, -1);
    const still = steps.length || tried ? [{ ...last, ring, steps }] : [];
    keep([...moves.filter((one) => one !== last), ...still]);
    tell(`${said()?.dataset.undone || ""} ${inWords(person, ring)}`);
    showAt(person, ring);
    window.circleList.put(person, ring);
    unsaved();
    if (!waiting().length) warn("");
    send();
    return true;
  }

  /* While a move waits it can be undone here, and what the server worked out is of before it. */
  function unsaved() {
    const some = waiting().length > 0, undo = document.querySelector("[data-undo]");
    document.querySelectorAll("[data-before-move]").forEach((one) => { one.hidden = !some; });
    if (!undo) return;
    undo.dataset.may ??= String(!undo.disabled);
    undo.disabled = !some && undo.dataset.may === "false";
  }

  /* Until the server has drawn the circle again, the person stands where they were put. */
  function showAt(person, ring) {
    document.querySelectorAll(`svg.circle .one[data-person="${person}"]`).forEach((mark) => {
      const dot = mark.querySelector(".touch"), x = Number(dot.getAttribute("cx")), y = Number(dot.getAttribute("cy"));
      const scale = (ring - 0.5) * mark.ownerSVGElement.dataset.radius / 4 / (Math.hypot(x, y) || 1) - 1;
      if (Number(mark.dataset.ring) === ring) mark.removeAttribute("transform");
      else mark.setAttribute("transform", `translate(${x * scale} ${y * scale})`);
    });
    const card = document.querySelector(`[data-steps="${person}"]`);
    if (!card) return;
    const stands = document.querySelector("[data-stands]");
    stands.textContent = stands.dataset.words.replace("RING", ring);
    card.querySelector("#nearer").disabled = ring === 1;
    card.querySelector("#further").disabled = ring === 4;
  }

  async function send() {
    const [first] = waiting();
    if (!first || sending || !place()?.dataset.move) return;
    sending = true;
    clearTimeout(later);
    try {
      if (navigator.onLine) keep(waiting().map((one) => (one.person === first.person ? { ...one, tried: true } : one)));
      const address = place().dataset.move.replace("PERSON", first.person);
      const { ring, seen, version, made_at } = first;
      const fields = { ring, seen: seen ?? "", version: version ?? "", made_at: made_at ?? "" };
      let answer = await post(address, fields);
      if (answer.headers.get("Form-Out-Of-Date") && await window.renewToken(isThisCircle)) answer = await post(address, fields);
      if (answer.status >= 500) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.headers.get("Form-Out-Of-Date") || (answer.ok && !page.getElementById("circle"))) { // not taken: it waits
        warn("signed-out");
        later = setTimeout(send, RETRY);
        return;
      }
      const drawn = page.getElementById("circle")?.dataset.version;
      const rest = waiting().filter((one) => one.person !== first.person || one.ring !== first.ring)
        .map((one) => answer.ok && one.person === first.person ? { ...one, seen: ring, version: drawn, steps: one.steps?.slice(first.steps?.length) } : one);
      keep(rest);
      show(page, first.person);
      warn(answer.ok || answer.status === 409 ? "" : "not-taken");
      if (!answer.ok) afterwards = "";
      if (rest.length) later = setTimeout(send);
      else if (afterwards) setTimeout((button) => document.querySelector(`${button}:enabled`)?.click(), 0, afterwards);
      if (!rest.length) afterwards = "";
    } catch {
      warn("offline");
      later = setTimeout(send, RETRY);
    } finally { sending = false; }
  }

  const isThisCircle = (page) => page.getElementById("circle")?.dataset.circle === place().dataset.circle;

  const post = (address, fields) => fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]")?.value || "", "Kept-By-Script": "yes" },
    body: new URLSearchParams(fields),
  });

  /* ---------- Putting the newer circle in place ---------- */
  function show(page, person) {
    const both = page.getElementById("moved-meanwhile");
    if (both) {
      const drawn = Number(document.querySelector(`[data-row="${person}"]`)?.dataset.ring);
      if (drawn) { showAt(person, drawn); window.circleList.put(person, drawn); }
      unsaved();
      place().querySelector("#person").replaceChildren(both);
      both.focus();
      return;
    }
    const newer = page.getElementById("circle");
    if (!newer || drag) return;
    if ("together" in place().dataset !== "together" in newer.dataset) turned = "together" in newer.dataset ? "began" : "ended";
    const focused = document.activeElement?.id || document.activeElement?.closest?.("[data-row]")?.id;
    place().replaceWith(newer);
    window.htmx?.process(newer);
    ready();
    document.getElementById(focused || `p${person}`)?.focus({ preventScroll: true });
  }

  function ready() {
    document.querySelectorAll("[data-zoom], [data-png]").forEach((one) => { one.hidden = false; });
    waiting().forEach(({ person, ring }) => { showAt(person, ring); window.circleList.put(person, ring); });
    unsaved();
    window.circleZoom(0);
  }

  /* ---------- By finger and mouse ---------- */
  const inside = (svg, event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const ringAt = (svg, point) => {
    const rings = Math.hypot(point.x, point.y) / (svg.dataset.radius / 4);
    return rings > 4.4 ? null : Math.min(4, Math.max(1, Math.ceil(rings)));
  };

  document.addEventListener("pointerdown", (event) => {
    const mark = event.target.closest?.("#circle[data-circle] svg.circle .one[data-person]");
    if (!mark || event.button) return;
    const svg = mark.ownerSVGElement;
    drag = { mark, svg, from: inside(svg, event), x: event.clientX, y: event.clientY, moved: false, pointer: event.pointerId };
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < TAP) return;
    if (!drag.moved) { drag.moved = true; drag.mark.classList.add("held"); drag.svg.setPointerCapture?.(drag.pointer); }
    const now = inside(drag.svg, event);
    drag.mark.setAttribute("transform", `translate(${now.x - drag.from.x} ${now.y - drag.from.y})`);
    drag.ring = ringAt(drag.svg, now);
    drag.svg.querySelectorAll(".ring").forEach((ring) => ring.classList.toggle("here", ring.classList.contains(`ring-${drag.ring}`)));
  });

  function drop(event, cancelled) {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { mark, svg, moved, ring } = drag;
    drag = null;
    svg.querySelectorAll(".ring").forEach((one) => one.classList.remove("here"));
    mark.classList.remove("held");
    if (!moved) return;
    svg.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
    setTimeout(() => svg.dispatchEvent(new Event("click")), 50);
    const drawn = Number(mark.dataset.ring);
    if (cancelled || !ring || ring === drawn) mark.removeAttribute("transform");
    if (!cancelled) move(mark.dataset.person, drawn, ring, true);
  }
  document.addEventListener("pointerup", (event) => drop(event, false));
  document.addEventListener("pointercancel", (event) => drop(event, true));
  /* A finger on a person moves the person, not the page; touch-action alone does not hold inside a drawing. */
  document.addEventListener("touchmove", (event) => { if (drag) event.preventDefault(); }, { passive: false });
  document.addEventListener("dragstart", (event) => { if (event.target.closest?.("svg.circle")) event.preventDefault(); });

  /* ---------- By button ---------- */
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (!place()?.dataset.circle || !form.closest?.("#circle")) return;
    const back = ["[data-undo]", "[data-redo]"].find((one) => button?.matches(one));
    if (back === "[data-undo]" && !sending && takeBack()) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (back && navigator.onLine && (sending || waiting().length)) { // or it would take back the move before
      afterwards = back;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const step = form.dataset.steps && { nearer: -1, further: 1 }[button?.name === "towards" ? button.value : ""];
    if (!step && navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    if (!step) return warn("needs-connection");
    const drawn = Number(form.dataset.ring);
    move(form.dataset.steps, drawn, Math.min(4, Math.max(1, stands(form.dataset.steps, drawn).ring + step)));
  }, { capture: true });

  /* ---------- By keyboard ---------- */
  document.addEventListener("keydown", (event) => {
    const circle = place();
    if (!circle?.dataset.circle) return;
    const typing = event.target.closest?.("input, textarea, select");
    if ((event.ctrlKey || event.metaKey) && !typing && ["z", "y"].includes(event.key.toLowerCase())) {
      const again = event.key.toLowerCase() === "y" || event.shiftKey;
      event.preventDefault();
      document.querySelector(again ? "[data-redo]:enabled" : "[data-undo]:enabled")?.click();
      return;
    }
    const row = event.target.closest?.("[data-row]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const drawn = Number(row.dataset.ring), { ring } = stands(row.dataset.row, drawn);
    const wanted = { ArrowUp: ring - 1, ArrowDown: ring + 1, 1: 1, 2: 2, 3: 3, 4: 4 }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    move(row.dataset.row, drawn, Math.min(4, Math.max(1, wanted)));
  });
  document.addEventListener("focusin", (event) => mark(event.target.closest?.("[data-row]")));
  document.addEventListener("focusout", () => mark(null));
  function mark(row) {
    document.querySelectorAll(".one.in-focus").forEach((one) => one.classList.remove("in-focus"));
    if (row) document.querySelectorAll(`.one[data-person="${row.dataset.row}"]`).forEach((one) => one.classList.add("in-focus"));
  }

  /* ---------- The other device ---------- */
  setInterval(async () => {
    const circle = place();
    const moving = () => drag || sending || waiting().length || place().querySelector(".htmx-request") || place().matches(".htmx-request");
    if (!circle?.dataset.live || document.hidden || moving()) return;
    if (!("together" in circle.dataset) && Date.now() - looked < LISTEN) return;
    looked = Date.now();
    try {
      const answer = await fetch(circle.dataset.live, { headers: { "HX-Request": "true" } });
      if (answer.status === 286) return delete circle.dataset.live;
      if (answer.status === 200 && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (place() !== circle || moving()) return; // moved here meanwhile: the next look brings what is newer still
        turned = "";
        show(page);
        tell(said()?.dataset[turned || "changed"] || "");
      }
    } catch { /* the next look will tell */ }
  }, LOOK);

  window.addEventListener("online", send);
  document.addEventListener("submit", (event) => {
    const way = ["undone", "redone"].find((one) => event.submitter?.hasAttribute(`data-${one.slice(0, 2)}do`));
    stepped = way ? { way, rings: rings() } : null;
  });
  document.addEventListener("htmx:afterSettle", () => { ready(); tell(stepped ? changed() : chosen()); stepped = null; });

  /* What a screen reader hears after undo or redo, and after somebody was chosen. */
  function rings() {
    return new Map([...document.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row.dataset.ring]));
  }
  function changed() {
    const moved = [...document.querySelectorAll("[data-row]")].find((row) => stepped.rings.get(row.dataset.row) !== row.dataset.ring);
    if (!moved && rings().size === stepped.rings.size) return document.querySelector("[data-moved-by]")?.textContent || "";
    const where = moved ? said().dataset.moved.replace("NAME", moved.dataset.name).replace("RING", moved.dataset.ring) : "";
    return `${said().dataset[stepped.way]} ${where}`.trim();
  }
  function chosen() {
    const panel = document.querySelector(".chosen-person");
    return panel ? `${panel.querySelector("h2").textContent}. ${panel.querySelector("p").textContent}` : "";
  }

  /* Without a signal a link would lead out of the page: what is here stays. */
  document.addEventListener("click", (event) => {
    if (navigator.onLine || !event.target.closest?.("#circle a[href]")) return;
    event.preventDefault();
    event.stopPropagation();
    warn("offline");
  }, { capture: true });
  if (place()) ready();
  send();
})();
