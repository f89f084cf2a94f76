// "Keep it on your home screen": offered at the end of home, until it is answered once for all.
import { put, read } from "./kept.js";

const ANSWERED = { name: "install" };

/** What is shown there pushes the footer down: at once where that is out of sight, else while nobody looks. */
const nothingSeenMoves = () =>
  document.querySelector(".site-footer").getBoundingClientRect().top < innerHeight &&
  new Promise((away) => document.addEventListener("visibilitychange", away, { once: true }));

/** event: what Chromium gives to ask its owner with; without it they are told how, as on an iPhone. */
export async function offerInstall(event) {
  const place = document.querySelector("[data-install]");
  const isInstalled = navigator.standalone || matchMedia("(display-mode: standalone)").matches;
  if (!place || isInstalled || (await read("meta", ANSWERED.name))) return;
  const card = document.getElementById("install").content.firstElementChild.cloneNode(true);
  card.querySelector(event ? "[data-share]" : "[data-add]").remove();
  place.replaceChildren(card);
  await nothingSeenMoves();
  place.hidden = false;
  const answered = () => {
    place.hidden = true;
    return put("meta", ANSWERED);
  };
  card.querySelector("[data-no]").addEventListener("click", answered);
  card.querySelector("[data-add]")?.addEventListener("click", async () => {
    await answered();
    await event.prompt();
  });
}
