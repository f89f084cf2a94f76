// Times as people say them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { momentWords } from "../../static/js/outbox/telling.js";

test("a moment is said as a clock and a day", () => {
  const said = [[14, 0], [2, 11], [0, 5], [12, 0]].map(([hour, minute]) => momentWords(new Date(2026, 10, 28, hour, minute)));
  assert.deepEqual(said, ["2pm, 28 November", "2:11am, 28 November", "12:05am, 28 November", "12pm, 28 November"]);
});
