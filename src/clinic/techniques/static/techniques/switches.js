/* The chips above Stop: a sense that is on or off, and a panel that is open or closed. */

import { button } from "./making.js";

export function toggle(words, name, sense, begin) {
  const chip = button(words, () => {
    sense.on = !sense.on;
    chip.setAttribute("aria-pressed", String(sense.on));
    if (sense.on) begin(); else sense.hush();
  }, "sense", name);
  chip.setAttribute("aria-pressed", String(sense.on));
  return chip;
}

export function opener(words, name, panel) {
  const chip = button(words, () => {
    panel.hidden = !panel.hidden;
    chip.setAttribute("aria-expanded", String(!panel.hidden));
  }, "sense", name);
  chip.setAttribute("aria-expanded", "false");
  return chip;
}
