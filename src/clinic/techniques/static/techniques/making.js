/* Makes the parts of a player's page: elements, fields and icons in the look of the house. */

const SVG = "http://www.w3.org/2000/svg";
let counted = 0;

const ICONS = {
  voice: "M3.5 8v4h2.6L10 15.2V4.8L6.1 8ZM12.8 7.4a3.7 3.7 0 0 1 0 5.2M15.2 5.2a6.8 6.8 0 0 1 0 9.6",
  vibrate: "M7.2 3.5h5.6v13H7.2ZM4.2 7v6M15.8 7v6M2 8.6v2.8M18 8.6v2.8",
  pace: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4M10 5.8V10l2.8 1.8",
  volume: "M3.5 8v4h2.6L10 15.2V4.8L6.1 8ZM12.8 7.4a3.7 3.7 0 0 1 0 5.2",
  stop: "M5 6.5A1.5 1.5 0 0 1 6.5 5h7A1.5 1.5 0 0 1 15 6.5v7a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 5 13.5Z",
  phone: "M4.6 3.2h2.6l1.3 3.6-1.7 1.3a10 10 0 0 0 5.1 5.1l1.3-1.7 3.6 1.3v2.6a1.4 1.4 0 0 1-1.5 1.4A13.3 13.3 0 0 1 3.2 4.7a1.4 1.4 0 0 1 1.4-1.5Z",
  next: "M7.5 4.5 13 10l-5.5 5.5",
  check: "m4 10.6 3.9 3.9L16 6",
};

export function make(tag, given = {}, ...children) {
  return dress(document.createElement(tag), given, children);
}

export function draw(tag, given = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), given, children);
}

function dress(node, given, children) {
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== false));
  return node;
}

export function icon(name) {
  const path = draw("path", { d: ICONS[name], class: name === "stop" ? "fill" : null });
  return draw("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" }, path);
}

export function button(words, onclick, kind = "", name = "") {
  return make("button", { type: "button", class: kind, onclick }, name ? icon(name) : null, make("span", {}, words));
}

export function fill(words, facts) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

/* A field gives its node and how to read it; `put` brings back what was chosen before. */
export function chips({ legend, hint, options, several = false, value = [], heard = false }) {
  const name = `c${counted += 1}`;
  const type = several ? "checkbox" : "radio";
  const inputs = options.map(([id]) => make("input", { type, name, value: id, checked: [value].flat().includes(id) }));
  const labels = options.map(([, words], place) => make("label", {}, inputs[place], icon("check"), make("span", {}, words)));
  const read = () => {
    const chosen = inputs.filter((one) => one.checked).map((one) => one.value);
    return several ? chosen : chosen[0] ?? "";
  };
  const node = make("fieldset", { class: "field" }, make("legend", { class: heard && "visually-hidden" }, legend),
    hint && make("p", { class: "hint" }, hint), make("div", { class: "chips" }, labels));
  return { node, read };
}

export function rating({ legend, low, high, optional, value = null }) {
  const name = `r${counted += 1}`;
  const inputs = [...Array(11).keys()].map((n) => make("input", { type: "radio", name, value: n, checked: n === value }));
  const labels = inputs.map((one, n) => make("label", {}, one, make("span", {}, String(n))));
  const node = make("fieldset", { class: "field" },
    make("legend", {}, `${legend} `, optional && make("span", { class: "optional" }, optional)),
    make("div", { class: "rating" }, labels),
    make("p", { class: "rating-ends", "aria-hidden": "true" }, make("span", {}, `0, ${low}`), make("span", {}, `10, ${high}`)));
  /* A second touch on the number takes it away again: what was not meant is not rated. */
  let before = inputs.find((one) => one.checked) ?? null;
  inputs.forEach((one) => one.addEventListener("click", () => {
    if (before === one) { one.checked = false; before = null; } else before = one;
  }));
  return { node, read: () => { const on = inputs.find((one) => one.checked); return on ? Number(on.value) : null; } };
}

export function line({ label, hint, longest = 300, value = "", rows = 0, optional = "", type = "text", ...more }) {
  const id = `t${counted += 1}`;
  const described = hint ? `${id}-hint` : null;
  const given = { id, maxlength: longest, "aria-describedby": described, autocomplete: "off", ...more };
  const input = rows ? make("textarea", { ...given, rows, class: "own" }) : make("input", { ...given, type });
  input.value = value;
  const node = make("div", { class: "field" },
    make("label", { for: id }, `${label} `, optional && make("span", { class: "optional" }, optional)),
    hint && make("p", { class: "hint", id: described }, hint), input);
  return { node, input, read: () => input.value.trim() };
}

export function choose({ label, hint, options, value = "" }) {
  const id = `s${counted += 1}`;
  const select = make("select", { id }, options.map(([key, words]) => make("option", { value: key, selected: key === value }, words)));
  const node = make("div", { class: "field" }, make("label", { for: id }, label), hint && make("p", { class: "hint" }, hint), select);
  return { node, read: () => select.value };
}

export function fold(summary, open, ...children) {
  return make("details", { open }, make("summary", {}, icon("next"), summary), children);
}
