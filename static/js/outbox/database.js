// What the phone itself keeps, in IndexedDB. Each record names its user; nobody else is shown it.
//   waiting  deeds that the server does not have yet, in the order in which they were done
//   photos   their photos, which go after the words
//   drafts   forms that are half filled
//   pages    what the server last showed, to be read without a connection
//   meta     "session": whose phone session it is, {user, patient}
import "../../build/idb.js";

/** On the disk when it is done. */
export const STRICT = { durability: "strict" };
/** Some browsers never say whether it opens; nobody waits for that at a form. */
const PATIENCE = 6000;
let opened;

/** The database; rejects where the browser gives none (private windows), or not in time. */
export function database() {
  opened ??= (async () => {
    const opening = globalThis.idb.openDB("bleedlog", 1, {
      upgrade(db) {
        const make = (name, keyPath, more) => db.createObjectStore(name, { keyPath, ...more });
        make("waiting", "item").createIndex("user", "user");
        const photos = make("photos", "key", { autoIncrement: true });
        photos.createIndex("user", "user");
        photos.createIndex("item", "item");
        make("drafts", "key").createIndex("form", ["user", "patient", "path"]);
        make("pages", ["user", "patient", "path"]).createIndex("user", "user");
        make("meta", "name");
      },
      blocking: (_old, _new, event) => event.target.close(),
      terminated() {
        opened = undefined;
      },
    });
    // After it: where there is no database at all, nobody would wait for this.
    const late = new Promise((_, give) => setTimeout(give, PATIENCE));
    return Promise.race([opening, late]);
  })();
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

/** One transaction over the stores that are named, on the disk when it is done. */
export async function write(names, work) {
  const db = await database();
  const tx = db.transaction(names, "readwrite", STRICT);
  const given = await work(...names.map((name) => tx.objectStore(name)));
  await tx.done;
  return given;
}
