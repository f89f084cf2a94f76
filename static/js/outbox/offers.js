// What can still be said of something that is on this phone only: its other side, or that it was some
// hours before the tap.
import { read } from "./kept.js";
import { keep } from "./store.js";
import { drawn } from "./telling.js";

const OTHER = { left: "right", right: "left" };
const placeOf = (deed) => deed.answers.find(([name]) => name === "place")?.[1] ?? "";

/**
 * "Other side" on the card of what was just kept; there is no such button where there are no sides.
 * sides: how the page calls them, {left, right}; name: what the deed is called.
 */
export function offerOtherSide(card, form, deed, sides, name) {
  const button = card.querySelector("[data-other-side]");
  if (!OTHER[placeOf(deed).split("-")[0]]) return button.remove();
  const labelOf = (place) => form.querySelector(`[name=place][value="${place}"]`).ariaLabel;
  button.addEventListener("click", async () => {
    // Sent meanwhile: it is changed where it is.
    if (!(await read("waiting", deed.item))) return;
    const [before, [side, ...place]] = [placeOf(deed), placeOf(deed).split("-")];
    const other = [OTHER[side], ...place].join("-");
    const [was, is] = [labelOf(before), labelOf(other)];
    deed.answers = deed.answers.map(([one, value]) => [one, one === "place" ? other : value]);
    deed.lines = deed.lines.map((line) => (line === was ? is : line));
    await keep(deed, { isKnown: true });
    card.querySelector('[data-slot="what"]').textContent = name(deed);
    card.querySelector('[data-slot="side"]').textContent = `${is}: ${sides[OTHER[side]]}`;
  });
}

/** "Earlier?" below what was just kept of a bleed, back to when it began. Gives it, if anything is offered. */
export function offerEarlier(row, form, deed) {
  const { startMinute } = form.dataset;
  if (!startMinute) return undefined;
  const offer = drawn("kept-earlier");
  const own = offer.querySelector("form");
  const minute = Math.floor(Date.parse(deed.at) / 60_000);
  for (const button of own.querySelectorAll("button")) {
    if (minute - 60 * button.value < startMinute) button.remove();
  }
  if (!own.querySelector("button")) return undefined;
  own.elements.patient.value = deed.patient;
  Object.assign(own.dataset, { entry: deed.do === "treat" ? deed.item : deed.id, revision: deed.revision ?? 1, words: deed.what });
  row.after(offer);
  return offer;
}
