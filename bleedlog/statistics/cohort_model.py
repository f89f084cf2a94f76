"""The cohort's model: negative binomial rate ratio by GEE, each person their own control."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import special

from bleedlog.statistics.counts import WindowCounts
from bleedlog.statistics.results import CATEGORIES, PRIMARY_AFTER, CohortModel, ModelRatio
from bleedlog.statistics.rule import DAYS_PER_YEAR, Rule

Floats = NDArray[np.float64]

BEFORE = "lead_in"

MIN_PEOPLE = 10
SMALL_COHORT = 40
"""Below it the covariance is bias-reduced (Mancl and DeRouen 2001)."""

NONINFERIORITY_MARGIN = 1.8
"""On the ratio's upper limit (HOPE-B)."""

SMALLEST_ERROR = 1e-6
"""A smaller standard error means that one or two people are the whole of the data."""

_BLEED = {
    "all": "bleed",
    "spontaneous": "spontaneous bleed",
    "joint": "joint bleed",
    "treated": "treated bleed",
}
_SPREADS = np.concatenate(([0.0], np.logspace(-6, 4, 41)))
"""Where the best alpha is looked for first; 0 is the Poisson distribution."""

_STEPS = 200
_SETTLED = 1e-10
"""Size of the score at which the fit stands, as a share of the number of bleeds."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """One row per person with observed time in both periods."""

    before: NDArray[np.int64]
    """Episodes."""
    before_years: Floats
    after: NDArray[np.int64]
    after_years: Floats


def cohort_model(counts: WindowCounts, rule: Rule) -> CohortModel:
    """Rate ratio of months 7 to 18 against the lead-in, by category.

    A person whose rate of a kind is not known in either window is left out of that kind.
    """
    return CohortModel(
        before=BEFORE,
        after=PRIMARY_AFTER,
        rates={
            category: model_ratio(pairs_of(counts, category), rule.confidence, _BLEED[category])
            for category in CATEGORIES
        },
    )


def pairs_of(counts: WindowCounts, category: str) -> Pairs:
    """People with observed time in both windows and a known rate of the kind in both."""
    if not {BEFORE, PRIMARY_AFTER} <= set(counts.names):
        nobody, no_time = np.empty(0, np.int64), np.empty(0)
        return Pairs(nobody, no_time, nobody, no_time)
    which = [counts.names.index(name) for name in (BEFORE, PRIMARY_AFTER)]
    kind = CATEGORIES.index(category)
    observed, known = counts.observed[:, which], counts.known[kind][:, which]
    both = ((observed > 0) & known).all(axis=1)
    episodes = counts.episodes[kind][both][:, which].astype(np.int64)
    years = observed[both] / DAYS_PER_YEAR
    return Pairs(episodes[:, 0], years[:, 0], episodes[:, 1], years[:, 1])


def model_ratio(pairs: Pairs, confidence: float = 0.95, bleed: str = "bleed") -> ModelRatio:
    """Negative binomial GEE of two periods, the person as cluster, exchangeable, log time offset.

    Alpha is the maximum likelihood estimate of the same design, never below 0. Under 40
    people the covariance is bias-reduced. The interval is Wald's, the p-value two-sided.

    Args:
        pairs: Episodes and years (above 0) of each person in both periods.
        confidence: Between 0 and 1.
        bleed: What a bleed of this kind is called in the reason.

    Returns:
        The ratio after/before, or why there is none.

    Source: HOPE-B's analysis (negative binomial, non-inferiority margin 1.8).
    """
    people = len(pairs.before)
    if people < MIN_PEOPLE:
        return _none(f"fewer than {MIN_PEOPLE} people")
    if not (pairs.before.any() and pairs.after.any()):
        return _none(f"no {bleed} in {_empty_period(pairs)}")
    alpha, log_rates = _spread(pairs)
    fitted = _fit(pairs, alpha, log_rates)
    if fitted is None:
        return _none("the calculation did not settle on a ratio")
    effect, variance = fitted
    # Squared, since rounding can leave a variance of 0 a hair below it.
    if variance < SMALLEST_ERROR**2:
        return _none("too few people had bleeds to say how sure the ratio is")
    error = variance**0.5
    reach = -special.ndtri((1 - confidence) / 2) * error
    with np.errstate(over="ignore"):
        low, high = np.exp([effect - reach, effect + reach]).tolist()
    if not np.isfinite(high):
        return _none("the spread between people could not be worked out")
    return ModelRatio(
        estimable=True,
        people=people,
        ratio=float(np.exp(effect)),
        low=low,
        high=high,
        p=float(2 * special.ndtr(-abs(effect) / error)),
        alpha=alpha,
        noninferior=high < NONINFERIORITY_MARGIN,
    )


def _none(reason: str) -> ModelRatio:
    return ModelRatio(estimable=False, reason=reason)


def _empty_period(pairs: Pairs) -> str:
    if pairs.before.any():
        return "months 7 to 18"
    return "the lead-in" if pairs.after.any() else "either period"


def _fit(pairs: Pairs, alpha: float, log_rates: Floats) -> tuple[float, float] | None:
    """The log ratio and its variance (NaN where it cannot be had); None if it did not settle.

    statsmodels takes over a second to import, so only a cohort that can be fitted pays it.
    """
    people = len(pairs.before)
    outcome = np.concatenate((pairs.before, pairs.after))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # Every trouble that it warns of is found below from the result itself.
        warnings.simplefilter("ignore")
        from statsmodels.genmod.cov_struct import Exchangeable  # noqa: PLC0415
        from statsmodels.genmod.families import NegativeBinomial, Poisson  # noqa: PLC0415
        from statsmodels.genmod.generalized_estimating_equations import GEE  # noqa: PLC0415

        model = GEE(
            outcome,
            np.column_stack((np.ones(2 * people), np.repeat([0.0, 1.0], people))),
            groups=np.tile(np.arange(people), 2),
            family=NegativeBinomial(alpha=alpha) if alpha else Poisson(),
            cov_struct=Exchangeable(),
            offset=np.log(np.concatenate((pairs.before_years, pairs.after_years))),
        )
        try:
            result = model.fit(
                maxiter=_STEPS,
                ctol=_SETTLED * outcome.sum(),
                start_params=np.array([log_rates[0], log_rates[1] - log_rates[0]]),
                cov_type="bias_reduced" if people < SMALL_COHORT else "robust",
            )
        except np.linalg.LinAlgError:
            return np.nan, np.nan
        if result is None or not result.converged:
            return None
        return float(result.params[1]), float(result.cov_params()[1, 1])


def _spread(pairs: Pairs) -> tuple[float, Floats]:
    """Maximum likelihood alpha >= 0 and the log rates of both periods there.

    At a given alpha each period's rate solves an equation of its own, so only alpha is
    searched: the best of a grid, then the zero of the score between its neighbours. Bounded
    and free of Newton steps, which run away when alpha is tiny.
    """
    values = np.array([_log_likelihood(pairs, alpha) for alpha in _SPREADS])
    best = int(values.argmax())
    near = _SPREADS[max(best - 1, 0) : best + 2]
    alpha = float(_SPREADS[best])
    for low, high in pairwise(near):
        if _score(pairs, low) > 0 >= _score(pairs, high):
            alpha = _zero(lambda at: _score(pairs, at), low, high)
    return alpha, _log_rates(pairs, alpha)


def _zero(falling: Callable[[float], float], low: float, high: float) -> float:
    """Where it is 0. scipy.optimize is slow to import, and most starts need no model."""
    from scipy.optimize import brentq  # noqa: PLC0415

    return float(brentq(falling, low, high, xtol=1e-14, rtol=1e-13))


def _log_rates(pairs: Pairs, alpha: float) -> Floats:
    """Log of each period's rate at this alpha: sum of (y - mu)/(1 + alpha mu) is 0."""

    def solve(episodes: NDArray[np.int64], years: Floats) -> float:
        def rest(log_rate: float) -> float:
            mean = years * np.exp(log_rate)
            return float(((episodes - mean) / (1 + alpha * mean)).sum())

        own = np.log(episodes[episodes > 0] / years[episodes > 0])
        # Above the highest of the personal rates every term is below 0; lower, it rises.
        high = low = float(own.max()) + 1
        while rest(low) <= 0:
            low -= 1
        return _zero(rest, low, high)

    return np.array(
        [solve(pairs.before, pairs.before_years), solve(pairs.after, pairs.after_years)]
    )


def _means(pairs: Pairs, alpha: float) -> tuple[NDArray[np.int64], Floats]:
    """Episodes of everybody in both periods and what is expected of them at this alpha."""
    before, after = np.exp(_log_rates(pairs, alpha))
    mean = np.concatenate((pairs.before_years * before, pairs.after_years * after))
    return np.concatenate((pairs.before, pairs.after)), mean


def _log_likelihood(pairs: Pairs, alpha: float) -> float:
    """Of the negative binomial, less what does not depend on alpha; at 0 of the Poisson."""
    episodes, mean = _means(pairs, alpha)
    if alpha == 0:
        return float((special.xlogy(episodes, mean) - mean).sum())
    steps, people = _steps(episodes)
    shrunk = np.log1p(alpha * mean)
    fit = special.xlogy(episodes, mean) - (episodes + 1 / alpha) * shrunk
    return float(people @ np.log1p(alpha * steps) + fit.sum())


def _score(pairs: Pairs, alpha: float) -> float:
    """Slope of the log-likelihood in alpha, the rates following."""
    episodes, mean = _means(pairs, alpha)
    if alpha == 0:
        return float(((episodes - mean) ** 2 - episodes).sum() / 2)
    steps, people = _steps(episodes)
    grown = 1 + alpha * mean
    fit = np.log(grown) / alpha**2 - (episodes + 1 / alpha) * mean / grown
    return float(people @ (steps / (1 + alpha * steps)) + fit.sum())


def _steps(episodes: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """For j = 0, 1, ...: j, and how many rows have more than j episodes.

    log Gamma(y + 1/alpha) - log Gamma(1/alpha) + y log alpha is the sum of log(1 + alpha j)
    over j < y, which keeps its digits where the difference of the two loses them.
    """
    rows = np.bincount(episodes)
    return np.arange(len(rows), dtype=np.float64), (len(episodes) - rows.cumsum()).astype(float)
