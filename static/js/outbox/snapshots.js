// What the server last showed somebody, kept to be read without a connection: their pages as they were
// opened, and the four forms from the first visit on. The service worker's cache never has them.
import { askSession } from "./sending.js";
import { database, write } from "./database.js";
import { remove } from "./kept.js";

const FORMS = ["/log/bleed", "/log/bruise", "/log/joint-pain", "/log/factor"];
/** Whoever helps is noted as having looked, so nothing is fetched that they did not open. */
const ALWAYS = [...FORMS, "/", "/diary", "/numbers"];
const OPENED = /^\/(appointment|diary\/entries\/[0-9a-f-]+(\/change)?)$/;
const MOST_OPENED = 30;
const OLD = 24 * 3_600_000;
const PASSING = "[name=csrf_token], [data-undo], [data-passing], .notice[role=status], .error-summary";

/** Keeps what the server showed, unless its reader has signed out meanwhile. */
const keepPage = (page) =>
  write(["meta", "pages"], async (meta, pages) => {
    if ((await meta.get("session"))?.user === page.user) await pages.put(page);
  });

/** All that is kept for somebody to read. */
const pagesOf = async (user) => (await database()).getAllFromIndex("pages", "user", user);

/** A document of the server's as it is kept, or nothing where it is no page to be kept. */
export function pageOf(doc, url) {
  const { user, patient } = doc.documentElement.dataset;
  const path = url.pathname;
  // A page of what went wrong, under a page's address, has another frame.
  if (!user || !doc.body.matches(".phone") || !(ALWAYS.includes(path) || OPENED.test(path)) || doc.title.startsWith("Error: ")) return undefined;
  const parts = [...doc.querySelectorAll("body > .site-nav, body > main, body > .dock")].map((one) => {
    const copy = one.cloneNode(true);
    for (const gone of copy.querySelectorAll(PASSING)) gone.remove();
    return copy.outerHTML;
  });
  return { user, patient, path, search: url.search, title: doc.title, parts, at: Date.now(), build: buildOf(doc) };
}

const buildOf = (doc) => doc.querySelector("link[rel=icon]").getAttribute("href").split("/")[2];

/** Keeps the page that is open; then fetches, for each diary, what is not here or is old. */
export async function keepPages(user) {
  const open = pageOf(document, new URL(location.href));
  if (open) await keepPage(open);
  const session = await askSession();
  if (session.user !== user) return;
  const known = await pagesOf(user);
  const patients = session.diaries.map((one) => one.patient);
  const key = (patient, path) => `${patient} ${path}`;
  const fresh = new Set(known.filter((one) => one.at > Date.now() - OLD && one.build === buildOf(document)).map((one) => key(one.patient, one.path)));
  for (const { patient, may_log } of session.diaries) {
    const first = may_log ? [...FORMS, "/"] : ["/"];
    for (const path of first.filter((one) => !fresh.has(key(patient, one)))) await fetchPage(user, patient, path);
  }
  const change = open?.path.startsWith("/diary/entries/") && `${open.path.replace(/\/change$/, "")}/change`;
  if (change && document.querySelector(`a[href^="${change}"]`)) await fetchPage(user, open.patient, change);
  await tidy(known, patients);
}

async function fetchPage(user, patient, path) {
  const url = new URL(path, location.origin);
  url.searchParams.set("patient", patient);
  // Never on to the sign-in page: it would give this browser another token than the one on screen.
  const reply = await fetch(url, { redirect: "manual" });
  if (!reply.ok) return;
  const doc = new DOMParser().parseFromString(await reply.text(), "text/html");
  const page = pageOf(doc, url);
  if (page?.user === user) await keepPage(page);
}

/** Out goes what nobody may read any more, and all but the newest of the pages that were opened. */
async function tidy(known, patients) {
  const opened = known.filter((one) => OPENED.test(one.path)).sort((one, other) => other.at - one.at);
  const gone = [...known.filter((one) => !patients.includes(one.patient)), ...opened.slice(MOST_OPENED)];
  for (const one of gone) await remove("pages", [one.user, one.patient, one.path]);
}
