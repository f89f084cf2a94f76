// While something is logged: says above Save which side was chosen, and weighs the pain that is
// typed, as the page's style weighs answers.

const chosen = document.getElementById("chosen");
const pain = document.querySelector("[data-serious-from]");

const say = () => {
  const place = document.querySelector("[name=place]:checked");
  const [side] = place ? place.value.split("-") : [""];
  chosen.hidden = !chosen.dataset[side];
  chosen.textContent = chosen.hidden ? "" : `${place.ariaLabel}: ${chosen.dataset[side]}`;
};

const weigh = () => {
  const number = Number(pain.value);
  const weight = number >= Number(pain.dataset.seriousFrom) ? "alone" : number >= 1 ? "too" : "";
  pain.form.toggleAttribute("data-serious-pain", weight !== "");
  if (weight) pain.form.dataset.seriousPain = weight;
};

if (chosen) {
  document.addEventListener("change", say);
  say();
}
if (pain) {
  pain.addEventListener("input", weigh);
  weigh();
}
