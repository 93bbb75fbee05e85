/* Moves the dot on the small plane as a line is placed; without a script the two rows say the same. */
"use strict";

function place(part) {
  const plane = part.querySelector("[data-plane]"), dot = plane.querySelector("circle");
  const [control, affiliation] = ["control", "affiliation"].map((axis) =>
    part.querySelector(`input[name^="${axis}_"]:checked`)?.value ?? "");
  const placed = control !== "" && affiliation !== "";
  dot.setAttribute("visibility", placed ? "visible" : "hidden");
  if (!placed) return;
  const middle = plane.viewBox.baseVal.width / 2, reach = Number(plane.dataset.plane);
  dot.setAttribute("cx", middle + Number(affiliation) * reach);
  dot.setAttribute("cy", middle - Number(control) * reach);
}

document.addEventListener("change", (event) => {
  const part = event.target.closest("[data-placing]");
  if (part) place(part);
});
document.querySelectorAll("[data-placing]").forEach(place);
