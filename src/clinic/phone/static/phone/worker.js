/* Answers without a signal: the shell for the patient's pages, and urgent help. Nothing with a person in it is kept
   here. A new version waits until every page is closed, so that it interrupts nothing. */
"use strict";

const STORE = `kith-shell-${VERSION}`;
const PATIENCE = 8000; // milliseconds after which a signal that does not answer counts as none

async function keep(cache, address) {
  const asked = address === HELP ? `${HELP}?copy` : address; // a copy is read at any hour
  const answer = await fetch(new Request(asked, { cache: "reload", credentials: "omit" }));
  if (!answer.ok || answer.redirected) throw new Error(`${address} answered ${answer.status}`);
  await cache.put(address, answer);
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((cache) => Promise.all([SHELL, HELP, ...FILES].map((one) => keep(cache, one)))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("kith-shell-") && name !== STORE) await caches.delete(name);
    await self.clients.claim();
  })());
});

const kept = async (address) => (await caches.open(STORE)).match(address);

/* The page that stands in for one that cannot be reached; null: none does. */
function standIn(path) {
  if (path.startsWith(HELP)) return HELP;
  return path === "/" || path.startsWith("/me/") || path.startsWith(SHELL) ? SHELL : null;
}

async function open(request, path) {
  if (path === SHELL) return (await kept(SHELL)) || fetch(request);
  const instead = standIn(path);
  if (!instead) return fetch(request);
  const giveUp = new AbortController();
  const patience = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: giveUp.signal });
  } catch {
    return (await kept(instead)) || Response.error();
  } finally {
    clearTimeout(patience);
  }
}

/* The shell takes its own files from where it came from; every other page asks the server first. */
async function file(event) {
  const page = event.clientId && (await self.clients.get(event.clientId));
  const mine = await kept(event.request.url);
  if (mine && page && new URL(page.url).pathname === SHELL) return mine;
  try {
    return await fetch(event.request);
  } catch (lost) {
    if (mine) return mine;
    throw lost;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(open(request, address.pathname));
  else if (address.pathname.startsWith("/static/") && FILES.includes(address.pathname)) event.respondWith(file(event));
});
