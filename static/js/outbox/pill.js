// The pill in the header: "Saved" (the server has everything), what is on this phone only, or what
// never goes by itself and so needs a look.
import { readyPhotosOf, waitingOf } from "./store.js";

/** Says it in the words that the page brought along: state is saved, here, waiting, look, both, full or alone. */
export function say(state, number, look) {
  const one = document.querySelector("[data-pill]");
  if (!one) return;
  const words = one.dataset[state].replace("{n}", number).replace("{look}", look);
  // The first word is read by whoever looks for it; later ones are said.
  if (!one.hasAttribute("data-unknown")) one.parentElement.ariaLive = "polite";
  one.removeAttribute("data-unknown");
  if (one.dataset.state === state && one.lastElementChild.textContent === words) return;
  one.dataset.state = state;
  one.lastElementChild.textContent = words;
}

/** Whether a deed or a photo was refused: it is not sent again until somebody looked at it. */
export const needsLook = (one) => one.state === "look" || one.refused;

/**
 * What of somebody is on this phone only, but for what the form on this page is about: it is being
 * answered. number: how much of it is sent by itself; look: how much is not.
 */
export async function count(user) {
  const open = new Set([...document.querySelectorAll("form[data-outbox] [name=id]")].map((one) => one.value));
  const waiting = (await waitingOf(user)).filter((one) => one.state === "waiting" || !open.has(one.id));
  const photos = await readyPhotosOf(user);
  const all = [...waiting, ...photos];
  const look = all.filter(needsLook).length;
  return { waiting, photos, look, number: all.length - look };
}

/** Looks anew. Gives how much is on this phone only. */
export async function refresh(user) {
  const { number, look } = await count(user);
  say(look ? (number ? "both" : "look") : number ? "waiting" : sessionStorage.full ? "full" : "saved", number, look);
  return number + look;
}
