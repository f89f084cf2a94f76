"""The diary by month: a calendar of what is known of each day, and the entries."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.entry_input import new_id
from bleedlog.models.moment import EARLIEST, LATEST, local_now
from bleedlog.models.permissions import CLINIC_KINDS
from bleedlog.models.vocabulary import Kind
from bleedlog.services.check_in_question import LONGEST_CHECK_IN
from bleedlog.services.days import Day, DayStatus, is_bleed
from bleedlog.services.diary import Month, get_month
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.cards import SPANS, card_of, day_words
from bleedlog.web.diary.outbox import outbox
from bleedlog.web.diary.undoing import undos
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import span_words


@dataclass(frozen=True, slots=True)
class Filter:
    """A part of the list."""

    words: str
    kinds: frozenset[Kind]


FILTERS = {
    "bleed": Filter("Bleeds", frozenset({Kind.BLEED})),
    "bruise": Filter("Bruises", frozenset({Kind.BRUISE})),
    "joint-pain": Filter("Joint pain", frozenset({Kind.JOINT_PAIN})),
    "factor": Filter("Factor IX", frozenset({Kind.INFUSION})),
    "check-in": Filter("Check-ins", SPANS),
    "clinic": Filter("From the clinic", CLINIC_KINDS),
}
"""By what the address says."""

MANY = 2

REMEMBERED_FOR = timedelta(LONGEST_CHECK_IN)
"""How long ago days may be of which "I don't remember" is not offered yet."""

_STATES = {
    DayStatus.BLEED: "bleed",
    DayStatus.CONFIRMED: "confirmed",
    DayStatus.NOT_NOTED: "unnoted",
    DayStatus.AHEAD: "future",
}


@blueprint.get("/diary")
@open_to(Audience.PATIENT)
def month() -> ResponseReturnValue:
    """One month of the diary."""
    diary = current_diary()
    wanted = request.args.get("month")
    first = _first_day(wanted) if wanted else None
    if wanted and first is None:
        return redirect(f"/diary{diary.query}", 303)
    found = get_month(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        month=first,
        now=local_now(diary.zone),
    )
    return render_template("diary/month.html", page=_page(found, diary), active="diary")


def _first_day(month: str) -> date | None:
    """The first day of a month like 2026-11; None for one that no diary has."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return None
    return first if EARLIEST <= first <= LATEST else None


def _page(found: Month, diary: OpenDiary) -> dict[str, Any]:
    also = diary.also
    chosen = request.args.get("kind", "")
    kinds = FILTERS[chosen].kinds if chosen in FILTERS else None
    steps = f"{f'&kind={chosen}' if kinds else ''}{also}"
    return {
        "month": f"{found.first:%B %Y}",
        "value": f"{found.first:%Y-%m}",
        "whose": diary.whose,
        "earlier": _step(found.first - timedelta(1), steps) if found.first > EARLIEST else None,
        "later": _step(found.end, steps) if found.end <= found.today else None,
        "weeks": _weeks(found, also),
        "gaps": [
            {
                "words": span_words(first, end),
                "first": first.isoformat(),
                "end": end.isoformat(),
                "new_id": new_id(),
                "outbox": outbox("check-in", f"Bleeds {span_words(first, end)}", diary),
                "is_old": first < found.today - REMEMBERED_FOR,
            }
            for first, end in found.gaps
        ]
        if found.may_log
        else [],
        "entries": [
            card_of(entry, diary.query)
            for entry in found.entries
            if kinds is None or entry.kind in kinds
        ],
        "filters": _filters(found, chosen, also),
        "may_log": found.may_log,
        "patient_id": diary.patient_id,
        "query": diary.query,
        "also": also,
        "undos": undos(diary),
    }


def _filters(found: Month, chosen: str, also: str) -> list[dict[str, Any]]:
    """The parts of the list that the month has, and the one that is shown; none of only one."""
    here = {entry.kind for entry in found.entries}
    offered = {name: one.words for name, one in FILTERS.items() if one.kinds & here}
    if chosen in FILTERS:
        offered.setdefault(chosen, FILTERS[chosen].words)
    elif len(offered) < MANY:
        return []
    month = f"/diary?month={found.first:%Y-%m}"
    return [
        {
            "words": words,
            "href": f"{month}{f'&kind={name}' if name else ''}{also}#list",
            "current": name == (chosen if chosen in FILTERS else ""),
        }
        for name, words in {"": "All", **offered}.items()
    ]


def _step(day: date, also: str) -> dict[str, str]:
    return {"href": f"/diary?month={day:%Y-%m}{also}", "words": f"{day:%B %Y}"}


def _weeks(found: Month, also: str) -> list[list[dict[str, Any] | None]]:
    by_date = {day.date: day for day in found.days}
    # The oldest of a day's bleeds, since the list below goes on from there.
    bleeds = {one.start_day: one.id for one in found.entries if is_bleed(one)}
    weeks = calendar.Calendar().monthdatescalendar(found.first.year, found.first.month)
    return [
        [_square(by_date.get(day), bleeds.get(day), found, also) for day in week] for week in weeks
    ]


def _square(day: Day | None, bleed: UUID | None, found: Month, also: str) -> dict[str, Any] | None:
    if day is None:
        return None
    return {
        "number": day.date.day,
        "state": _STATES[day.status],
        "href": _leads_to(day, bleed, found, also),
        "today": day.date == found.today,
        "words": day_words(day.date, day.status),
    }


def _leads_to(day: Day, bleed: UUID | None, found: Month, also: str) -> str | None:
    """A bleed's day leads to the bleed in the list, another day to a form for that day."""
    if day.status is DayStatus.BLEED:
        return f"#entry-{bleed}" if bleed is not None else None
    if day.date > found.today or not found.may_log:
        return None
    return f"/log/bleed?date={day.date}{also}"
