/* What the phone keeps, encrypted: AES-GCM with a key that this browser made and never gives out, bound to the row
   it belongs to. "kept" holds the parts that were chosen, "entries" what waits to be sent, "drafts" what is being
   typed, "meta" whose it is. */

const NAME = "kith";
const PROBE = new Uint8Array(64 * 1024);

export const possible = () => Boolean(window.indexedDB && window.crypto?.subtle);

let opening = null;
function database() {
  opening = opening || new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => { for (const one of ["meta", "kept", "entries", "drafts"]) asked.result.createObjectStore(one); };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opening = null; };
      resolve(asked.result);
    };
    asked.onerror = () => { opening = null; reject(asked.error); };
    asked.onblocked = () => reject(new Error("blocked"));
  });
  return opening;
}

/* One step in one store; resolved only once it is on the disk. */
async function step(store, mode, act) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const whole = db.transaction(store, mode, { durability: "strict" });
    const asked = act(whole.objectStore(store));
    whole.oncomplete = () => resolve(asked?.result);
    whole.onerror = whole.onabort = () => reject(whole.error || new Error("aborted"));
  });
}

const get = (store, id) => step(store, "readonly", (rows) => rows.get(id));
const put = (store, id, row) => step(store, "readwrite", (rows) => rows.put(row, id));
const drop = (store, id) => step(store, "readwrite", (rows) => rows.delete(id));
export const ids = (store) => step(store, "readonly", (rows) => rows.getAllKeys());

async function key() {
  const found = await get("meta", "key");
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await put("meta", "key", made);
  return made;
}

async function seal(place, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bound = new TextEncoder().encode(place);
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, await key(), plain) };
}

async function unseal(place, row) {
  const bound = new TextEncoder().encode(place);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: bound }, await key(), row.sealed);
  return JSON.parse(new TextDecoder().decode(plain));
}

/* One after the other: sealing takes a moment, and what was written or thrown away last stands. */
let last = Promise.resolve();
function inTurn(act) {
  const done = last.then(act);
  last = done.catch(() => { /* whoever asked for it is told; the next goes on */ });
  return done;
}

export const keep = (store, id, value) => inTurn(async () => { await put(store, id, await seal(`${store}/${id}`, value)); });

export async function read(store, id) {
  const row = await get(store, id);
  return row ? unseal(`${store}/${id}`, row) : null;
}

export async function all(store) {
  const found = [];
  for (const id of (await ids(store)).sort()) found.push(await read(store, id).catch(() => null)); // one that cannot be read hides no other
  return found.filter(Boolean);
}

export const forget = (store, id) => inTurn(() => drop(store, id));
export const count = async (store) => (await ids(store)).length;
export const whose = () => get("meta", "owner");
export const belongTo = (owner) => put("meta", "owner", owner);

/* Whether something of a form's size can be written now: asked before anybody types. */
export async function hasRoom() {
  try {
    await put("drafts", "probe", { iv: PROBE, sealed: PROBE });
    await drop("drafts", "probe");
    return true;
  } catch { return false; }
}

export const clear = (store) => inTurn(() => step(store, "readwrite", (rows) => rows.clear()));

/* Everything goes, the key too. */
export async function erase() {
  for (const one of ["entries", "drafts", "kept", "meta"]) await clear(one);
}
