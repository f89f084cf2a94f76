"""Digests of made-up diaries say what the whole diaries say, on both databases."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from bleedlog.models.bleed import BleedInput, BruiseInput, JointPainInput
from bleedlog.models.check_in import BleedCountInput, CheckInInput, ObservedInput
from bleedlog.models.clinic_record import (
    AdjudicationInput,
    AltInput,
    AstInput,
    BackOnProphylaxisInput,
    FixActivityInput,
    ReviewInput,
    SteroidCourseInput,
)
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import GeneTherapyInput, InfusionInput
from bleedlog.models.moment import zone_of
from bleedlog.models.tables import metadata
from bleedlog.models.vocabulary import BLEED_KINDS, ActingAs
from bleedlog.storage.entry_states import add_entries, change_entry, next_seq
from tests.people import A_TEST, People
from tests.services.digest_twin import slow_digest
from tests.services.leeds import NOW, Leeds


@pytest.fixture
def leeds(people: People) -> Leeds:
    return Leeds(people)


ZONES = ("Europe/London", "Pacific/Auckland")
"""Where it is Friday noon, and where it is Saturday."""


class Teller:
    """Tells made-up diaries of a year up to a week ahead, many things on the same days."""

    def __init__(self, leeds: Leeds, dice: Random) -> None:
        self._leeds, self._dice = leeds, dice

    def tell(self, name: str, zone: str, number: int) -> UUID:
        """Somebody with so many entries, some of which they withdrew."""
        patient = self._leeds.patient(name, zone=zone)
        told: list[EntryInput] = []
        for _ in range(number):
            told.append(self._entry(told, zone))
        with self._leeds.record.transaction(A_TEST) as connection:
            add_entries(
                connection,
                patient_id=patient,
                entries=told,
                first_seq=next_seq(connection, patient),
                at=[self._moment(entry) for entry in told],
                by_user=None,
                entered_by=ActingAs.CONSOLE,
                clinic_id=None,
            )
            for entry in self._dice.sample(told, number // 10):
                change_entry(
                    connection,
                    patient_id=patient,
                    entry_id=entry.id,
                    revision=2,
                    state={},
                    entry=None,
                    withdrawn=True,
                    seq=next_seq(connection, patient),
                    at=NOW,
                    by_user=None,
                    entered_by=ActingAs.CONSOLE,
                    clinic_id=None,
                )
        return patient

    def _moment(self, entry: EntryInput) -> datetime:
        """When it is told: up to three weeks later."""
        later = timedelta(days=self._dice.randrange(20), minutes=self._dice.randrange(1440))
        return datetime.fromisoformat(entry.start[:10]).replace(tzinfo=UTC) + later

    def _entry(self, told: list[EntryInput], zone: str) -> EntryInput:
        dice = self._dice
        day = date(2026, 3, 20) - timedelta(dice.choice((dice.randrange(60), dice.randrange(360))))
        ahead = day if dice.random() < 0.9 else date(2026, 3, 20) + timedelta(dice.randrange(1, 7))
        place = {"site": dice.choice(("knee", "elbow")), "side": "left"}
        bleeds = [one for one in told if one.kind in BLEED_KINDS]
        some = dice.choice(bleeds) if bleeds else None
        end = f"{day + timedelta(dice.randrange(1, 15))}"
        made: list[tuple[type[EntryInput], dict[str, Any]]] = [
            (BleedInput, {**place, "cause": "spontaneous"}),
            (BleedInput, {**place, "cause": "activity"}),
            (BleedInput, {**place, "certainty": "unsure"}),
            (BruiseInput, {"site": "thigh", "certainty": dice.choice(("certain", "unsure"))}),
            (JointPainInput, {**place, "certainty": dice.choice(("certain", "unsure"))}),
            (CheckInInput, {"end": end, "answer": "no_bleeds"}),
            (CheckInInput, {"end": end, "answer": "had_bleeds"}),
            (CheckInInput, {"end": end}),
            (ObservedInput, {"end": end}),
            (BleedCountInput, {"end": end, "value": 2}),
            (InfusionInput, {"treats": some.id if some else None, "dose_iu": 3000}),
            (AltInput, {"value": dice.randrange(10, 90), "unit": "U/L", "upper_limit": 45}),
            (AltInput, {"value": dice.randrange(10, 90), "unit": "U/L"}),
            (AstInput, {"start": f"{ahead}", "value": 30, "unit": "U/L", "upper_limit": 40}),
            (FixActivityInput, {"start": f"{ahead}", "value": 38, "unit": "IU/dL"}),
            (SteroidCourseInput, {"end": dice.choice((None, end))}),
            (ReviewInput, {"start": f"{date(2026, 3, 20) - timedelta(dice.randrange(2, 300))}"}),
            (GeneTherapyInput, {}),
            (BackOnProphylaxisInput, {}),
        ]  # fmt: skip
        if some:
            verdict = {"about": some.id, "verdict": dice.choice(("bleed", "not_a_bleed"))}
            made += [(AdjudicationInput, verdict)] * 3
        # Oftener what there is more of.
        kind, said = dice.choice(made + made[:10] * 2)
        return kind.model_validate({"start": f"{day}", "zone": zone, "id": uuid4(), **said})


def test_digests_are_the_twin_s(leeds: Leeds) -> None:
    teller = Teller(leeds, Random(30))  # noqa: S311 - a fair choice of cases, no secret
    people = {
        teller.tell(f"Person {number}", ZONES[number % 2], size): ZONES[number % 2]
        for number, size in enumerate((0, 1, 2, 12, 40, 40, 60, 60))
    }
    leeds.seen()
    digest = metadata.tables["diary_digest"]
    with leeds.record.reading(A_TEST) as connection:
        kept = {row.patient_id: row for row in connection.execute(digest.select())}
    slow = {
        one: slow_digest(leeds.record, one, NOW.astimezone(zone_of(zone)).date(), zone)
        for one, zone in people.items()
    }
    assert {one: row.good_until for one, row in kept.items()} == {
        one: until for one, (_, until) in slow.items()
    }
    for one, (expected, _) in slow.items():
        assert kept[one].figures == as_kept(expected.kept)
    said = {name for digest, _ in slow.values() for name in digest.kept}
    assert len(said) == 10, "each figure is said of somebody"


def as_kept(figures: dict[str, Any]) -> dict[str, Any]:
    """As JSON has it, which knows no tuples."""
    lists = ("target_joints", "concerns", "steroids")
    return figures | {
        name: [list(one) for one in figures[name]] for name in lists if name in figures
    }
