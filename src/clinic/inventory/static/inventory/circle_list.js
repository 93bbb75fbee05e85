/* Puts people into their ring in the list of the circle as well, until the server has listed them again. */
"use strict";

window.circleList = (() => {
  const said = () => document.querySelector("[data-circle-said]")?.dataset.unsaved || "";

  function put(person, ring) {
    const row = document.querySelector(`[data-row="${person}"]`), item = row?.closest("li");
    const from = item?.parentElement, to = document.querySelector(`[data-in-ring="${ring}"]`);
    if (!item || !to) return;
    const focused = document.activeElement === row, words = item.querySelector(":scope > .small");
    if (!item.home && from !== to) {
      item.home = document.createComment("");
      item.before(item.home);
      item.words = words.textContent;
    }
    if (item.home?.parentElement === to) {
      item.home.replaceWith(item);
      item.home = null;
      words.textContent = item.words;
    } else if (item.home) {
      to.append(item);
      words.textContent = said().replace("WORDS", item.words).replace(/[;:,] *$/, "");
    }
    [from, to].forEach(shown);
    if (focused) row.focus({ preventScroll: true });
  }

  /* A ring has its heading while somebody stands in it. */
  function shown(list) {
    list.hidden = list.previousElementSibling.hidden = !list.querySelector("li");
  }

  return { put };
})();
