// Days and times as people say them: "2pm, 28 November".

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

/** A moment (a Date) in the phone's own time. */
export function momentWords(at) {
  const minutes = at.getMinutes();
  const hour = at.getHours() % 12 || 12;
  const clock = `${hour}${minutes ? `:${String(minutes).padStart(2, "0")}` : ""}${at.getHours() < 12 ? "am" : "pm"}`;
  return `${clock}, ${day.format(at)}`;
}

/** Fills the slots of a template: {name: text}; a slot without text is left out. Gives an element. */
export function drawn(id, texts = {}) {
  const made = document.getElementById(id).content.firstElementChild.cloneNode(true);
  for (const slot of [...made.querySelectorAll("[data-slot]")]) {
    const text = texts[slot.dataset.slot];
    if (text) slot.textContent = text;
    else slot.remove();
  }
  return made;
}
