"""The counting rule for 1 k to 1 M people x 60 entries, against polars' plain count.

    python -m tests.bench.bench_rates [--most PEOPLE] [--shuffled]

Ours is the whole of it: episodes, observed time, windows, pooled rates. Polars only counts the
rows by person and kind. Both are the best of three, in turn, in one process; each size has a
process of its own. Growth is told by the processor's time for each person, which other programs
disturb less: more than in the size before is not linear.
Exit status 1 says that a budget was missed.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from bleedlog.statistics.codes import NO_DAY, NO_MINUTE, SAME_AS_CLOCK, Kind, Span
from bleedlog.statistics.cohort import crude_windows
from bleedlog.statistics.columns import Bleeds, Codes, Days, Diaries, Infusions, Ints, Spans
from bleedlog.statistics.counts import count_windows
from bleedlog.statistics.rule import Rule
from tests.bench.budgets import Measured, console, show

SIZES = (1_000, 10_000, 100_000, 1_000_000)
BLEEDS, CHECK_INS, INFUSIONS = 12, 8, 40
ENTRIES = BLEEDS + CHECK_INS + INFUSIONS
DIARY_DAYS = 730
ROOT = Path(__file__).parents[2]
MOST_TIMES_POLARS = 10
MOST_MEGABYTES = 2000
MEGABYTE = 1e6
MOST_GROWTH = 1.5
"""How many times as long as in the size before each person may take: more is not linear."""

MINUTES_PER_DAY = 1440
MUSCLE, MOUTH = 10, 14
JOINT_SITES = frozenset({1, 2, 3})
SITES, SIDES, CAUSES, CERTAINTIES = 7, 3, 6, 3


def make_diaries(people: int, *, shuffled: bool = False) -> Diaries:
    """Two years for each: 12 bleeds, 8 check-ins, 40 infusions, treated after the first."""
    chance = np.random.default_rng(people)
    start = chance.integers(18_000, 19_500, people, dtype=np.int32)
    bleeds = _make_bleeds(chance, start)
    spans = _make_check_ins(chance, start)
    if shuffled:
        order = chance.permutation(bleeds.person.size)
        bleeds = Bleeds(*(getattr(bleeds, name)[order] for name in Bleeds.__slots__))
        order = chance.permutation(spans.person.size)
        spans = Spans(*(getattr(spans, name)[order] for name in Spans.__slots__))
    infusing, infusion_day = _days(chance, start, INFUSIONS)
    return Diaries(
        people=people,
        bleeds=bleeds,
        spans=spans,
        infusions=Infusions(infusing, infusion_day, np.full(infusing.size, 4000.0)),
        treated_day=start + np.int32(365),
        back_on_prophylaxis_day=np.full(people, NO_DAY, dtype=np.int32),
        joint_sites=JOINT_SITES,
    )


def _days(chance: np.random.Generator, start: Days, rows: int) -> tuple[Ints, Days]:
    """So many days for each person within the diary, in order."""
    day = np.sort(chance.integers(0, DIARY_DAYS, (start.size, rows), dtype=np.int32))
    return np.repeat(np.arange(start.size), rows), (day + start[:, np.newaxis]).ravel()


def _make_bleeds(chance: np.random.Generator, start: Days) -> Bleeds:
    person, day = _days(chance, start, BLEEDS)

    def codes(low: int, high: int) -> Codes:
        return chance.integers(low, high, person.size, dtype=np.int8)

    minute = chance.integers(0, MINUTES_PER_DAY, (start.size, BLEEDS))
    onset = np.sort(day.reshape(minute.shape) * MINUTES_PER_DAY + minute).ravel()
    site = codes(0, SITES)
    treated = chance.random(person.size, dtype=np.float32) < 0.7
    ended = chance.random(person.size, dtype=np.float32) < 0.5
    return Bleeds(
        person=person,
        onset=onset,
        onset_day=day,
        end=np.where(ended, onset + 600, NO_MINUTE),
        last_treatment=np.where(treated, onset + MINUTES_PER_DAY, NO_MINUTE),
        treated=treated,
        order=np.tile(np.arange(BLEEDS), start.size),
        kind=codes(Kind.BLEED, Kind.JOINT_PAIN + 1),
        manifestation=np.where(site > 0, np.int8(0), codes(MUSCLE, MOUTH)),
        site=site,
        side=codes(0, SIDES),
        cause=codes(0, CAUSES),
        certainty=codes(0, CERTAINTIES),
        adjudication=np.zeros(person.size, dtype=np.int8),
        same_as=np.full(person.size, SAME_AS_CLOCK),
    )


def _make_check_ins(chance: np.random.Generator, start: Days) -> Spans:
    person, first = _days(chance, start, CHECK_INS)
    had_bleeds = chance.random(person.size, dtype=np.float32) < 0.2
    return Spans(
        person=person,
        first=first,
        end=first + chance.integers(7, 90, person.size, dtype=np.int32),
        kind=np.where(had_bleeds, np.int8(Span.HAD_BLEEDS), np.int8(Span.NO_BLEEDS)),
        count=np.zeros(person.size, dtype=np.int64),
    )


def count_plainly(entries: pl.DataFrame) -> None:
    """Count rows by person and kind."""
    entries.group_by("person", "kind").len()


def rate_everybody(diaries: Diaries) -> None:
    """Count by the rule, and pool the rates of every window."""
    crude_windows(count_windows(diaries, Rule()), Rule())


def measure(people: int, *, shuffled: bool) -> dict[str, float]:
    """Time both, and weigh ours, in this process."""
    diaries = make_diaries(people, shuffled=shuffled)
    tables = (diaries.bleeds, diaries.spans, diaries.infusions)
    entries = pl.DataFrame(
        {
            "person": np.concatenate([table.person for table in tables]),
            "kind": np.repeat(
                np.array([0, 1, 2], dtype=np.int8), [table.person.size for table in tables]
            ),
        }
    )
    ours, plain, processor = [], [], []
    for _ in range(3):
        plain.append(_seconds(lambda: count_plainly(entries)))
        begun = time.process_time()
        ours.append(_seconds(lambda: rate_everybody(diaries)))
        processor.append(time.process_time() - begun)
    # A run of its own, because watching memory costs time.
    tracemalloc.start()
    rate_everybody(diaries)
    beyond_input = tracemalloc.get_traced_memory()[1]
    whole_process = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {
        "people": people,
        "ours": min(ours),
        "polars": min(plain),
        "processor": min(processor),
        "input": sum(getattr(table, name).nbytes for table in tables for name in table.__slots__),
        "beyond_input": beyond_input,
        "whole_process": whole_process,
    }


def _seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure_apart(people: int, *, shuffled: bool) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_rates", "--one", str(people)]
    if shuffled:
        command.append("--shuffled")
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def told(rows: list[dict[str, float]]) -> list[Measured]:
    """What the measured sizes say, and what each may be at most."""
    measured = []
    for row in rows:
        people = f"{row['people']:,.0f} people"
        measured += [
            Measured(
                f"{people}: the rule against polars",
                f"{row['ours']:.3f} s against {row['polars']:.3f} s",
                row["ours"] / row["polars"],
                MOST_TIMES_POLARS,
            ),
            Measured(
                f"{people}: memory, the diaries themselves included",
                f"{row['beyond_input'] / MEGABYTE:,.0f} MB beyond them; with polars' table, and "
                f"what made both, the process took {row['whole_process'] / MEGABYTE:,.0f} MB",
                (row["input"] + row["beyond_input"]) / MEGABYTE,
                MOST_MEGABYTES,
                "MB",
            ),
        ]
    for fewer, more in pairwise(rows):
        each, each_of_fewer = (row["processor"] / row["people"] * 1e6 for row in (more, fewer))
        measured.append(
            Measured(
                f"{more['people']:,.0f} people: each against {fewer['people']:,.0f}",
                f"{each:.1f} us against {each_of_fewer:.1f} us",
                each / each_of_fewer,
                MOST_GROWTH,
            )
        )
    return measured


def main() -> int:
    """Measure every size and print the table."""
    options = argparse.ArgumentParser(description="Rates for 1 k to 1 M people, against polars.")
    options.add_argument("--most", type=int, default=SIZES[-1], help="leave out larger sizes")
    options.add_argument("--shuffled", action="store_true", help="rows in no order")
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one, shuffled=asked.shuffled)))
        return 0
    rows = []
    for people in (size for size in SIZES if size <= asked.most):
        with console.status(f"rates for {people:,} people x {ENTRIES} entries"):
            rows.append(measure_apart(people, shuffled=asked.shuffled))
    return show(told(rows))


if __name__ == "__main__":
    sys.exit(main())
