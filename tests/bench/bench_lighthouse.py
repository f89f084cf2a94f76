"""Every page as Lighthouse sees it: patients' on a slow phone, the clinic's on a desk.

    python -m tests.bench.bench_lighthouse [PAGE...]

None is left out (`tests/rules/test_looked_at.py`). All stand behind a proxy as in production, which
keeps connections open and compresses pages. Beside them, in the same run, stands a bare HTML form:
how soon a page's largest part is there is told as a ratio to it. A page that falls short is looked
at again, twice at most, and its best look counts: a busy machine makes pages slower, never faster.
`make bench` installs Lighthouse. Exit status 1 says that a budget was missed.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.progress import track

from tests.bench.budgets import Measured, console, show
from tests.bench.front import in_front_of
from tests.bench.live_site import live_site
from tests.bench.more_pages import MORE, PROVIDER, Made, cookie_of
from tests.browser.site import Site
from tests.browser.test_every_page import ALL
from tests.browser.world import World
from tests.chromium import NAMES

LOOK = Path(__file__).parent / "lighthouse" / "look.js"
MOST_TIMES_BARE = 1.5
DESK_LEAST, PHONE_LEAST = 95, 100
LOOKS = 3
BARE = "the bare form"
BARE_FORM = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Log a bleed</title>
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<main><h1>Log a bleed</h1><form method="post"><p><label>Where is the bleed? <input name="site">
</label></p><p><label>When did it begin? <input name="start" type="datetime-local"></label></p>
<p><label>Note <textarea name="note"></textarea></label></p><p><button>Save</button></p></form>
</main></html>"""


@dataclass(frozen=True)
class Asked:
    """A page to look at."""

    name: str
    url: str
    cookie: str
    desktop: bool


@dataclass(frozen=True)
class Seen:
    """What Lighthouse says of a page: scores out of 100, times in milliseconds."""

    name: str
    scores: Mapping[str, int]
    short: Sequence[str]
    arrived: str
    error: str | None
    lcp: float
    tbt: float
    cls: float

    @property
    def worst(self) -> int:
        """The lowest of its scores."""
        return min(self.scores.values())

    def falls_short(self, asked: Asked, bare: float) -> bool:
        """Whether another look might be kinder."""
        least = DESK_LEAST if asked.desktop else PHONE_LEAST
        slow = not asked.desktop and self.lcp > MOST_TIMES_BARE * bare
        return self.worst < least or slow or self.cls > 0


def look_at(pages: Sequence[Asked]) -> Iterator[Seen]:
    """What Lighthouse sees, page by page.

    Raises:
        RuntimeError: it could not look.
    """
    chrome = next(filter(None, map(shutil.which, NAMES)))
    wanted = {"chrome": chrome, "pages": [vars(page) for page in pages]}
    with subprocess.Popen(
        ["node", str(LOOK)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as looking:
        assert looking.stdin is not None
        assert looking.stdout is not None
        looking.stdin.write(json.dumps(wanted))
        looking.stdin.close()
        for line in looking.stdout:
            said: dict[str, Any] = json.loads(line)
            yield Seen(**said)
    if looking.returncode != 0:
        raise RuntimeError("Lighthouse could not look; it says why above.")


def pages_of(site: Site, url: str, world: World, names: Sequence[str]) -> list[Asked]:
    """Each page once as each person opens it, before anything is done there."""
    found: dict[tuple[str, object], Asked] = {}
    for name, view in ALL.items():
        who, address = view.who(world), view.address(world)
        if view.status < 400 and (not names or name in names):
            cookie = "" if who is None else f"bleedlog={site.signed_in_as(who)['value']}"
            desktop = address.startswith("/clinic")
            found.setdefault((address, who), Asked(name, url + address, cookie, desktop))
    made = Made(site.record, world)
    return [
        *found.values(),
        *(
            Asked(name, url + at.path, cookie_of(site.record, at), at.path.startswith("/clinic"))
            for name, make in MORE.items()
            if not names or name in names
            for at in [make(made)]
        ),
    ]


def best_looks(pages: Sequence[Asked]) -> dict[str, Seen]:
    """Of each page the look at which it did best."""
    best: dict[str, Seen] = {}
    bare = 0.0
    left = list(pages)
    for turn in range(LOOKS):
        looked = track(
            look_at(left), f"Looking, {turn + 1} of {LOOKS}", total=len(left), console=console
        )
        for seen in looked:
            before = best.get(seen.name)
            if before is None or (seen.worst, -seen.lcp) > (before.worst, -before.lcp):
                best[seen.name] = seen
        bare = best[BARE].lcp
        left = [
            page for page in pages if page.name != BARE and best[page.name].falls_short(page, bare)
        ]
        if not left:
            break
    return best


def rows(pages: Sequence[Asked], best: Mapping[str, Seen]) -> list[Measured]:
    """What is shown of each page: what it lacks to its score, its shifts, its ratio."""
    bare = best[BARE].lcp
    told = [Measured(BARE, f"{bare:.0f} ms", 1.0)]
    for page in pages:
        if page.name == BARE:
            continue
        seen = best[page.name]
        least = DESK_LEAST if page.desktop else PHONE_LEAST
        elsewhere = urlsplit(seen.arrived).path != urlsplit(page.url).path
        lacks = 100 if elsewhere or seen.error else 100 - seen.worst
        told.append(
            Measured(
                page.name,
                "another page came"
                if elsewhere
                else seen.error
                or "/".join(map(str, seen.scores.values()))
                + (f" {', '.join(seen.short)}" if lacks else ""),
                lacks,
                100 - least,
                "of 100 lacking",
            )
        )
        told.append(Measured(f"{page.name}: shifts", "", seen.cls, 0, ""))
        if not page.desktop:
            ratio = seen.lcp / bare
            told.append(
                Measured(f"{page.name}: largest part", f"{seen.lcp:.0f} ms", ratio, MOST_TIMES_BARE)
            )
    return told


def main() -> int:
    """Print the table; 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description="What Lighthouse says of every page.")
    parser.add_argument("pages", nargs="*", help="as tests/browser or more_pages.py calls them")
    names = parser.parse_args().pages
    known = {*(name for name, view in ALL.items() if view.status < 400), *MORE}
    if unknown := [name for name in names if name not in known]:
        parser.error(
            f"no page is called {', '.join(unknown)}; there are: {', '.join(sorted(known))}"
        )
    with (
        live_site(**PROVIDER) as (site, world),
        in_front_of(site.url, {"/bare": BARE_FORM}) as front,
    ):
        pages = [Asked(BARE, f"{front.url}/bare", "", desktop=False)]
        pages += pages_of(site, front.url, world, names)
        best = best_looks(pages)
    return show(rows(pages, best))


if __name__ == "__main__":
    sys.exit(main())
