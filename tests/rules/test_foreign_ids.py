"""Ids of others in what a form sends, beside one's own diary: nothing of theirs moves or shows."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from bleedlog.models.entry_input import new_id
from tests.people import A_TEST, PASSWORD
from tests.rules.access_walker import TOKEN, Walker
from tests.rules.access_world import BASE, World, made_world


@pytest.fixture
def world(tmp_path: Path, migrated_file: Path) -> World:
    return made_world(tmp_path, migrated_file)


def rows_of(world: World, patient: UUID) -> dict[str, list[str]]:
    """All that is kept of a diary, by table."""
    tables = "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
    with world.record.reading(A_TEST) as connection:
        names = connection.execute(text(f"{tables} WHERE c.name = 'patient_id'")).scalars().all()
        keys = dict.fromkeys(names, "patient_id") | {"patient": "id"}
        return {
            name: sorted(
                str(tuple(row))
                for row in connection.execute(
                    text(f'SELECT * FROM "{name}" WHERE {key} = :patient'),  # noqa: S608 - of the schema
                    {"patient": patient.hex},
                )
            )
            for name, key in keys.items()
        }


def test_what_bob_sends_with_adas_ids_leaves_hers_as_it_was(world: World) -> None:
    ada, entry, child = (world.ids[name] for name in ("patient_id", "entry_id", "child"))
    york, leeds, other = (world.ids[name] for name in ("york", "clinic_id", "user_id"))
    hers = {"patient_id": str(ada), "user_id": str(other)}
    bob = _diary_of(world, "Bob")
    client = Walker(world, "B").client()
    found = TOKEN.search(client.get("/more/password", base_url=BASE).text)
    assert found
    own = {"csrf_token": found[1], "patient": str(bob)}
    fresh = str(new_id())
    dose = {"dose_iu": "2000", "product": "x", "when": "just_now", "reason": "bleed"}
    kim = {"name": "Kim", "born": "2020-01-01", "zone": "Europe/London"}
    knee = {"place": "left-knee", "when": "just_now"}
    gran = {"name": "Gran", "role": "carer_read"}
    sent: list[tuple[str, dict[str, str]]] = [
        ("/log/factor", {"id": fresh, **dose, "treats": str(entry)}),
        ("/log/bleed", {"id": str(entry), **knee}),
        ("/log/bleed", {"id": str(ada), **knee, **hers, "same_as": str(entry)}),
        ("/log/bleed", {"id": fresh, **knee, "entered_by": "clinic", "by_user": str(other)}),
        (f"/diary/entries/{entry}/same-bleed", {"earlier": str(entry), "answer": "same"}),
        (f"/diary/entries/{entry}/withdraw", hers),
        (f"/diary/entries/{entry}/change", {"id": str(entry), "revision": "1", **knee}),
        ("/more/about", {"edition": "0", "name": "Bob", "severity": "mild", "id": str(ada)}),
        ("/more/data/archive", hers),
        ("/more/delete", {"password": PASSWORD, "also": str(ada)}),
        ("/more/tokens", {"name": "x", "scope": "read", **hers}),
        ("/sharing/child", {"id": str(ada), **kim}),
        ("/sharing/child", {"id": str(child), **kim}),
        (f"/sharing/clinics/{leeds}/stop", hers),
        ("/sharing/invite", gran | hers | {"role": "patient"}),
        ("/sharing/invite", gran | hers | {"invited_as": "owner", "access_role": "patient"}),
        (f"/sharing/people/{other}", {"role": "carer_manage"}),
        (f"/looked/{world.ids['look_id']}/put-away", hers),
        ("/clinic/invite", {"clinic": str(york), "name": "x"}),
    ]
    before = rows_of(world, ada), rows_of(world, child)

    for path, fields in sent:
        # Twice whose it is: the first counts, or none does.
        whose_ways: tuple[dict[str, list[str]], ...] = ({}, {"patient": [str(bob), str(ada)]})
        for whose in whose_ways:
            answer = client.post(path, base_url=BASE, data=own | fields | whose)
            answer.close()
            assert answer.status_code < 500, path
            assert f"patient={ada}" not in (answer.location or ""), path
            assert (rows_of(world, ada), rows_of(world, child)) == before, path
            assert _named_by(world, bob) == set(), path
            world.go_back()


def _named_by(world: World, patient: UUID) -> set[object]:
    """The entries that a diary's entries name."""
    named = "SELECT same_as, treats, about FROM entry WHERE patient_id = :patient"
    with world.record.reading(A_TEST) as connection:
        rows = connection.execute(text(named), {"patient": patient.hex})
        return {one for row in rows for one in row if one is not None}


def _diary_of(world: World, name: str) -> UUID:
    query = text("SELECT id FROM patient WHERE name = :name")
    with world.record.reading(A_TEST) as connection:
        return UUID(connection.execute(query, {"name": name}).scalar_one())
