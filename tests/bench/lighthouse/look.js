// Looks at pages with Lighthouse, one after the other in one Chromium.
// stdin: {"chrome": path, "pages": [{"name", "url", "cookie", "desktop"}]}; stdout: a line of JSON a page.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices"];

let told = "";
for await (const part of process.stdin) told += part;
const { chrome, pages } = JSON.parse(told);

const browser = await launch({
  chromePath: chrome,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"],
});
try {
  for (const { name, url, cookie, desktop } of pages) {
    const flags = {
      port: browser.port,
      onlyCategories: CATEGORIES,
      logLevel: "error",
      // Cookies as well: those of the page before would go along, and it came for somebody else.
      clearStorageTypes: ["all"],
      extraHeaders: cookie ? { Cookie: cookie } : undefined,
    };
    const { lhr } = await lighthouse(url, flags, desktop ? desktopConfig : undefined);
    const scores = Object.fromEntries(
      CATEGORIES.map((one) => [one, Math.round((lhr.categories[one].score ?? 0) * 100)]),
    );
    const short = CATEGORIES.flatMap((one) => lhr.categories[one].auditRefs)
      .filter((ref) => ref.weight > 0 && (lhr.audits[ref.id].score ?? 1) < 0.9)
      .map((ref) => ref.id);
    const value = (id) => lhr.audits[id]?.numericValue ?? 0;
    const line = {
      name,
      scores,
      short: [...new Set(short)],
      arrived: lhr.finalDisplayedUrl,
      error: lhr.runtimeError?.message ?? null,
      lcp: value("largest-contentful-paint"),
      tbt: value("total-blocking-time"),
      cls: value("cumulative-layout-shift"),
    };
    console.log(JSON.stringify(line));
  }
} finally {
  await browser.kill();
}
