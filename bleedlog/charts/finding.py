"""Which finding a title may state: the clinical rules' "fewer", "more", or neither."""

from datetime import date
from typing import Literal

from bleedlog.charts.words import day_words
from bleedlog.statistics.results import PersonFigures, Ratio, Window
from bleedlog.statistics.windows import AFTER_6M

Finding = Literal["fewer", "more"]


def finding(figures: PersonFigures, after: str) -> Finding | None:
    """What may be said of all bleeds in the window `after` against the lead-in.

    Only if the two are comparable (neither is too short or sparse), the ratio's interval
    excludes 1, and nobody went back on prophylaxis, which would take the treatment's credit.
    """
    ratio = comparable_ratio(figures, after)
    if ratio is None or not ratio.estimable or figures.back_on_prophylaxis is not None:
        return None
    if ratio.high is not None and ratio.high < 1:
        return "fewer"
    return "more" if ratio.low is not None and ratio.low > 1 else None


def is_borne_out(figures: PersonFigures, after: str) -> bool:
    """Whether all the time since month 7 finds what the window `after` does: it may be long ago."""
    return finding(figures, AFTER_6M) == finding(figures, after)


def comparable_ratio(figures: PersonFigures, after: str) -> Ratio | None:
    """The ratio of all bleeds if the windows may be compared, else None."""
    comparison = figures.comparison(after)
    before, since = figures.window("lead_in"), figures.window(after)
    if comparison is None or before is None or since is None:
        return None
    if figures.divided & {"lead_in", after}:
        return None
    if not (comparison.comparable and before.headline and since.headline):
        return None
    return comparison.rates.get("all")


def may_speak_of_all(figures: PersonFigures) -> bool:
    """Whether a title may speak of all the time before the treatment and all since.

    The first six months are a window of their own, and so is each year after them: a silent one is
    not a quiet one, even where most days of all the years together are noted.
    """
    silent = any(
        one.sparse and one.elapsed_days >= figures.rule.min_days for one in figures.windows
    )
    windows = [figures.window(name) for name in ("lead_in", "establishment", "after_6m")]
    if silent or figures.divided & {"lead_in", "establishment", "after_6m"}:
        return False
    return all(window is not None and window.headline for window in windows)


def prophylaxis_sentence(figures: PersonFigures) -> str:
    """What every window must say after a return to prophylaxis, else ""."""
    if figures.back_on_prophylaxis is None:
        return ""
    return f"Back on prophylaxis since {day_words(figures.back_on_prophylaxis)}."


def back_words(figures: PersonFigures, window: Window | None) -> str:
    """What a window that reaches beyond a return to prophylaxis says beside its figure, else ""."""
    back = figures.back_on_prophylaxis
    if back is None or window is None or back >= window.end:
        return ""
    return f"back on prophylaxis since {day_words(back)}"


def also_back(figures: PersonFigures, end: date | None) -> str:
    """That at the end of a title of a time up to `end`: it may stand alone on a picture."""
    back = figures.back_on_prophylaxis
    if back is None or end is None or back >= end:
        return ""
    return f", back on prophylaxis since {day_words(back)}"


def known_only_as_numbers(figures: PersonFigures) -> bool:
    """Whether of some bleeds nothing but their number is known, not where or how."""
    return any(None in window.rates.values() for window in figures.windows)


def joined(*sentences: str) -> str:
    """The sentences that there are, as one text."""
    return " ".join(one for one in sentences if one)
