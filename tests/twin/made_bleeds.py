"""Bleeds, bruises, joint pains and the infusions for them, as rows of a diary file."""

from hypothesis import strategies as st

from tests.twin.clock import Moment, instant, read_moment
from tests.twin.made_moments import (
    Draw,
    Frame,
    is_not_before,
    moment_after,
    onset_moment,
    text_of,
)

Cells = dict[str, str]

KINDS = ("bleed",) * 7 + ("bruise", "joint_pain", "joint_pain")
PLACES = (
    ("knee", "left"),
    ("knee", "left"),
    ("knee", "left"),
    ("knee", "right"),
    ("knee", ""),
    ("ankle", "left"),
    ("thigh", "left"),
    ("other", ""),
    ("head", "middle"),
)
MANIFESTATIONS = ("", "", "", "joint", "joint", "muscle", "nose", "skin", "other")
OF_OTHER_KINDS = ("", "", "", "", "skin", "joint", "nose")
CAUSES = (
    "spontaneous",
    "spontaneous",
    "spontaneous",
    "traumatic",
    "activity",
    "surgical",
    "unknown",
    "",
)


def onset_of(row: Cells, onsets: dict[str, Moment]) -> Moment:
    """The row's onset as it was made."""
    return onsets[row["id"]]


def certainty_of(draw: Draw, kind: str) -> str:
    """Bleeds are mostly sure; the others are often marked."""
    choices = ("", "", "certain", "unsure") if kind == "bleed" else ("certain", "unsure", "")
    certainty: str = draw(st.sampled_from(choices))
    return certainty


def place_cells(draw: Draw, kind: str) -> Cells:
    """Site, side and manifestation; a nose has a side and no site."""
    if draw(st.integers(0, 3)):
        site, side = draw(st.sampled_from(PLACES))
    else:
        site, side = "", draw(st.sampled_from(("", "", "left")))
    choices = MANIFESTATIONS if kind == "bleed" else OF_OTHER_KINDS
    return {"site": site, "side": side, "manifestation": draw(st.sampled_from(choices))}


def treatment_cells(draw: Draw, onset: Moment) -> Cells:
    """First and last clotting factor; the first alone stands for both."""
    if draw(st.integers(0, 2)):
        return {}
    first = moment_after(draw, onset)
    cells = {"treated_from": text_of(first)}
    if draw(st.booleans()):
        last = moment_after(draw, first)
        if is_not_before(last, onset):
            cells["treated_until"] = text_of(last)
    return cells


def bleed_row(draw: Draw, row_id: str, onset: Moment) -> Cells:
    """One bleed, bruise or joint pain."""
    kind = draw(st.sampled_from(KINDS))
    row = {
        "id": row_id,
        "kind": kind,
        "start": text_of(onset),
        "zone": onset.zone,
        "cause": draw(st.sampled_from(CAUSES)),
        "certainty": certainty_of(draw, kind),
        "adjudication": draw(st.sampled_from(("",) * 8 + ("bleed", "not_a_bleed"))),
        **place_cells(draw, kind),
        **treatment_cells(draw, onset),
    }
    if not draw(st.integers(0, 3)):
        row["end"] = text_of(moment_after(draw, onset))
    return row


def leads_back(name: str, start: str, links: dict[str, str]) -> bool:
    """Whether following `same_as` from `name` comes to `start`: a circle."""
    while name in links:
        if name == start:
            return True
        name = links[name]
    return name == start


def link_same_as(
    draw: Draw, rows: list[Cells], onsets: dict[str, Moment], often: bool = False
) -> None:
    """Some rows name another one, never of a later onset and never in a circle."""
    links: dict[str, str] = {}
    for row in rows:
        way = draw(st.integers(0, 4 if often else 9))
        if way == 0:
            row["same_as"] = "new"
        elif way in (1, 2):
            own = instant(onset_of(row, onsets))
            names = [
                other["id"]
                for other in rows
                if instant(onset_of(other, onsets)) <= own
                and not leads_back(other["id"], row["id"], links)
            ]
            if names:
                links[row["id"]] = row["same_as"] = draw(st.sampled_from(names))


def infusion_row(draw: Draw, bleed: Cells, onset: Moment) -> Cells:
    """Clotting factor for a bleed, never before its onset."""
    given = moment_after(draw, onset)
    return {
        "kind": "infusion",
        "start": text_of(given),
        "zone": given.zone,
        "reason": draw(st.sampled_from(("bleed", "follow_up"))),
        "dose_iu": "2000",
        "treats": bleed["id"],
    }


def references_of(row: Cells, onset: Moment) -> list[Moment]:
    """The moments of a row from which hours are counted."""
    ends = [row[column] for column in ("end", "treated_from", "treated_until") if row.get(column)]
    return [onset] + [read_moment(text, onset.zone) for text in ends]


def bleed_rows(draw: Draw, prefix: str, frame: Frame, most: int) -> list[Cells]:
    """A person's bleeds and what was infused for them, in any order of onset."""
    rows: list[Cells] = []
    infusions: list[Cells] = []
    onsets: dict[str, Moment] = {}
    references: list[Moment] = []
    for number in range(draw(st.integers(0, most))):
        onset = onset_moment(draw, frame, references)
        row = bleed_row(draw, f"{prefix}-{number}", onset)
        onsets[row["id"]] = onset
        rows.append(row)
        references += references_of(row, onset)
        if not draw(st.integers(0, 5)):
            infusion = infusion_row(draw, row, onset)
            infusions.append(infusion)
            references.append(read_moment(infusion["start"], infusion["zone"]))
    link_same_as(draw, rows, onsets)
    return rows + infusions
