// A phone without room saves with a connection and keeps nothing without one: said before it matters.
// sessionStorage, which has room of its own, remembers that it was full: "new" until it was told.
import { put, remove } from "./kept.js";
import { refresh } from "./pill.js";
import { drawn } from "./telling.js";

/** As much as an entry with a long note takes. */
const AN_ENTRY = "x".repeat(8192);

/** Says, on the page after it was found and on the page of what is on this phone, that it is full; if it still is. */
export async function tellFull(user) {
  try {
    await put("meta", { name: "room", AN_ENTRY });
    await remove("meta", "room");
    delete sessionStorage.full;
  } catch {
    if (sessionStorage.full === "new" || document.querySelector('[data-list="all"]')) tell();
    sessionStorage.full = "told";
  }
  return refresh(user);
}

function tell() {
  const place = document.querySelector("main > .heading-row") ?? document.querySelector("main > .back-link + *, main > *");
  place.before(drawn("phone-full"));
}
