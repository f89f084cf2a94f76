// Stands in each page: on a first visit, scripts are fetched once the words are seen, or after two
// seconds whatever happens. Where the phone has them already, or nobody is looking, they begin at once.
// The manifest comes last, so that what a browser then offers is heard.
const begin = () => {
  const taken = (what) => [...document.querySelectorAll(what)].map((one) => {
    const address = one.dataset.then;
    delete one.dataset.then;
    return [one, address];
  });
  const manifest = taken("link[rel=manifest][data-then]");
  for (const [link, href] of taken("link[data-then]")) Object.assign(link, { href, rel: "modulepreload" });
  const begun = taken("script[data-then]").map(([script, src]) =>
    new Promise((done) => Object.assign(script, { onload: done, onerror: done, src })));
  Promise.all(begun).then(() => manifest.forEach(([link, href]) => Object.assign(link, { href })));
};
if (document.hidden || navigator.serviceWorker?.controller) begin();
else {
  const seen = (list) => list.getEntriesByName("first-contentful-paint").length && begin();
  new PerformanceObserver(seen).observe({ type: "paint", buffered: true });
  setTimeout(begin, 2000);
}
