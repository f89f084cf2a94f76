// A link that is shown on the page, sent by what the phone has for that, or copied where it has none.
const link = document.querySelector("[data-link]")?.textContent;
const place = document.querySelector("[data-send]");
const button = place?.querySelector("button");
const said = place?.querySelector("[role=status]");

const BY_HAND = "That did not work. Copy the link by hand.";

async function copy() {
  try {
    await navigator.clipboard.writeText(link);
    said.textContent = "Copied. Paste it into a message.";
  } catch {
    said.textContent = BY_HAND;
  }
}

async function send() {
  try {
    await navigator.share({ url: link });
  } catch (fault) {
    // Somebody who closes the list again wants nothing more.
    if (fault.name !== "AbortError") said.textContent = BY_HAND;
  }
}

if (place && (navigator.share || navigator.clipboard)) {
  if (!navigator.share) button.querySelector("span").textContent = "Copy the link";
  button.addEventListener("click", navigator.share ? send : copy);
  place.hidden = false;
} else place?.removeAttribute("data-comes");
