"""Invented people: recognisably so, always the same, as many as promised."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bleedlog.models.vocabulary import Kind
from bleedlog.services.demo.cast import Member, everybody
from bleedlog.services.demo.centres import CENTRES, STAFFED
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.names import check_digit
from bleedlog.services.demo.preparing import SEED
from tests.demos import TODAY


@pytest.mark.parametrize(
    ("nine", "digit"),
    [
        # The NHS Data Dictionary's and the NHS's own published test numbers.
        ("943476591", 9),
        ("401023213", 7),
        # 9 * (10 + 9 + 8) = 243 = 22 * 11 + 1, and 11 - 1 = 10 is no digit.
        ("999000000", None),
    ],
)
def test_the_check_digit_of_an_nhs_number(nine: str, digit: int | None) -> None:
    assert check_digit(nine) == digit


def test_nhs_numbers_are_of_the_test_range_valid_and_each_once(cast: list[Member]) -> None:
    numbers = [member.person.profile.nhs_number or "" for member in cast]

    assert all(number.startswith("999") and len(number) == 10 for number in numbers)
    assert all(check_digit(number[:9]) == int(number[9]) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_sixty_people_in_eight_centres_of_which_one_has_a_list_worth_seeing(
    cast: list[Member],
) -> None:
    at_centre = [sum(member.person.centre == one for member in cast) for one in range(8)]

    assert len(cast) == 60
    assert len({member.person.profile.name for member in cast}) == 60
    assert len({member.person.profile.hospital_number for member in cast}) == 60
    assert 12 <= at_centre[STAFFED] <= 20
    assert min(at_centre) >= 4
    assert sorted(centre.name.split(" haem")[0] for centre in CENTRES) == [
        "Birmingham", "Bristol", "Cambridge", "Leeds", "London North", "London South",
        "Manchester", "Oxford",
    ]  # fmt: skip
    assert all(centre.name.endswith("(demo)") for centre in CENTRES)


def test_gene_therapy_is_for_adults(cast: list[Member]) -> None:
    for member in cast:
        born, infused_on = member.person.profile.born, member.life.infused_on
        assert born is not None
        if infused_on is not None:
            assert (infused_on - born).days > 18 * 365.25
        infusions = [one for one in member.told if one.entry.kind is Kind.GENE_THERAPY]
        assert len(infusions) == (infused_on is not None)


def test_one_seed_and_day_give_the_same_diaries_and_ids() -> None:
    first, again = everybody(SEED, TODAY), everybody(SEED, TODAY)

    for one, other in zip(first, again, strict=True):
        assert one.person == other.person
        assert one.told == other.told


def test_another_seed_gives_others_with_other_ids() -> None:
    one, other = next(everybody(SEED, TODAY)), next(everybody(SEED + 1, TODAY))

    assert one.person.id != other.person.id
    assert {told.entry.id for told in one.told}.isdisjoint(told.entry.id for told in other.told)


def test_dates_move_with_the_day_of_making() -> None:
    later = TODAY + timedelta(days=7)  # the same weekday, so that no infusion moves to a Friday
    one, other = next(everybody(SEED, TODAY)), next(everybody(SEED, later))

    starts = [date.fromisoformat(told.entry.start[:10]) for told in one.told]
    moved = [date.fromisoformat(told.entry.start[:10]) for told in other.told]
    assert [day + timedelta(days=7) for day in starts[-10:]] == moved[-10:]


def test_ids_are_uuids_of_version_7_with_their_instant() -> None:
    at = datetime(2026, 3, 15, 12, 30, tzinfo=UTC)

    made = Dice(1).id_at(at)

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == 1_773_577_800_000  # 2026-03-15T12:30Z in milliseconds since 1970
