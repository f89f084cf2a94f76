// What a form means to the server, and when it is sent again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { deedOf, requestOf } from "../../static/js/outbox/deed.js";

const at = new Date("2026-11-28T02:11:09.120Z");
const fresh = () => "made-here";
const about = { user: "ines", at, zone: "Europe/London", fresh };

test("a new entry keeps the name that its form has, so that sent twice it is one", () => {
  const pairs = [["csrf_token", "x"], ["id", "e1"], ["patient", "p1"], ["place", "left-knee"], ["photos", {}]];
  const deed = deedOf({ outbox: "log", kind: "bleed" }, pairs, about);
  assert.deepEqual(deed, {
    item: "e1",
    user: "ines",
    patient: "p1",
    do: "log",
    id: "e1",
    at: "2026-11-28T02:11:09.120Z",
    zone: "Europe/London",
    answers: [["id", "e1"], ["patient", "p1"], ["place", "left-knee"]],
    kind: "bleed",
  });
});

test("a dose for a bleed is named by its form, the bleed by what the page says", () => {
  const deed = deedOf({ outbox: "treat", entry: "b1", revision: "3" }, [["id", "d1"], ["patient", "p1"]], about);
  assert.deepEqual([deed.item, deed.id, deed.answers], ["d1", "b1", [["infusion", "d1"]]]);
});

test("a change says which state was seen: the form's own, which may be newer than the page's", () => {
  const told = { outbox: "change", entry: "e1", revision: "3" };
  assert.equal(deedOf(told, [["revision", "4"]], about).revision, 4);
  assert.equal(deedOf(told, [], about).revision, 3);
  assert.equal(deedOf({ ...told, item: "again" }, [], about).item, "again");
});

test("a request has the phone's clock, and of each deed only what the server takes", () => {
  const deed = { ...deedOf({ outbox: "stop", entry: "e1", revision: "1" }, [["patient", "p1"]], about), what: "words", turn: 1 };
  const request = requestOf("ines", [deed], at, undefined);
  assert.equal(request.clock, "2026-11-28T02:11:09.120Z");
  assert.deepEqual(Object.keys(request.items[0]).sort(), ["answers", "at", "do", "id", "item", "patient", "revision", "zone"]);
});

test("only the deed whose form is open says that somebody is there", () => {
  const deeds = ["a", "b"].map((item) => ({ ...deedOf({ outbox: "log", kind: "bleed" }, [["id", item]], about) }));
  assert.deepEqual(requestOf("ines", deeds, at, "b").items.map((one) => one.here), [undefined, true]);
});
