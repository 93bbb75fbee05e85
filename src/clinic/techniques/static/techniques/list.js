/* The list of exercises: what was done on this device and is not kept yet. */

import { Store } from "./store.js";
import { settle } from "./waiting.js";

const { keeper, words } = JSON.parse(document.getElementById("waiting").textContent);
settle(await Store.open(keeper), document.querySelector("[data-waiting]"), words);
