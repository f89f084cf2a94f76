/* All charts over time show the same stretch of it. */

/* Plotly says an instant as it was told: in milliseconds, or as text without a zone. */
export const instant = (end) =>
  typeof end === "string" ? Date.parse(end.length > 10 ? `${end.replace(" ", "T")}Z` : end) : +end;

/* Zoomed in, plotly chooses the dates below the axis; the whole picture keeps ours. */
const zoomTo = (range, whole) => ({
  "xaxis.range": [...range],
  "xaxis.tickmode": isWhole(range, whole) ? "array" : "auto",
});

const shownBy = ({ stage }) => stage.layout.xaxis.range.map(instant);
const isWhole = (range, whole) => range.every((end, at) => end === whole[at]);
const goTo = (one, range) => one.Plotly.relayout(one.stage, zoomTo(range, one.whole));

let leading = false;

/* The others go where one was moved; back at its whole time, each goes back to its own. */
export async function follow(stage, whole, charts) {
  if (leading) return;
  leading = true;
  const shown = shownBy({ stage });
  const back = isWhole(shown, whole);
  const moved = [...charts].filter((one) => one.whole);
  await Promise.allSettled(moved.map((one) => goTo(one, back ? one.whole : shown)));
  leading = false;
}

/* One that comes later goes where the others were moved meanwhile. */
export async function join(late, charts) {
  const moved = [...charts].find((one) => one.whole && !isWhole(shownBy(one), one.whole));
  if (moved) await goTo(late, shownBy(moved));
}
