/* Escape leads back to the session; without a script the link does. */
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) document.getElementById("way-back").click();
});
