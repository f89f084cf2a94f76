// Signing out: what was not sent is sent first, or said; what somebody could read here goes.
import { forget, put, remove } from "./kept.js";
import { count } from "./pill.js";
import { ask, askSession, send } from "./sending.js";
import { drawn } from "./telling.js";

const PATIENCE = 5000;
const { user } = document.documentElement.dataset;

document.addEventListener("submit", (event) => {
  if (!event.target.matches('[action="/sign-out"], [data-leaves]')) return;
  event.preventDefault();
  if (event.target.ariaBusy !== "true") leave(event.target);
});

async function leave(form) {
  form.ariaBusy = "true";
  const isStaying = form.matches('[action="/sign-out"]') && (await wantsToStay(form).catch(() => false));
  if (isStaying) {
    form.ariaBusy = null;
    return;
  }
  await Promise.all([forget(user, ["pages", "drafts"]), remove("meta", "session")]).catch(() => {});
  if ((await ask("/healthz")).status) return HTMLFormElement.prototype.submit.call(form);
  // Nothing is left to read here; the session itself ends as soon as the server answers.
  await put("meta", { name: "leave" }).catch(() => {});
  location.assign("/");
}

/** Ends the session that somebody left while the server did not answer. */
export async function leaveNow() {
  const { csrf_token: token } = await askSession();
  const reply = await ask("/sign-out", { method: "POST", headers: { "X-CSRFToken": token } });
  if (!reply.ok) return;
  await remove("meta", "leave");
  location.assign("/sign-in");
}

async function wantsToStay(form) {
  const before = await count(user);
  if (!before.number && !before.look) return false;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([send(user, form.elements.csrf_token?.value), late]);
  const left = await count(user);
  return (left.number || left.look) > 0 && (await asked(left));
}

function asked({ number, look }) {
  const dialog = drawn("leave", { number: String(number), look: String(look) });
  const none = [!number && "[data-sends]", !look && "[data-look]"].filter(Boolean).join();
  for (const one of none ? dialog.querySelectorAll(none) : []) one.remove();
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue !== "out");
    });
  });
}
