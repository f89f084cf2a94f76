// While something is logged: says above Save which side was chosen, turns the body to the place,
// and weighs the pain that is typed, as the page's style weighs answers.

const chosen = document.getElementById("chosen");
const pain = document.querySelector("[data-serious-from]");

const say = () => {
  const place = document.querySelector("[name=place]:checked");
  const [side] = place ? place.value.split("-") : [""];
  chosen.hidden = !chosen.dataset[side];
  chosen.textContent = chosen.hidden ? "" : `${place.ariaLabel}: ${chosen.dataset[side]}`;
};

const turn = ({ target }) => {
  // A change of the form itself: answers came back into it.
  const place = target.id === "log" ? document.querySelector("[name=place]:checked") : target.name === "place" && target;
  const face = place && place.closest(".body-front, .body-back");
  const shown = face && document.getElementById(face.className.replace("body", "face"));
  if (shown) shown.checked = true;
};

const weigh = () => {
  const number = Number(pain.value);
  const weight = number >= Number(pain.dataset.seriousFrom) ? "alone" : number >= 1 ? "too" : "";
  pain.form.toggleAttribute("data-serious-pain", weight !== "");
  if (weight) pain.form.dataset.seriousPain = weight;
};

if (chosen) {
  document.addEventListener("change", say);
  document.addEventListener("change", turn);
  // A place may have been pressed while this was on its way.
  turn({ target: document.activeElement });
  say();
}
if (pain) {
  // Of the form: answers that come back into it are input, too, and nobody typed them.
  pain.form.addEventListener("input", weigh);
  weigh();
}
