/* Sends what waits, each entry once: its own id makes a repeat harmless, and one page sends at a time. */
import * as store from "./store.js";
import { mint } from "./ids.js";

const JSON_TYPE = "application/json";
export const changes = new EventTarget();
const hear = (detail) => changes.dispatchEvent(new CustomEvent("change", { detail }));
const tabs = new BroadcastChannel("kith-outbox"); // what one tab sends, the others hear of
tabs.onmessage = ({ data }) => hear(data);
const tell = (detail) => { hear(detail); tabs.postMessage(detail); };

/* What the server says of this browser's person: whose pages, the mark to send with, and the parts asked for. */
export async function ask(address, parts = []) {
  const query = parts.map((part) => `part=${encodeURIComponent(part)}`).join("&");
  const answer = await fetch(query ? `${address}?${query}` : address, { headers: { Accept: JSON_TYPE }, redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 403) return null;
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  return answer.json();
}

/* The server could not take this one entry; it waits, and the others go on. */
class NotTaken extends Error {}

/* Answers go first: somebody may be waiting to be helped. */
const first = (entry) => (entry.kind === "answers" ? 0 : 1);

export async function add(entry) {
  const whole = { id: mint(), made_at: new Date().toISOString(), ...entry };
  await store.keep("entries", whole.id, whole);
  tell({ added: whole.id });
  return whole;
}

async function send(entry, address, token) {
  const answer = await fetch(address, {
    method: "POST", redirect: "manual", body: JSON.stringify(entry),
    headers: { "Content-Type": JSON_TYPE, Accept: JSON_TYPE, "X-CSRFToken": token },
  });
  if (answer.type === "opaqueredirect" || answer.status === 403) return "signed-out";
  if (!answer.ok && answer.status !== 422) throw new NotTaken(`answered ${answer.status}`);
  const said = await answer.json().catch(() => { throw new NotTaken("no answer that can be read"); });
  if (said.state === "kept") await store.forget("entries", entry.id);
  else await store.keep("entries", entry.id, { ...entry, outcome: said });
  tell({ sent: entry, said });
  return said.state;
}

/* Returns "nothing", "sent", "signed-out", "somebody-else" or "no-signal". */
export function flush(kept, entries) {
  return navigator.locks ? navigator.locks.request("kith-outbox", () => flushNow(kept, entries)) : flushNow(kept, entries);
}

async function flushNow(kept, entries) {
  try {
    const waiting = (await store.all("entries")).filter((entry) => !entry.outcome || entry.settled);
    if (!waiting.length) return "nothing";
    const here = await ask(kept);
    if (!here) return "signed-out";
    if (here.owner !== (await store.whose())) return "somebody-else";
    let taken = 0;
    for (const entry of waiting.sort((one, other) => first(one) - first(other))) {
      const { outcome, ...bare } = entry;
      try {
        if (await send(bare, entries, here.token) === "signed-out") return "signed-out";
        taken += 1;
      } catch (problem) {
        if (!(problem instanceof NotTaken)) throw problem; // without a signal the others would wait for nothing
      }
    }
    return taken ? "sent" : "no-signal";
  } catch { return "no-signal"; }
}

/* The person chose between two answers: it goes again, with the choice. */
export async function settle(entry, choice) {
  await store.keep("entries", entry.id, { ...entry, settled: choice });
  tell({ settled: entry.id });
}

/* Fetches the chosen parts anew; false when nobody is signed in, or somebody else. */
export async function refresh(kept) {
  const parts = (await store.read("kept", "chosen")) || [];
  const here = await ask(kept, parts);
  if (!here || here.owner !== (await store.whose())) return false;
  const { token, ...rest } = here;
  await store.keep("kept", "pages", rest);
  return true;
}
