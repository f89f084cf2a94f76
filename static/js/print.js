/* A button that prints the page; shown only where scripts run, since only they can. */

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
