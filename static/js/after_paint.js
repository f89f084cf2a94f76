// Stands in each page: on a first visit, scripts are fetched once the words are seen, or after two
// seconds whatever happens. Where the phone has them already, or nobody is looking, they begin at once.
const begin = () => {
  for (const one of document.querySelectorAll("[data-then]")) {
    if (one.localName === "script") one.src = one.dataset.then;
    else Object.assign(one, { href: one.dataset.then, rel: one.rel || "modulepreload" });
    delete one.dataset.then;
  }
};
if (document.hidden || navigator.serviceWorker?.controller) begin();
else {
  const seen = (list) => list.getEntriesByName("first-contentful-paint").length && begin();
  new PerformanceObserver(seen).observe({ type: "paint", buffered: true });
  setTimeout(begin, 2000);
}
