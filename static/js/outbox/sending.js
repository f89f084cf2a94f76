// Sends what waits, oldest first, one tab at a time. Nothing leaves the phone's store but what the
// server says it has; every other answer, or none, leaves it where it is.
import { requestOf } from "./deed.js";
import { forget, remove } from "./kept.js";
import { leaving, mark, oneAtATime, readyPhotosOf, settle, waitingOf } from "./store.js";

const PIECE = 100;
const PATIENCE = 20_000;
const MOST_FAILURES = 3;
const DONE = new Set(["accepted", "unchanged", "conflict"]);
/** Answers that may be about one deed of several: then each goes by itself. */
const ABOUT_ONE = new Set([400, 409, 413, 422, 500]);

/** Asks the server; a network that gives no answer is status 0. */
export async function ask(path, options = {}) {
  try {
    const headers = { Accept: "application/json", ...options.headers };
    const signal = AbortSignal.timeout?.(PATIENCE);
    return await fetch(path, { cache: "no-store", signal, ...options, headers });
  } catch {
    return { status: 0, ok: false };
  }
}

/** What an answer says; none, or half of one, is not the server's. */
const saidIn = async (reply) => (reply.ok ? reply.json().catch(() => undefined) : undefined);

/** Who is signed in here, and with which token forms are sent; {status} where nobody is. */
export async function askSession() {
  const reply = await ask("/api/v1/session");
  const said = await saidIn(reply);
  return { status: reply.ok && !said ? 0 : reply.status, ...said };
}

/**
 * Sends what somebody has waiting; here: the item whose form is open. Gives {outcomes, status, faults}: what became of each deed by its
 * item; the answer that stopped it (0 no answer, 401 signed out, 403 somebody else is in), or 200;
 * why photos were not taken, by entry.
 */
export async function send(user, token, here) {
  const result = await oneAtATime(() => sendAll(user, token, here));
  // Whose session ended, or was ended elsewhere, has nothing to read here any more.
  if (result.status === 401) await Promise.all([forget(user, ["pages"]), remove("meta", "session")]);
  document.dispatchEvent(new CustomEvent("sent", { detail: result.status }));
  return result;
}

async function sendAll(user, token, here) {
  const sender = new Sender(user, token, here);
  await sender.sendDeeds();
  const faults = new Map();
  if (sender.status === 200 && (await readyPhotosOf(user)).length) {
    const { sendPhotos } = await import("./photos.js");
    await sendPhotos(sender, faults);
  }
  return { outcomes: sender.outcomes, status: sender.status, faults };
}

class Sender {
  outcomes = new Map();
  status = 200;
  #fresh = false;

  constructor(user, token, here) {
    // Without a connection it is asked first whether somebody answers.
    Object.assign(this, { user, token: navigator.onLine ? token : undefined, here });
  }

  async sendDeeds() {
    const tried = new Set();
    let [piece, failures] = [PIECE, 0];
    while (failures < MOST_FAILURES) {
      const all = await waitingOf(this.user);
      const deeds = all.filter((one) => one.state === "waiting" && !tried.has(one.item)).slice(0, piece);
      if (!deeds.length) return;
      // Where nobody answers, nothing leaves. A full phone may refuse the note: what waits leaves all the same.
      if (!this.token && !(await this.#refresh())) return;
      await leaving(deeds).catch(() => {});
      const reply = await this.post("/api/v1/sync", {
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(requestOf(this.user, deeds, new Date(), this.here)),
      });
      const told = (await saidIn(reply))?.items;
      if (told) {
        for (const deed of deeds) tried.add(deed.item);
        await this.#take(deeds, told);
      } else if (!ABOUT_ONE.has(reply.status)) {
        this.status = reply.ok ? 0 : reply.status;
        return;
      } else if (deeds.length > 1) {
        piece = 1;
      } else {
        this.status = reply.status;
        tried.add(deeds[0].item);
        // Only a server that fails is not asked on and on; one that refuses says so of each.
        if (reply.status === 500) failures += 1;
      }
    }
  }

  /** Posts with a token that is good; one that is not is fetched anew, once. */
  async post(path, options) {
    if (!this.token && !(await this.#refresh())) return { status: this.status, ok: false };
    const go = () => ask(path, { method: "POST", ...options, headers: { ...options.headers, "X-CSRFToken": this.token } });
    const reply = await go();
    if (reply.status !== 400 || this.#fresh) return reply;
    return (await this.#refresh()) ? go() : { status: this.status, ok: false };
  }

  async #refresh() {
    const session = await askSession();
    const isTheirs = session.user === this.user;
    this.status = isTheirs ? 200 : session.user ? 403 : session.status;
    this.token = isTheirs ? session.csrf_token : undefined;
    this.#fresh = isTheirs;
    return isTheirs;
  }

  async #take(deeds, told) {
    for (const deed of deeds) {
      const said = told.find((one) => one.item === deed.item);
      if (!said) continue;
      this.outcomes.set(deed.item, said);
      if (DONE.has(said.outcome)) await settle(deed);
      else if (said.outcome === "rejected") await mark(deed, said.reasons ?? []);
    }
  }
}
