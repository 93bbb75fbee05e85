/* The little that needs a script: everything here also works without it. */
"use strict";

/* Quick exit: a plain link that also takes this page out of the browser's history. */
document.addEventListener("click", (event) => {
  const exit = event.target.closest("[data-quick-exit]");
  if (!exit) return;
  event.preventDefault();
  document.documentElement.hidden = true;
  window.location.replace(exit.href);
});

/* What somebody typed and has not saved is kept in this window under a key of their own, until they sign out. */
window.draftsOf = (who = "") => `kith.draft.${who}.`;
window.forgetDrafts = (which = () => true) => {
  try {
    Object.keys(sessionStorage).filter((key) => key.startsWith("kith.draft.") && which(key)).forEach((key) => sessionStorage.removeItem(key));
  } catch { /* forbidden */ }
};
document.addEventListener("submit", (event) => {
  const { pathname } = new URL(event.target.getAttribute("action") ?? "", window.location.href);
  if (pathname === "/sign-out/" && !event.defaultPrevented) window.forgetDrafts();
});

/* Signing in again in another window changes the token of every form: a script that is refused for an old one fetches
   the new one here and sends again. Nothing is changed, and null given back, where the page is no longer this person's. */
window.renewToken = async (isTheirs = () => true) => {
  const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } }); // of a form: its page
  if (!answer.ok || new URL(answer.url).pathname.startsWith("/sign-in/")) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!fresh || !isTheirs(page)) return null;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh; });
  return fresh;
};

/* A part of a page that was sent with an old token is sent once more, just as it was typed. */
const sentAgain = new WeakSet();
document.addEventListener("htmx:responseError", async (event) => {
  const { elt, xhr, requestConfig } = event.detail;
  if (!xhr.getResponseHeader("Form-Out-Of-Date") || sentAgain.has(elt) || !(await window.renewToken())) return;
  sentAgain.add(elt);
  if (elt.matches("form")) elt.requestSubmit(requestConfig.triggeringEvent?.submitter);
  else elt.click();
});
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) sentAgain.delete(event.detail.elt); });

/* Print buttons are hidden until there is a script to answer them. */
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

/* A form that came back with mistakes puts the reader at the list of them. */
const mistakes = document.querySelector(".error-summary");
if (mistakes) mistakes.focus();
document.addEventListener("htmx:load", (event) => event.target.querySelector(".error-summary")?.focus());

/* A row of tabs wider than the screen shows the present one, and at which of its ends it stands. */
document.querySelectorAll(".tabs, .masthead .places").forEach((row) => {
  const tell = () => {
    const more = row.scrollWidth - row.clientWidth;
    const place = row.scrollLeft < 4 ? "start" : row.scrollLeft > more - 4 ? "end" : "middle";
    row.dataset.at = more < 4 ? "all" : place;
  };
  const here = row.querySelector("[aria-current]");
  if (here) row.scrollLeft += here.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - here.offsetWidth) / 2;
  row.addEventListener("scroll", tell, { passive: true });
  window.addEventListener("resize", tell);
  tell();
});
