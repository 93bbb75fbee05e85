/* Recordings of one's own voice, kept in this browser alone: AES-GCM with a key that this browser made and never
   gives out, each bound to its line. Another person's are thrown away when somebody else signs in here. */

const NAME = "kith-recordings";

export const possible = () => Boolean(window.indexedDB && window.crypto?.subtle);

let opening = null;
function database() {
  opening = opening || new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => { for (const one of ["meta", "recordings"]) asked.result.createObjectStore(one); };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opening = null; };
      resolve(asked.result);
    };
    asked.onerror = () => { opening = null; reject(asked.error); };
  });
  return opening;
}

async function step(store, mode, act) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const whole = db.transaction(store, mode, { durability: "strict" });
    const asked = act(whole.objectStore(store));
    whole.oncomplete = () => resolve(asked?.result);
    whole.onerror = whole.onabort = () => reject(whole.error || new Error("aborted"));
  });
}

async function key() {
  const found = await step("meta", "readonly", (rows) => rows.get("key"));
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await step("meta", "readwrite", (rows) => rows.put(made, "key"));
  return made;
}

const bound = (place) => new TextEncoder().encode(place);

/* What another person recorded in this browser goes before anything is shown. */
export async function belongTo(owner) {
  const was = await step("meta", "readonly", (rows) => rows.get("owner"));
  if (was && was !== owner) await forgetAll();
  await step("meta", "readwrite", (rows) => rows.put(owner, "owner"));
}

export async function keep(place, sound) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(place) }, await key(), sound);
  await step("recordings", "readwrite", (rows) => rows.put({ iv, sealed }, place));
}

export async function read(place) {
  const row = await step("recordings", "readonly", (rows) => rows.get(place));
  return row ? crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: bound(place) }, await key(), row.sealed) : null;
}

export const places = () => step("recordings", "readonly", (rows) => rows.getAllKeys());
export const forget = (place) => step("recordings", "readwrite", (rows) => rows.delete(place));
export const forgetAll = () => step("recordings", "readwrite", (rows) => rows.clear());
