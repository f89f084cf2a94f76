"""A haematologist in Leeds, on a day that stands still, and patients with diaries from files."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
import time_machine

from bleedlog.models.viewer import console
from bleedlog.services.travel import import_diary
from tests.people import People
from tests.web.browser import Browser

NOON = "2026-11-22T12:00:00+00:00"

Bring = Callable[..., UUID]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def leeds(people: People) -> UUID:
    """The clinic."""
    return people.clinic("Leeds")


@pytest.fixture
def nia(browser: Browser, people: People, leeds: UUID) -> Browser:
    """The haematologist's browser."""
    people.staff("Nia", leeds)
    browser.come_in("Nia")
    return browser


@pytest.fixture
def bring(people: People, leeds: UUID) -> Bring:
    """Gives a patient of the clinic with a diary of these rows, and their id."""

    def make(*rows: str, name: str = "Tom", header: str = "kind,start,end") -> UUID:
        patient = people.patient(name, leeds)
        if rows:
            text = "\n".join([header, *rows]) + "\n"
            import_diary(people.record, by=console("a test"), patient_id=patient, text=text)
        return patient

    return make
