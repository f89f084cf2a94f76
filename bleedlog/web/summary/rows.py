"""The summary's table: the windows that matter most, in the very words of the clinic's page."""

from collections.abc import Sequence

from bleedlog.charts.words import window_words
from bleedlog.services.figures import DiaryFigures
from bleedlog.statistics.results import PRIMARY_AFTER, Window
from bleedlog.web.clinic.windows import window_row, windows_listed
from bleedlog.web.summary.sheet import SheetRow
from bleedlog.web.words import long_date

THEN = ("last_12_months_before", "after_6m", "establishment", PRIMARY_AFTER)


def rows_of(
    figures: DiaryFigures, after: str, most: int, *, for_clinic: bool
) -> tuple[tuple[SheetRow, ...], int]:
    """The rows, and how many windows are left out.

    Args:
        figures: One person's.
        after: Which window stands against the lead-in, and so is never left out.
        most: How many rows there may be.
        for_clinic: Whether windows have their clinical names and p is told.
    """
    windows = windows_listed(figures.person)
    shown = _most_telling(windows, after, most)
    rows = tuple(_row(figures, window, for_clinic=for_clinic) for window in shown)
    return rows, len(windows) - len(shown)


def _most_telling(windows: Sequence[Window], after: str, most: int) -> list[Window]:
    """All if they fit; else those of the comparison, then the latest years, in their order."""
    wanted = ["lead_in", after, *THEN]
    wanted += [window.name for window in reversed(windows)]
    there = {window.name for window in windows}
    kept = [name for name in dict.fromkeys(wanted) if name in there][:most]
    return [window for window in windows if window.name in kept]


def _row(figures: DiaryFigures, window: Window, *, for_clinic: bool) -> SheetRow:
    row = window_row(figures, window)
    return SheetRow(
        name=row.name if for_clinic else _own_name(window.name),
        span=row.span,
        side=row.side,
        days=row.days,
        share=row.share,
        rates=row.rates,
        silent=row.silent,
        ratio=row.ratio,
        p=row.p if for_clinic else "",
        remark=row.remark if for_clinic else _own_remark(figures, window),
    )


def _own_name(name: str) -> str:
    return "The year before" if name == "last_12_months_before" else window_words(name)


def _own_remark(figures: DiaryFigures, window: Window) -> str:
    """What the clinic's table says, in the words of the person's own pages."""
    remarks = []
    if window.too_short:
        remarks.append("too few days noted for a yearly figure")
    elif window.sparse:
        remarks.append("too many days not noted to compare it")
    if window.name in figures.afterwards:
        remarks.append("noted afterwards")
    back = figures.person.back_on_prophylaxis
    if back is not None and back < window.end:
        remarks.append(f"back on regular factor IX since {long_date(back)}")
    return "; ".join(remarks)
