// The pill in the header: "Saved" (the server has everything) or what is on this phone only.
import { readyPhotosOf, waitingOf } from "./store.js";

const pill = () => document.querySelector("[data-pill]");

/** Says it in the words that the page brought along: state is saved, here, waiting or alone. */
export function say(state, number = 0) {
  const one = pill();
  if (!one) return;
  const words = one.dataset[state].replace("{n}", number);
  // The first word is read by whoever looks for it; later ones are said.
  if (!one.hasAttribute("data-unknown")) one.parentElement.ariaLive = "polite";
  one.removeAttribute("data-unknown");
  if (one.dataset.state === state && one.lastElementChild.textContent === words) return;
  one.dataset.state = state;
  one.lastElementChild.textContent = words;
}

/** How much of somebody waits, but for what the form on this page is about: it is being answered. */
export async function count(user) {
  const open = new Set([...document.querySelectorAll("form[data-outbox] [name=id]")].map((one) => one.value));
  const waiting = (await waitingOf(user)).filter((one) => one.state === "waiting" || !open.has(one.id));
  const photos = (await readyPhotosOf(user)).length;
  return { waiting, number: waiting.length + photos };
}

/** Looks anew. */
export async function refresh(user) {
  const { number } = await count(user);
  say(number ? "waiting" : "saved", number);
}
