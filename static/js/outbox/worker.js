// The service worker. It keeps an empty shell and static files, nothing about anybody: what a person
// can read without a connection lies in IndexedDB, and pages of clinics are never answered from here.
// Above this line the server writes KEPT: {version, build, shell, files}.
/* global KEPT */

const CACHE = `bleedlog ${KEPT.version} ${KEPT.build}`;
const PAGES = /^\/(appointment|diary(\/entries\/[0-9a-f-]+(\/change)?)?|numbers|waiting|log\/[a-z-]+)?$/;
/** What the phone keeps nothing of: their own answer is waited for, and only where none comes it is said here. */
const OTHERS = /^\/(more|sharing|settings)(\/|$)|^\/(looked|privacy|begin|sign-in|diary\/gaps|numbers\/summary)$/;
const PATIENCE = 4000;
const NO_ANSWER = new Set([502, 503, 504]);

self.addEventListener("install", (event) => {
  event.waitUntil(fillCache());
});

async function fillCache() {
  const cache = await caches.open(CACHE);
  // Without cookies, so that the shell cannot be anybody's.
  const shell = await fetch(KEPT.shell, { credentials: "omit", cache: "no-store" });
  if (!shell.ok) throw new Error(`no shell: ${shell.status}`);
  await cache.put(KEPT.shell, shell);
  await cache.addAll(KEPT.files);
}

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim().then(tidy));
});

// A page of this version has come to rest.
self.addEventListener("message", (event) => {
  if (event.data === KEPT.build) self.skipWaiting();
});

/**
 * Each tab holds a lock in the name of its build: the files of a build stay until no tab has it.
 * Those of a worker that is about to take over have no tab yet.
 */
async function tidy() {
  const { installing, waiting } = self.registration;
  if (!self.navigator.locks || installing || waiting) return;
  const held = (await self.navigator.locks.query()).held.map((lock) => lock.name);
  for (const name of await caches.keys()) {
    if (name !== CACHE && !held.includes(`build ${name.split(" ")[2]}`)) await caches.delete(name);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromCache(request));
  if (request.mode !== "navigate") return;
  event.waitUntil(tidy());
  if (PAGES.test(url.pathname)) event.respondWith(fromNetwork(request, PATIENCE));
  else if (OTHERS.test(url.pathname)) event.respondWith(fromNetwork(request));
});

async function fromCache(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function fromNetwork(request, patience) {
  const answer = fetch(request);
  const late = new Promise((resolve) => patience && setTimeout(resolve, patience));
  const reply = await Promise.race([answer, late]).catch(() => undefined);
  if (reply && !NO_ANSWER.has(reply.status)) return reply;
  answer.catch(() => {});
  const shell = await caches.match(KEPT.shell, { cacheName: CACHE });
  return shell ?? answer;
}
