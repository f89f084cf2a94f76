// The empty page that the service worker gives when the server does not answer: filled with what this
// phone kept of the page that was asked for.
import { read, sessionHere } from "./outbox/kept.js";
import { drawn, momentWords } from "./outbox/telling.js";
import { begin } from "./phone.js";

const main = () => document.querySelector("main");

async function open() {
  const url = new URL(location.href);
  const session = await sessionHere().catch(() => undefined);
  if (!session) return show(drawn("nobody-here"));
  const patient = url.searchParams.get("patient") ?? session.patient;
  Object.assign(document.documentElement.dataset, { user: session.user, patient });
  if (url.pathname === "/waiting") show(drawn("waiting-page"));
  else await showPage(url, session.user, patient);
  await begin({ user: session.user, patient }, false);
}

function show(content) {
  main().replaceChildren(content);
  const heading = content.querySelector("h1");
  document.title = `${heading.textContent} - bleedlog`;
}

async function showPage(url, user, patient) {
  const page = await read("pages", [user, patient, url.pathname]);
  if (!page || !sameMonth(url, page)) return show(drawn("not-here"));
  const doc = new DOMParser().parseFromString(page.parts.join(""), "text/html");
  document.querySelector("body > .site-nav").remove();
  main().replaceWith(...doc.body.children);
  document.title = page.title;
  const offline = navigator.onLine ? "no-answer" : "offline";
  main().prepend(drawn(offline, { when: momentWords(new Date(page.at)) }));
  for (const field of document.querySelectorAll("[data-outbox] [name=id], [data-online] [name=id]")) field.value = crypto.randomUUID();
  if (new Date(page.at).toDateString() !== new Date().toDateString()) askAnew();
  tellWhatNeedsTheServer();
  asTheAddressSays(url);
  if (document.getElementById("log")) await import("./log.js");
  if (document.querySelector("[data-online]")) await import("./question.js");
  if (document.querySelector(".chart")) await import("./charts.js");
  if (url.hash && !url.hash.startsWith("#again-")) document.querySelector(url.hash)?.scrollIntoView();
}

/** What only the server does says so before it is pressed. */
function tellWhatNeedsTheServer() {
  for (const form of document.querySelectorAll("main form[method=post]:not([data-outbox], [data-online])")) {
    const what = [...form.querySelectorAll("button")].map((one) => one.textContent.trim()).join(", ");
    form.replaceWith(drawn("needs-server", { what }));
  }
}

/** A month of the diary is kept, the last one that was looked at. */
function sameMonth(url, page) {
  const asked = url.searchParams.get("month");
  return !asked || asked === new URLSearchParams(page.search).get("month");
}

const DAY = 86_400_000;
const MOST_DAYS = 28;
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });

/** "Since yesterday" meant other days when the page was kept: it is asked of the days up to now, and says so. */
function askAnew() {
  const words = document.getElementById("offline").dataset;
  const now = new Date();
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  for (const form of document.querySelectorAll('[data-outbox="check-in"]')) {
    const [card, { since }] = [form.closest(".card"), form.dataset];
    const title = (card ?? document).querySelector("h1, h2");
    const first = new Date(`${form.elements.first.value}T00:00`);
    const days = Math.round((tomorrow - first) / DAY);
    if (!since || days < 2 || days > MOST_DAYS) {
      if (!card && location.pathname === "/") title.textContent = words.heading;
      (card ?? form).remove();
      continue;
    }
    const anew = words.since.replace("{day}", days === 2 ? words.yesterday : weekday.format(first));
    title.textContent = title.textContent.replace(since, anew);
    form.dataset.words = form.dataset.words.replace(since, anew);
    form.elements.end.value = [tomorrow.getFullYear(), tomorrow.getMonth() + 1, tomorrow.getDate()].map((one) => String(one).padStart(2, "0")).join("-");
  }
}

/** What the server does with ?date= and ?more=. */
function asTheAddressSays(url) {
  const day = url.searchParams.get("date");
  const form = document.getElementById("log");
  if (day && form?.elements.date) {
    form.querySelector('[name=when][value="another_time"]').checked = true;
    form.elements.date.value = day;
  }
  const more = document.getElementById("more");
  if (more && url.searchParams.has("more")) more.open = true;
}

open();
