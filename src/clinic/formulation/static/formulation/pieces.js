/* Puts a piece from the record where one was writing, and ticks it. Without a script the words are copied by hand. */
"use strict";

const boxes = [...document.querySelectorAll(".formulation-form textarea")];
let writing = boxes[0];
boxes.forEach((box) => box.addEventListener("focus", () => { writing = box; }));

document.querySelectorAll("[data-piece]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const tick = document.getElementById(button.dataset.piece);
    const words = tick.closest("label").textContent.trim();
    const gap = writing.value && !/\s$/.test(writing.value.slice(0, writing.selectionStart)) ? " " : "";
    writing.setRangeText(`${gap}${words}`, writing.selectionStart, writing.selectionEnd, "end");
    tick.checked = true;
    writing.focus();
    writing.dispatchEvent(new Event("input", { bubbles: true }));
  });
});
