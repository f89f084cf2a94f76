// The outbox: what somebody did that the server does not have yet.
import { database, write } from "./database.js";

/** No request takes longer; the server does nothing twice. */
const MOST_HELD = 25_000;

const others = globalThis.BroadcastChannel && new BroadcastChannel("bleedlog");
const tell = () => document.dispatchEvent(new Event("outbox"));
/** What another tab threw away, by its item: it waits no more, and yet nobody saved it. */
export const gone = new Set();
if (others) {
  others.onmessage = ({ data }) => {
    gone.add(data);
    tell();
  };
}

/** Says in every tab that something waits or waits no more; item: what was thrown away, if anything was. */
export function changed(item) {
  tell();
  others?.postMessage(item);
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
    // Under the older one's name, which its photos bear.
    if (older) deed.item = older.item;
    await waiting.put({ ...behind(all, deed), ...(older && { turn: older.turn, sent: older.sent }) });
  });
  changed();
}

/** The same form saved again: by its name, or another change of the entry that never left the phone. */
const isOlder = (one, deed) =>
  one.item === deed.item || (deed.do === "change" && one.do === "change" && one.id === deed.id && !one.sent);

/** A deed as it waits behind all others; it names those about its entry, which its page did not show. */
export function behind(all, deed) {
  const turn = Math.max(0, ...all.map((one) => one.turn)) + 1;
  const isAbout = (one) => one.id === deed.id || one.item === deed.id;
  const after = all.filter((one) => isAbout(one) && one.user === deed.user && one.item !== deed.item).map((one) => one.item);
  return { ...deed, turn, after: after.slice(-50), version: crypto.randomUUID(), state: "waiting", reasons: [] };
}

/** From now on the server may have them, whatever its answer, or none, says: noted before they leave. */
export const leaving = (deeds) =>
  write(["waiting"], async (waiting) => {
    for (const { item } of deeds) {
      const now = await waiting.get(item);
      if (now && !now.sent) await waiting.put({ ...now, sent: true });
    }
  });

/** The server has it: out, unless it was changed while it was under way. Its photos may go now. */
export async function settle(sent) {
  await write(["waiting", "photos"], async (waiting, photos) => {
    const now = await waiting.get(sent.item);
    if (now?.version === sent.version) await waiting.delete(sent.item);
    // What was refused because this was not there yet is sent after all.
    for (const one of await waiting.getAll()) {
      if (one.state === "look" && one.after?.includes(sent.item)) await waiting.put({ ...one, state: "waiting", reasons: [] });
    }
    let cursor = await photos.index("item").openCursor(sent.item);
    while (cursor) {
      await cursor.update({ ...cursor.value, ready: true });
      cursor = await cursor.continue();
    }
    // An entry that is back in the diary takes the photos that it could not take while it was out.
    for (const one of sent.do === "restore" ? await photos.index("user").getAll(sent.user) : []) {
      if (one.entry === sent.id) await photos.put({ ...one, refused: undefined });
    }
  });
  changed();
}

/** The server refused it: it stays, with the reasons; only an earlier version of it may be there. */
export async function mark(sent, reasons) {
  await write(["waiting"], async (waiting) => {
    const now = await waiting.get(sent.item);
    if (now?.version === sent.version) await waiting.put({ ...now, sent: sent.sent, state: "look", reasons });
  });
  changed();
}

/**
 * The person threw it away. Gives "gone"; "undone" where the server may have it, which is told the
 * opposite; "sent" where there is no opposite; nothing where it was here no more.
 */
export async function drop(item) {
  const was = await oneAtATime(async () => {
    const { takeBack } = await import("./undo.js");
    return takeBack(item);
  });
  changed(was && was !== "sent" ? item : undefined);
  return was;
}

/** Runs while no other tab sends or throws away; one that the phone put to sleep is not waited for. */
export async function oneAtATime(work) {
  if (!navigator.locks) return work();
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), MOST_HELD);
  const alone = () => {
    clearTimeout(timer);
    return work();
  };
  try {
    return await navigator.locks.request("bleedlog-send", { signal: late.signal }, alone);
  } catch (fault) {
    if (!late.signal.aborted) throw fault;
    return work();
  }
}

/** Somebody's photos, whose words the server has. */
export async function readyPhotosOf(user) {
  const found = await (await database()).getAllFromIndex("photos", "user", user);
  return found.filter((one) => one.ready);
}
