// Questions go to the server at once: where it does not answer, the page says so, and what was typed
// stays in the form, and on the phone as a draft until the server has it.
import { pairsOf } from "./outbox/answers.js";
import { draftsOf, put, read, remove } from "./outbox/kept.js";
import { sendNatively } from "./outbox/native.js";
import { ask } from "./outbox/sending.js";

for (const form of document.querySelectorAll("form[data-online]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    document.getElementById("not-online-here")?.remove();
    const { status } = await ask("/healthz");
    if (status !== 200) return tellNotOnline(form);
    await finishDraft(form).catch(() => {});
    sendNatively(form);
  });
}

function tellNotOnline(form) {
  const said = document.getElementById("not-online").content.firstElementChild.cloneNode(true);
  Object.assign(said, { id: "not-online-here", tabIndex: -1, role: "alert" });
  form.prepend(said);
  said.focus();
}

/** The draft says what is sent, under the name that the server is told, and changes no more. */
async function finishDraft(form) {
  if (!form.dataset.draft) return;
  form.dispatchEvent(new Event("kept"));
  const draft = await read("drafts", form.dataset.draft);
  const answers = pairsOf(form).filter(([name]) => name !== "csrf_token");
  if (draft) await put("drafts", { ...draft, answers, sent: true });
}

/** The address says which question the server has, new or with other words: that draft is none any more. */
async function forgetSent(added) {
  const { user, patient } = document.documentElement.dataset;
  for (const path of ["/appointment/write", `/appointment/questions/${added}`]) {
    for (const { key, answers, sent } of await draftsOf(user, patient, path)) {
      if (sent && answers.some(([name, value]) => name === "id" && value === added)) await remove("drafts", key);
    }
  }
}

const added = new URLSearchParams(location.search).get("added");
if (added) forgetSent(added).catch(() => {});
