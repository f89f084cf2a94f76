"""The access walk: every route by every method, asked for by everybody, against one table.

What is nobody else's business looks the same whether it is somebody's, was once open, or does not
exist; also to a stopwatch.
"""

import re
import statistics
import time
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from tests.rules.access_sends import ENDS_AT_THE_SIGN_IN_PAGE, SENDS, TOLD_A_FAULT
from tests.rules.access_table import COLUMNS, line_of, rows
from tests.rules.access_walker import Walker, Way, letter, ways_of
from tests.rules.access_world import World, made_world

pytestmark = pytest.mark.slow

LETTERS = set("yf-shx2")
STRANGERS = ("B", "rv", "el", "lf", "op")
CHANGING = re.compile(r'name="csrf_token" value="[^"]*"|value="[\w.-]{80,}"|"reference":"\w+"')


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> World:
    return made_world(tmp_path_factory.mktemp("access"), migrated_file)


@pytest.fixture(scope="module")
def ways(world: World) -> Mapping[str, Way]:
    return ways_of(world)


def test_every_way_has_its_row(world: World, ways: Mapping[str, Way]) -> None:
    missing = [way for name, way in ways.items() if name not in rows()]
    walkers = {column: Walker(world, column) for column in COLUMNS}
    lines = [
        line_of(way.name, {one: letter(walkers[one].ask(way), way.method) for one in COLUMNS})
        for way in missing
    ]

    assert not lines, (
        "\nSay in TABLE of tests/rules/access_table.py who gets these. So it is today; read each"
        " letter before you believe it, and say in SENDS what a form needs to be taken:\n\n"
        + "\n".join(lines)
    )
    assert set(rows()) - set(ways) == set(), "these ways are gone: take their rows out"


def test_the_table_is_whole(ways: Mapping[str, Way]) -> None:
    unclear = {
        name: letters
        for name, cells in rows().items()
        if (letters := set(cells.values())) - LETTERS
    }
    assert unclear == {}
    assert set(SENDS) | TOLD_A_FAULT <= set(rows()), "said of ways that are gone"
    tokens = {name for name, cells in rows().items() if {cells["tr"], cells["tl"]} & {"y", "x"}}
    programs = {name for name, way in ways.items() if way.rule.rule.startswith("/api/")}
    open_to_all = {name for name, cells in rows().items() if set(cells.values()) <= {"y", "f", "h"}}
    assert tokens - open_to_all <= programs, "a token opens nothing but /api"


def test_what_is_sent_is_taken_of_somebody() -> None:
    """Else nobody would get as far as to be refused."""
    never = {name for name, cells in rows().items() if not {"y", "h"} & set(cells.values())}

    assert never - TOLD_A_FAULT - ENDS_AT_THE_SIGN_IN_PAGE == set()


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: COLUMNS[column])
def test_everybody_gets_what_the_table_says(
    world: World, ways: Mapping[str, Way], column: str
) -> None:
    walker = Walker(world, column)
    wrong = {}
    for name, cells in rows().items():
        if name in ways:
            found = letter(walker.ask(ways[name]), ways[name].method)
            if found != cells[column]:
                wrong[name] = f"the table says {cells[column]}, found {found}"

    assert wrong == {}, COLUMNS[column]


def others(ids: Mapping[str, object]) -> dict[str, object]:
    """Ids of nothing, in place of those of Ada's things."""
    return {name: uuid4() if isinstance(value, UUID) else value for name, value in ids.items()}


def told(answer: TestResponse, ids: Mapping[str, object]) -> tuple[object, ...]:
    """All that an answer tells, without what differs from each to the next."""
    body = CHANGING.sub("", answer.get_data(as_text=True))
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"X-Request-Id", "Set-Cookie", "Date"}
    }
    for value in ids.values():
        body = body.replace(str(value), "?")
        headers = {name: text.replace(str(value), "?") for name, text in headers.items()}
    headers.pop("Content-Length", None)
    return answer.status_code, sorted(headers.items()), body


@pytest.mark.parametrize("column", STRANGERS, ids=lambda column: COLUMNS[column])
def test_foreign_once_open_and_missing_look_alike(
    world: World, ways: Mapping[str, Way], column: str
) -> None:
    walker = Walker(world, column)
    asked = [ways[name] for name, cells in rows().items() if cells[column] == "-"]
    assert len(asked) > 20
    differ = []
    for way in asked:
        nothing = others(world.ids)
        real = told(walker.ask(way), world.ids)
        missing = told(walker.ask(way, nothing), nothing)
        if real != missing or real[0] != 404:
            differ.append(way.name)

    assert differ == []


TIMED = (
    ("diary.entry GET", "B"), ("diary.month GET", "B"), ("diary.photo GET", "rv"),
    ("diary.withdraw POST", "B"), ("clinic.patient GET", "el"), ("clinic.patient GET", "lf"),
    ("sharing.person GET", "rv"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "column"), TIMED)
def test_a_stopwatch_tells_them_apart_neither(
    world: World, ways: Mapping[str, Way], name: str, column: str
) -> None:
    """Medians of processor time, in turn, so that neighbours on a busy machine do not count."""
    walker, way = Walker(world, column), ways[name]
    walker.ask(way)

    def ratio() -> float:
        real: list[float] = []
        missing: list[float] = []
        for _ in range(15):
            for ids, times in ((world.ids, real), (others(world.ids), missing)):
                begun = time.process_time()
                walker.ask(way, ids)
                times.append(time.process_time() - begun)
        return float(statistics.median(real) / statistics.median(missing))

    # A step of a query or a render would stand out each time; chance does not, three times.
    assert any(0.8 < ratio() < 1.25 for _ in range(3))


def test_the_walk_can_tell_who_gets_what(world: World, ways: Mapping[str, Way]) -> None:
    """It sees an open door: with her own session, what is Ada's is found."""
    own, way = Walker(world, "A"), ways["diary.entry GET"]

    assert letter(own.ask(way), "GET") == "y"
    assert letter(own.ask(way, others(world.ids)), "GET") == "-"
