// Photos: made small on the phone, kept beside their deed, sent after its words.
import { write } from "./database.js";
import { put, remove } from "./kept.js";
import { ask } from "./sending.js";
import { changed, readyPhotosOf } from "./store.js";

const LONGEST = 1600;
const QUALITY = 0.85;
/** The server could not see to it. */
const NOT_NOW = "not-now";

/** A photo of at most 1600 px as JPEG; one that the browser cannot read goes as it is. */
export async function shrunk(file) {
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const painting = canvas.getContext("2d");
    // A JPEG is nowhere see-through: without it such places are black.
    painting.fillStyle = "white";
    painting.fillRect(0, 0, canvas.width, canvas.height);
    painting.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return small ?? file;
  } catch {
    return file;
  }
}

/**
 * Keeps the chosen photos of a deed. Gives whether all of them could be read: one that is gone by now
 * takes no other with it. Rejects when there is no room; the deed's words are kept.
 */
export async function keepChosen(deed, files) {
  const contents = [];
  for (const file of files) {
    const small = await shrunk(file);
    const bytes = await small.arrayBuffer().catch(() => undefined);
    if (bytes) contents.push({ type: small.type, bytes });
  }
  await keepPhotos(deed, contents);
  return contents.length === files.length;
}

/**
 * Puts photos of a deed beside it; its words may be sent already. Those that it has stay: a form that
 * is opened again does not show them. One that is chosen twice the server keeps once.
 */
async function keepPhotos(deed, contents) {
  const { item, user, patient, id: entry } = deed;
  const of = [deed.what, ...deed.lines];
  await write(["waiting", "photos"], async (waiting, photos) => {
    const ready = !(await waiting.get(deed.item));
    for (const content of contents) await photos.add({ item, user, patient, entry, of, ready, ...content });
  });
}

/** Sends what is ready. Gives, by entry, the words of the address that says why any was refused. */
export async function sendPhotos(sender, faults) {
  for (const photo of await readyPhotosOf(sender.user)) {
    if (photo.refused) continue;
    const body = formOf(photo.patient, new Blob([photo.bytes], { type: photo.type }));
    const reply = await sender.post(`/diary/entries/${photo.entry}/photos`, { body });
    if (!reply.ok && ![400, 404, 413, 422].includes(reply.status)) {
      sender.status = reply.status;
      return;
    }
    const page = reply.ok && new URL(reply.url);
    if (page && page.pathname !== `/diary/entries/${photo.entry}`) {
      sender.status = 0;
      return;
    }
    const told = page ? page.searchParams.getAll("photo") : ["unsent"];
    if (told.includes(NOT_NOW)) {
      // Nothing is wrong with it: it stays, and is tried again later.
      sender.status = 503;
      continue;
    }
    if (!told.length) await remove("photos", photo.key);
    else await put("photos", { ...photo, refused: told });
    changed();
    if (told.length) faults.set(photo.entry, [...(faults.get(photo.entry) ?? []), ...told]);
  }
}

function formOf(patient, photo) {
  const form = new FormData();
  form.append("patient", patient);
  form.append("photos", photo, "photo");
  return form;
}

/** Sends, from the form in which they were chosen, photos for which the phone had no room. Gives why any was not taken. */
export async function sendChosen({ id, patient }, files, token) {
  const told = [];
  for (const file of files) {
    const options = { method: "POST", body: formOf(patient, await shrunk(file)), headers: { "X-CSRFToken": token } };
    const reply = await ask(`/diary/entries/${id}/photos`, options);
    const page = reply.ok && new URL(reply.url);
    told.push(...(page?.pathname === `/diary/entries/${id}` ? page.searchParams.getAll("photo") : ["not-now"]));
  }
  return told;
}
