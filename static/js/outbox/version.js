// Which version of the files this browser has: its service worker, and the one that comes after it.

/** How long a service worker may take to fetch its files. */
const FILLS = 10_000;
/** Where the files of this version are: /static/<build>/. */
const BUILD = new URL("../..", import.meta.url).pathname;

/** Resolves once the service worker has its files; gives what lets a newer one take over, if there can be one. */
export async function register() {
  navigator.locks?.request(`build ${BUILD}`, { mode: "shared" }, () => new Promise(() => {}));
  try {
    const registration = await navigator.serviceWorker.register("/service-worker.js");
    // Where none is allowed there is none to wait for.
    if (!registration) return undefined;
    await Promise.race([navigator.serviceWorker.ready, new Promise((resolve) => setTimeout(resolve, FILLS))]);
    return () => letTakeOver(registration);
  } catch {
    // Without it the pages go on as they are, with a connection.
    return undefined;
  }
}

/**
 * A new worker takes over when the page of its version asks for nothing more: the one before it, asked
 * for something just then, is kept by Chromium until it had nothing to do for half a minute.
 */
function letTakeOver(registration) {
  const ask = () => registration.waiting?.postMessage(BUILD);
  const follow = () => registration.installing?.addEventListener("statechange", ask);
  registration.addEventListener("updatefound", follow);
  follow();
  ask();
}
