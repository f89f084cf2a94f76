"""What statistics answer: frozen results that charts, pages and files only shape.

`None` in a rate's or ratio's place means "not known" (a bleed count was given for a span, so
the kind of those bleeds is not known). Figures are at full double precision.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bleedlog.statistics.rule import Rule

CATEGORIES = ("all", "spontaneous", "joint", "treated")
"""ABR, AsBR, AjBR and treated ABR: other numerators, the same observed time."""

PRIMARY_AFTER = "months_7_18"
"""The primary window after treatment (HOPE-B)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Episodes per observed year with its exact interval.

    `abr` is None in a window that is too short; `abr`, `low` and `high` are None when nothing
    was observed. `unknown_cause` counts episodes of unknown cause (spontaneous only).
    """

    episodes: int
    abr: float | None
    low: float | None
    high: float | None
    unknown_cause: int | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate after over a rate before, exact and conditional.

    before = 0: `ratio` and `high` None and `high_infinite`. Both 0: not `estimable`, all None.
    """

    ratio: float | None
    low: float | None
    high: float | None
    high_infinite: bool
    p_central: float | None
    estimable: bool


@dataclass(frozen=True, slots=True)
class Window:
    """One half-open span of days [start, end) of one person, with its rates by category."""

    name: str
    start: date
    end: date
    elapsed_days: int
    observed_days: int
    bleed_only_days: int
    """Observed days known from nothing but a bleed's onset."""
    too_short: bool
    sparse: bool
    rates: Mapping[str, Rate | None]
    if_silence_meant_none: Mapping[str, Rate | None]

    @property
    def headline(self) -> bool:
        """Whether a headline, sentence or finding may be made of it."""
        return not (self.too_short or self.sparse)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One window after treatment against one before it, by category."""

    before: str
    after: str
    comparable: bool
    rates: Mapping[str, Ratio | None]


@dataclass(frozen=True, slots=True)
class Episode:
    """Entries joined into one bleed. `rows` are row numbers of `Bleeds`, in onset order."""

    onset_day: date
    rows: tuple[int, ...]
    manifestation: int
    site: int
    side: int
    """Of its first entry, as codes."""
    cause: int
    """First known cause in onset order, as `codes.Cause`; unknown if none."""
    joint: bool
    treated: bool
    unsure: bool
    """Whether no entry of it is certain or adjudicated a bleed."""
    surgical: bool
    """Surgical: left out of every rate unless the rule includes them."""
    last: int | None
    """Latest of its entries' ends and treatments, UTC minute, if later than the onset."""


@dataclass(frozen=True, slots=True)
class TargetJoint:
    """A joint with three or more spontaneous bleeds within six months (ISTH)."""

    site: int
    side: int
    since: date
    resolved: date | None


@dataclass(frozen=True, slots=True)
class FactorUse:
    """Clotting factor in one window, per week of elapsed time."""

    window: str
    infusions: int
    units: float
    infusions_per_week: float
    units_per_week: float
    unknown_doses: int


@dataclass(frozen=True, slots=True)
class RollingRate:
    """Rate over the trailing 365 days, one point a day; None where blank."""

    days: tuple[date, ...]
    abr: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """Everything that is known of one person's bleeds."""

    rule: Rule
    treated_on: date | None
    first_observed: date | None
    end_of_data: date | None
    """The day after the last observed day."""
    back_on_prophylaxis: date | None
    windows: tuple[Window, ...]
    """By start, `after_6m` last."""
    last_12_months_before: Window | None
    """Shown beside a lead-in of more than 24 months."""
    comparisons: tuple[Comparison, ...]
    target_joints: tuple[TargetJoint, ...]
    episodes: tuple[Episode, ...]
    """In onset order, surgical ones included (flagged)."""
    factor_use: tuple[FactorUse, ...]
    infusions_not_needed: float | None
    """Infusions not needed since the treatment day at the lead-in's weekly rate."""
    observed: tuple[tuple[date, date], ...]
    """Observed time as disjoint, sorted half-open spans."""
    without_factor_cover: tuple[Window, ...] = ()
    """Sensitivity after a return to prophylaxis: factor-covered time and its bleeds removed."""
    divided: frozenset[str] = frozenset()
    """Windows beyond which spans reach of whose bleeds only the number is known, by more than a
    tenth of the window. It counts whole where it begins, so nobody knows how many it had."""

    def window(self, name: str) -> Window | None:
        """The window of that name, or None."""
        return next((one for one in self.windows if one.name == name), None)

    def comparison(self, after: str) -> Comparison | None:
        """The comparison of the lead-in with the window `after`, or None."""
        return next((one for one in self.comparisons if one.after == after), None)

    def parted(self, episodes: Iterable[Episode]) -> tuple[list[Episode], list[Episode]]:
        """Those of the lead-in, which may begin later than the diary, and those since treatment.

        Without a treatment all are of the first kind.
        """
        lead_in = self.window("lead_in")
        starts = date.min if lead_in is None else lead_in.start
        before, since = [], []
        for one in episodes:
            if self.treated_on is not None and one.onset_day >= self.treated_on:
                since.append(one)
            elif one.onset_day >= starts:
                before.append(one)
        return before, since


@dataclass(frozen=True, slots=True)
class CohortRate:
    """Crude pooled rate of one window over its people, descriptive."""

    episodes: int
    abr: float | None
    low: float | None
    high: float | None
    zero_people: int
    zero_share: float | None
    zero_low: float | None
    zero_high: float | None
    median: float | None
    q1: float | None
    q3: float | None
    unknown_cause: int | None = None
    """Episodes of unknown cause (spontaneous only), of the same people."""


@dataclass(frozen=True, slots=True)
class CohortWindow:
    """One window over everybody with an observed day in it."""

    name: str
    people: int
    years: float
    rates: Mapping[str, CohortRate]


@dataclass(frozen=True, slots=True)
class ModelRatio:
    """Negative binomial GEE's rate ratio, or why there is none."""

    estimable: bool
    reason: str | None = None
    people: int | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    alpha: float | None = None
    noninferior: bool | None = None


@dataclass(frozen=True, slots=True)
class CohortModel:
    """The model's ratios of `after` against `before`, by category."""

    before: str
    after: str
    rates: Mapping[str, ModelRatio]


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """A cohort's figures. `mcf` maps "lead_in" and "after" to (day, mean, se) points."""

    rule: Rule
    people: int
    windows: tuple[CohortWindow, ...]
    model: CohortModel
    mcf: Mapping[str, tuple[tuple[int, float, float], ...]]
