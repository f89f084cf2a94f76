/* Fetches what a live chart is made of, each once: plotly, and the figures of a page. */

const built = (name) => new URL(`../build/${name}`, import.meta.url).href;

function loaded(kind, properties) {
  const element = Object.assign(document.createElement(kind), properties);
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve, { once: true });
    element.addEventListener("error", () => reject(new Error("not loaded")), { once: true });
    document.head.append(element);
  });
}

let plotly;

/* With this id and class on its stylesheet, plotly writes no style elements of its own. */
export function loadPlotly() {
  plotly ??= (async () => {
    const style = { id: "plotly.js-style-global", className: "no-inline-styles" };
    await loaded("link", { ...style, rel: "stylesheet", href: built("plotly.css") });
    await loaded("script", { src: built("plotly.min.js") });
    return window.Plotly;
  })().catch((fault) => {
    document.getElementById("plotly.js-style-global")?.remove();
    plotly = undefined;
    throw fault;
  });
  return plotly;
}

const sources = new Map();

/* All charts of a page come in one answer. */
export function loadFigures(url) {
  if (!sources.has(url)) {
    const answer = fetch(url, { headers: { Accept: "application/json" } }).then((reply) => {
      if (!reply.ok) throw new Error(`status ${reply.status}`);
      return reply.json();
    });
    answer.catch(() => sources.delete(url));
    sources.set(url, answer);
  }
  return sources.get(url);
}

/* A copy, in the colours of the scheme: plotly changes what it is given. */
export function coloured(part, colours) {
  if (typeof part === "string") return colours[part] ?? part;
  if (Array.isArray(part)) return part.map((one) => coloured(one, colours));
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([k, v]) => [k, coloured(v, colours)]));
}
