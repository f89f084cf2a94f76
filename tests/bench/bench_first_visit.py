"""What a phone fetches for home and for Log a bleed that never was here: bytes over the wire.

    python -m tests.bench.bench_first_visit

Counted by Chromium as they come, headers included, until the page has loaded and rests. What a
service worker fetches for later is no part of the page. Exit status 1 says that a budget was
missed.
"""

import sys
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.bench.budgets import Measured, show
from tests.bench.live_site import live_site
from tests.browser.site import Site
from tests.browser.world import VIEWS, World
from tests.chromium import chromium

PAGES = {"home": "Home", "bleed": "Log a bleed"}
MOST_KILOBYTES, MOST_KILOBYTES_OF_SCRIPTS = 30, 12
PHONE = {"width": 390, "height": 844}


@dataclass
class Fetched:
    """What came over the wire for one page."""

    at: str
    sizes: dict[str, float] = field(default_factory=dict)
    """Bytes by request."""
    kinds: dict[str, str] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)

    def note_request(self, event: dict[str, Any]) -> None:
        """Something is asked for."""
        self.kinds[event["requestId"]] = event.get("type", "Other")
        url = event["request"]["url"]
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != self.at:
            self.elsewhere.add(url)

    def note_end(self, event: dict[str, Any]) -> None:
        """It is here."""
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def kilobytes(self, kind: str | None = None) -> float:
        """Of one kind of thing, or of all."""
        return (
            sum(size for key, size in self.sizes.items() if kind in {None, self.kinds.get(key)})
            / 1024
        )


def fetched(site: Site, world: World, name: str) -> Fetched:
    """What the page fetches in a browser that was never here."""
    view = VIEWS[name]
    context = chromium().new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        is_mobile=True,
        has_touch=True,
        base_url=site.url,
    )
    who = view.who(world)
    assert who is not None
    context.add_cookies([site.signed_in_as(who)])  # type: ignore[list-item]
    tab = context.new_page()
    found = Fetched(urlsplit(site.url).netloc)
    wire = context.new_cdp_session(tab)
    wire.on("Network.requestWillBeSent", found.note_request)
    wire.on("Network.loadingFinished", found.note_end)
    wire.send("Network.enable")
    tab.goto(view.address(world), wait_until="networkidle")
    context.close()
    return found


def main() -> int:
    """Print the table; 1 when a budget is missed."""
    measured = []
    with live_site() as (site, world):
        for name, title in PAGES.items():
            page = fetched(site, world, name)
            measured += [
                Measured(title, f"{len(page.sizes)} requests", page.kilobytes(),
                         MOST_KILOBYTES, "KB"),
                Measured(f"{title}: scripts", "", page.kilobytes("Script"),
                         MOST_KILOBYTES_OF_SCRIPTS, "KB"),
                Measured(f"{title}: from elsewhere", ", ".join(sorted(page.elsewhere)),
                         len(page.elsewhere), 0, "requests"),
            ]  # fmt: skip
    return show(measured)


if __name__ == "__main__":
    sys.exit(main())
