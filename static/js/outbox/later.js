// Photos for an entry that is in the diary already: on this phone first, then sent, like its words.
import { markDone } from "./card.js";
import { remove } from "./kept.js";
import { sendNatively, withoutStore } from "./native.js";
import { keepChosen } from "./photos.js";
import { send } from "./sending.js";
import { changed, oneAtATime, readyPhotosOf } from "./store.js";

/** How long somebody looks at the form while they are sent. */
const PATIENCE = 6000;

/** Keeps and sends the photos that are chosen in a form. Gives whether the page is being left. */
export async function savePhotos(form, button, user) {
  const files = [...form.elements.photos.files];
  if (!files.length) return sendNatively(form, button);
  const deed = { item: crypto.randomUUID(), user, patient: form.elements.patient.value, id: form.dataset.entry, what: form.dataset.words, lines: [] };
  let all;
  try {
    all = await keepChosen(deed, files);
  } catch (fault) {
    return withoutStore(form, button, fault);
  }
  changed();
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const result = await Promise.race([send(user, form.elements.csrf_token?.value), late]);
  const kept = await keptOf(deed);
  if (kept.every((one) => one.refused)) return showEntry([...kept.flatMap((one) => one.refused), ...(all ? [] : ["broken"])]);
  markDone(form, deed, { undo: () => takeBack(deed), find: () => stateOf(deed), status: result?.status }).querySelector("button").focus();
  return false;
}

const keptOf = async ({ user, item }) => (await readyPhotosOf(user)).filter((one) => one.item === item);

/** The entry's page shows them, or tells why one was not taken. */
function showEntry(faults) {
  const url = new URL(location.pathname, location.origin);
  const patient = new URLSearchParams(location.search).get("patient");
  if (patient) url.searchParams.set("patient", patient);
  for (const why of faults) url.searchParams.append("photo", why);
  if (!faults.length) url.searchParams.set("added", "1");
  location.assign(url);
  return true;
}

/** Takes out what did not leave yet; nothing where all of it did. */
async function takeBack(deed) {
  const gone = await oneAtATime(async () => {
    const kept = await keptOf(deed);
    for (const one of kept) await remove("photos", one.key);
    return kept.length;
  });
  changed(gone && deed.item);
  return gone ? "gone" : undefined;
}

/** As a deed's record says it: it waits, needs a look, or is here no more. */
async function stateOf(deed) {
  const kept = await keptOf(deed);
  if (!kept.length) return undefined;
  return { state: kept.some((one) => !one.refused) ? "waiting" : "look", reasons: [] };
}
