// The patient's pages: what is saved is on this phone first, then on the server. Here everything
// begins that a page needs at once; the rest is loaded when the page has come to rest.
import { takeForms } from "./outbox/forms.js";
import { refresh, say } from "./outbox/pill.js";
import { forget, put, read, sessionHere } from "./outbox/kept.js";

/** Begins for whoever the page is for. isLive: the server sent it just now, and they have a diary. */
export async function begin({ user, patient }, isLive) {
  takeForms(user);
  if (document.querySelector('[action="/sign-out"], [data-leaves]')) import("./outbox/leaving.js");
  // Of what is not needed at once, nothing is fetched twice: the worker has it by then.
  const version = () => import("./outbox/version.js").then((it) => it.register()).catch(() => {});
  const filled = new Promise((resolve) => whenAtRest(() => version().then(resolve)));
  const rest = [filled.then(prepare)];
  let some;
  try {
    some = await refresh(user);
  } catch {
    say("alone");
    return letTakeOver(filled, rest);
  }
  if (isLive && (await read("meta", "leave"))) return (await import("./outbox/leaving.js")).leaveNow();
  // A full phone may refuse this; then nothing can be read without a connection.
  if (isLive) await becomeTheirs(user, patient).catch(() => (sessionStorage.full ??= "new"));
  if (sessionStorage.full) import("./outbox/full.js").then((it) => it.tellFull(user));
  document.addEventListener("outbox", () => look(user));
  look(user);
  if (some) import("./waiting.js").then((it) => it.markWaiting(user));
  whenAtRest(() => import("./outbox/idle.js").then((it) => it.keepSending(user)));
  const form = document.querySelector("form[data-began]");
  if (form) (navigator.serviceWorker?.controller ? Promise.resolve() : filled).then(() => askAboutForm(form, { user, patient }));
  else if (isLive) rest.push(filled.then(() => import("./outbox/snapshots.js")).then((it) => it.keepPages(user)).catch(() => {}));
  letTakeOver(filled, rest);
}

/** A newer service worker begins once the page asks for nothing more. */
const letTakeOver = (filled, rest) => Promise.all(rest).then(() => filled).then((takeOver) => takeOver?.());

/** Somebody else's pages go when another person signs in; what they did not send stays. */
async function becomeTheirs(user, patient) {
  const before = await sessionHere();
  if (before && before.user !== user) await forget(before.user, ["pages"]);
  const isChosen = new URLSearchParams(location.search).has("patient");
  const first = isChosen && before?.user === user ? before.patient : patient;
  if (before?.user !== user || before.patient !== first) await put("meta", { name: "session", user, patient: first });
}

async function look(user) {
  const some = await refresh(user);
  const list = document.querySelector("[data-list]");
  if (list && (list.childElementCount || list.dataset.list === "all" || some)) {
    const { showWaiting } = await import("./waiting.js");
    showWaiting(list, user);
  }
}

async function askAboutForm(form, who) {
  const { keepDrafts, openAgain } = await import("./outbox/drafts.js");
  if (location.hash.startsWith("#again-")) await openAgain(form, who.user);
  await keepDrafts(form, who);
}

function whenAtRest(work) {
  // Some browsers find no idle moment for minutes.
  const later = () => (globalThis.requestIdleCallback ?? setTimeout)(work, { timeout: 2000 });
  if (document.readyState === "complete") later();
  else addEventListener("load", later, { once: true });
}

/** What saving needs once there is no connection; the worker has fetched it by then. */
const prepare = () => Promise.all([import("./outbox/card.js"), import("./outbox/native.js"), import("./outbox/photos.js")]).catch(() => {});

/** Where the browser can put the diary on the home screen, or its owner can: never by itself, at home only. */
const offerInstall = (event) => import("./outbox/install.js").then((it) => it.offerInstall(event)).catch(() => {});
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offerInstall(event);
});
if (navigator.standalone === false) whenAtRest(() => offerInstall());

// A page that the browser had put aside says what was true then.
addEventListener("pageshow", (event) => event.persisted && location.reload());

const { user, patient } = document.documentElement.dataset;
if (user) begin({ user, patient }, !!patient);
