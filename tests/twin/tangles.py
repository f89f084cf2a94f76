"""Diaries of a few bleeds close together, for the counting rule's every word."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from tests.twin.clock import instant, read_moment
from tests.twin.diaries import DiaryFile, diary_file, some_options, span_row
from tests.twin.made_bleeds import Cells, link_same_as
from tests.twin.made_moments import CLOCK_NIGHTS, Draw, moment_at, text_of

MOMENTS = [f"2024-03-{day:02}T{hour}:00" for day in (2, 5, 8, 11) for hour in ("11", "12")]

PLACES: tuple[Cells, ...] = (
    {"site": "knee"},
    {"site": "knee"},
    {"site": "knee", "side": "left"},
    {"site": "thigh", "manifestation": "nose"},
    {"manifestation": "nose", "side": "left"},
    {"manifestation": "nose", "side": "right"},
    {"manifestation": "joint"},
    {"manifestation": "other"},
    {},
)


def tangled_bleed(draw: Draw, number: int) -> Cells:
    """A bleed at one of few places and moments, perhaps with a long end or treatment."""
    onset = draw(st.sampled_from([*MOMENTS, "2024-03-05", "2024-03-05"]))
    row = {
        "id": f"row-{number}",
        "kind": "bleed",
        "start": onset,
        "cause": draw(st.sampled_from(("", "spontaneous", "traumatic", "surgical"))),
        "certainty": draw(st.sampled_from(("", "", "", "unsure"))),
        "adjudication": draw(st.sampled_from(("",) * 6 + ("not_a_bleed",))),
        **draw(st.sampled_from(PLACES)),
    }
    later = [moment for moment in MOMENTS if moment[:10] > onset[:10]]
    last = draw(st.sampled_from(("", "end", "treated_from", "treated_until")))
    if later and last:
        row[last] = draw(st.sampled_from(later))
    if later and last == "treated_until":
        row["treated_from"] = onset
    return row


@st.composite
def tangles(draw: Draw) -> DiaryFile:
    """One person's few bleeds, many at the same instant, many with `same_as`."""
    options = draw(some_options(alone=True))
    rows = [tangled_bleed(draw, number) for number in range(draw(st.integers(2, 6)))]
    onsets = {row["id"]: read_moment(row["start"], options.zone) for row in rows}
    link_same_as(draw, rows, onsets, often=True)
    rows.append(span_row("observed", date(2024, 2, 1), draw(st.sampled_from((9, 18, 27, 200)))))
    return diary_file(draw, draw(st.permutations(rows)), options)


@st.composite
def clock_nights(draw: Draw) -> DiaryFile:
    """Two or three bleeds of one knee, the joining hours round a night when the clock changes."""
    options = draw(some_options(alone=True))
    zone = draw(st.sampled_from(sorted(CLOCK_NIGHTS)))
    night = read_moment(draw(st.sampled_from(CLOCK_NIGHTS[zone])), zone)
    moments = [night]
    for sign in draw(st.sampled_from(((1,), (-1,), (1, -1)))):
        off = draw(st.sampled_from((0, 1, -1, 29, 30, 31, -30, 59, 60, 61, -59, -60, -61)))
        distance = timedelta(hours=options.merge_hours, minutes=off)
        moments.append(moment_at(instant(night) + sign * distance, zone))
    rows: list[Cells] = [
        {"kind": "bleed", "start": text_of(moment), "zone": zone, "site": "knee"}
        for moment in moments
    ]
    first = min(datetime.fromisoformat(row["start"]).date() for row in rows)
    rows.append(span_row("observed", first, 9))
    return diary_file(draw, draw(st.permutations(rows)), options)
