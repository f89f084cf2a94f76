// The time zone that the phone is in, chosen on a page that was not answered yet.
const field = document.querySelector("[data-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (field && !document.querySelector(".error-summary") && [...field.options].some((one) => one.value === zone)) {
  field.value = zone;
}
