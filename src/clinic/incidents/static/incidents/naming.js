/* The choices of a decision carry the names of its options as they are typed. */
"use strict";

(() => {
  const named = (field) => {
    const place = /^option_(\d+)$/.exec(field.name || "")?.[1];
    const choice = place && document.querySelector(`[name="choice"][value="${place}"]`);
    const words = choice && [...choice.closest("label").childNodes].findLast((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
    if (!words) return;
    choice.dataset.unnamed ??= words.data;
    words.data = field.value.trim() || choice.dataset.unnamed;
  };
  document.addEventListener("input", (event) => named(event.target));
  document.querySelectorAll("[name^=option_]").forEach((field) => { if (field.value.trim()) named(field); });
})();
