/* The slider through all versions of the circle; without this script, its button does the same. */
"use strict";

(() => {
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
})();
