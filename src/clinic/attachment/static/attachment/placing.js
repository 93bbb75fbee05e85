/* A tap, a pull or the arrow keys on the plane set the two numbers, and the point follows them. The numbers are what is
   sent; without this script the plane is only to be looked at. */
"use strict";

document.querySelectorAll("[data-placing]").forEach((plane) => {
  const [lowX, lowY, highX, highY] = plane.dataset.placing.split(" ").map(Number);
  const worry = document.querySelector("[name=anxiety]"), distance = document.querySelector("[name=avoidance]");
  const drawing = plane.querySelector("svg"), point = plane.querySelector("[data-here]"), heard = plane.querySelector("[data-heard]");
  const low = Number(worry.min), high = Number(worry.max), middle = (low + high) / 2;
  const known = (field) => field.value !== "" && field.validity.valid;
  const tenths = (value) => Math.round(Math.min(high, Math.max(low, value)) * 10) / 10;
  let heardLater = null;

  function show() {
    const placed = known(worry) && known(distance);
    point.setAttribute("visibility", placed ? "visible" : "hidden");
    if (!placed) return;
    const along = (value, from, to) => from + (to - from) * (Number(value) - low) / (high - low);
    point.setAttribute("transform", `translate(${along(distance.value, lowX, highX)} ${along(worry.value, lowY, highY)})`);
  }

  function set(worried, distant) {
    worry.value = tenths(worried);
    distance.value = tenths(distant);
    [worry, distance].forEach((field) => field.dispatchEvent(new Event("input", { bubbles: true })));
    clearTimeout(heardLater);
    heardLater = setTimeout(() => {
      heard.textContent = plane.dataset.said.replace("WORRY", worry.value).replace("DISTANCE", distance.value);
    }, 400);
  }

  function at(event) {
    const here = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
    set(low + (high - low) * (here.y - lowY) / (highY - lowY), low + (high - low) * (here.x - lowX) / (highX - lowX));
  }

  drawing.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    drawing.setPointerCapture(event.pointerId);
    at(event);
  });
  drawing.addEventListener("pointermove", (event) => { if (drawing.hasPointerCapture(event.pointerId)) at(event); });

  plane.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 1 : 0.1;
    const by = { ArrowUp: [step, 0], ArrowDown: [-step, 0], ArrowRight: [0, step], ArrowLeft: [0, -step] }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const from = (field) => (known(field) ? Number(field.value) : middle);
    set(from(worry) + by[0], from(distance) + by[1]);
  });

  document.addEventListener("input", (event) => { if (event.target === worry || event.target === distance) show(); });
  plane.tabIndex = 0;
  plane.setAttribute("role", "group");
  plane.setAttribute("aria-label", plane.dataset.label);
  plane.querySelector("[data-hint]").hidden = false;
  plane.classList.add("live");
  show();
});
