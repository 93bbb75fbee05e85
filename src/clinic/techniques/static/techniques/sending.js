/* Sends a use to its page, once: the server knows it by its id. Errors are named for what to tell. */

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

function body(use, proof) {
  const { before, after, details, to, keep, title, exercise, ...plain } = use;
  const data = new URLSearchParams({ csrfmiddlewaretoken: proof, ...plain, details: JSON.stringify(details) });
  for (const [name, value] of Object.entries(before)) data.set(`before_${name}`, value);
  for (const [name, value] of Object.entries(after)) data.set(`after_${name}`, value);
  return data;
}

async function post(use, proof) {
  try {
    return await fetch(use.to, { method: "POST", body: body(use, proof), headers: { Accept: "application/json", "Kept-By-Script": "yes" }, redirect: "manual" });
  } catch { throw new Error("no-signal"); }
}

/* Somebody who signed in again has a new token; their page brings it. Nothing is sent as somebody else. */
const keeper = (page) => JSON.parse(page.querySelector("#exercise, #waiting")?.textContent ?? "{}").keeper;

async function freshToken() {
  try {
    return await window.renewToken((page) => keeper(page) === keeper(document));
  } catch { throw new Error("no-signal"); }
}

export async function send(use) {
  let reply = await post(use, token());
  if (reply.status === 403) {
    const fresh = await freshToken();
    if (fresh) reply = await post(use, fresh);
  }
  if (reply.ok) return (await reply.json()).to;
  if (reply.type === "opaqueredirect" || reply.status === 403) throw new Error("signed-out");
  throw new Error(reply.status === 422 || reply.status === 404 ? "refused" : "no-signal");
}
