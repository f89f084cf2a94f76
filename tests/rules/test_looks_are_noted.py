"""Every page about somebody else's diary leaves its look with the person, whoever asks for it.

In the walk of `test_access_walk.py`: what Bob finds nothing at is about Ada's diary.
"""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from bleedlog.models.audit import DiaryEvent
from tests.people import A_TEST
from tests.rules.access_table import COLUMNS, rows
from tests.rules.access_walker import Walker, ways_of
from tests.rules.access_world import World, made_world

pytestmark = pytest.mark.slow

_event = DiaryEvent.__table__  # type: ignore[attr-defined]

SHOWS_NOTHING_OF_A_DIARY = {
    # Forms with nothing in them yet, and the page of what waits on the phone.
    "diary.write_question GET", "sharing.ask GET", "clinic.ask_patient GET",
    "clinic.ask_emergency GET", "phone.waiting GET",
    # What is the clinic's own: who works there, what it wants, what it recorded itself.
    "clinic.intervals GET", "clinic.left GET", "clinic.left_sheet GET",
    # The list of those who share: README, decision 87.
    "clinic.patients GET",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> World:
    return made_world(tmp_path_factory.mktemp("looks"), migrated_file)


def looks_of(world: World, by: UUID) -> int:
    statement = select(func.count()).where(_event.c.by_user == by)
    with world.record.reading(A_TEST) as connection:
        return connection.execute(statement).scalar_one()


@pytest.mark.parametrize("column", ["rd", "mg", "cl"], ids=COLUMNS.get)
def test_a_look_at_anothers_diary_is_noted(world: World, column: str) -> None:
    walker, ways = Walker(world, column), ways_of(world)
    table: Mapping[str, Mapping[str, str]] = rows()
    pages = {
        name
        for name, cells in table.items()
        if name.endswith(" GET") and cells["B"] == "-" and cells[column] == "y"
    } - SHOWS_NOTHING_OF_A_DIARY
    if column == "rd":
        pages.remove("sharing.sharing GET")  # their own part, which they can end
    by = world.askers[column].user
    assert by is not None
    assert len(pages) > 8
    unseen = set()
    for name in sorted(pages):
        before = looks_of(world, by)
        walker.ask(ways[name])
        if looks_of(world, by) == before:
            unseen.add(name)

    assert unseen == set(), "open it by `looking` (services/looking.py), or say why not above"
