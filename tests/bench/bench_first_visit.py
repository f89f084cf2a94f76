"""What a phone fetches for home and for Log a bleed that never was here, in kilobytes.

    python -m tests.bench.bench_first_visit

Counted are the bodies as they come over the wire from a proxy that compresses pages, of all that
Chromium asks for until the page has come to rest. Headers are not: over HTTP/2 those that repeat
take a byte each. Neither is what is fetched afterwards for a time without a connection. Exit status
1 says that a budget was missed.
"""

import sys
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ViewportSize

from tests.bench.budgets import Measured, show
from tests.bench.front import Front, in_front_of
from tests.bench.live_site import live_site
from tests.browser.site import Site
from tests.browser.world import VIEWS, World
from tests.chromium import chromium

PAGES = {"home": "Home", "bleed": "Log a bleed"}
MOST_KILOBYTES, MOST_KILOBYTES_OF_SCRIPTS = 30, 12
AT_REST = "/js/outbox/version.js"
"""What is fetched first of what a page does not need itself."""
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Asked:
    """What one page asked for."""

    at: str
    kinds: dict[str, str] = field(default_factory=dict)
    """What kind of thing, by path, until the page was at rest."""
    elsewhere: set[str] = field(default_factory=set)
    is_at_rest: bool = False

    def note_request(self, event: dict[str, Any]) -> None:
        """Something is asked for."""
        url = urlsplit(event["request"]["url"])
        self.is_at_rest |= url.path.endswith(AT_REST)
        if url.scheme in {"data", "blob"}:
            return
        if url.netloc != self.at:
            self.elsewhere.add(url.geturl())
        elif not self.is_at_rest:
            path = f"{url.path}?{url.query}" if url.query else url.path
            self.kinds[path] = event.get("type", "Other")

    def kilobytes(self, front: Front, *, scripts: bool = False) -> float:
        """How much of it came, of scripts alone or of all."""
        paths = [path for path, kind in self.kinds.items() if kind == "Script" or not scripts]
        return sum(front.sent[path] for path in paths) / 1024


def asked(site: Site, front: Front, world: World, name: str) -> Asked:
    """What the page asks for in a browser that was never here."""
    view = VIEWS[name]
    context = chromium().new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    who = view.who(world)
    assert who is not None
    context.add_cookies([site.signed_in_as(who)])  # type: ignore[list-item]
    tab = context.new_page()
    found = Asked(urlsplit(front.url).netloc)
    wire = context.new_cdp_session(tab)
    wire.on("Network.requestWillBeSent", found.note_request)
    wire.send("Network.enable")
    tab.goto(front.url + view.address(world), wait_until="networkidle")
    context.close()
    return found


def main() -> int:
    """Print the table; 1 when a budget is missed."""
    measured = []
    with live_site() as (site, world), in_front_of(site.url) as front:
        for name, title in PAGES.items():
            page = asked(site, front, world, name)
            measured += [
                Measured(title, f"{len(page.kinds)} requests", page.kilobytes(front),
                         MOST_KILOBYTES, "KB"),
                Measured(f"{title}: scripts", "", page.kilobytes(front, scripts=True),
                         MOST_KILOBYTES_OF_SCRIPTS, "KB"),
                Measured(f"{title}: from elsewhere", " ".join(sorted(page.elsewhere)),
                         len(page.elsewhere), 0, "requests"),
            ]  # fmt: skip
    return show(measured)


if __name__ == "__main__":
    sys.exit(main())
