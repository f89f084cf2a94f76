"""The cohort's model: negative binomial by GEE, with alpha from an own maximum likelihood.

Readings chosen where the text is silent:

* `noninferior` is an upper limit below 1.8 (strictly).
* Under 10 people comes before every other reason.
* "A period with no bleed at all" is about the people in the model.
"""

import warnings
from math import exp, isfinite, log, log1p
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm
from statsmodels.api import GEE, families
from statsmodels.genmod.cov_struct import Exchangeable

from tests.twin.cohort import in_both_windows
from tests.twin.observed import years
from tests.twin.person import RATE_NAMES, Json, Person, number_of

BEFORE, AFTER = "lead_in", "months_7_18"
LEAST_PEOPLE, FEW_PEOPLE = 10, 40
MARGIN = 1.8
LEAST_ERROR = 1e-6
TOO_FEW = "fewer than 10 people"

Period = list[tuple[int, float]]


def not_estimable(reason: str) -> Json:
    """No figure and why."""
    return {"estimable": False, "reason": reason}


def log_rate_at(alpha: float, period: Period) -> float:
    """The period's log rate that solves its score equation at that alpha."""

    def score(log_rate: float) -> float:
        total = 0.0
        for events, time in period:
            mean = time * exp(log_rate)
            total += (events - mean) / (1 + alpha * mean)
        return total

    return float(brentq(score, -30, 30, xtol=1e-14, rtol=1e-14))


def alpha_slope(alpha: float, periods: list[Period]) -> float:
    """Derivative of the profile log likelihood in alpha (NB2)."""
    total = 0.0
    for period in periods:
        rate = exp(log_rate_at(alpha, period))
        for events, time in period:
            mean = time * rate
            if alpha == 0:
                total += ((events - mean) ** 2 - events) / 2
            else:
                spread = log1p(alpha * mean) / alpha**2
                spread -= (events + 1 / alpha) * mean / (1 + alpha * mean)
                total += spread + sum(k / (1 + alpha * k) for k in range(events))
    return total


def ml_alpha(periods: list[Period]) -> float:
    """Alpha >= 0; 0 (Poisson) where the likelihood falls from there on."""
    if alpha_slope(0.0, periods) <= 0:
        return 0.0
    low = 1e-3
    while alpha_slope(low, periods) <= 0:
        low /= 2
        if low < 1e-6:
            return 0.0
    high = max(1.0, 2 * low)
    while alpha_slope(high, periods) > 0:
        high *= 2
    root = brentq(lambda x: alpha_slope(exp(x), periods), log(low), log(high), xtol=1e-12)
    return exp(float(root))


def gee(before: Period, after: Period, alpha: float) -> Any:
    """Person as cluster, exchangeable, offset log years; bias-reduced under 40 people."""
    people = len(before)
    events = np.array([e for e, _ in before] + [e for e, _ in after], dtype=float)
    time = np.array([t for _, t in before] + [t for _, t in after])
    groups = np.array([*range(people), *range(people)])
    order = np.argsort(groups, kind="stable")
    design = np.column_stack([np.ones(2 * people), np.repeat([0.0, 1.0], people)])
    family = families.NegativeBinomial(alpha=alpha) if alpha else families.Poisson()
    model = GEE(
        events[order],
        design[order],
        groups[order],
        offset=np.log(time[order]),
        family=family,
        cov_struct=Exchangeable(),
    )
    return model.fit(cov_type="bias_reduced" if people < FEW_PEOPLE else "robust")


def model_rate(people: list[Person], name: str) -> Json:
    """One rate's model, or why there is none."""
    there = [p for p in people if in_both_windows(p, BEFORE, AFTER, name)]
    if len(there) < LEAST_PEOPLE:
        return not_estimable(TOO_FEW)
    before, after = (
        [
            (number_of(p, window, name), years(p.seen_days(window)))
            for p in there
            if (window := p.window(window_name)) is not None
        ]
        for window_name in (BEFORE, AFTER)
    )
    if not sum(e for e, _ in before) or not sum(e for e, _ in after):
        return not_estimable("a period with no bleed at all")
    alpha = ml_alpha([before, after])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = gee(before, after, alpha)
    error = float(result.bse[1])
    if not result.converged or not isfinite(error) or error < LEAST_ERROR:
        return not_estimable("no stable fit")
    effect = float(result.params[1])
    z = float(norm.isf((1 - people[0].options.confidence) / 2))
    high = exp(effect + z * error)
    return {
        "estimable": True,
        "people": len(there),
        "ratio": exp(effect),
        "low": exp(effect - z * error),
        "high": high,
        "p": 2 * float(norm.sf(abs(effect / error))),
        "alpha": alpha,
        "noninferior": high < MARGIN,
    }


def model_json(people: list[Person]) -> Json:
    """Months 7 to 18 against the lead-in, for every rate."""
    rates = {name: model_rate(people, name) for name in RATE_NAMES}
    return {"before": BEFORE, "after": AFTER, "rates": rates}
