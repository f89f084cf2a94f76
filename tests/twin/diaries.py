"""Valid version-1 diary files made by Hypothesis: awkward lives of one person or several."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.twin.clock import Moment
from tests.twin.made_bleeds import Cells, bleed_rows
from tests.twin.made_moments import AWKWARD_DAYS, ZONES, Draw, Frame, any_time, text_of
from tests.twin.person import Options

NOISE: tuple[Cells, ...] = (
    {"kind": "infusion", "reason": "prophylaxis", "dose_iu": "3000"},
    {"kind": "fix_activity", "value": "37.5", "unit": "IU/dL", "assay": "one_stage"},
    {"kind": "alt", "value": "41", "unit": "U/L", "upper_limit": "40"},
    {"kind": "back_on_prophylaxis"},
)
"""Rows that change no figure."""


@dataclass(frozen=True)
class DiaryFile:
    """The rows as `csv.DictReader` gives them, the file's text, and how it is to be read."""

    rows: list[Cells]
    text: str
    options: Options


def diary_text(rows: Iterable[Cells], columns: list[str]) -> str:
    """The file: blank cells where a row says nothing."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def diary_file(draw: Draw, rows: list[Cells], options: Options) -> DiaryFile:
    """Columns in any order; the rows read back from the text, so both are the same."""
    columns = sorted({column for row in rows for column in row} | {"kind", "start"})
    text = diary_text(rows, draw(st.permutations(columns)))
    return DiaryFile(list(csv.DictReader(io.StringIO(text))), text, options)


def span_row(kind: str, start: date, days: int) -> Cells:
    """The half-open span of that many days."""
    end = start + timedelta(days=days)
    return {"kind": kind, "start": start.isoformat(), "end": end.isoformat()}


def some_spans(draw: Draw, frame: Frame) -> list[Cells]:
    """Check-ins and declared observations that overlap, touch and leave gaps."""
    rows = []
    for _ in range(draw(st.integers(0, 5))):
        start = frame.start + timedelta(days=draw(st.integers(0, frame.length)))
        days = draw(st.sampled_from((1, 2, 7, 30, 91, 200, 365)))
        rows.append(span_row(draw(st.sampled_from(("no_bleeds", "observed"))), start, days))
    return rows


def some_counts(draw: Draw, frame: Frame) -> list[Cells]:
    """Spans of which only the number of bleeds is known."""
    rows = []
    for _ in range(draw(st.sampled_from((0, 0, 0, 0, 1, 2)))):
        start = frame.start + timedelta(days=draw(st.integers(0, frame.length)))
        row = span_row("bleed_count", start, draw(st.sampled_from((1, 5, 31, 100, 400))))
        rows.append({**row, "value": str(draw(st.integers(0, 6)))})
    return rows


def treatment_day(draw: Draw, frame: Frame) -> date:
    """Somewhere in the diary, on an awkward day, or with nothing before or after it."""
    inside = frame.start + timedelta(days=draw(st.integers(0, frame.length)))
    outside = (frame.start - timedelta(days=400), frame.start + timedelta(days=frame.length + 500))
    day: date = draw(st.sampled_from((inside, inside, inside, *AWKWARD_DAYS, *outside)))
    return day


def gene_therapy(draw: Draw, frame: Frame) -> list[Cells]:
    """One infusion day or none."""
    if not draw(st.integers(0, 2)):
        return []
    moment = Moment(treatment_day(draw, frame), any_time(draw), frame.zone)
    return [{"kind": "gene_therapy", "start": text_of(moment)}]


def frame_of(draw: Draw, options: Options) -> Frame:
    """When a diary begins, how long it is, and the zone it is mostly written in."""
    start = draw(st.sampled_from(AWKWARD_DAYS)) - timedelta(days=draw(st.integers(0, 500)))
    return Frame(
        start=start,
        length=draw(st.sampled_from((10, 100, 400, 800, 1000))),
        zone=draw(st.sampled_from((options.zone, options.zone, *ZONES))),
        merge_hours=options.merge_hours,
    )


def person_rows(draw: Draw, name: str, options: Options) -> list[Cells]:
    """One person's diary."""
    frame = frame_of(draw, options)
    rows = bleed_rows(draw, name or "row", frame, 9)
    rows += some_spans(draw, frame) + some_counts(draw, frame) + gene_therapy(draw, frame)
    if draw(st.booleans()):
        rows.append(span_row("observed", frame.start, max(1, frame.length)))
    if not draw(st.integers(0, 5)) or not rows:
        noise = dict(draw(st.sampled_from(NOISE)))
        rows.append({**noise, "start": text_of(Moment(frame.start, None, frame.zone))})
    return [{**row, "patient": name} if name else row for row in rows]


@st.composite
def some_options(draw: Draw, alone: bool) -> Options:
    """Mostly the rule's own numbers; `treated` only for a file about one person."""
    return Options(
        treated=draw(st.sampled_from((None, None, None, *AWKWARD_DAYS))) if alone else None,
        lead_in_months=draw(st.sampled_from((None, None, None, 1, 6, 12, 30))),
        zone=draw(st.sampled_from(("Europe/London",) * 3 + ZONES)),
        merge_hours=draw(st.sampled_from((72, 72, 72, 48, 24.5))),
        min_days=draw(st.sampled_from((90, 90, 30, 180))),
        confidence=draw(st.sampled_from((0.95, 0.95, 0.9, 0.99))),
        exclude_unsure=draw(st.sampled_from((False, False, True))),
        include_surgical=draw(st.sampled_from((False, False, True))),
    )


@st.composite
def diaries(draw: Draw) -> DiaryFile:
    """A diary file of one person (perhaps without a patient column) or of up to four."""
    people = draw(st.sampled_from((1, 1, 1, 2, 4)))
    options = draw(some_options(alone=people == 1))
    names = ["Zoë", "P10", "P2", "p1"][:people]
    if people == 1 and draw(st.booleans()):
        names = [""]
    rows = [row for name in names for row in person_rows(draw, name, options)]
    # The order entered need not be the order of onsets, nor one person after the other.
    return diary_file(draw, draw(st.permutations(rows)), options)


@st.composite
def cohorts(draw: Draw) -> DiaryFile:
    """Nine to thirteen people with both windows observed: enough for the cohort's model."""
    rows: list[Cells] = []
    for number in range(draw(st.sampled_from((12, 10, 9, 11, 13)))):
        name = f"P{number:02}"
        treated_on = date(2023, 1, 31) + timedelta(days=draw(st.integers(0, 40)))
        start = treated_on - timedelta(days=draw(st.sampled_from((182, 200, 365))))
        days = (treated_on - start).days + draw(st.sampled_from((560, 400, 250, 560)))
        own = [{"kind": "gene_therapy", "start": treated_on.isoformat()}]
        own.append(span_row("observed", start, days))
        for onset in draw(st.lists(st.integers(0, days - 1), max_size=6)):
            day = start + timedelta(days=onset)
            if onset % 3 or day < treated_on:
                bleed = {"kind": "bleed", "start": day.isoformat(), "site": "knee"}
                own.append({**bleed, "cause": draw(st.sampled_from(("spontaneous", "activity")))})
        rows += [{**row, "patient": name} for row in own]
    return diary_file(draw, rows, Options())
