"""People for tests of services, on both databases."""

from collections.abc import Iterator

import pytest
import time_machine

from bleedlog.storage.engine import Database
from tests.people import People
from tests.services.ada import Ada
from tests.services.clinic_visit import NOON, Clinic
from tests.services.ward import NOW, Ward


@pytest.fixture
def people(database: Database) -> People:
    """Adds people to a fresh record."""
    return People(database)


@pytest.fixture
def ada(people: People) -> Ada:
    """Somebody with a diary of her own."""
    return Ada(people)


@pytest.fixture
def ward(people: People) -> Iterator[Ward]:
    """A clinician, and somebody who shares with nobody, at a time that stands still."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield Ward(people, clock)


@pytest.fixture
def clinic(people: People) -> Iterator[Clinic]:
    """A clinic and somebody who shares with it, at noon of a Monday that stands still."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield Clinic(people, clock)
