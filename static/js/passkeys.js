/* Forms that sign in by a passkey, or make one. The server says what to ask the device; its answer
   goes into a field, and the form on its way like any other. */

const able = Boolean(
  window.PublicKeyCredential?.parseCreationOptionsFromJSON &&
    window.PublicKeyCredential.parseRequestOptionsFromJSON,
);

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.hidden = !able;
  form.toggleAttribute("data-comes", able);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    goThrough(form);
  });
}
if (!able) for (const words of document.querySelectorAll("[data-goes]")) words.removeAttribute("data-goes");

async function goThrough(form) {
  const button = form.querySelector("button");
  tell(form, "");
  button.disabled = true;
  try {
    const asked = await options(form);
    const answer = await ask(form.dataset.passkey, asked);
    form.elements.credential.value = JSON.stringify(answer);
    if (form.elements.keep) form.elements.keep.value = isToBeKept() ? "y" : "";
    form.submit();
  } catch (error) {
    tell(form, wordsFor(error, form.dataset));
  } finally {
    button.disabled = false;
  }
}

class Refusal extends Error {}

async function options(form) {
  const response = await fetch(form.dataset.options, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  const told = await response.json();
  if (!response.ok) throw new Refusal(told.message ?? form.dataset.failed);
  return told;
}

async function ask(what, told) {
  const credential =
    what === "make"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(told),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(told),
        });
  return credential.toJSON();
}

function isToBeKept() {
  return document.querySelector("[name=keep][type=checkbox]")?.checked;
}

function wordsFor(error, words) {
  if (error instanceof Refusal) return error.message;
  if (error.name === "InvalidStateError") return words.known;
  return error.name === "NotAllowedError" ? words.givenUp : words.failed;
}

function tell(form, words) {
  const place = form.querySelector("[role=alert]");
  place.querySelector("span").textContent = words;
  place.hidden = !words;
}
