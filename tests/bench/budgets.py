"""Measuring things in turn, and saying which budgets are kept."""

import gc
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import track
from rich.table import Table

console = Console() if sys.stdout.isatty() else Console(width=160)
"""As wide as the table where it goes into a file: a narrow one lacks what it is about."""


@dataclass(frozen=True)
class Measured:
    """One thing that was measured, and what it may be at most (None: told, not judged)."""

    what: str
    figures: str
    ratio: float
    budget: float | None = None
    unit: str = "x"

    @property
    def is_kept(self) -> bool:
        """Whether it is within its budget."""
        return self.budget is None or self.ratio <= self.budget


def show(measured: Sequence[Measured]) -> int:
    """Print the table; gives the exit status: 1 when a budget is missed."""
    table = Table("What", "Figures", "Measured", "Budget", "", box=SIMPLE_HEAD)
    for column in table.columns[1:]:
        column.no_wrap = True
    for column in table.columns[2:4]:
        column.justify = "right"
    for one in measured:
        table.add_row(
            one.what,
            one.figures,
            f"{one.ratio:.2f} {one.unit}",
            "" if one.budget is None else f"{one.budget:g} {one.unit}",
            "" if one.budget is None else "kept" if one.is_kept else "[bold red]MISSED",
        )
    console.print(table)
    return int(not all(one.is_kept for one in measured))


def in_turn(
    works: Sequence[Callable[[], object]],
    *,
    batches: int,
    repetitions: int,
    clock: Callable[[], float] = time.process_time,
    what: str,
) -> list[list[float]]:
    """Seconds that each work takes, by batch, all of them in turn in every batch.

    Args:
        works: What to measure; each is run once before, so that nothing is made anew.
        batches: How often all of them are measured.
        repetitions: How often each runs in a batch.
        clock: The processor's time of this process, unless waiting is to be counted.
        what: What the progress bar says.
    """
    for work in works:
        work()
    gc.collect()
    taken: list[list[float]] = [[] for _ in works]
    for batch in track(range(batches), what, console=console, transient=True):
        order = list(enumerate(works))
        for index, work in order if batch % 2 else reversed(order):
            begun = clock()
            for _ in range(repetitions):
                work()
            taken[index].append((clock() - begun) / repetitions)
    return taken


def median_ratio(ours: Sequence[float], beside: Sequence[float]) -> float:
    """How many times as long ours took, batch by batch, in the middle."""
    return statistics.median(one / other for one, other in zip(ours, beside, strict=True))


def middle(taken: Sequence[float], unit: float) -> float:
    """The median in that unit (1e-6: microseconds)."""
    return statistics.median(taken) / unit


@contextmanager
def requests_logged_to_nowhere() -> Iterator[None]:
    """Lines about requests are made as ever, but do not fill the screen."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        handlers = [
            handler
            for handler in logging.getLogger("bleedlog.web").handlers
            if isinstance(handler, logging.StreamHandler)
        ]
        before = [handler.setStream(nowhere) for handler in handlers]
        yield
        for handler, stream in zip(handlers, before, strict=True):
            handler.setStream(stream)
