"""Each awkward person really is awkward, by the statistics and not by name only."""

from datetime import timedelta

import pytest

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.moment import DEFAULT_ZONE, parse_moment
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind, Precision, Source, Verdict
from bleedlog.services.demo import awkward
from bleedlog.services.demo.awkward import AWKWARD, Awkwardness
from bleedlog.services.demo.cast import Member, everybody
from bleedlog.services.demo.preparing import SEED
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import PersonFigures, Window
from bleedlog.statistics.rule import Rule
from tests.demos import TODAY
from tests.services.demo.conftest import ANOTHER_DAY, columns_of


@pytest.fixture(scope="module", params=[TODAY, ANOTHER_DAY])
def people(request: pytest.FixtureRequest) -> list[Member]:
    """Awkward on whichever day they are made."""
    return list(everybody(SEED, request.param))


@pytest.fixture
def who(people: list[Member]) -> dict[Awkwardness, Member]:
    return {one.awkwardness: one for one in people if one.awkwardness is not None}


def figures_of(member: Member) -> PersonFigures:
    return person_figures(columns_of([member]), Rule())


def window(member: Member, name: str) -> Window:
    found = figures_of(member).window(name)
    assert found is not None, name
    return found


def bleeds(member: Member, name: str) -> int:
    rate = window(member, name).rates["all"]
    assert rate is not None
    return rate.episodes


def test_the_table_in_the_code_names_everybody(who: dict[Awkwardness, Member]) -> None:
    assert set(who) == set(Awkwardness)
    for one in AWKWARD:
        assert who[one.awkwardness].person.profile.name == one.name
        assert f"| {one.name} " in (awkward.__doc__ or "")


def test_no_lead_in(who: dict[Awkwardness, Member]) -> None:
    person = figures_of(who[Awkwardness.NO_LEAD_IN])

    assert person.window("lead_in") is None
    assert person.window("months_7_18") is not None
    assert person.comparisons == ()


def test_months_of_silence(who: dict[Awkwardness, Member]) -> None:
    member = who[Awkwardness.SILENT_MONTHS]

    assert window(member, "months_7_18").sparse
    assert not window(member, "lead_in").sparse
    comparison = figures_of(member).comparison("months_7_18")
    assert comparison is not None
    assert not comparison.comparable


def test_a_bleed_still_going_on_at_the_infusion(who: dict[Awkwardness, Member]) -> None:
    member = who[Awkwardness.BLEEDING_AT_INFUSION]
    infused_on = member.life.infused_on
    assert infused_on is not None

    across = [
        episode
        for episode in figures_of(member).episodes
        if episode.onset_day == infused_on - timedelta(days=2) and len(episode.rows) == 2
    ]
    told_after = [
        told.entry
        for told in member.told
        if told.entry.kind in BLEED_KINDS
        and parse_moment(told.entry.start).day == infused_on + timedelta(days=1)
    ]

    assert len(across) == 1, "told before and after the infusion, it is one bleed"
    assert across[0].treated
    assert len(told_after) == 1


def test_returned_to_prophylaxis(who: dict[Awkwardness, Member]) -> None:
    member = who[Awkwardness.BACK_ON_PROPHYLAXIS]
    person = figures_of(member)

    assert person.back_on_prophylaxis is not None
    assert person.back_on_prophylaxis == member.life.back_on_prophylaxis
    assert person.without_factor_cover != ()
    last = [use for use in person.factor_use if use.window == "months_19_30"]
    assert last[0].infusions_per_week > 0.7


def test_no_bleed_before(who: dict[Awkwardness, Member]) -> None:
    member = who[Awkwardness.NO_BLEEDS_BEFORE]

    assert bleeds(member, "lead_in") == 0
    assert window(member, "lead_in").observed_days > 180
    assert bleeds(member, "after_6m") > 0
    comparison = figures_of(member).comparison("after_6m")
    assert comparison is not None
    ratio = comparison.rates["all"]
    assert ratio is not None
    assert ratio.high_infinite


def test_bleeds_but_never_quiet_days(who: dict[Awkwardness, Member]) -> None:
    member = who[Awkwardness.NEVER_QUIET]
    lead_in = window(member, "lead_in")

    assert bleeds(member, "lead_in") > 1
    assert lead_in.sparse
    assert lead_in.too_short
    assert lead_in.bleed_only_days == lead_in.observed_days


def test_just_infused(who: dict[Awkwardness, Member]) -> None:
    member = who[Awkwardness.JUST_INFUSED]
    names = [one.name for one in figures_of(member).windows]
    steroids = [told.entry for told in member.told if told.entry.kind is Kind.STEROID_COURSE]
    alt = [told.entry for told in member.told if told.entry.kind is Kind.ALT]

    assert names == ["lead_in", "establishment"]
    assert [one.end for one in steroids] == [None], "steroids still run"  # type: ignore[attr-defined]
    assert any(one.value > one.upper_limit for one in alt)  # type: ignore[attr-defined]


def test_preparing(who: dict[Awkwardness, Member]) -> None:
    person = figures_of(who[Awkwardness.PREPARING])

    assert person.treated_on is None
    assert [one.name for one in person.windows] == ["year_1"]


def test_only_imports(who: dict[Awkwardness, Member]) -> None:
    member = who[Awkwardness.ONLY_IMPORTS]
    told = [one.entry for one in member.told if one.entry.source is not Source.CLINIC]

    assert {one.source for one in told} == {Source.IMPORTED}
    assert {Kind.BLEED, Kind.INFUSION, Kind.OBSERVED} <= {one.kind for one in told}
    assert window(member, "lead_in").headline


def test_only_counts(who: dict[Awkwardness, Member]) -> None:
    rates = window(who[Awkwardness.ONLY_COUNTS], "lead_in").rates

    assert rates["all"] is not None
    assert rates["all"].episodes == 6
    assert [rates[kind] for kind in ("spontaneous", "joint", "treated")] == [None, None, None]


def test_twenty_years(who: dict[Awkwardness, Member]) -> None:
    member = who[Awkwardness.TWENTY_YEARS]
    today = member.life.today
    person = figures_of(member)

    assert person.first_observed is not None
    assert (today - person.first_observed).days > 19.5 * 365
    assert person.last_12_months_before is not None
    assert len(member.told) > 1500


def test_unsure_bleeds_wait_and_one_was_settled_as_the_same(
    who: dict[Awkwardness, Member],
) -> None:
    entries = [told.entry for told in who[Awkwardness.UNSURE].told]
    settled = {
        one.about: one.verdict  # type: ignore[attr-defined]
        for one in entries
        if one.kind is Kind.ADJUDICATION
    }
    waiting = [
        one
        for one in entries
        if one.kind is Kind.BLEED
        and one.certainty is Certainty.UNSURE  # type: ignore[attr-defined]
        and one.id not in settled
    ]

    assert len(waiting) >= 3
    assert Verdict.SAME_AS in settled.values()


def test_silent_now(who: dict[Awkwardness, Member]) -> None:
    member = who[Awkwardness.SILENT_NOW]
    end = figures_of(member).end_of_data

    assert end is not None
    assert (member.life.today - end).days > 28


def test_more_after(who: dict[Awkwardness, Member]) -> None:
    comparison = figures_of(who[Awkwardness.MORE_AFTER]).comparison("after_6m")
    assert comparison is not None
    ratio = comparison.rates["all"]
    assert ratio is not None
    assert ratio.low is not None

    assert ratio.low > 1, "more, and too many more for chance"


def test_said_yes_and_told_no_bleed(who: dict[Awkwardness, Member]) -> None:
    member = who[Awkwardness.WAITING]
    answers = [told.entry for told in member.told if isinstance(told.entry, CheckInInput)]
    last = answers[-1]
    onsets = [told.entry.start for told in member.told if told.entry.kind in BLEED_KINDS]

    assert last.answer == "had_bleeds"
    assert not any(onset >= last.start for onset in onsets)
    assert str(figures_of(member).end_of_data) < last.end, "it observes nothing"


def test_lead_in_from_memory(who: dict[Awkwardness, Member]) -> None:
    member = who[Awkwardness.FROM_MEMORY]
    infused_on = member.life.infused_on
    assert infused_on is not None
    # What was told at the time begins two weeks before; its first answer reaches back four weeks.
    before = [
        told.entry
        for told in member.told
        if told.entry.source is not Source.CLINIC
        and parse_moment(told.entry.start).day
        < infused_on - timedelta(days=45)  # the first answer reaches back four weeks
    ]

    assert {one.source for one in before} == {Source.RECALLED}
    assert {one.precision for one in before if one.kind is Kind.BLEED} == {Precision.MONTH}
    assert bleeds(member, "lead_in") > 0


def test_a_surgical_bleed_that_no_rate_counts(who: dict[Awkwardness, Member]) -> None:
    columns = columns_of([who[Awkwardness.OPERATED]])
    left_out, counted = (
        person_figures(columns, Rule(include_surgical=include)).window("after_6m")
        for include in (False, True)
    )
    assert left_out is not None
    assert counted is not None
    without, with_surgery = left_out.rates["all"], counted.rates["all"]
    assert without is not None
    assert with_surgery is not None

    assert with_surgery.episodes == without.episodes + 1


def test_abroad(who: dict[Awkwardness, Member]) -> None:
    zones = {told.entry.zone for told in who[Awkwardness.ABROAD].told}

    assert zones == {DEFAULT_ZONE, "America/New_York"}


def test_nothing_told(who: dict[Awkwardness, Member]) -> None:
    assert who[Awkwardness.NOTHING_TOLD].told == []
