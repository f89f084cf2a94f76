"""Which windows a chart sets side by side, and how each is marked and named."""

from collections.abc import Collection
from dataclasses import dataclass

from bleedlog.charts.words import count_words, days_words, window_words
from bleedlog.statistics.results import PersonFigures, Rate, Window

YEARS = 8
"""Years that a chart without a treatment date shows; its table has them all."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One window as a chart shows it: plum circle before, teal diamond after."""

    window: Window
    label: str
    role: str
    recalled: bool = False
    """Whether its days were noted afterwards, from memory or from another diary."""
    divided: bool = False
    """Whether a number of bleeds reaches beyond it."""

    @property
    def symbol(self) -> str:
        """The shape, so that colour is never alone."""
        return "diamond" if self.role == "after" else "circle"

    def rate(self, kind: str) -> Rate | None:
        """The rate of one kind of bleed, None if not known."""
        return self.window.rates.get(kind)

    @property
    def doubt(self) -> str:
        """Why the window carries no finding, in a word or two; "" if it does."""
        if self.window.too_short:
            return "too short"
        if self.window.sparse:
            return "sparse"
        return "a number reaches beyond it" if self.divided else ""

    @property
    def why(self) -> str:
        """The same, of a figure."""
        if self.window.too_short:
            return "too few"
        return "too many days not noted" if self.window.sparse else "not known"

    def noted(self) -> str:
        """How the figure came about: "10 bleeds, 343 of 365 days noted"."""
        window = self.window
        rate = self.rate("all")
        known = rate is not None and not self.divided
        bleeds = f"{count_words(rate.episodes, 'bleed')}, " if rate and known else ""
        afterwards = " afterwards" if self.recalled else ""
        return f"{bleeds}{days_words(window)} noted{afterwards}"


def arms_of(figures: PersonFigures, after: str, *, recalled: Collection[str]) -> tuple[Arm, ...]:
    """The windows to show: lead-in and `after`; without a treatment date, every year.

    Windows without a single day are left out. `recalled` names those that were noted afterwards.
    """
    if figures.treated_on is None:
        return tuple(
            Arm(one, window_words(one.name), "before", divided=one.name in figures.divided)
            for one in figures.windows
            if one.name.startswith("year_")
        )
    shown = (
        (figures.window("lead_in"), "Before", "before"),
        (figures.last_12_months_before, "The year before", "before"),
        (figures.window(after), window_words(after), "after"),
    )
    return tuple(
        Arm(window, label, role, window.name in recalled, window.name in figures.divided)
        for window, label, role in shown
        if window is not None and window.elapsed_days > 0
    )
