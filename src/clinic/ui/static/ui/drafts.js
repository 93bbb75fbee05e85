/* Keeps what is typed in a form in this window until the server has it: a reload, a lost signal or an expired
   sign-in loses nothing. <form data-draft="NAME"> names it; a field based_on says which version it was typed on, a field
   lines how many rows a form that can grow has. It is kept under the address to which it is sent: a form that came
   back from there stands at another address than its page; and for whoever typed it: somebody else who signs in in this
   window neither sees it nor leaves it there. */
"use strict";

const draftsHere = window.draftsOf(document.body.dataset.who);
window.forgetDrafts((key) => !key.startsWith(draftsHere));
const drafted = new WeakSet(); // forms that are looked after already

function drafts() {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (drafted.has(form)) continue;
    drafted.add(form);
    draft(form);
  }
}

function draft(form) {
  const { pathname } = new URL(form.getAttribute("action") ?? "", window.location.href);
  const key = `${draftsHere}${form.dataset.draft}.${pathname}`;
  const note = form.querySelector("[data-draft-note]");
  const version = () => form.elements.based_on?.value ?? "";
  const lines = () => Number(form.elements.lines?.value ?? 0);
  const fields = () => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "submit");
  const began = JSON.stringify(typed());

  function typed() {
    return fields().map((one) => ["radio", "checkbox"].includes(one.type) ? one.checked : one.value);
  }

  function read() {
    try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
  }

  function keep(sent = false) {
    const kept = { version: version(), typed: typed(), lines: lines(), sent };
    try { sessionStorage.setItem(key, JSON.stringify(kept)); } catch { /* full or forbidden */ }
  }

  function forget() {
    try { sessionStorage.removeItem(key); } catch { /* forbidden */ }
  }

  function restore(kept) {
    fields().forEach((one, place) => {
      const what = ["radio", "checkbox"].includes(one.type) ? "checked" : "value";
      if (one[what] === kept[place]) return;
      one[what] = kept[place];
      for (let part = one.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    });
  }

  /* Sent, and the version went on: it is saved. A page that came back with mistakes brings its own words. */
  const kept = read();
  const came_back = form.querySelector(".error-summary, .error");
  const saved = kept && kept.sent && kept.version !== version();

  /* A form that had grown when the page was left is asked for with as many lines as it had. */
  const asked = new URLSearchParams(window.location.search);
  if (kept && !saved && !came_back && kept.lines > lines() && !asked.has("lines")) {
    asked.set("lines", kept.lines);
    window.location.replace(`?${asked}`);
    return;
  }
  if (came_back) keep(true);
  else if (kept && (saved || kept.typed.length !== fields().length)) forget();
  else if (kept && JSON.stringify(kept.typed) !== began) {
    restore(kept.typed);
    if (note) note.hidden = false;
  }

  form.addEventListener("input", () => keep());
  form.addEventListener("submit", () => keep(true));
  form.querySelector("[data-draft-forget]")?.addEventListener("click", () => { forget(); window.location.reload(); });
}

document.addEventListener("htmx:afterSwap", drafts);
drafts();
