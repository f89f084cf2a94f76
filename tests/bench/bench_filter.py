"""From the reply to a changed filter until the new figures and charts are on screen.

    python -m tests.bench.bench_filter

On the clinic's page of somebody with four months of entries, and of somebody with 20 years and
10,000, in Chromium at 1280 x 800: the middle of some changes, after a first one for which code is
still compiled. Exit status 1 says that the budget was missed.
"""

import statistics
import sys
from uuid import UUID

from playwright.sync_api import Page
from rich.progress import track

from bleedlog.models.entry_input import EntryInput
from tests.bench.bench_patient_page import long_diary, short_diary
from tests.bench.budgets import Measured, console, show
from tests.bench.live_site import live_site
from tests.bench.made_record import log_all
from tests.browser.site import Site
from tests.chromium import chromium
from tests.patience import SECONDS, comes_true
from tests.people import People

MOST_MILLISECONDS = 200
CHANGES = 9
WATCH = """() => {
  window.redrawn = undefined;
  performance.clearResourceTimings();
  new MutationObserver((_changes, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => {
      const reply = performance.getEntriesByType('resource')[0];
      window.redrawn = performance.now() - reply.responseEnd;
    }));
  }).observe(document.querySelector('main'), { childList: true });
}"""


def made_patient(site: Site, clinic: UUID, name: str, told: list[EntryInput]) -> UUID:
    """Somebody whom the clinic sees, with those entries."""
    people = People(site.record)
    user, patient = people.user(name), people.patient(name, clinic)
    people.access(user, patient)
    log_all(site.record, user, patient, told)
    return patient


def times(tab: Page, patient: UUID) -> list[float]:
    """Milliseconds for each change after the first."""
    tab.goto(f"/clinic/patients/{patient}")
    box, taken = tab.get_by_role("checkbox", name="Without unsure"), []
    for change in track(range(CHANGES + 1), "Changing a filter", console=console, transient=True):
        tab.evaluate(WATCH)
        box.set_checked(change % 2 == 0)
        assert comes_true(tab, lambda: bool(tab.evaluate("window.redrawn !== undefined")))
        taken.append(float(tab.evaluate("window.redrawn")))
    return taken[1:]


def main() -> int:
    """Print the table; 1 when the budget is missed."""
    with live_site() as (site, _world):
        people = People(site.record)
        clinic = people.clinic("Stillwater")
        staff = people.staff("Stella", clinic)
        patients = {
            "four months, 60 entries": made_patient(site, clinic, "Bea", short_diary()),
            "20 years, 10,000 entries": made_patient(site, clinic, "Ada", long_diary()),
        }
        context = chromium().new_context(
            base_url=site.url, viewport={"width": 1280, "height": 800}, service_workers="block"
        )
        context.set_default_timeout(SECONDS * 1000)
        context.add_cookies([site.signed_in_as(staff)])  # type: ignore[list-item]
        tab = context.new_page()
        found = {what: times(tab, patient) for what, patient in patients.items()}
        context.close()
    return show(
        [
            Measured(
                f"A filter re-drawn after its reply: {what}",
                f"{min(taken):.0f} to {max(taken):.0f} ms",
                statistics.median(taken),
                MOST_MILLISECONDS,
                "ms",
            )
            for what, taken in found.items()
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
