// A form that is half filled outlives reload, crash and signing in again: it is offered, not forced.
import { fill, pairsOf } from "./answers.js";
import { draftsOf, put, read, remove } from "./kept.js";
import { drawn, momentWords } from "./telling.js";

const SOON = 400;

/** Keeps what is typed into the form of this page, and offers what was typed before. */
export async function keepDrafts(form, { user, patient }) {
  const where = { user, patient, path: location.pathname };
  const older = await draftsOf(user, patient, where.path);
  const draft = { key: crypto.randomUUID(), timer: undefined, typed: false, kept: false };
  form.dataset.draft = draft.key;
  const write = () => {
    clearTimeout(draft.timer);
    // What is being saved is no draft, unless it cannot be.
    if (!draft.typed || draft.kept || form.ariaBusy) return;
    draft.typed = false;
    const pairs = pairsOf(form);
    const answers = pairs.filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
    const photos = pairs.some(([, value]) => value instanceof File && value.name);
    put("drafts", { key: draft.key, ...where, at: Date.now(), answers, photos }).catch(() => {});
  };
  form.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    draft.typed = true;
    clearTimeout(draft.timer);
    draft.timer = setTimeout(write, SOON);
  });
  addEventListener("pagehide", write);
  document.addEventListener("visibilitychange", write);
  form.addEventListener("kept", () => {
    clearTimeout(draft.timer);
    draft.kept = true;
  });
  // What was typed while the scripts were still on their way is kept as well.
  draft.typed = isAnswered(form);
  write();
  const isShownAgain = document.title.startsWith("Error: ") || location.hash.startsWith("#again-");
  if (!isShownAgain) offer(form, older, draft);
}

/** How the page came: "navigate", "reload", "back_forward". */
const navigation = () => performance.getEntriesByType("navigation")[0]?.type;

/** Whether somebody answered since the page came; what the browser put back in was kept before. */
function isAnswered(form) {
  if (navigation() !== "navigate" || location.hash.startsWith("#again-")) return false;
  return [...form.elements].some((field) => field.checked !== field.defaultChecked || (field.defaultValue ?? field.value) !== field.value);
}

function offer(form, [newest, ...others], draft) {
  if (!newest) return;
  const photos = newest.photos && document.getElementById("draft").dataset.photos;
  const said = drawn("draft", { what: form.dataset.began, when: momentWords(new Date(newest.at)), photos });
  const [goOn, away] = said.querySelectorAll("button");
  goOn.addEventListener("click", () => {
    fill(form, newest.answers.filter(([name]) => name !== "id"));
    draft.key = form.dataset.draft = newest.key;
    said.remove();
    form.querySelector("input:not([type=hidden]), textarea").focus();
  });
  away.addEventListener("click", async () => {
    await remove("drafts", newest.key);
    said.remove();
    offer(form, others, draft);
    form.focus();
  });
  form.before(said);
  // A page that came back where it was scrolled to begins above.
  if (navigation() !== "navigate") said.scrollIntoView({ block: "nearest" });
}

/** Opens what waits in the outbox once more, with its answers and what was wrong with it. */
export async function openAgain(form, user) {
  const item = location.hash.slice("#again-".length);
  const deed = await read("waiting", item);
  // Sent meanwhile: what was logged is an entry now.
  if (!deed && location.pathname.startsWith("/log/")) location.replace(`/diary/entries/${item}${location.search}`);
  if (deed?.user !== user) return;
  fill(form, deed.answers);
  Object.assign(form.dataset, { item: deed.item, at: deed.at, when: form.elements.when?.value });
  if (!deed.reasons.length) return;
  const said = drawn("again", { reasons: deed.reasons.map((one) => one.message).join(" ") });
  form.before(said);
  said.focus();
}
