/* Plotly takes over from the still pictures: on a desk after first paint, on a phone at a tap.
   The still stays where it is, unseen, and gives the figure its place: nothing moves, the page
   prints the still, and closing brings it back. */

import { coloured, loadFigures, loadPlotly } from "./figures.js";
import { follow, instant, join } from "./zoom.js";

const CONFIG = {
  displayModeBar: false,
  doubleClick: "reset",
  doubleClickDelay: 1000, // ms; hands may shake, and a machine may be busy
  plotlyServerURL: "",
  showSendToCloud: false,
  showTips: false,
};
const night = matchMedia("(prefers-color-scheme: dark) and (forced-colors: none)");
/* What has no narrow picture is drawn by plotly only where there is room for more than a phone. */
const room = matchMedia("(min-width: 40rem)");
const live = new Map();

/* Type and colours are the page's. */
function figureOf(answer, name, still) {
  const figure = coloured(answer.charts[name], night.matches ? answer.dark : {});
  figure.layout.font = { family: getComputedStyle(still).fontFamily };
  return figure;
}

async function open(chart, ready) {
  const canvas = chart.querySelector("[data-chart-canvas]");
  const still = canvas.querySelector("svg");
  const { chartSource, chart: name } = chart.dataset;
  const [Plotly, answer] = await Promise.all([loadPlotly(), loadFigures(chartSource)]);
  await ready?.();
  if (!chart.isConnected) return;
  const figure = figureOf(answer, name, still);
  const stage = document.createElement("div");
  stage.className = "chart-stage";
  stage.setAttribute("aria-hidden", "true");
  canvas.append(stage);
  await Plotly.newPlot(stage, figure.data, figure.layout, CONFIG);
  if (!chart.isConnected) {
    Plotly.purge(stage);
    return;
  }
  const whole = figure.layout.dragmode ? answer.charts[name].layout.xaxis.range.map(instant) : null;
  const fit = () => {
    const scale = still.getBoundingClientRect().width / figure.layout.width;
    if (scale) stage.style.transform = `scale(${scale})`;
  };
  const watch = new ResizeObserver(fit);
  watch.observe(still);
  fit();
  canvas.classList.add("is-live");
  live.set(chart, { Plotly, answer, name, still, stage, watch, canvas, whole });
  if (whole) {
    await join(live.get(chart), live.values());
    stage.on("plotly_relayout", (change) => {
      if ("xaxis.range[0]" in change || "xaxis.range" in change) follow(stage, whole, live.values());
    });
  }
}

function close(chart) {
  const { Plotly, stage, watch, canvas } = live.get(chart);
  live.delete(chart);
  watch.disconnect();
  canvas.classList.remove("is-live");
  Plotly.purge(stage);
  stage.remove();
}

async function toggle(chart, button, status) {
  if (button.getAttribute("aria-busy") === "true") return;
  status.textContent = "";
  if (live.has(chart)) {
    close(chart);
  } else {
    button.setAttribute("aria-busy", "true");
    try {
      await open(chart);
    } catch {
      status.textContent = "This needs a connection. The picture and the table are complete.";
    }
    button.removeAttribute("aria-busy");
  }
  button.textContent = live.has(chart) ? "Close" : "Explore";
}

night.addEventListener("change", () => {
  for (const { Plotly, answer, name, still, stage } of live.values()) {
    const { data, layout } = figureOf(answer, name, still);
    Plotly.react(stage, data, layout, CONFIG);
  }
});

const soon = (task) => window.requestIdleCallback?.(task, { timeout: 1000 }) ?? setTimeout(task, 200);

/* On a narrow screen a desk's page shows its narrow pictures, and fetches nothing. */
function whenShown(still, then) {
  const look = () => {
    if (!still.checkVisibility() || !(hasNarrow(still.parentElement) || room.matches)) return;
    watch.disconnect();
    room.removeEventListener("change", look);
    requestAnimationFrame(() => soon(then));
  };
  const watch = new ResizeObserver(look);
  watch.observe(still);
  room.addEventListener("change", look);
}

const hasNarrow = (canvas) => canvas.classList.contains("has-narrow");

let last = Promise.resolve();
const turn = () => (last = last.then(() => new Promise(soon)));

/* One is drawn after the other, each once there is nothing else to do: the page answers in between. */
const takeOver = (chart) => whenShown(chart.querySelector(".chart-still"), () => open(chart, turn).catch(() => {}));

room.addEventListener("change", () => {
  if (room.matches) return;
  for (const [chart, { canvas }] of [...live]) {
    if (hasNarrow(canvas) || chart.querySelector("[data-chart-explore]")) continue;
    close(chart);
    takeOver(chart);
  }
});

/* Bring the charts of a part of the page to life. */
export function dress(part) {
  for (const chart of part.querySelectorAll("[data-chart]")) {
    const button = chart.querySelector("[data-chart-explore]");
    if (button) {
      const status = chart.querySelector("[data-chart-status]");
      button.hidden = false;
      button.addEventListener("click", () => toggle(chart, button, status));
    } else {
      takeOver(chart);
    }
  }
}

/* Let go of them, once the part has left the page. */
export function undress(part) {
  for (const chart of [...live.keys()].filter((one) => part.contains(one))) close(chart);
}

dress(document);
