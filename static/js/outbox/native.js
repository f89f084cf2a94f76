// A form that goes as without a script: the server refused it, or nothing can be kept here.
import { showNotKept } from "./card.js";
import { ask, askSession } from "./sending.js";

/** The server's own page says what is wrong, with everything still there. Gives that the page is being left. */
export async function sendNatively(form, button) {
  const add = (name, value) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  if (button?.name) add(button.name, button.value);
  // A page that was kept has no token.
  if (!form.elements.csrf_token) add("csrf_token", (await askSession()).csrf_token ?? "");
  HTMLFormElement.prototype.submit.call(form);
  return true;
}

/** Nothing can be kept here (a private window, a full phone): online it goes by itself. */
export async function withoutStore(form, button, fault) {
  const { status } = await ask("/healthz");
  const isFull = fault?.name === "QuotaExceededError" || fault?.name === "AbortError";
  if (status !== 200) {
    showNotKept(form, isFull);
    return false;
  }
  if (isFull) sessionStorage.full = "new";
  return sendNatively(form, button);
}
