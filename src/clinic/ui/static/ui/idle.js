/* Two minutes before a sign-out it says so, and one touch stays. The server counts: another window may be in use.
   data-idle: seconds until a sign-out; data-left: where to ask; data-every: where asking is being at work, how often. */
"use strict";

document.querySelectorAll("[data-idle]").forEach((idle) => {
  const warning = idle.querySelector("[data-idle-warning]");
  const over = idle.querySelector("[data-idle-over]");
  const warns = 120;
  let waiting = null;

  const later = (seconds) => { clearTimeout(waiting); waiting = setTimeout(ask, seconds * 1000); };

  async function ask(how = {}) {
    try {
      const answer = await fetch(how.method ? warning.action : idle.dataset.left, { ...how, redirect: "manual" });
      if (answer.type === "opaqueredirect") show(over);
      else if (answer.ok) tell((await answer.json()).left);
      else if (answer.status === 403 && how.body && !how.again && await window.renewToken()) stay(true);
      else later(30);
    } catch { later(30); }
  }

  function tell(left) {
    show(left > warns ? null : warning);
    if (left <= warns) later(Math.min(left + 2, 20));
    else later(Math.min(left - warns, Number(idle.dataset.every) || left));
  }

  function show(part) {
    for (const one of [warning, over]) one.hidden = one !== part;
  }

  const stay = (again = false) => ask({ method: "POST", body: new FormData(warning), again });

  warning.addEventListener("submit", (event) => {
    event.preventDefault();
    stay();
  });
  window.addEventListener("focus", () => { if (!over.hidden || !warning.hidden) ask(); });
  tell(Number(idle.dataset.idle));
});
