/* All charts over time show the same stretch of it. */

/* Plotly says an instant as it was told: in milliseconds, or as text without a zone. */
export const instant = (end) =>
  typeof end === "string" ? Date.parse(end.length > 10 ? `${end.replace(" ", "T")}Z` : end) : +end;

/* Zoomed in, plotly chooses the dates below the axis; the whole picture keeps ours. */
const zoomTo = (range, whole) => ({
  "xaxis.range": [...range],
  "xaxis.tickmode": range.every((end, at) => end === whole[at]) ? "array" : "auto",
});

let leading = false;

/* The others go where one was moved; back at its whole time, each goes back to its own. */
export async function follow(stage, whole, charts) {
  if (leading) return;
  leading = true;
  const shown = stage.layout.xaxis.range.map(instant);
  const back = shown.every((end, at) => end === whole[at]);
  const moved = [...charts].filter((one) => one.whole).map((one) =>
    one.Plotly.relayout(one.stage, zoomTo(back ? one.whole : shown, one.whole)),
  );
  await Promise.allSettled(moved);
  leading = false;
}
