/* The list narrows while somebody types. What is typed goes as the form goes, and never into an
   address. Without this file the button does the same. */

const PAUSE = 120;

const form = document.querySelector("[data-find]");
const status = form.querySelector("[data-finding]");
let going;
let waiting;

function show(page) {
  for (const old of document.querySelectorAll("[data-found]")) {
    const fresh = page.querySelector(`[data-found="${old.dataset.found}"]`);
    old.replaceWith(fresh ?? Object.assign(old, { textContent: "" }));
  }
  document.title = page.title;
  document.querySelector(".error-summary")?.remove();
  status.textContent = document.querySelector("[data-found=count]").textContent;
}

async function find() {
  going?.abort();
  going = new AbortController();
  const { signal } = going;
  try {
    const body = new URLSearchParams(new FormData(form));
    const reply = await fetch(form.action, {
      method: "POST",
      body,
      signal,
      headers: { Accept: "text/html" },
    });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    // Whoever is not signed in any more is asked to when they press the button.
    if (reply.ok && page.querySelector("[data-find]")) show(page);
  } catch {
    // No signal, or something newer was typed: the button is still there.
  }
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, PAUSE);
});
