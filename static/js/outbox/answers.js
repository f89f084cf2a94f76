// Between a form and its answers: read them, put them back, say them in words.

/** The fields of a form in their order, with the button that was pressed. */
export function pairsOf(form, button) {
  const pairs = [...new FormData(form)];
  if (button?.name) pairs.push([button.name, button.value]);
  return pairs;
}

/** Answers a form as it was answered before. */
export function fill(form, answers) {
  const given = new Map();
  for (const [name, value] of answers) given.set(name, [...(given.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || ["csrf_token", "file"].includes(field.name) || field.type === "file" || field.type === "submit") continue;
    const values = given.get(field.name) ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
  for (const more of form.querySelectorAll("details")) {
    more.open ||= Boolean(more.querySelector(":checked")) || [...more.querySelectorAll("textarea, input.input")].some((one) => one.value);
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/** What somebody answered, in the words that they read: ["Left knee", "Just now"]. */
export function wordsOf(form) {
  const words = [];
  for (const field of form.elements) {
    const label = field.ariaLabel || field.labels?.[0]?.textContent.trim();
    // How the body is turned is no answer.
    if (!label || field.type === "file" || field.type === "submit" || field.closest(".body-turn")) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked && words.push(label);
    else if (field.value && field.checkVisibility?.() !== false) words.push(`${label}: ${field.value.slice(0, 80)}`);
  }
  return words;
}
