// What somebody takes back: what never left the phone is gone; what did may be on the server, and so
// the opposite of it is told there, behind it.
import { write } from "./database.js";
import { behind } from "./store.js";

const OPPOSITES = {
  log: "withdraw",
  "check-in": "withdraw",
  treat: "withdraw",
  withdraw: "restore",
  restore: "withdraw",
  stop: "resume",
  resume: "stop",
  earlier: "earlier",
  "other-side": "other-side",
};

/** What is answered to the contrary: that it was no hours before the tap, that it was the side of before. */
function contrary({ do: done, answers }) {
  const side = answers.find(([name]) => name === "side")?.[1];
  return { earlier: [["hours", "0"]], "other-side": [["side", side === "left" ? "right" : "left"]] }[done] ?? [];
}

/** Takes a deed back, in one transaction; see drop(). */
export const takeBack = (item) =>
  write(["waiting", "photos"], async (waiting, photos) => {
    const deed = await waiting.get(item);
    if (!deed) return undefined;
    const opposite = OPPOSITES[deed.do];
    if (deed.sent && !opposite) return "sent";
    // One that the server refused anew is not sent any more; an earlier version of it may be there.
    if (deed.sent && deed.state === "waiting") await waiting.put({ ...deed, undone: true });
    else await waiting.delete(item);
    for (const key of await photos.index("item").getAllKeys(item)) await photos.delete(key);
    const { user, patient, zone, from, lines } = deed;
    const id = deed.do === "treat" ? item : deed.id;
    if (!deed.sent) {
      // That it was some hours ago goes with it.
      for (const one of await waiting.getAll()) if (one.do === "earlier" && one.id === id && one.after.includes(item)) await waiting.delete(one.item);
      return "gone";
    }
    const told = { item: crypto.randomUUID(), user, patient, do: opposite, id, revision: deed.revision ?? 1, zone, from, answers: contrary(deed) };
    const made = behind(await waiting.getAll(), { ...told, at: deed.do === "earlier" ? deed.at : new Date().toISOString(), what: deed.what, lines, takesBack: true });
    await waiting.put({ ...made, after: [...made.after.filter((one) => one !== item), item] });
    return "undone";
  });
