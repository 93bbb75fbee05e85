/* What this device keeps of exercises until the clinic has it: the one that runs, and those that are over. It is
   encrypted, among what the phone keeps, under the patient it belongs to, and goes as soon as it is sent. A browser
   that can keep nothing so has it in this page alone. */

import * as phone from "../phone/store.js";

const PATIENCE = 2000; // milliseconds after which an exercise does not wait for the device's storage
const DRAFTS = "drafts";

export class Store {
  constructor(keeper) {
    Object.assign(this, { keeper, rows: new Map(), last: Promise.resolve() });
  }

  /* The store of one patient, with what was kept there before. */
  static async open(keeper) {
    const store = new Store(keeper);
    if (phone.possible()) {
      const enough = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
      await Promise.race([store.load(), enough]).catch(() => { /* closed: the page alone keeps it */ });
    }
    return store;
  }

  async load() {
    for (const id of (await phone.ids(DRAFTS)).filter((one) => one.startsWith(`player.${this.keeper}.`)).sort()) {
      const row = await phone.read(DRAFTS, id).catch(() => null);
      if (row && !this.rows.has(id)) this.rows.set(id, row);
    }
  }

  at(kind, id) { return `player.${this.keeper}.${kind}.${id}`; }

  /* One after the other, so that what was written last stands; a full device stops nothing. */
  inTurn(act) {
    if (phone.possible()) this.last = this.last.then(act).catch(() => { /* the player goes on, and sends when it is over */ });
    return this.last;
  }

  write(id, row) {
    this.rows.set(id, row);
    return this.inTurn(() => phone.keep(DRAFTS, id, row));
  }

  drop(id) {
    this.rows.delete(id);
    return this.inTurn(() => phone.forget(DRAFTS, id));
  }

  running(exercise) { return this.rows.get(this.at("run", exercise)) ?? null; }

  keepRunning(exercise, state) { return this.write(this.at("run", exercise), state); }

  forgetRunning(exercise) { return this.drop(this.at("run", exercise)); }

  get waiting() {
    const uses = this.at("use", "");
    return [...this.rows].filter(([id]) => id.startsWith(uses)).map(([, use]) => use);
  }

  wait(use) { return this.write(this.at("use", use.id), use); }

  done(use) { return this.drop(this.at("use", use.id)); }
}

/* Every use on this device that somebody meant to keep, with what takes it off once it is sent: for a sign-out. */
export async function meant() {
  const found = [];
  for (const id of (await phone.ids(DRAFTS)).filter((one) => /^player\.[^.]+\.use\./.test(one))) {
    const use = await phone.read(DRAFTS, id).catch(() => null);
    if (use?.keep) found.push({ use, sent: () => phone.forget(DRAFTS, id) });
  }
  return found;
}
