// On the sign-in page: nobody is signed in here, however that came about (signed out, ended from
// elsewhere, too long ago), so nothing is left to read. What was not sent waits for its own person.
// Neither is anything left to whoever has no diary any more.
import { forget, remove, sessionHere } from "./kept.js";

const session = await sessionHere().catch(() => undefined);
await remove("meta", "leave").catch(() => {});
if (session) await Promise.all([forget(session.user, ["pages"]), remove("meta", "session")]).catch(() => {});
