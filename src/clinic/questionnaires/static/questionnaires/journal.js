/* Journals answers on the device as they are given and sends them until the server says they are saved.
   Without this script every answer is sent by its form; with it, a lost signal or sign-in loses nothing. */
"use strict";

(() => {
  const key = (asked) => `kith.answers.${asked}`;
  const read = (asked) => { try { return JSON.parse(localStorage.getItem(key(asked))) || {}; } catch { return {}; } };
  const write = (asked, kept) => {
    try {
      if (Object.keys(kept).length) localStorage.setItem(key(asked), JSON.stringify(kept));
      else localStorage.removeItem(key(asked));
    } catch { /* a full or forbidden store: the form itself still sends every answer */ }
  };

  document.querySelectorAll("[data-journal-sent]").forEach((done) => write(done.dataset.journalSent, {}));
  const settled = document.querySelector("[data-journal-settled]");
  if (settled) forget(settled.dataset.journalSettled, settled.dataset.item);

  const form = document.querySelector("form[data-journal]");
  if (!form) return;
  const asked = form.dataset.journal;
  const note = document.querySelector("[data-journal-note]");
  const saved = document.querySelector("[data-saved] span");
  const rest = document.querySelector("template[data-rest]");
  const whole = form.dataset.all !== undefined;
  const to = form.dataset.to + (whole ? "?all=1" : "");
  const current = () => form.querySelector("[name=item]").value; // elements.item is the collection's own method
  let lost = false;
  let helped = false;
  let sending = null;
  let newest = null; // the revision that the server told last
  let touched = 0;

  /* When something was chosen: the server knows by it what came first, whichever of two requests overtakes the other. */
  const moment = () => { touched = Math.max(Date.now(), touched + 1); return touched; };
  const last = Object.assign(document.createElement("input"), { type: "hidden", name: "touched" });
  form.append(last);

  function forget(of, item, at) {
    const kept = read(of);
    if (kept[item] && (at === undefined || kept[item].at === at)) delete kept[item];
    write(of, kept);
  }

  function keep(item, value) {
    const kept = read(asked);
    kept[item] = { value, at: moment(), page: form.elements.page.value, revision: form.elements.revision.value };
    write(asked, kept);
  }

  /* Next was pressed: the answer stands, and what it calls for is done when it arrives. */
  function confirm(answered) {
    const kept = read(asked);
    const chosen = form.querySelector("input[name=value]:checked");
    if (chosen && !kept[answered]) keep(answered, chosen.value);
    const now = read(asked);
    if (now[answered]) { now[answered].confirmed = true; now[answered].at = moment(); write(asked, now); }
  }

  function say(words) {
    const template = document.querySelector(`template[data-words="${words}"]`);
    note.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
    note.hidden = !template;
    if (words === "help") note.scrollIntoView();
  }

  function body(item, entry) {
    const data = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, item,
      revision: entry.revision, page: entry.page, touched: entry.at });
    if (whole || entry.confirmed) data.set("confirmed", "1");
    if (entry.value === null) data.set("leave_blank", "1");
    else data.set("value", entry.value);
    return data;
  }

  /* A conflict is for the person to settle: the page with both answers opens. */
  function settle(item, entry) {
    const send = document.createElement("form");
    send.method = "post";
    send.action = to;
    for (const [name, value] of body(item, entry)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      send.append(input);
    }
    document.body.append(send);
    send.submit();
  }

  const headers = { Accept: "application/json", "Kept-By-Script": "yes" };
  const give = (item, entry) => fetch(to, { method: "POST", body: body(item, entry), headers, redirect: "manual" });

  /* True where the page is left for another. */
  async function post(item, entry) {
    let reply = await give(item, entry);
    if (reply.status === 403 && await window.renewToken()) reply = await give(item, entry);
    if (reply.ok && (reply.headers.get("content-type") || "").includes("json")) {
      const said = await reply.json();
      forget(asked, item, entry.at);
      newest = said.revision;
      if (saved) saved.textContent = form.dataset.savedWords.replace("%s", said.saved_at);
      if (said.help && whole) window.location.assign(said.help);
      return Boolean(said.help && whole);
    }
    if (reply.status === 409) { settle(item, entry); return true; }
    if (reply.status === 410) { write(asked, {}); window.location.reload(); return true; }
    if (reply.status === 422) { forget(asked, item, entry.at); return false; }
    throw new Error(reply.type === "opaqueredirect" || reply.status === 403 ? "signed-out" : "no-signal");
  }

  /* Sends all that waits, also what is chosen meanwhile; true once the server has it and this page may go on. */
  async function flush() {
    try {
      for (let waiting = Object.entries(read(asked)); waiting.length; waiting = Object.entries(read(asked))) {
        for (const [item, entry] of waiting) if (await post(item, entry)) return false;
      }
      if (lost) say("");
      lost = false;
      if (saved) saved.parentElement.hidden = false;
      if (form.dataset.review === undefined || newest === null || newest === Number(form.dataset.review)) return true;
      window.location.reload(); // what arrived is not on this page yet
    } catch (error) {
      lost = true;
      if (saved) saved.parentElement.hidden = true; // nothing is called saved that the server does not have
      say(error.message === "signed-out" ? "signed-out" : "no-signal");
      setTimeout(send, 5000);
    }
    return false;
  }

  function send() {
    sending = sending || flush().finally(() => { sending = null; });
    return sending;
  }

  /* Without a signal the questions that came with the page carry on. */
  function turn(step) {
    const all = rest ? [...rest.content.children] : [];
    const here = all.findIndex((one) => one.dataset.item === current());
    const next = all[here + step];
    if (!next) return false;
    const fresh = next.cloneNode(true);
    form.querySelector("fieldset").replaceWith(fresh);
    const place = document.querySelector("[data-place]");
    if (place) place.textContent = fresh.dataset.words;
    recall();
    fresh.querySelector("input[type=radio], input[type=number]")?.focus();
    return true;
  }

  /* Show what is journalled as chosen. */
  function recall() {
    for (const [item, { value }] of Object.entries(read(asked))) {
      form.querySelectorAll("fieldset[data-item]").forEach((one) => {
        if (one.dataset.item !== item) return;
        one.querySelectorAll("input[type=radio]").forEach((input) => { input.checked = input.value === value; });
      });
    }
  }

  form.addEventListener("change", (event) => {
    const fieldset = event.target.closest("fieldset[data-item]");
    if (!fieldset) return;
    keep(fieldset.dataset.item, event.target.value);
    send();
  });

  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "leave_blank") keep(current(), null);
    last.value = moment();
    const unsent = form.dataset.review !== undefined && Object.keys(read(asked)).length > 0;
    if (!lost && navigator.onLine && !unsent) return;
    event.preventDefault();
    if (!whole && form.dataset.review === undefined) {
      confirm(current());
      if (!helped && form.querySelector("[data-risk]:checked")) { helped = true; return say("help"); }
    }
    if (unsent && !lost) { send().then((arrived) => { if (arrived) form.requestSubmit(event.submitter); }); return; }
    if (whole || !turn(1)) say("all-kept");
    send();
  });

  document.querySelector("[data-back]")?.addEventListener("click", (event) => {
    if ((lost || !navigator.onLine) && turn(-1)) event.preventDefault();
  });

  window.addEventListener("online", send);
  window.addEventListener("offline", () => { lost = true; say("no-signal"); });
  recall();
  if (Object.keys(read(asked)).length) send();
})();
