// What waits to be sent, in the words in which it was answered: a list on its own page, a card at home.
import { markDone } from "./outbox/card.js";
import { count, needsLook } from "./outbox/pill.js";
import { remove } from "./outbox/kept.js";
import { changed, drop } from "./outbox/store.js";
import { drawn, momentWords } from "./outbox/telling.js";

const MARKED = new Set(["check-in", "stop", "treat", "withdraw", "restore", "same-bleed"]);
/** What may be done once more while it waits. */
const AGAIN = "treat";
const HOLDS_FORM = new Set(["log", "change"]);

/** Shows it in a list, what never goes by itself first; its data-list is "all" on its own page, "some" at home. */
export async function showWaiting(list, user) {
  const { waiting, photos, number, look } = await count(user);
  const goes = (one) => !needsLook(one);
  if (list.dataset.list === "some") {
    const cards = [look && cardOf("look-card", waiting.filter(needsLook), look), number && cardOf("waiting-card", waiting.filter(goes), number)].filter(Boolean);
    if (cards.length || list.childElementCount) list.replaceChildren(...(cards.length ? cards : [drawn("all-sent")]));
    return;
  }
  const rows = (chosen) => [...waiting.filter(chosen).map(rowOf), ...photos.filter(chosen).map(photoOf)];
  const parts = [look && partOf("look-part", rows(needsLook)), number && partOf("send-part", rows(goes))].filter(Boolean);
  list.replaceChildren(...(parts.length ? parts : [drawn("nothing-waits")]));
  const now = document.querySelector("[data-send-now]");
  if (!now) return;
  now.hidden = !number;
  if (now.dataset.ready) return;
  now.dataset.ready = "yes";
  now.addEventListener("click", () => document.dispatchEvent(new Event("send-now")));
  document.addEventListener("sent", ({ detail }) => tell(detail));
}

function partOf(id, rows) {
  const part = drawn(id);
  part.append(...rows);
  return part;
}

/** Forms of this page whose deed waits already say so, and most are not offered once more. */
export async function markWaiting(user) {
  const { waiting } = await count(user);
  askForOthers(waiting);
  const forms = [...document.querySelectorAll("[data-outbox]:not(#log):not([hidden])")].filter((one) => MARKED.has(one.dataset.outbox));
  for (const form of forms) {
    const said = (deed, name) => deed.answers.find(([one]) => one === name)?.[1] === form.elements[name]?.value;
    const deed = waiting.find((one) => !one.undone && !needsLook(one) && one.do === form.dataset.outbox && one.id === (form.dataset.entry ?? one.id) && one.patient === form.elements.patient?.value && said(one, "first"));
    const isTold = waiting.some((one) => one.do === "earlier" && one.id === deed?.id);
    if (deed) markDone(form, deed, { isTold, again: deed.do === AGAIN });
  }
}

/** "Any other bleeds since ...?": one that waits is logged, though the page that asks does not know it. */
function askForOthers(waiting) {
  const form = document.querySelector("[data-others]");
  const says = (one, name, value) => one.answers.some(([what, said]) => what === name && said === value);
  const isBleed = (one) => one.do === "log" && !one.undone && (one.kind === "bleed" || says(one, "certainty", "certain"));
  if (!form || !waiting.some((one) => isBleed(one) && one.patient === form.elements.patient.value)) return;
  const { any, others, none, noneAloud } = form.dataset;
  const title = (form.closest(".card") ?? document).querySelector("h1, h2");
  title.textContent = title.textContent.replace(any, others);
  const button = form.querySelector("[value=no_bleeds]");
  button.querySelector("span").textContent = none;
  button.ariaLabel = noneAloud;
}

function cardOf(id, waiting, number) {
  const card = drawn(id, { number: String(number) });
  const list = card.querySelector("ul");
  for (const one of waiting.slice(0, 5)) {
    const row = document.createElement("li");
    row.textContent = [one.what, one.lines[0], momentWords(new Date(one.at))].filter(Boolean).join(", ");
    list.append(row);
  }
  return card;
}

function rowOf(one) {
  const row = drawn("waiting-item", {
    what: one.takesBack ? `${document.getElementById("waiting-item").dataset.undo}: ${one.what}` : one.what,
    lines: one.lines.join(" · "),
    when: momentWords(new Date(one.at)),
    reasons: one.reasons.map((reason) => reason.message).join(" "),
  });
  if (one.state !== "look") row.querySelector("[data-look]").remove();
  const again = row.querySelector("[data-again]");
  if (HOLDS_FORM.has(one.do) && !one.undone && document.documentElement.dataset.patient) again.href = `${one.from.split("#")[0]}#again-${one.item}`;
  else again.remove();
  row.querySelector(one.sent ? "[data-unsent]" : "[data-may-be-sent]").remove();
  if (one.undone || one.takesBack) row.querySelector("details").remove();
  row.querySelector("[data-drop]")?.addEventListener("click", async ({ target }) => {
    if ((await drop(one.item)) === "sent") target.replaceWith(drawn("not-undone"));
  });
  return row;
}

function photoOf(photo) {
  const row = drawn("waiting-photo", { of: photo.of?.join(" · ") });
  const entry = row.querySelector("[data-entry]");
  // The entry's page tells why, as it does after a form of its own.
  const why = [photo.refused].flat().map((word) => ["photo", word]);
  if (photo.refused) entry.href = `/diary/entries/${photo.entry}?${new URLSearchParams([["patient", photo.patient], ...why])}`;
  else for (const one of row.querySelectorAll("[data-look], [data-entry]")) one.remove();
  row.querySelector("[data-drop]").addEventListener("click", async () => {
    await remove("photos", photo.key);
    changed(photo.item);
  });
  return row;
}

function tell(status) {
  const place = document.querySelector("[data-sent]");
  if (!place) return;
  const name = status === 200 ? "" : status === 401 ? "signed-out" : status === 403 ? "other-person" : "no-connection";
  place.replaceChildren(...(name ? [drawn(name)] : []));
}
