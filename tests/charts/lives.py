"""Hand-built figures of an invented person, for drawing; what others are built from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bleedlog.models.vocabulary import Side, Site
from bleedlog.statistics.codes import Cause
from bleedlog.statistics.cumulative import CumulativeCurve
from bleedlog.statistics.laboratory import FactorLevel, Laboratory, LiverValue, SteroidCourse
from bleedlog.statistics.results import (
    CATEGORIES,
    Comparison,
    Episode,
    PersonFigures,
    Rate,
    Ratio,
    RollingRate,
    TargetJoint,
    Window,
)
from bleedlog.statistics.rule import Rule

KNEE, ANKLE, ELBOW = 5, 6, 2
LEFT, RIGHT = 1, 2
WORDS = {(KNEE, LEFT): "Left knee", (ANKLE, RIGHT): "Right ankle", (ELBOW, LEFT): "Left elbow"}
TREATED = date(2025, 3, 3)
BEGAN = date(2024, 3, 3)
END = date(2026, 11, 20)
GAP = (date(2024, 8, 1), date(2024, 8, 23))


def names(manifestation: int, site: int, side: int) -> str:
    """Words for a site and side, or for how a bleed without one shows."""
    if not site:
        return f"Shows {manifestation}"
    return WORDS.get((site, side), f"Place {site}-{side}")


def where(site: int, side: int) -> tuple[Site | None, Side | None]:
    """The vocabulary's words of those codes, none for a code without one."""
    sites: list[Site | None] = [None, *Site]
    sides: list[Side | None] = [None, *Side]
    return sites[site], sides[side]


def window(
    name: str,
    start: date,
    end: date,
    observed: int,
    rates: Mapping[str, Rate | None] | Rate,
    *,
    sparse: bool = False,
) -> Window:
    """A window whose kinds of bleed all have one rate, or the rates given."""
    kinds = dict.fromkeys(CATEGORIES, rates) if isinstance(rates, Rate) else dict(rates)
    return Window(
        name=name,
        start=start,
        end=end,
        elapsed_days=(end - start).days,
        observed_days=observed,
        bleed_only_days=0,
        too_short=observed < 90,
        sparse=sparse,
        rates=kinds,
        if_silence_meant_none=kinds,
    )


def compared(before: Window, after: Window, ratio: Ratio | None) -> Comparison:
    """A comparison in which every kind of bleed has one ratio."""
    return Comparison(
        before.name,
        after.name,
        before.headline and after.headline,
        dict.fromkeys(CATEGORIES, ratio),
    )


def bleed(
    day: date,
    place: tuple[int, int] = (KNEE, LEFT),
    cause: Cause = Cause.SPONTANEOUS,
    *,
    joint: bool = True,
    treated: bool = True,
    unsure: bool = False,
) -> Episode:
    """One bleed."""
    return Episode(
        onset_day=day,
        rows=(0,),
        manifestation=1 if joint else 10,
        site=place[0],
        side=place[1],
        cause=int(cause),
        joint=joint,
        treated=treated,
        unsure=unsure,
        surgical=cause is Cause.SURGICAL,
        last=None,
    )


# Garwood's limits: qchisq(0.025, 2k) / 2T and qchisq(0.975, 2k + 2) / 2T in R.
TEN = Rate(10, 10.648688, 5.106460, 19.583316)
"""10 in 343 days."""
ONE = Rate(1, 0.984501, 0.024925, 5.485290)
"""1 in 371 days."""
EARLY = Rate(1, 2.029167, 0.051374, 11.305793)
"""1 in 180 days."""
QUIET = Rate(0, 0.0, 0.0, 4.332358)
"""0 in 311 days."""
EIGHT = Rate(8, 8.518950, 3.677878, 16.785728, unknown_cause=2)
"""8 in 343 days."""
FEWER = Ratio(0.092453, 0.002130, 0.649887, high_infinite=False, p_central=0.0081, estimable=True)
"""1 in 371 days against 10 in 343: poisson.test(c(1, 10), c(371, 343))."""


def tom() -> PersonFigures:
    """Ten bleeds in the year before, two in the twenty months since: fewer."""
    lead_in = window(
        "lead_in",
        BEGAN,
        TREATED,
        343,
        {"all": TEN, "spontaneous": EIGHT, "joint": TEN, "treated": TEN},
    )
    first = window("establishment", TREATED, date(2025, 9, 3), 180, EARLY)
    primary = window(
        "months_7_18",
        date(2025, 9, 3),
        date(2026, 9, 3),
        311,
        {
            "all": QUIET,
            "spontaneous": replace(QUIET, unknown_cause=0),
            "joint": QUIET,
            "treated": QUIET,
        },
    )
    after = window("after_6m", date(2025, 9, 3), END, 371, ONE)
    return PersonFigures(
        rule=Rule(),
        treated_on=TREATED,
        first_observed=BEGAN,
        end_of_data=END,
        back_on_prophylaxis=None,
        windows=(lead_in, first, primary, after),
        last_12_months_before=None,
        comparisons=(compared(lead_in, primary, FEWER), compared(lead_in, after, FEWER)),
        target_joints=(TargetJoint(KNEE, LEFT, date(2024, 5, 30), date(2026, 3, 1)),),
        episodes=TOMS_BLEEDS,
        factor_use=(),
        infusions_not_needed=None,
        observed=((BEGAN, GAP[0]), (GAP[1], date(2025, 12, 1)), (date(2026, 1, 20), END)),
    )


def in_doubt_at_first(*, sparse: bool = False, too_short: bool = False) -> PersonFigures:
    """Tom, whose first six months since the treatment are `sparse` or `too_short`."""
    lead_in, first, *later = tom().windows
    first = replace(first, sparse=sparse, too_short=too_short)
    return replace(tom(), windows=(lead_in, first, *later))


DOUBTS = ({"sparse": True}, {"too_short": True})
TOMS_BLEEDS = (
    bleed(date(2024, 3, 24)),
    bleed(date(2024, 4, 20)),
    bleed(date(2024, 5, 3), (ANKLE, RIGHT), Cause.TRAUMATIC),
    bleed(date(2024, 5, 30)),
    bleed(date(2024, 7, 2), (0, 0), Cause.TRAUMATIC, joint=False, treated=False),
    bleed(date(2024, 7, 20), (ELBOW, LEFT)),
    bleed(date(2024, 9, 10)),
    bleed(date(2024, 10, 30), (ANKLE, RIGHT)),
    bleed(date(2025, 1, 2), (KNEE, LEFT), Cause.ACTIVITY),
    bleed(date(2025, 1, 30)),
    bleed(date(2025, 4, 13)),
    bleed(date(2026, 2, 26), (ANKLE, RIGHT), Cause.BLANK, treated=False, unsure=True),
)


def curve(figures: PersonFigures, yearly: float | None = TEN.abr) -> CumulativeCurve:
    """That person's bleeds by day; after treatment the old rate of `yearly` bleeds a year."""
    if figures.first_observed is None or figures.end_of_data is None:
        return CumulativeCurve((), (), ())
    parting = figures.treated_on or figures.end_of_data
    days = [one.onset_day for one in figures.episodes]
    before = [(day, at + 1) for at, day in enumerate(days) if day < parting]
    after = [(day, at + 1) for at, day in enumerate(days) if day >= parting]
    so_far, total = len(before), len(days)
    years = (figures.end_of_data - parting).days / 365.25
    expected = ((parting, so_far), (figures.end_of_data, so_far + (yearly or 0) * years))
    treated = figures.treated_on is not None
    return CumulativeCurve(
        before=((figures.first_observed, 0), *before, (parting, so_far)),
        after=((parting, so_far), *after, (figures.end_of_data, total)) if treated else (),
        expected=expected if treated and yearly is not None else (),
    )


def rolling_of(values: Sequence[float | None], first: date = BEGAN) -> RollingRate:
    """A rolling rate with these values from `first` on; its band is half to double."""
    return RollingRate(
        days=tuple(first + timedelta(days=at) for at in range(len(values))),
        abr=tuple(values),
        low=tuple(None if one is None else one / 2 for one in values),
        high=tuple(None if one is None else 2 * one + 4 for one in values),
    )


def toms_rolling() -> RollingRate:
    """Blank for 90 days, then 12 a year; blank again from the treatment day, then 2 a year."""
    before, since = (TREATED - BEGAN).days, (END - TREATED).days
    blank: list[float | None] = [None] * 89
    return rolling_of([*blank, *[12.0] * (before - 89), *blank, *[2.0] * (since - 89)])


def toms_laboratory() -> Laboratory:
    """Two assays after the treatment, one result under infused factor, ALT up once."""
    return Laboratory(
        factor_levels=(
            FactorLevel(date(2025, 2, 1), 24, "IU/dL", "one_stage", may_include_infused=True),
            FactorLevel(date(2025, 2, 20), 1, "IU/dL", "one_stage", may_include_infused=False),
            FactorLevel(date(2025, 4, 1), 36, "IU/dL", "one_stage", may_include_infused=False),
            FactorLevel(date(2025, 4, 1), 16, "IU/dL", "chromogenic", may_include_infused=False),
            FactorLevel(date(2025, 9, 1), 40, "IU/dL", "one_stage", may_include_infused=False),
            FactorLevel(date(2026, 9, 1), 18, "IU/dL", "chromogenic", may_include_infused=False),
            FactorLevel(date(2026, 9, 3), 37, "IU/dL", "one_stage", may_include_infused=False),
        ),
        alt=(
            LiverValue(date(2025, 2, 1), 25, "U/L", 50),
            LiverValue(date(2025, 4, 14), 90, "U/L", 45),
            LiverValue(date(2025, 5, 1), 30, "U/L", None),
            LiverValue(date(2026, 9, 3), 20, "U/L", 40),
        ),
        steroids=(SteroidCourse(date(2025, 4, 15), date(2025, 6, 10), "prednisolone"),),
    )
