// What a form means, as POST /api/v1/sync takes it. No form logic: the answers go as they were typed,
// with the moment of the tap, and the server reads them.

const MADE_HERE = new Set(["log", "check-in"]);
const NOT_SENT = new Set(["csrf_token"]);

/**
 * The deed of a form.
 * told: the form's data-* (outbox, kind, entry, revision, item); pairs: its fields in their order;
 * at: the phone's clock, a Date; zone: the phone's; fresh: makes a UUID.
 */
export function deedOf(told, pairs, { user, at, zone, fresh }) {
  const answers = pairs.filter(([name, value]) => !NOT_SENT.has(name) && typeof value === "string");
  const said = (name) => answers.find(([one]) => one === name)?.[1];
  const own = said("id") || fresh();
  const deed = {
    item: told.item || fresh(),
    user,
    patient: said("patient"),
    do: told.outbox,
    id: told.entry,
    at: at.toISOString(),
    zone,
    answers,
  };
  if (told.kind) deed.kind = told.kind;
  if (told.revision) deed.revision = Number(said("revision") || told.revision);
  // What is new has its own name already, so the same form sent twice is one entry.
  if (MADE_HERE.has(deed.do)) deed.item = deed.id = own;
  if (deed.do === "treat") {
    deed.item = own;
    deed.answers = [["infusion", own]];
  }
  return deed;
}

const SENT = ["item", "patient", "do", "kind", "id", "revision", "at", "zone", "after", "answers"];

/** The request for some deeds of one user; clock: the phone's; here: the item whose form is open. */
export const requestOf = (user, deeds, clock, here) => ({
  user,
  clock: clock.toISOString(),
  items: deeds.map((deed) => ({
    ...Object.fromEntries(SENT.filter((name) => name in deed).map((name) => [name, deed[name]])),
    ...(deed.item === here && { here: true }),
  })),
});
