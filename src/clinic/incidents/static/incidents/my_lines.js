/* Throws away recordings of lines that no longer stand, and all of them when asked. */
import * as recordings from "./recordings.js";

const lines = document.querySelector("[data-lines]");

async function tidy() {
  await recordings.belongTo(lines.dataset.owner);
  const standing = lines.dataset.standing?.split(" ");
  for (const place of await recordings.places()) {
    const given = place.split("/")[0];
    if (standing ? !standing.includes(given) : given === lines.dataset.gone) await recordings.forget(place);
  }
  const part = lines.querySelector("[data-on-device]");
  if (part) part.hidden = !(await recordings.places()).length;
}

lines.querySelector("[data-forget-all]")?.addEventListener("click", async (event) => {
  await recordings.forgetAll();
  const said = lines.querySelector("[data-said]");
  said.textContent = said.dataset.gone;
  event.target.closest("button").hidden = true;
});
if (recordings.possible()) tidy();
