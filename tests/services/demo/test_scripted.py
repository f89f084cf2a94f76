"""Those whose diaries one signs in to: a clear before and after, and two children's."""

from datetime import timedelta

import pytest

from bleedlog.models.moment import parse_moment
from bleedlog.models.vocabulary import Kind
from bleedlog.services.demo.cast import Keeper, Member, everybody
from bleedlog.services.demo.preparing import SEED
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import PersonFigures
from bleedlog.statistics.rule import Rule
from tests.demos import TODAY
from tests.services.demo.conftest import ANOTHER_DAY, columns_of


@pytest.fixture(scope="module", params=[TODAY, ANOTHER_DAY])
def people(request: pytest.FixtureRequest) -> list[Member]:
    """On whichever day they are made."""
    everyone = everybody(SEED, request.param)
    return [next(everyone) for _ in range(3)]


def figures_of(member: Member) -> PersonFigures:
    return person_figures(columns_of([member]), Rule())


def bleeds(member: Member, name: str) -> int:
    window = figures_of(member).window(name)
    assert window is not None
    rate = window.rates["all"]
    assert rate is not None
    return rate.episodes


def test_the_patient_who_signs_in_has_a_clear_before_and_after(people: list[Member]) -> None:
    member = next(one for one in people if one.keeper is Keeper.PATIENT)
    today = member.life.today
    person = figures_of(member)
    ratio = next(one for one in person.comparisons if one.after == "after_6m")
    assert ratio.comparable
    found = ratio.rates["all"]
    assert found is not None
    assert found.high is not None
    assert person.treated_on is not None

    assert 19 <= (today - person.treated_on).days / 30.44 <= 21
    assert found.high < 1, "fewer, and too few for chance"
    assert bleeds(member, "lead_in") == 9
    assert bleeds(member, "establishment") == 2
    assert person.end_of_data == today + timedelta(days=1), "told up to today"
    assert len(person.target_joints) == 1
    assert person.target_joints[0].resolved is not None
    going = [
        told.entry
        for told in member.told
        if told.entry.kind is Kind.BLEED
        and told.entry.end is None  # type: ignore[attr-defined]
        and parse_moment(told.entry.start).day >= today - timedelta(days=14)
    ]
    assert [parse_moment(one.start).day for one in going] == [today - timedelta(days=1)]


def test_the_carer_keeps_the_diaries_of_two_children(people: list[Member]) -> None:
    children = [one for one in people if one.keeper is Keeper.CARER]

    assert len(children) == 2
    for child in children:
        assert child.person.profile.born is not None
        assert (child.life.today - child.person.profile.born).days < 16 * 365
        assert figures_of(child).window("year_1") is not None
