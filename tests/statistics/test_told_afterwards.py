"""Lead-ins that were told afterwards: over a tenth of their noted days known only then."""

import numpy as np
import pytest

from bleedlog.statistics.codes import Adjudication, Kind, Span
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.rule import Rule
from bleedlog.statistics.told_afterwards import told_afterwards
from tests.statistics.entry_columns import Entry, Said, diaries_of, observed

TREATED = "2024-01-11"

THEN, LATER = True, False


def is_told_afterwards(*told: tuple[Entry | Said, bool], window: str = "lead_in") -> bool:
    """Of a diary whose parts were noted then, or later."""
    entries = [one for one in told if isinstance(one[0], Entry)]
    said = [one for one in told if isinstance(one[0], Said)]
    diaries = diaries_of(
        [one for one, _ in entries if isinstance(one, Entry)],
        [one for one, _ in said if isinstance(one, Said)],
        treated_on=[TREATED],
    )
    return told_afterwards(
        diaries,
        observed_time(diaries),
        person_figures(diaries, Rule()).window(window),
        bleeds_then=np.array([then for _, then in entries], dtype=np.bool_),
        spans_then=np.array([then for _, then in said], dtype=np.bool_),
    )


@pytest.mark.parametrize(("later_from", "expected"), [("2024-01-10", False), ("2024-01-09", True)])
def test_more_than_a_tenth_of_the_noted_days_makes_it_one(later_from: str, expected: bool) -> None:
    # Ten days are noted, 1 to 10 January: one of them is a tenth, two are more.
    then, later = observed("2024-01-01", later_from), observed(later_from, TREATED)
    assert is_told_afterwards((then, THEN), (later, LATER)) is expected
    assert is_told_afterwards((then, THEN), (later, THEN)) is False
    assert is_told_afterwards((then, LATER), (later, LATER)) is True


def test_a_day_told_then_and_again_later_was_known_then() -> None:
    span = observed("2024-01-01", TREATED)
    assert is_told_afterwards((span, LATER), (span, THEN)) is False


def test_what_lies_after_treatment_or_in_no_window_is_no_lead_in() -> None:
    before, after = observed("2024-01-01", TREATED), observed(TREATED, "2025-06-01")
    assert is_told_afterwards((before, THEN), (after, LATER)) is False
    assert is_told_afterwards((after, LATER)) is False


def test_a_bleed_s_day_is_known_then_if_the_bleed_was_noted_then() -> None:
    assert is_told_afterwards((Entry("2024-01-05"), THEN)) is False
    assert is_told_afterwards((Entry("2024-01-05"), LATER)) is True


@pytest.mark.parametrize(
    ("verdict", "expected"), [(Adjudication.BLEED, False), (Adjudication.BLANK, True)]
)
def test_a_bruise_noted_then_makes_its_day_known_if_it_is_settled_to_be_a_bleed(
    verdict: Adjudication, expected: bool
) -> None:
    bruise = Entry("2024-01-05", kind=Kind.BRUISE, adjudication=verdict)
    bleed = Entry("2024-01-05")
    assert is_told_afterwards((bruise, THEN), (bleed, LATER)) is expected


def test_a_bleed_noted_then_that_was_none_makes_no_day_known() -> None:
    wrong = Entry("2024-01-05", adjudication=Adjudication.NOT_A_BLEED)
    assert is_told_afterwards((wrong, THEN), (Entry("2024-01-05"), LATER)) is True


def test_a_check_in_of_bleeds_made_then_is_known_then_though_its_bleed_came_later() -> None:
    check_in = Said(Span.HAD_BLEEDS, "2024-01-01", TREATED)
    assert is_told_afterwards((check_in, THEN), (Entry("2024-01-05"), LATER)) is False
    assert is_told_afterwards((check_in, LATER), (Entry("2024-01-05"), THEN)) is True
