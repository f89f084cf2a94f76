// The outbox: what somebody did that the server does not have yet.
import { database, write } from "./database.js";

const others = globalThis.BroadcastChannel && new BroadcastChannel("bleedlog");
const tell = () => document.dispatchEvent(new Event("outbox"));
if (others) others.onmessage = tell;

/** Says in every tab that something waits or waits no more. */
export function changed() {
  tell();
  others?.postMessage("outbox");
}

/** Everything of somebody that waits, in the order in which it was done. */
export async function waitingOf(user) {
  const found = await (await database()).getAllFromIndex("waiting", "user", user);
  return found.sort((one, other) => one.turn - other.turn);
}

/**
 * Puts a deed into the outbox, or replaces the one that it is another version of; its draft goes.
 * A deed of a page that bears an old name by mistake is not that one: it gets a name of its own.
 */
export async function keep(deed, { draft, isKnown }) {
  await write(["waiting", "drafts"], async (waiting, drafts) => {
    if (draft) await drafts.delete(draft);
    if (!isKnown && (await waiting.get(deed.item))?.state === "waiting") {
      const name = crypto.randomUUID();
      if (deed.id === deed.item) deed.id = name;
      deed.item = name;
    }
    const all = await waiting.getAll();
    const older = all.find((one) => one.user === deed.user && isOlder(one, deed));
    const turn = older?.turn ?? Math.max(0, ...all.map((one) => one.turn)) + 1;
    if (older && older.item !== deed.item) await waiting.delete(older.item);
    await waiting.put({ ...deed, turn, version: crypto.randomUUID(), state: "waiting", reasons: [] });
  });
  changed();
}

/** The same form saved again: by its name, or another change of the entry that is still here. */
const isOlder = (one, deed) =>
  one.item === deed.item || (deed.do === "change" && one.do === "change" && one.id === deed.id);

/** The server has it: out, unless it was changed while it was under way. Its photos may go now. */
export async function settle(sent) {
  await write(["waiting", "photos"], async (waiting, photos) => {
    const now = await waiting.get(sent.item);
    if (now?.version === sent.version) await waiting.delete(sent.item);
    let cursor = await photos.index("item").openCursor(sent.item);
    while (cursor) {
      await cursor.update({ ...cursor.value, ready: true });
      cursor = await cursor.continue();
    }
  });
  changed();
}

/** The server refused it: it stays, with the reasons. */
export async function mark(sent, reasons) {
  await write(["waiting"], async (waiting) => {
    const now = await waiting.get(sent.item);
    if (now?.version === sent.version) await waiting.put({ ...now, state: "look", reasons });
  });
  changed();
}

/** The person threw it away. Gives whether it was still here: nothing that was sent comes back. */
export async function drop(item) {
  const work = () =>
    write(["waiting", "photos"], async (waiting, photos) => {
      if (!(await waiting.get(item))) return false;
      await waiting.delete(item);
      for (const key of await photos.index("item").getAllKeys(item)) await photos.delete(key);
      return true;
    });
  const was = await oneAtATime(work);
  changed();
  return was;
}

/** Runs while no other tab sends or throws away. */
export const oneAtATime = (work) => (navigator.locks ? navigator.locks.request("bleedlog-send", work) : work());

/** Puts the photos of a deed beside it, in the place of earlier ones; its words may be sent already. */
export async function keepPhotos(deed, contents) {
  await write(["waiting", "photos"], async (waiting, photos) => {
    const ready = !(await waiting.get(deed.item));
    for (const key of await photos.index("item").getAllKeys(deed.item)) await photos.delete(key);
    const { item, user, patient, id: entry } = deed;
    for (const content of contents) await photos.add({ item, user, patient, entry, ready, ...content });
  });
}

/** Somebody's photos, whose words the server has. */
export async function readyPhotosOf(user) {
  const found = await (await database()).getAllFromIndex("photos", "user", user);
  return found.filter((one) => one.ready);
}
