// When to send without being asked: at the start, when the page is seen again, when the connection is
// back, and by a timer that waits longer each time it failed.
import { send } from "./sending.js";
import { readyPhotosOf, waitingOf } from "./store.js";

const SHORTEST = 15_000;
const LONGEST = 10 * 60_000;

/** The pause after so many failures, with a third of it left to chance, so that not all come at once. */
export const pauseAfter = (failures, chance = Math.random()) =>
  Math.min(LONGEST, SHORTEST * 2 ** failures) * (1 + chance / 3);

/** Keeps sending for somebody, for as long as the page is open. */
export function keepSending(user) {
  let [failures, timer, busy] = [0, undefined, undefined];
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(flush, pauseAfter(failures));
  };
  async function flush() {
    const waits = (await waitingOf(user)).some((one) => one.state === "waiting");
    if (!waits && !(await readyPhotosOf(user)).some((one) => !one.refused)) return again();
    const { status } = await send(user);
    failures = status === 200 ? 0 : failures + 1;
    again();
  }
  const now = () => {
    busy ??= flush().catch(again).finally(() => {
      busy = undefined;
    });
  };
  // What a try that is under way waits for may never come: it is tried once more after it.
  const soon = () => Promise.resolve(busy).then(now);
  addEventListener("online", soon);
  addEventListener("pageshow", now);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && now());
  document.addEventListener("send-now", soon);
  now();
}
