"""Bad input of every kind gets an answer for people or programs, never a failure.

Every way that takes something is sent what it takes with one field or several spoilt, and bodies
that are no form at all, by somebody who may go that way, so that it is read to its end.
"""

import random
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask_wtf import FlaskForm
from hypothesis import settings
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart
from wtforms.fields.core import UnboundField

from tests.rules.access_sends import SENDS
from tests.rules.access_table import rows
from tests.rules.access_walker import SAFE, Walker, Way, ways_of
from tests.rules.access_world import World, made_world

pytestmark = pytest.mark.slow

SPOILT = (
    "", " ", "\x00", "a\x00b", "\u202e\ufeff\u0301", "\ud800", "😀" * 40, "x" * 20_000,
    "-1", "0", "1e999", "nan", "٣", "9" * 400, "12,5", "0x10",
    "0000-00-00", "9999-12-31", "0001-01-01", "2026-02-30", "2026-11-28T25:61", "31/31/2026",
    "00000000-0000-0000-0000-000000000000", "{entry_id}'--", "../../etc/passwd", "//evil.example",
    "<script>alert(1)</script>", "{{7*7}}", "%00%ff", "null", "[]", "true",
)  # fmt: skip
IS_THOROUGH = settings.get_current_profile_name() == "thorough"
SPOILS = 12 if IS_THOROUGH else 2
"""In how many ways each field is spoilt alone."""
ROUNDS = 12 if IS_THOROUGH else 2
"""How often several fields are spoilt at once, also such as a form only sometimes has."""
BODIES: tuple[dict[str, Any], ...] = (
    {"data": b"", "content_type": "application/json"},
    {"data": b"{", "content_type": "application/json"},
    {"data": b"[" * 5_000, "content_type": "application/json"},
    {"data": b'{"a": NaN, "a": 1e999, "\\ud800": "\\u0000"}', "content_type": "application/json"},
    {"json": [[], {}, None]},
    {"json": dict.fromkeys(("name", "id", "start", "place", "code", "email"), 5)},
    {"json": "text"},
    {"data": b"\xff\xfe\x00" * 99, "content_type": "application/x-www-form-urlencoded"},
    {"data": b"=&=&&a=%zz&%=%%00", "content_type": "application/x-www-form-urlencoded"},
    {"data": b"&".join([b"a=b"] * 5_000), "content_type": "application/x-www-form-urlencoded"},
    {"data": b"--x\r\nhalf", "content_type": "multipart/form-data; boundary=x"},
    {"data": b"no part", "content_type": "multipart/form-data"},
    {"data": b"text", "content_type": "text/plain; charset=none-such"},
    {"data": b"\x1f\x8b", "content_type": "application/x-www-form-urlencoded; charset=utf-16"},
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> World:
    return made_world(tmp_path_factory.mktemp("bad"), migrated_file)


def known_names() -> list[str]:
    """Of all fields of all forms: many stand on a page only for some people."""
    forms = [FlaskForm]
    for form in forms:
        forms += form.__subclasses__()
    return sorted(
        {
            name
            for form in forms
            for name in dir(form)
            if isinstance(getattr(form, name, None), UnboundField)
        }
    )


def who_may(cells: Mapping[str, str]) -> str:
    """Somebody who gets it; else who gets in and is told a fault; else nobody in particular."""
    return next((column for one in "yf" for column in cells if cells[column] == one), "no")


def spoilt_forms(taken: dict[str, Any], names: list[str], chance: random.Random) -> Iterator[Any]:
    """Forms as they are taken, but for one field, or for several, or with files and lists."""
    kept: dict[str, Any] = {"csrf_token": taken["csrf_token"]}
    for name in taken:
        if name != "csrf_token":
            yield kept | {one: value for one, value in taken.items() if one != name}
            yield taken | {name: ["1", "2"]}
            for value in chance.sample(SPOILT, SPOILS):
                yield taken | {name: value}
    for value in chance.sample(SPOILT, ROUNDS):
        yield kept | dict.fromkeys(names, value) | {"patient": taken["patient"]}
    for _ in range(ROUNDS):
        some = chance.sample(names, 12)
        yield taken | {one: chance.choice(SPOILT) for one in some if one not in kept}
    yield kept | {name: FileStorage(BytesIO(b"\xff"), "a.jpg") for name in (*names, *taken)} | kept


def sent(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The request: in bytes, since a program may send what a test client refuses to."""
    pairs = list(MultiDict(fields).items(multi=True))
    if any(isinstance(value, FileStorage) for _, value in pairs):
        encodable = MultiDict((name, _encodable(value)) for name, value in pairs)
        boundary, body = encode_multipart(encodable)
        return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
    text = urlencode(pairs, errors="surrogatepass")
    return {"data": text.encode(), "content_type": "application/x-www-form-urlencoded"}


def _encodable(value: Any) -> Any:
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def bad_requests(walker: Walker, way: Way, chance: random.Random) -> Iterator[dict[str, Any]]:
    yield from BODIES
    sends = SENDS.get(way.name)
    if sends is None or sends.json is None:
        for fields in spoilt_forms(walker.fields(way), known_names(), chance):
            yield sent(fields)


def test_no_bad_input_is_a_failure(world: World) -> None:
    ways, chance, count = ways_of(world), random.Random(20261128), 0  # noqa: S311 - no secret
    walkers = {column: Walker(world, column) for column in ("no", *next(iter(rows().values())))}
    failed = {}
    for name, cells in rows().items():
        if ways[name].method in SAFE:
            continue
        walker = walkers[who_may(cells)]
        for request in bad_requests(walker, ways[name], chance):
            count += 1
            if walker.send(ways[name], request).status_code >= 500:
                failed[name] = str(request)[:300]
        world.go_back()

    assert failed == {}
    assert count > 1_500, "it asked of nearly nobody"
