// What a page says once something is kept on this phone, or could not be.
import { read } from "./kept.js";
import { offerEarlier, offerOtherSide } from "./offers.js";
import { drop, gone } from "./store.js";
import { drawn, momentWords } from "./telling.js";

const HOLDS_FORM = new Set(["log", "change"]);
const here = () => {
  const patient = new URLSearchParams(location.search).get("patient");
  return patient ? `?patient=${encodeURIComponent(patient)}` : "";
};

/** Says that a deed is on this phone. Gives whether the page is being left. */
export function showKept(form, deed, { status, lacks }) {
  if (HOLDS_FORM.has(deed.do)) return showCard(form, deed, status, lacks);
  if (deed.do === "check-in" && deed.answers.some(([name, value]) => name === "answer" && value === "had_bleeds")) {
    location.assign(`/log/bleed${here()}`);
    return true;
  }
  markDone(form, deed, { status }).querySelector("button").focus();
  return false;
}

/** Says why it is not sent, for as long as that is so: 401 signed out, 403 somebody else is signed in. */
function sayWhy(kept, status) {
  const say = (why) => {
    for (const one of kept.querySelectorAll("[data-if]")) one.hidden = one.dataset.if !== String(why);
  };
  say(status);
  document.addEventListener("sent", ({ detail }) => say(detail));
}

function showCard(form, deed, status, lacks) {
  const serious = document.querySelector("#serious .notice");
  const box = (serious?.checkVisibility?.() ?? serious) && serious.cloneNode(true);
  const chosen = document.getElementById("chosen");
  const asks = form.elements.place && !form.elements.place.value && form.dataset.asks;
  const card = drawn("kept-card", {
    asks,
    what: wordsFor(deed),
    side: chosen?.textContent,
    when: momentWords(new Date(deed.at)),
    photo: lacks && document.getElementById("kept-card").dataset[lacks],
  });
  if (asks) card.querySelector("[data-sends]").remove();
  offerOtherSide(card, form, deed, { ...chosen?.dataset }, wordsFor);
  sayWhy(card, status);
  const from = location.pathname;
  const more = new URL(location);
  more.searchParams.set("more", "1");
  more.hash = `again-${deed.item}`;
  const links = { more, another: `${from}${here()}`, home: `/${here()}` };
  for (const [name, href] of Object.entries(links)) card.querySelector(`[data-link="${name}"]`).href = href;
  if (deed.do === "change") card.querySelector('[data-link="another"]').remove();
  if (box) {
    box.classList.remove("if-serious");
    box.setAttribute("role", "alert");
    card.prepend(box);
  }
  document.querySelector(".dock")?.remove();
  const main = document.querySelector("main");
  main.replaceChildren(card);
  history.replaceState(null, "", `/waiting${here()}`);
  const heading = card.querySelector("h1");
  entitle(card.querySelector("[data-kept]"));
  heading.focus();
  document.addEventListener("outbox", () => tellSent(card, deed));
  tellSent(card, deed);
  return false;
}

/** The page is called as its card is: "Saved on this phone", "Saved". */
const entitle = (card) => {
  document.title = `${card.querySelector(".notice-title").textContent} - bleedlog`;
};

/** Once the server has it, the card says the other word; once it was refused, why. */
async function tellSent(card, deed) {
  if (gone.has(deed.item)) return location.reload();
  const now = await read("waiting", deed.item);
  if (now?.state === "look") card.querySelector("[data-kept]")?.replaceWith(refused(now));
  if (now) return;
  const sent = drawn("sent-card");
  sent.querySelector("a").href = `/diary/entries/${deed.id}${here()}`;
  const kept = card.querySelector("[data-kept]");
  if (kept) {
    entitle(sent);
    kept.replaceWith(sent);
    card.querySelector("h1 > .visually-hidden").remove();
  }
  for (const gone of card.querySelectorAll('[data-link="more"], [data-other-side]')) gone.remove();
}

const refused = ({ reasons }) => drawn("again", { reasons: reasons.map((one) => one.message).join(" ") });

/** A change names the place itself. */
const wordsFor = (deed) => [deed.what, ...(deed.do === "change" ? [] : deed.lines.slice(0, 1))].join(": ");

/**
 * In the place of a button whose deed waits: what was done, and the way back while it is here.
 * again: whether it may be done once more; undo, find: how it is taken back, and what its record is now, where it is none of the outbox's deeds.
 * status: the answer that kept it here.
 */
export function markDone(form, deed, { undo = () => drop(deed.item), find = () => read("waiting", deed.item), isTold = false, again = false, status } = {}) {
  const row = drawn("kept-row", { what: deed.what });
  sayWhy(row, status);
  (form.closest("div.button-row") ?? form).after(row);
  const earlier = isTold ? undefined : offerEarlier(row, form, deed);
  form.hidden = !again;
  row.querySelector("button").addEventListener("click", async () => {
    const was = await undo();
    if (!was) return location.reload();
    if (was === "sent") return row.after(drawn("not-undone"));
    row.remove();
    earlier?.remove();
    // Pressed once more it is another deed, behind what took this one back.
    delete form.dataset.item;
    if (form.elements.id) form.elements.id.value = crypto.randomUUID();
    form.hidden = false;
    form.querySelector("button").focus();
  });
  document.addEventListener("outbox", async () => {
    if (row.isConnected && gone.has(deed.item)) return location.reload();
    const now = row.isConnected && (await find());
    if (!row.isConnected || now?.state === "waiting") return;
    if (now) form.hidden = false;
    // What is sent has another revision, of which a page of the server's tells.
    if (!earlier?.querySelector("form").hidden) earlier?.remove();
    row.replaceWith(now ? refused(now) : drawn("sent-row", { what: deed.what }));
  });
  return row;
}

/** Says, above a form that stays, that nothing was kept. full: there was no room. */
export function showNotKept(form, full) {
  document.getElementById("not-kept-here")?.remove();
  const said = drawn(full ? "not-kept-full" : "not-kept");
  said.id = "not-kept-here";
  (form.id === "log" ? document.querySelector("main") : form).prepend(said);
  said.focus();
}
