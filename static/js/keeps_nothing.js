// On the page of what is on this phone: a browser that keeps nothing (a private window) says what that means.
import { database } from "./outbox/database.js";

database().catch(() => {
  const said = document.getElementById("keeps-nothing").content.cloneNode(true);
  document.querySelector("[data-list]").replaceChildren(said);
});
