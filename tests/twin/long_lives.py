"""Long diaries: target joints to the day, and windows that begin on awkward days."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.twin.clock import add_months
from tests.twin.diaries import DiaryFile, diary_file, some_options, span_row
from tests.twin.made_bleeds import Cells
from tests.twin.made_moments import Draw
from tests.twin.person import Options

ONE_DAY = timedelta(days=1)

BEGINNINGS = tuple(
    date.fromisoformat(text)
    for text in ("2020-02-29", "2021-08-31", "2021-08-30", "2019-12-31", "2021-05-31", "2022-01-15")
)

MONTHS = (0, 6, 12, 18, 30, 42)


def knee_bleed(draw: Draw, day: date) -> Cells:
    """Mostly a spontaneous bleed of the left knee."""
    return {
        "kind": draw(st.sampled_from(("bleed", "bleed", "bleed", "joint_pain", "bruise"))),
        "start": day.isoformat(),
        "site": "knee",
        "side": "left",
        "cause": draw(st.sampled_from(("spontaneous",) * 7 + ("surgical", "traumatic"))),
        "certainty": "certain",
    }


def bleeds_from(draw: Draw, day: date, number: int) -> list[Cells]:
    """Bleeds some days or months apart, the last a day within or past six months."""
    rows = []
    for _ in range(number):
        rows.append(knee_bleed(draw, day))
        months = draw(st.sampled_from((0, 0, 0, 0, 0, 1, 3, 6)))
        days = draw(st.sampled_from((4, 5, 20, 40))) if months == 0 else draw(st.integers(-1, 1))
        day = add_months(day, months) + timedelta(days=days)
    return rows


def quiet_time(draw: Draw, start: date, end: date) -> list[Cells]:
    """About 80% of it said to be quiet, or only counted, or all of it."""
    length = max((end - start).days, 1)
    way = draw(st.sampled_from(("all", "all", "most", "counted", "both")))
    most = max(length * 4 // 5 + draw(st.integers(-2, 2)), 1)
    if way == "most":
        return [span_row("no_bleeds", start, most)]
    if way == "counted":
        return [{**span_row("bleed_count", start, length), "value": "2"}]
    if way == "both":
        counted = span_row("bleed_count", start + timedelta(days=most), max(length - most, 1))
        return [span_row("no_bleeds", start, most), {**counted, "value": "0"}]
    return [span_row("observed", start, length)]


@st.composite
def sore_joints(draw: Draw) -> DiaryFile:
    """Many bleeds of one knee, a quiet year to the day, and perhaps many again."""
    start: date = draw(st.sampled_from(BEGINNINGS))
    rows = bleeds_from(draw, start, draw(st.integers(3, 6)))
    days = [date.fromisoformat(row["start"]) for row in rows]
    since = draw(st.sampled_from((*days, days[2], days[2], days[2])))
    year_on = add_months(since, 12) + timedelta(days=draw(st.sampled_from((0, 0, 1, -1))))
    rows.append(span_row("observed", start, (days[-1] - start).days + 1))
    rows += quiet_time(draw, days[-1] + ONE_DAY, year_on)
    if draw(st.booleans()):
        rows += bleeds_from(draw, year_on, draw(st.integers(2, 4)))
        rows.append(span_row("no_bleeds", year_on, draw(st.sampled_from((100, 500, 640)))))
    options = Options(
        exclude_unsure=draw(st.booleans()), include_surgical=draw(st.booleans()), merge_hours=72
    )
    return diary_file(draw, draw(st.permutations(rows)), options)


@st.composite
def window_edges(draw: Draw) -> DiaryFile:
    """Bleeds and ends of data on, before and after the days on which windows begin."""
    options = draw(some_options(alone=True))
    start: date = draw(st.sampled_from(BEGINNINGS))
    edges = [
        add_months(start, months) + timedelta(days=days) for months in MONTHS for days in (-1, 0, 1)
    ]
    rows = []
    for _ in range(draw(st.integers(0, 5))):
        day = draw(st.sampled_from(edges))
        rows.append({**knee_bleed(draw, day), "side": draw(st.sampled_from(("left", "")))})
    if draw(st.booleans()):
        rows.append({"kind": "gene_therapy", "start": start.isoformat()})
    for _ in range(draw(st.integers(1, 3))):
        first, last = sorted(draw(st.tuples(st.sampled_from(edges), st.sampled_from(edges))))
        kind = draw(st.sampled_from(("observed", "observed", "no_bleeds", "bleed_count")))
        back = draw(st.sampled_from((0, 0, 40, 100, 800)))
        row = span_row(kind, first - timedelta(days=back), max((last - first).days + back, 1))
        rows.append({**row, "value": "3"} if kind == "bleed_count" else row)
    return diary_file(draw, draw(st.permutations(rows)), options)
