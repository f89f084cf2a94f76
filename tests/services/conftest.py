"""People for tests of services, on both databases."""

import pytest

from bleedlog.storage.engine import Database
from tests.people import People
from tests.services.ada import Ada


@pytest.fixture
def people(database: Database) -> People:
    """Adds people to a fresh record."""
    return People(database)


@pytest.fixture
def ada(people: People) -> Ada:
    """Somebody with a diary of her own."""
    return Ada(people)
