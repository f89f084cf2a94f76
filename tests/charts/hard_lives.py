"""Invented people whose charts are hard to draw, by what makes them hard."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from bleedlog.statistics.codes import Cause
from bleedlog.statistics.columns import Days
from bleedlog.statistics.cumulative import CumulativeCurve
from bleedlog.statistics.laboratory import FactorLevel, Laboratory, LiverValue, SteroidCourse
from bleedlog.statistics.results import (
    Episode,
    PersonFigures,
    Rate,
    Ratio,
    RollingRate,
    TargetJoint,
    Window,
)
from tests.charts.lives import (
    EIGHT,
    END,
    QUIET,
    TEN,
    bleed,
    compared,
    curve,
    rolling_of,
    tom,
    toms_laboratory,
    toms_rolling,
    window,
)


@dataclass(frozen=True, slots=True)
class Life:
    """Everything that the four charts are drawn from."""

    figures: PersonFigures
    curve: CumulativeCurve
    rolling: RollingRate
    doses: Days = field(default_factory=lambda: np.array([], dtype=np.int32))
    laboratory: Laboratory = field(default_factory=Laboratory)


def _figures(
    windows: Sequence[Window],
    ratio: Ratio | None = None,
    *,
    treated_on: date | None = None,
    observed: Sequence[tuple[date, date]] = (),
    episodes: Sequence[Episode] = (),
    last_12: Window | None = None,
    back: date | None = None,
) -> PersonFigures:
    lead_in = next((one for one in windows if one.name == "lead_in"), None)
    after = [one for one in windows if one.name in ("months_7_18", "after_6m")]
    return replace(
        tom(),
        treated_on=treated_on,
        first_observed=observed[0][0] if observed else None,
        end_of_data=observed[-1][1] if observed else None,
        back_on_prophylaxis=back,
        windows=tuple(windows),
        last_12_months_before=last_12,
        comparisons=tuple(compared(lead_in, one, ratio) for one in after) if lead_in else (),
        target_joints=(),
        episodes=tuple(episodes),
        observed=tuple(observed),
    )


def nothing() -> Life:
    """Not a single entry."""
    figures = _figures([])
    return Life(figures, curve(figures), RollingRate((), (), (), ()))


def three_days() -> Life:
    """One bleed in three days (clinical rules: interval 3.1-678, no yearly figure)."""
    start = END - timedelta(days=3)
    year = window("year_1", start, END, 3, Rate(1, None, 3.082443, 678.347583))
    figures = _figures([year], observed=[(start, END)], episodes=[bleed(END - timedelta(days=2))])
    return Life(figures, curve(figures), rolling_of([None] * 3, start))


def recent() -> Life:
    """Treated 41 days ago after 180 days without a bleed: nothing to compare with yet."""
    began, treated = date(2026, 4, 1), date(2026, 10, 10)
    quiet = Rate(0, 0.0, 0.0, 7.485351)
    short = Rate(1, None, 0.225546, 49.635189)
    figures = _figures(
        [
            window("lead_in", began, treated, 180, quiet),
            window("establishment", treated, END, 41, short),
        ],
        treated_on=treated,
        observed=[(began, END)],
        episodes=[bleed(date(2026, 11, 1), (6, 1), Cause.ACTIVITY)],
    )
    rolling = rolling_of([*[None] * 89, *[0.0] * 103, *[None] * 41], began)
    laboratory = Laboratory(
        alt=(LiverValue(date(2026, 11, 1), 640, "U/L", 40), LiverValue(END, 30, "U/L", 50)),
        steroids=(SteroidCourse(date(2026, 11, 3), None, "prednisolone"),),
    )
    return Life(figures, curve(figures, 0.0), rolling, laboratory=laboratory)


def worse() -> Life:
    """No bleed before, fifteen since: the ratio is infinite, its lower limit above 1."""
    began, treated = date(2023, 6, 1), date(2024, 6, 1)
    lead_in = window("lead_in", began, treated, 360, Rate(0, 0.0, 0.0, 3.742677))
    later = Rate(14, 7.410870, 4.051607, 12.434240, unknown_cause=3)
    after = [
        window("months_7_18", date(2024, 12, 1), date(2025, 12, 1), 350, TEN),
        window("after_6m", date(2024, 12, 1), END, 690, later),
    ]
    first = window("establishment", treated, date(2024, 12, 1), 180, QUIET)
    causes = list(Cause)
    episodes = [
        bleed(
            treated + timedelta(days=60 + 50 * at),
            (5 + at % 3, 1 + at % 2),
            causes[at % len(causes)],
            treated=at % 3 > 0,
            unsure=at % 4 == 0,
        )
        for at in range(15)
    ]
    infinite = Ratio(None, 2.0164, None, high_infinite=True, p_central=0.0034, estimable=True)
    figures = _figures(
        [lead_in, first, *after],
        infinite,
        treated_on=treated,
        observed=[(began, END)],
        episodes=episodes,
    )
    return Life(figures, curve(figures, 0.0), rolling_of([*[0.0] * 366, *[5.0] * 902], began))


def doubtful() -> Life:
    """A sparse, long lead-in, too short a time since, and back on prophylaxis."""
    began, treated = date(2022, 6, 1), date(2025, 12, 10)
    sparse = Rate(22, 20.08875, 12.589513, 30.414609)
    last = window("last_12_months_before", date(2024, 12, 10), treated, 100, sparse, sparse=True)
    windows = [
        window("lead_in", began, treated, 400, sparse, sparse=True),
        window("establishment", treated, date(2026, 6, 10), 100, TEN),
        window("months_7_18", date(2026, 6, 10), END, 42, Rate(1, None, 0.220176, 48.453399)),
        window("after_6m", date(2026, 6, 10), END, 42, Rate(1, None, 0.220176, 48.453399)),
    ]
    figures = _figures(
        windows,
        Ratio(0.43, 0.0104, 2.652, high_infinite=False, p_central=0.69, estimable=True),
        treated_on=treated,
        observed=[
            (began + timedelta(days=20 * at), began + timedelta(days=20 * at + 6))
            for at in range(81)
        ],
        episodes=[bleed(began + timedelta(days=9 + 55 * at)) for at in range(26)],
        last_12=last,
        back=date(2026, 8, 1),
    )
    laboratory = Laboratory(
        factor_levels=(
            FactorLevel(began, 0, "IU/dL", None, may_include_infused=False),
            FactorLevel(treated, 160, "%", "one_stage", may_include_infused=True),
        ),
        alt=(LiverValue(treated, 30, "U/L", None),),
    )
    return Life(
        figures,
        curve(figures, None),
        rolling_of([None] * 1606, began),
        laboratory=laboratory,
    )


def numbers_only() -> Life:
    """A count for a span: all bleeds are known, their kinds are not."""
    known = tom()
    lead_in = replace(
        known.windows[0],
        rates={"all": TEN, "spontaneous": None, "joint": None, "treated": None},
    )
    windows = (lead_in, *known.windows[1:])
    figures = replace(known, windows=windows, episodes=(), target_joints=())
    return Life(figures, curve(figures), toms_rolling())


def twenty_years() -> Life:
    """800 bleeds, 9,000 doses, treated two years ago on a leap day."""
    began, treated = date(2006, 11, 20), date(2024, 2, 29)
    causes = list(Cause)
    episodes = [
        bleed(
            began + timedelta(days=9 * at),
            (at % 13, at % 3),
            causes[at % 6],
            joint=at % 13 > 0,
            treated=at % 3 > 0,
            unsure=at % 11 == 0,
        )
        for at in range(800)
    ]
    windows = [
        window("lead_in", began, treated, 6000, Rate(700, 42.6125, 39.51349, 45.89046)),
        window("establishment", treated, date(2024, 8, 29), 180, EIGHT),
        window("months_7_18", date(2024, 8, 29), date(2025, 8, 29), 350, EIGHT),
        window("after_6m", date(2024, 8, 29), END, 700, EIGHT),
    ]
    figures = _figures(
        windows,
        Ratio(0.1, 0.05, 0.2, high_infinite=False, p_central=1e-9, estimable=True),
        treated_on=treated,
        observed=[(began, END)],
        episodes=episodes,
        last_12=window("last_12_months_before", date(2023, 2, 28), treated, 360, TEN),
    )
    figures = replace(figures, target_joints=(TargetJoint(5, 2, date(2008, 1, 1), None),))
    values = [20.0 + 10 * np.sin(at / 200) for at in range(7305)]
    doses = np.sort(13472 + np.arange(9000, dtype=np.int32) * 7 % 7300)
    weeks = [treated + timedelta(days=14 * at) for at in range(52)]
    laboratory = Laboratory(
        factor_levels=tuple(
            FactorLevel(day, 40 - at / 10, "IU/dL", assay, may_include_infused=at < 3)
            for at, day in enumerate(weeks)
            for assay in ("chromogenic", "one_stage")
        ),
        alt=tuple(LiverValue(day, 20 + 2 * at, "U/L", 40) for at, day in enumerate(weeks)),
        steroids=(
            SteroidCourse(weeks[20], weeks[30], "prednisolone"),
            SteroidCourse(weeks[40], weeks[45], None),
        ),
    )
    return Life(figures, curve(figures), rolling_of(values, began), doses, laboratory)


def never_treated() -> Life:
    """Twenty years without a treatment date: year by year, no comparison."""
    old = twenty_years()
    years = [
        window(f"year_{at + 1}", date(2006 + at, 11, 20), date(2007 + at, 11, 20), 343, TEN)
        for at in range(20)
    ]
    figures = replace(
        old.figures,
        treated_on=None,
        windows=tuple(years),
        comparisons=(),
        last_12_months_before=None,
    )
    return Life(figures, curve(figures), old.rolling, old.doses)


LIVES = {
    "tom": Life(
        tom(),
        curve(tom()),
        toms_rolling(),
        np.arange(19786, 20150, 7, dtype=np.int32),
        toms_laboratory(),
    ),
    "nothing": nothing(),
    "three days": three_days(),
    "recent": recent(),
    "worse": worse(),
    "doubtful": doubtful(),
    "numbers only": numbers_only(),
    "twenty years": twenty_years(),
    "never treated": never_treated(),
}
