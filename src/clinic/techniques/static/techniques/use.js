/* One use, as it is kept on the device and sent. */

export function useOf(use, chosen, seconds, by, exercise) {
  const { form, form_id, seconds: planned, before, person, at, ...details } = chosen;
  return {
    ...use, exercise: exercise.id, title: exercise.title, form: form_id, person: person ?? "", before: before ?? {}, after: {},
    seconds: Math.max(0, Math.round(seconds)), planned_seconds: Math.round(planned ?? 0), stopped_by: by, stop_reason: "",
    unwanted: "", unwanted_lasted: "", takeaway: "", details: { version: exercise.version, ...details },
  };
}

/* An id for a use that no server has minted one for; randomUUID alone would ask for a secure page. */
export function mintId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
