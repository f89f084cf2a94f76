"""Results to the JSON object `bleedlog.rates/1`: shaped, never computed here.

Keys stand in the order of the contract. Figures keep full double precision; dates are ISO
text; what is not known is null.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from bleedlog.models.vocabulary import Side, Site, Source
from bleedlog.statistics.results import (
    CATEGORIES,
    CohortFigures,
    CohortRate,
    CohortWindow,
    Comparison,
    ModelRatio,
    PersonFigures,
    Rate,
    Ratio,
    TargetJoint,
    Window,
)
from bleedlog.statistics.rule import Rule

SCHEMA: Final = "bleedlog.rates/1"

Json = dict[str, Any]
SiteOf = Callable[[int], Site | None]
SideOf = Callable[[int], Side | None]
_Figure = TypeVar("_Figure")


def rates_json(
    people: Sequence[tuple[str, PersonFigures]],
    cohort: CohortFigures,
    rule: Rule,
    *,
    site_of: SiteOf,
    side_of: SideOf,
    without: Iterable[Source] = (),
) -> Json:
    """The whole object, for `json.dumps(..., allow_nan=False)`.

    Args:
        people: Names (empty where the file names nobody) with their figures, in any order.
        cohort: Figures of all of them.
        rule: By which they were counted.
        site_of: The word of a site's code.
        side_of: The word of a side's code.
        without: Sources that were left out.
    """
    return {
        "schema": SCHEMA,
        "rule": _rule(rule, sorted(without)),
        "patients": [
            _patient(name, figures, site_of, side_of)
            for name, figures in sorted(people, key=lambda one: one[0])
        ],
        "cohort": _cohort(cohort),
    }


def _rule(rule: Rule, without: Sequence[str]) -> Json:
    shaped: Json = {
        "version": rule.version,
        "merge_hours": _whole_if_so(rule.merge_hours),
        "min_days": rule.min_days,
        "confidence": rule.confidence,
        "exclude_unsure": rule.exclude_unsure,
        "include_surgical": rule.include_surgical,
    }
    # Only where they were asked for: the contract has no such keys.
    if rule.mid_p:
        shaped["mid_p"] = True
    if without:
        shaped["without_sources"] = without
    return shaped


def _whole_if_so(number: float) -> float:
    return int(number) if float(number).is_integer() else number


def _patient(name: str, figures: PersonFigures, site_of: SiteOf, side_of: SideOf) -> Json:
    return {
        "patient": name,
        "treated_on": None if figures.treated_on is None else figures.treated_on.isoformat(),
        "windows": [_window(window) for window in figures.windows],
        "comparisons": [_comparison(comparison) for comparison in figures.comparisons],
        "target_joints": [
            _target_joint(joint, site_of, side_of)
            for joint in sorted(figures.target_joints, key=lambda joint: joint.since)
        ],
    }


def _window(window: Window) -> Json:
    return {
        "name": window.name,
        "start": window.start.isoformat(),
        "end": window.end.isoformat(),
        "elapsed_days": window.elapsed_days,
        "observed_days": window.observed_days,
        "bleed_only_days": window.bleed_only_days,
        "too_short": window.too_short,
        "sparse": window.sparse,
        "rates": _by_category(window.rates, _rate),
        "if_silence_meant_none": _by_category(window.if_silence_meant_none, _rate),
    }


def _by_category(
    figures: Mapping[str, _Figure | None], shape: Callable[[_Figure], Json]
) -> dict[str, Json | None]:
    shaped: dict[str, Json | None] = {}
    for category in CATEGORIES:
        figure = figures[category]
        shaped[category] = None if figure is None else shape(figure)
    return shaped


def _rate(rate: Rate) -> Json:
    shaped: Json = {"episodes": rate.episodes, "abr": rate.abr, "low": rate.low, "high": rate.high}
    if rate.unknown_cause is not None:
        shaped["unknown_cause"] = rate.unknown_cause
    return shaped


def _comparison(comparison: Comparison) -> Json:
    return {
        "before": comparison.before,
        "after": comparison.after,
        "comparable": comparison.comparable,
        "rates": _by_category(comparison.rates, _ratio),
    }


def _ratio(ratio: Ratio) -> Json:
    return {
        "ratio": ratio.ratio,
        "low": ratio.low,
        "high": ratio.high,
        "high_infinite": ratio.high_infinite,
        "p_central": ratio.p_central,
        "estimable": ratio.estimable,
    }


def _target_joint(joint: TargetJoint, site_of: SiteOf, side_of: SideOf) -> Json:
    return {
        "site": site_of(joint.site),
        "side": side_of(joint.side),
        "since": joint.since.isoformat(),
        "resolved": None if joint.resolved is None else joint.resolved.isoformat(),
    }


def _cohort(cohort: CohortFigures) -> Json:
    return {
        "people": cohort.people,
        "windows": {window.name: _cohort_window(window) for window in cohort.windows},
        "model": {
            "before": cohort.model.before,
            "after": cohort.model.after,
            "rates": _by_category(cohort.model.rates, _model_ratio),
        },
        "mcf": {part: [list(point) for point in points] for part, points in cohort.mcf.items()},
    }


def _cohort_window(window: CohortWindow) -> Json:
    return {
        "people": window.people,
        "years": window.years,
        "rates": _by_category(window.rates, _cohort_rate),
    }


def _cohort_rate(rate: CohortRate) -> Json:
    shaped: Json = {
        "episodes": rate.episodes,
        "abr": rate.abr,
        "low": rate.low,
        "high": rate.high,
        "zero_people": rate.zero_people,
        "zero_share": rate.zero_share,
        "zero_low": rate.zero_low,
        "zero_high": rate.zero_high,
        "median": rate.median,
        "q1": rate.q1,
        "q3": rate.q3,
    }
    if rate.unknown_cause is not None:
        shaped["unknown_cause"] = rate.unknown_cause
    return shaped


def _model_ratio(model: ModelRatio) -> Json:
    if not model.estimable:
        return {"estimable": False, "reason": model.reason}
    return {
        "estimable": True,
        "people": model.people,
        "ratio": model.ratio,
        "low": model.low,
        "high": model.high,
        "p": model.p,
        "alpha": model.alpha,
        "noninferior": model.noninferior,
    }
