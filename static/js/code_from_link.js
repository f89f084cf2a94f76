// A link's code stands after its #, which browsers send to nobody. Put it into the form's field,
// take it out of the address bar, so that it stays in no history, and show the field only to whoever
// has to type.
const code = location.hash.slice(1);
const field = document.querySelector("[data-code]");
if (field && code) {
  field.value = decodeURIComponent(code);
  history.replaceState(null, "", location.pathname + location.search);
}
if (field?.value && field.getAttribute("aria-invalid") !== "true") {
  field.closest(".field").hidden = true;
  if (code && field.form.hasAttribute("data-goes-on")) field.form.requestSubmit();
}
