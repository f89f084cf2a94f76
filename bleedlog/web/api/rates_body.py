"""The shape of `bleedlog.rates/1`, for the OpenAPI document. The object itself is made elsewhere.

All of it is said here once more so that whoever writes a program can read it, and a test holds the
two against each other.
"""

from datetime import date
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from bleedlog.models.vocabulary import Side, Site, Source

_Figure = TypeVar("_Figure")


class _Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ByCategory(_Whole, Generic[_Figure]):
    """ABR, AsBR, AjBR and treated ABR; null where it cannot be known."""

    all: _Figure | None
    spontaneous: _Figure | None
    joint: _Figure | None
    treated: _Figure | None


class Rule(_Whole):
    """By which rule, with which options."""

    version: int
    merge_hours: float
    min_days: int
    confidence: float
    exclude_unsure: bool
    include_surgical: bool
    mid_p: bool = False
    without_sources: list[Source] = Field(default_factory=list)


class Rate(_Whole):
    """Bleeds a year with their interval."""

    episodes: int
    abr: float | None
    low: float | None
    high: float | None
    unknown_cause: int | None = None


class Window(_Whole):
    """A span of a person's time."""

    name: str
    start: date
    end: date
    elapsed_days: int
    observed_days: int
    bleed_only_days: int
    too_short: bool
    sparse: bool
    rates: ByCategory[Rate]
    if_silence_meant_none: ByCategory[Rate]


class Ratio(_Whole):
    """After against before."""

    ratio: float | None
    low: float | None
    high: float | None
    high_infinite: bool
    p_central: float | None
    estimable: bool


class Comparison(_Whole):
    """Two windows of one person."""

    before: str
    after: str
    comparable: bool
    rates: ByCategory[Ratio]


class TargetJoint(_Whole):
    """A joint that bled again and again."""

    site: Site
    side: Side | None
    since: date
    resolved: date | None


class Patient(_Whole):
    """One person; a diary names nobody, so `patient` is empty."""

    patient: str
    treated_on: date | None
    windows: list[Window]
    comparisons: list[Comparison]
    target_joints: list[TargetJoint]


class CohortRate(Rate):
    """Bleeds a year of everybody together."""

    zero_people: int
    zero_share: float | None
    zero_low: float | None
    zero_high: float | None
    median: float | None
    q1: float | None
    q3: float | None


class CohortWindow(_Whole):
    """A span of everybody's time."""

    people: int
    years: float
    rates: ByCategory[CohortRate]


class ModelRatio(_Whole):
    """The model's ratio, or why there is none."""

    estimable: bool
    reason: str | None = None
    people: int | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    alpha: float | None = None
    noninferior: bool | None = None


class Model(_Whole):
    """The cohort's model."""

    before: str
    after: str
    rates: ByCategory[ModelRatio]


class Cohort(_Whole):
    """Everybody together; of a diary, one person."""

    people: int
    windows: dict[str, CohortWindow]
    model: Model
    mcf: dict[str, list[tuple[float, float | None, float | None]]]


class Rates(_Whole):
    """The object `bleedlog.rates/1`."""

    schema_: Literal["bleedlog.rates/1"] = Field(alias="schema")
    rule: Rule
    patients: list[Patient]
    cohort: Cohort
