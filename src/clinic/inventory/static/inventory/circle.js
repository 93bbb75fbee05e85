/* Moves people in the circle by finger, mouse and keyboard. Every move is kept on this device until the server has
   it, so that a reload, a lost signal or an expired sign-in loses none. Without this script the buttons do the same. */
"use strict";

(() => {
  const TAP = 6; // pixels a finger may slip and still tap
  const RETRY = 4000, LOOK = 2000; // milliseconds
  const place = () => document.getElementById("circle");
  const said = () => document.querySelector("[data-circle-said]");
  const note = document.querySelector("[data-circle-note]");
  const store = () => `kith.circle.${place()?.dataset.circle}.${window.location.pathname}`;
  let drag = null, sending = false, later = null, ended = false, stepped = null;

  /* ---------- What is not saved yet ---------- */
  const waiting = () => { try { return JSON.parse(localStorage.getItem(store())) || []; } catch { return []; } };
  const keep = (moves) => {
    try { moves.length ? localStorage.setItem(store(), JSON.stringify(moves)) : localStorage.removeItem(store()); } catch { /* full or forbidden */ }
  };

  function tell(words) { const here = said(); if (here) here.textContent = words; }

  function warn(what) {
    if (!note) return;
    note.hidden = !what;
    note.querySelectorAll("[data-offline], [data-signed-out], [data-not-taken]").forEach((one) => {
      one.hidden = !what || !one.hasAttribute(`data-${what}`);
    });
  }

  /* Where a person stands once all that waits is sent, and where the server was seen to have them. */
  function stands(person, drawn) {
    const last = waiting().find((one) => one.person === person);
    return last ? { ring: last.ring, seen: last.seen } : { ring: drawn, seen: drawn };
  }

  function move(person, drawn, ring) {
    const now = stands(person, drawn);
    if (!ring || ring === now.ring) return;
    keep([...waiting().filter((one) => one.person !== person), { person, ring, seen: now.seen }]);
    const row = document.querySelector(`[data-row="${person}"]`);
    const words = said()?.dataset.moved || "";
    tell(words.replace("NAME", row?.dataset.name || "").replace("RING", ring));
    send();
  }

  async function send() {
    const [first] = waiting();
    if (!first || sending || !place()?.dataset.move) return;
    sending = true;
    clearTimeout(later);
    try {
      const address = place().dataset.move.replace("PERSON", first.person);
      const answer = await post(address, { ring: first.ring, seen: first.seen ?? "" });
      if (answer.redirected && new URL(answer.url).pathname.startsWith("/sign-in/")) return warn("signed-out");
      if (answer.status >= 500) throw new Error(answer.status);
      const rest = waiting().filter((one) => one.person !== first.person || one.ring !== first.ring)
        .map((one) => answer.ok && one.person === first.person ? { ...one, seen: first.ring } : one);
      keep(rest);
      await show(answer, first.person);
      warn(answer.ok || answer.status === 409 ? "" : "not-taken");
      if (rest.length) later = setTimeout(send);
    } catch {
      warn("offline");
      later = setTimeout(send, RETRY);
    } finally { sending = false; }
  }

  const post = (address, fields) => fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]")?.value || "" },
    body: new URLSearchParams(fields),
  });

  /* ---------- Putting the newer circle in place ---------- */
  async function show(answer, person) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const both = page.getElementById("moved-meanwhile");
    if (both) {
      place().querySelector("#person").replaceChildren(both);
      both.focus();
      return;
    }
    const newer = page.getElementById("circle");
    if (!newer || drag) return;
    if (place().dataset.live && !newer.dataset.live) ended = true;
    const focused = document.activeElement?.id || document.activeElement?.closest?.("[data-row]")?.id;
    place().replaceWith(newer);
    window.htmx?.process(newer);
    ready();
    document.getElementById(focused || `p${person}`)?.focus({ preventScroll: true });
  }

  function ready() {
    document.querySelectorAll("[data-zoom], [data-png]").forEach((one) => { one.hidden = false; });
    zoom(0);
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
    if (!cancelled) move(mark.dataset.person, drawn, ring);
  }
  document.addEventListener("pointerup", (event) => drop(event, false));
  document.addEventListener("pointercancel", (event) => drop(event, true));
  /* A finger on a person moves the person, not the page; touch-action alone does not hold inside a drawing. */
  document.addEventListener("touchmove", (event) => { if (drag) event.preventDefault(); }, { passive: false });
  document.addEventListener("dragstart", (event) => { if (event.target.closest?.("svg.circle")) event.preventDefault(); });

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

  /* ---------- Larger, smaller; a picture to take away ---------- */
  const SIZES = ["", "larger", "largest"];
  let size = 0;
  function zoom(step) {
    const frame = document.querySelector("[data-frame]");
    if (!frame) return;
    size = Math.min(SIZES.length - 1, Math.max(0, size + step));
    frame.classList.remove("larger", "largest");
    if (SIZES[size]) frame.classList.add(SIZES[size]);
    frame.tabIndex = size ? 0 : -1;
    frame.scrollTo((frame.scrollWidth - frame.clientWidth) / 2, (frame.scrollHeight - frame.clientHeight) / 2);
    document.querySelectorAll("[data-smaller]").forEach((one) => { one.disabled = size === 0; });
    document.querySelectorAll("[data-larger]").forEach((one) => { one.disabled = size === SIZES.length - 1; });
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-larger]")) zoom(1);
    if (event.target.closest("[data-smaller]")) zoom(-1);
    const png = event.target.closest("[data-png]");
    if (png) { event.preventDefault(); picture(); }
  });

  async function picture() {
    const source = document.querySelector("[data-svg]");
    const drawn = await (await fetch(source.href)).text();
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 2400 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = "circle.png";
    link.href = canvas.toDataURL("image/png");
    link.click();
  }

  /* ---------- The slider through all versions ---------- */
  let asked = 0;
  document.addEventListener("input", async (event) => {
    const form = event.target.closest?.("form[data-slides]");
    if (!form) return;
    const mine = ++asked;
    const address = `?${new URLSearchParams(new FormData(form))}`;
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const newer = page.getElementById(form.dataset.slides);
    if (!newer || mine !== asked) return;
    const focused = document.activeElement?.id;
    document.getElementById(form.dataset.slides).replaceWith(newer);
    history.replaceState(null, "", address);
    document.getElementById(focused)?.focus();
  });

  /* ---------- The other device ---------- */
  setInterval(async () => {
    const circle = place();
    if (!circle?.dataset.live || drag || sending || document.hidden || waiting().length) return;
    try {
      const answer = await fetch(circle.dataset.live, { headers: { "HX-Request": "true" } });
      if (answer.status === 286) return delete circle.dataset.live;
      if (answer.status === 200 && !answer.redirected) {
        ended = false;
        await show(answer);
        tell((ended ? said()?.dataset.ended : said()?.dataset.changed) || "");
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
