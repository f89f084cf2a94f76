"""Exact intervals for a rate, a share and a ratio of two rates."""

from dataclasses import dataclass
from math import inf

from scipy.stats import beta, binom, chi2


@dataclass(frozen=True)
class Ratio:
    """A rate ratio after/before with its exact conditional interval and central p-value."""

    ratio: float
    low: float
    high: float
    p_central: float


def rate_interval(events: int, time: float, confidence: float) -> tuple[float, float]:
    """Exact (Garwood) interval of events / time, by chi-square quantiles."""
    tail = (1 - confidence) / 2
    low = float(chi2.ppf(tail, 2 * events)) / 2 / time if events else 0.0
    high = float(chi2.isf(tail, 2 * events + 2)) / 2 / time
    return low, high


def share_interval(hits: int, of: int, confidence: float) -> tuple[float, float]:
    """Exact (Clopper-Pearson) interval of hits / of."""
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, hits, of - hits + 1)) if hits else 0.0
    high = float(beta.isf(tail, hits + 1, of - hits)) if hits < of else 1.0
    return low, high


def odds(share: float) -> float:
    """P / (1 - p), infinite at 1."""
    return share / (1 - share) if share < 1 else inf


def rate_ratio(
    before: int, time_before: float, after: int, time_after: float, confidence: float
) -> Ratio | None:
    """Exact conditional: `after` of all events is binomial; None where both counts are 0.

    p is central: twice the smaller tail, at most 1, each tail with the observed count in it.
    """
    both = before + after
    if both == 0:
        return None
    time_ratio = time_before / time_after
    low, high = share_interval(after, both, confidence)
    share_if_equal = time_after / (time_after + time_before)
    lower_tail = float(binom.cdf(after, both, share_if_equal))
    upper_tail = float(binom.sf(after - 1, both, share_if_equal))
    return Ratio(
        ratio=inf if before == 0 else after / before * time_ratio,
        low=odds(low) * time_ratio,
        high=odds(high) * time_ratio,
        p_central=min(1.0, 2 * min(lower_tail, upper_tail)),
    )
