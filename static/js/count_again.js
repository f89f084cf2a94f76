/* A filter counts again in place: the address, the figures and the charts change together. Without
   this file the form asks for the page anew, and the answer is the same. */

import { dress, undress } from "./charts.js";

const form = document.querySelector("[data-filters]");
let going;

function openTables(part) {
  return [...part.querySelectorAll("details")];
}

/* The fresh figures take the place of the old ones; what was open stays open. */
function show(page, fresh) {
  for (const old of document.querySelectorAll("[data-counted]")) {
    const next = page.querySelector(`[data-counted="${old.dataset.counted}"]`);
    const opened = openTables(old).map((one) => one.open);
    openTables(next).forEach((one, at) => {
      one.open = opened[at] ?? false;
    });
    old.replaceWith(next);
    // Letting go takes longer than drawing, and nobody sees it.
    setTimeout(() => undress(old));
    dress(next);
    next.dispatchEvent(new CustomEvent("counted", { bubbles: true }));
  }
  for (const control of form.elements) {
    const other = control.name && fresh.elements[control.name];
    if (!other) continue;
    const { checked, value } = other;
    if (control.type === "checkbox") {
      control.checked = checked;
    } else {
      control.replaceChildren(...other.children);
      control.value = value;
    }
  }
}

async function countAgain(address, remember) {
  const status = form.querySelector("[data-counting]");
  going?.abort();
  going = new AbortController();
  const { signal } = going;
  status.textContent = "Counting";
  try {
    const reply = await fetch(address, { signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.querySelector("[data-filters]");
    if (!reply.ok || !fresh) {
      location.assign(address);
      return;
    }
    show(page, fresh);
    if (remember) history.pushState(null, "", fresh.dataset.address);
    status.textContent = "Counted again";
  } catch {
    if (!signal.aborted) location.assign(address);
  }
}

if (form) {
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => {
    const asked = new URLSearchParams(new FormData(form));
    countAgain(`${location.pathname}?${asked}`, true);
  });
  addEventListener("popstate", () => countAgain(location.href, false));
}
