"""Entries become columns as the counting rule reads them: links followed, verdicts applied."""

from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from bleedlog.models.bleed import BleedInput, BruiseInput, JointPainInput
from bleedlog.models.check_in import BleedCountInput, CheckInInput, ObservedInput
from bleedlog.models.clinic_record import (
    AdjudicationInput,
    BackOnProphylaxisInput,
    JointScoreInput,
)
from bleedlog.models.entry import Entry
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import GeneTherapyInput, InfusionInput
from bleedlog.models.vocabulary import (
    JOINT_SITES,
    Answer,
    Cause,
    Certainty,
    Manifestation,
    Side,
    Site,
    Treated,
    Verdict,
)
from bleedlog.services.column_codes import (
    MANIFESTATION_CODES,
    SIDE_CODES,
    SITE_CODES,
    manifestation_of,
    side_of,
    site_of,
)
from bleedlog.services.columns import READ, diaries_of, reading_of
from bleedlog.statistics import codes
from bleedlog.statistics.codes import NO_DAY, NO_MINUTE, SAME_AS_CLOCK, SAME_AS_NEW
from bleedlog.statistics.columns import Diaries

A, B, C, D = (UUID(int=number) for number in range(1, 5))


def columns_of(*entries: EntryInput, **options: Any) -> Diaries:
    """One person's columns."""
    rows = [reading_of("me", entry, order) for order, entry in enumerate(entries)]
    return diaries_of(rows, ["me"], **options)


def day(text: str) -> int:
    """Days since 1970."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def minute(text: str, clock: str) -> int:
    """UTC minutes since 1970 of a UTC date and time."""
    hours, minutes = clock.split(":")
    return day(text) * 1440 + int(hours) * 60 + int(minutes)


def test_a_bleed_s_instants_are_utc_and_its_day_is_local() -> None:
    bleed = BleedInput(start="2024-07-01T00:30", end="2024-07-02", zone="Europe/London")
    found = columns_of(bleed).bleeds
    assert found.onset.tolist() == [minute("2024-06-30", "23:30")]
    assert found.onset_day.tolist() == [day("2024-07-01")]
    assert found.end.tolist() == [minute("2024-07-02", "11:00")]
    assert found.last_treatment.tolist() == [NO_MINUTE]


def test_words_become_the_codes_that_the_rule_turns_on() -> None:
    found = columns_of(
        BleedInput(start="2024-01-01", site=Site.KNEE, side=Side.LEFT, cause=Cause.SPONTANEOUS),
        BruiseInput(start="2024-01-02", certainty=Certainty.UNSURE, cause=Cause.UNKNOWN),
        JointPainInput(start="2024-01-03", manifestation=Manifestation.JOINT),
    ).bleeds
    assert found.kind.tolist() == [codes.Kind.BLEED, codes.Kind.BRUISE, codes.Kind.JOINT_PAIN]
    assert found.cause.tolist() == [codes.Cause.SPONTANEOUS, codes.Cause.UNKNOWN, codes.Cause.BLANK]
    assert found.certainty.tolist() == [0, codes.Certainty.UNSURE, 0]
    assert found.manifestation.tolist() == [0, 0, codes.Manifestation.JOINT]
    assert (site_of(found.site[0]), side_of(found.side[0])) == (Site.KNEE, Side.LEFT)
    assert found.order.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("vocabulary", "codes_of", "word_of"),
    [
        (Site, SITE_CODES, site_of),
        (Side, SIDE_CODES, side_of),
        (Manifestation, MANIFESTATION_CODES, manifestation_of),
    ],
)
def test_every_word_has_a_code_of_its_own_and_comes_back(
    vocabulary: Any, codes_of: Any, word_of: Any
) -> None:
    assert {word_of(codes_of[word]) for word in vocabulary} == set(vocabulary)
    assert len(set(codes_of.values())) == len(vocabulary) + 1
    assert word_of(codes_of[None]) is None
    assert max(codes_of.values()) < 128


def test_joint_sites_are_the_six_joints() -> None:
    assert {site_of(code) for code in columns_of().joint_sites} == set(JOINT_SITES)


def test_typed_and_linked_treatments_make_the_last_one() -> None:
    found = columns_of(
        BleedInput(id=A, start="2024-01-01T10:00", treated_from="2024-01-01T11:00"),
        InfusionInput(treats=A, start="2024-01-03T09:00"),
        InfusionInput(treats=A, start="2024-01-02T09:00"),
        BleedInput(id=B, start="2024-01-05", treated=Treated.NO),
        InfusionInput(treats=B, start="2024-01-05T13:00"),
        BleedInput(start="2024-01-06", treated=Treated.YES),
        BleedInput(start="2024-01-07", treated=Treated.UNKNOWN),
        BleedInput(start="2024-01-08", treated_from="2024-01-08", treated_until="2024-01-09"),
    ).bleeds
    assert found.treated.tolist() == [True, True, True, False, True]
    assert found.last_treatment.tolist() == [
        minute("2024-01-03", "09:00"),
        minute("2024-01-05", "13:00"),
        minute("2024-01-06", "12:00"),
        NO_MINUTE,
        minute("2024-01-09", "12:00"),
    ]


def test_same_as_names_a_row_or_new_or_leaves_it_to_the_clock() -> None:
    found = columns_of(
        BleedInput(id=A, start="2024-01-01"),
        InfusionInput(start="2024-01-01"),
        BleedInput(id=B, start="2024-01-02", same_as=A),
        BleedInput(start="2024-01-03", new_bleed=True),
        BleedInput(start="2024-01-04", same_as=D),
        BleedInput(start="2024-01-05"),
    ).bleeds
    assert found.same_as.tolist() == [
        SAME_AS_CLOCK,
        0,
        SAME_AS_NEW,
        SAME_AS_CLOCK,
        SAME_AS_CLOCK,
    ]


def test_the_latest_verdict_rules_alone() -> None:
    bleeds = [
        BleedInput(id=A, start="2024-01-01"),
        BruiseInput(id=B, start="2024-01-02", new_bleed=True),
    ]

    def verdict(word: Verdict, other: UUID | None = None) -> AdjudicationInput:
        return AdjudicationInput(about=B, verdict=word, same_as=other, start="2024-02-01")

    def told(*verdicts: AdjudicationInput) -> tuple[int, int]:
        found = columns_of(*verdicts[:1], *bleeds, *verdicts[1:]).bleeds
        return int(found.adjudication[1]), int(found.same_as[1])

    is_bleed, is_none = codes.Adjudication.BLEED, codes.Adjudication.NOT_A_BLEED
    same = verdict(Verdict.SAME_AS, A)
    assert told() == (0, SAME_AS_NEW)
    assert told(verdict(Verdict.BLEED)) == (is_bleed, SAME_AS_NEW)
    assert told(verdict(Verdict.BLEED), verdict(Verdict.NOT_A_BLEED)) == (is_none, SAME_AS_NEW)
    assert told(verdict(Verdict.NOT_A_BLEED), same) == (0, 0)
    assert told(same, verdict(Verdict.BLEED)) == (is_bleed, SAME_AS_NEW)
    assert told(verdict(Verdict.SAME_AS, D)) == (0, SAME_AS_CLOCK)


def test_claims_about_days_keep_their_kind_days_and_number() -> None:
    start, end = "2024-01-01", "2024-01-08"
    found = columns_of(
        CheckInInput(start=start, end=end, answer=Answer.NO_BLEEDS),
        ObservedInput(start=start, end=end),
        CheckInInput(start=start, end=end, answer=Answer.HAD_BLEEDS),
        BleedCountInput(start=start, end=end, value=7),
    ).spans
    span = codes.Span
    assert found.kind.tolist() == [
        span.NO_BLEEDS,
        span.OBSERVED,
        span.HAD_BLEEDS,
        span.BLEED_COUNT,
    ]
    assert found.first.tolist() == [day(start)] * 4
    assert found.end.tolist() == [day(end)] * 4
    assert found.count.tolist() == [0, 0, 0, 7]


def test_doses_are_infusions_of_clotting_factor_only() -> None:
    found = columns_of(
        InfusionInput(start="2024-01-01T23:30", dose_iu=2000, zone="America/New_York"),
        InfusionInput(start="2024-01-02"),
        GeneTherapyInput(start="2024-01-03", dose_iu=1),
        JointScoreInput(start="2024-01-03", value=3),
    ).infusions
    assert found.day.tolist() == [day("2024-01-01"), day("2024-01-02")]
    np.testing.assert_array_equal(found.units, [2000.0, np.nan])


def test_treatment_and_return_to_prophylaxis_are_days_or_nothing() -> None:
    nothing = columns_of()
    assert (nothing.treated_day[0], nothing.back_on_prophylaxis_day[0]) == (NO_DAY, NO_DAY)
    entries = [
        GeneTherapyInput(start="2024-03-01T10:00"),
        BackOnProphylaxisInput(start="2025-06-01"),
        BackOnProphylaxisInput(start="2025-05-01"),
        BackOnProphylaxisInput(start="2023-05-01"),
    ]
    found = columns_of(*entries)
    assert found.treated_day[0] == day("2024-03-01")
    assert found.back_on_prophylaxis_day[0] == day("2025-05-01")
    instead = columns_of(*entries, treated_on=date(2025, 5, 2))
    assert instead.treated_day[0] == day("2025-05-02")
    assert instead.back_on_prophylaxis_day[0] == day("2025-06-01")


def test_people_keep_to_themselves_whatever_their_ids() -> None:
    mine, hers = BleedInput(id=A, start="2024-01-01"), BleedInput(id=A, start="2024-01-02")
    again = BleedInput(id=B, start="2024-01-03", same_as=A)
    found = diaries_of(
        [reading_of("her", hers, 1), reading_of("me", mine, 1), reading_of("me", again, 2)],
        ["me", "nobody", "her"],
    )
    assert found.people == 3
    assert found.bleeds.person.tolist() == [2, 0, 0]
    assert found.bleeds.same_as.tolist() == [SAME_AS_CLOCK, SAME_AS_CLOCK, 1]
    assert found.treated_day.tolist() == [NO_DAY] * 3


def test_a_database_row_of_plain_words_and_further_columns_is_read_alike() -> None:
    entry = BleedInput(
        id=A, start="2024-01-01", site=Site.KNEE, treated=Treated.YES, certainty=Certainty.CERTAIN
    )
    typed = reading_of("me", entry, 1)
    plain = tuple(str(value) if isinstance(value, str) else value for value in typed)
    found = diaries_of([(*plain, "prospective", None)], ["me"]).bleeds
    expected = diaries_of([typed], ["me"]).bleeds
    for name in ("onset", "treated", "last_treatment", "kind", "site", "certainty"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))


def test_what_is_read_are_columns_of_the_table() -> None:
    assert set(READ) <= set(Entry.__table__.columns.keys())  # type: ignore[attr-defined]
