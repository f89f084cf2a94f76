"""A page with charts, served over loopback under the application's content security policy."""

import html
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bleedlog.charts.chart import Chart, charts_json
from tests.chromium import chromium

STATIC = Path(__file__).parents[2] / "static"
# `img-src` without `data:`: what plotly draws needs no image at all.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Charts</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="/static/images/favicon.svg">
<link rel="stylesheet" href="/static/css/bleedlog.css">
<link rel="stylesheet" href="/static/css/charts.css">
<script type="module" src="/static/js/charts.js"></script>
<main>{charts}</main></html>"""
CHART = """<figure data-chart="{name}" data-chart-source="/charts.json">
<h2>{title}</h2>
<div class="chart-canvas" data-chart-canvas role="img" aria-label="{summary}">{still}</div>
{tools}</figure>"""
TOOLS = """<button type="button" data-chart-explore hidden>Explore</button>
<p class="chart-status" role="status" data-chart-status></p>"""


@dataclass
class Served:
    """The running server and what was asked of it."""

    address: str
    asked: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Paths that answer 503."""


@contextmanager
def serving(charts: Mapping[str, Chart], *, tap: bool) -> Iterator[Served]:
    """Serve a page of these charts; `tap`: a phone's, on which plotly waits for a tap."""
    shown = "".join(
        CHART.format(
            name=name,
            title=html.escape(chart.title),
            summary=html.escape(chart.summary),
            still=chart.still(),
            tools=TOOLS if tap else "",
        )
        for name, chart in charts.items()
    )
    pages = {
        "/": ("text/html", PAGE.format(charts=shown)),
        "/charts.json": ("application/json", charts_json(charts)),
    }

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *words: Any) -> None:
            """Keep quiet."""

        def do_GET(self) -> None:
            served.asked.append(self.path)
            kind, body = pages.get(self.path, ("", ""))
            content = body.encode()
            file = STATIC / self.path.removeprefix("/static/")
            if self.path.startswith("/static/") and file.is_file():
                kind, content = TYPES[file.suffix], file.read_bytes()
            self.send_response(503 if self.path in served.broken else 200 if kind else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Served(f"http://127.0.0.1:{server.server_port}/")
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Watched:
    """A page and everything that it complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def all_complaints(self) -> list[str]:
        """Console messages, script errors and violations of the policy."""
        return self.complaints + list(self.page.evaluate("window.violations ?? []"))

    def live(self, count: int) -> None:
        """Wait until plotly has taken over that many charts."""
        self.page.locator(".is-live").nth(count - 1).wait_for(state="attached", timeout=20_000)


@contextmanager
def opened(address: str, *, width: int = 1000, dark: bool = False) -> Iterator[Watched]:
    """Open a page in Chromium and watch it."""
    context = chromium().new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    watched = Watched(context.new_page())
    watched.page.on("console", lambda said: watched.complaints.append(said.text))
    watched.page.on("pageerror", lambda fault: watched.complaints.append(str(fault)))
    watched.page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) =>"
        " (window.violations ??= []).push(`${e.violatedDirective} ${e.blockedURI}`))"
    )
    watched.page.goto(address)
    try:
        yield watched
    finally:
        context.close()


def layout_now(page: Page, name: str) -> dict[str, Any]:
    """The layout that plotly shows at this moment."""
    stage = f"[data-chart='{name}'] .chart-stage"
    shown = page.evaluate(f"JSON.stringify(document.querySelector(`{stage}`).layout)")
    layout: dict[str, Any] = json.loads(shown)
    return layout
