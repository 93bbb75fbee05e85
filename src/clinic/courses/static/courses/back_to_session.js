/* Lets the minutes that are left of a session go on beside the way back to it. Nothing is announced by it. */
"use strict";

const left = document.querySelector("[data-session-began]");
function count() {
  const gone = Math.floor((Date.now() - Date.parse(left.dataset.sessionBegan)) / 60000);
  const minutes = Math.max(left.dataset.length - gone, 0);
  const words = minutes ? left.dataset[minutes === 1 ? "one" : "many"].replace("{n}", minutes) : left.dataset.over;
  if (left.textContent !== words) left.textContent = words;
}
count();
setInterval(count, 5000);
