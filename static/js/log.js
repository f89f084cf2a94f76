// While something is logged: weighs the pain that is typed, as the page's style weighs answers.

const pain = document.querySelector("[data-serious-from]");

const weigh = () => {
  const number = Number(pain.value);
  const weight = number >= Number(pain.dataset.seriousFrom) ? "alone" : number >= 1 ? "too" : "";
  pain.form.toggleAttribute("data-serious-pain", weight !== "");
  if (weight) pain.form.dataset.seriousPain = weight;
};

if (pain) {
  pain.addEventListener("input", weigh);
  weigh();
}
