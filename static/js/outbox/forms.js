// A form with data-outbox that is sent: kept on the phone first, then sent to the server, whose page
// is shown. Where the server does not answer, the page says that it is saved on this phone.
import { pairsOf, wordsOf } from "./answers.js";
import { deedOf } from "./deed.js";
import { say } from "./pill.js";
import { send } from "./sending.js";
import { keep } from "./store.js";

/** How long somebody looks at the form while it is sent. */
const PATIENCE = 6000;

/** Takes over the forms of this page for somebody. */
export function takeForms(user) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.outbox || event.defaultPrevented) return;
    event.preventDefault();
    // A double tap: the first one is on its way.
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    save(form, event.submitter, user)
      .catch(() => false)
      .then((leaves) => {
        if (!leaves) form.ariaBusy = null;
      });
  });
}

/** Gives whether the page is being left. */
async function save(form, button, user) {
  if (form.dataset.outbox === "photos") return (await import("./later.js")).savePhotos(form, button, user);
  const pairs = pairsOf(form, button);
  const told = { ...form.dataset };
  // Opened again, it was done when it was done, unless "When?" is answered anew.
  const isAsBefore = told.at && form.elements.when?.value === told.when;
  const at = isAsBefore ? new Date(told.at) : new Date();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const deed = deedOf(told, pairs, { user, at, zone, fresh: () => crypto.randomUUID() });
  // A button that is an answer says which one; other answers are lines below.
  const answer = button?.name ? `: ${button.textContent.trim()}` : "";
  const [what, lines] = [form.dataset.words + answer, wordsOf(form)];
  try {
    Object.assign(deed, { what, lines, from: location.pathname + location.search });
    await keep(deed, { draft: told.draft, isKnown: told.item });
  } catch (fault) {
    const { withoutStore } = await import("./native.js");
    return withoutStore(form, button, fault);
  }
  form.dataset.item = deed.item;
  form.dataset.at = deed.at;
  form.dataset.when = form.elements.when?.value;
  say("here");
  const seen = button?.querySelector("span");
  if (seen && form.id === "log") seen.textContent = document.querySelector("[data-pill]").dataset.here;
  form.dispatchEvent(new CustomEvent("kept", { bubbles: true, detail: deed }));
  navigator.storage?.persist?.();
  return afterKeeping(form, button, deed, pairs.filter(([, value]) => value instanceof File && value.name));
}

async function afterKeeping(form, button, deed, files) {
  const [token, photos] = [form.elements.csrf_token?.value, files.map(([, file]) => file)];
  const lacks = photos.length ? await keptPhotos(deed, photos) : "";
  const sending = send(deed.user, token, deed.item).then((it) => (it.status === 200 && !it.outcomes.has(deed.item) ? askAgain(deed, token) : it));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const result = await Promise.race([sending, late]);
  const said = result?.outcomes.get(deed.item);
  if (said?.outcome === "rejected") return (await import("./native.js")).sendNatively(form, button);
  if (said) {
    const unkept = lacks === "room" ? await (await import("./photos.js")).sendChosen(deed, photos, token) : lacks ? ["broken"] : [];
    return leaveFor(withFaults(said.seen, [...(result.faults.get(said.id) ?? []), ...unkept]));
  }
  const { showKept } = await import("./card.js");
  return showKept(form, deed, { status: result?.status, lacks });
}

/** Another tab sent it just then, and was told where it is seen; told again, the server says that again. */
async function askAgain(deed, token) {
  await keep(deed, { isKnown: true });
  return send(deed.user, token, deed.item);
}

/** What was missing for some of the photos: room, or something to read. */
async function keptPhotos(deed, files) {
  const { keepChosen } = await import("./photos.js");
  return keepChosen(deed, files).then((all) => (all ? "" : "unread"), () => "room");
}

/** The entry's page tells why a photo was not taken, as after a form of its own. */
function withFaults(seen, faults) {
  const url = new URL(seen, location.href);
  for (const fault of faults) url.searchParams.append("photo", fault);
  return url.pathname + url.search + url.hash;
}

function leaveFor(path) {
  location.assign(new URL(path, location.origin).href);
  return true;
}
