// What is kept to be read, and what is half written. All of it goes when its user signs out.
import { database, STRICT, write } from "./database.js";

/** Reads one record of a store, writes one, or takes one out. */
export const read = async (name, key) => (await database()).get(name, key);
export async function put(name, record) {
  const tx = (await database()).transaction(name, "readwrite", STRICT);
  const done = Promise.all([tx.store.put(record), tx.done]);
  // A page that is being left would not live to see that the record is in, and nothing would be kept.
  tx.commit();
  await done;
}
export const remove = (name, key) => write([name], (store) => store.delete(key));

/** The half-filled forms of one page, the newest first. */
export async function draftsOf(user, patient, path) {
  const found = await (await database()).getAllFromIndex("drafts", "form", [user, patient, path]);
  return found.sort((one, other) => other.at - one.at);
}

/** Whose phone session it is: {user, patient}, or nothing after signing out. */
export const sessionHere = async () => (await database()).get("meta", "session");

/** Forgets what somebody may read here; what was not sent stays. */
export async function forget(user, names) {
  await write(names, async (...stores) => {
    for (const store of stores) {
      let cursor = await store.openCursor();
      while (cursor) {
        if (cursor.value.user === user) await cursor.delete();
        cursor = await cursor.continue();
      }
    }
  });
}
