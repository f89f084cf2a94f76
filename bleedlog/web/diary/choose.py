"""What was changed in two places, side by side, to choose from; and times to check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.entry_conflict import KeptState
from bleedlog.models.moment import zone_of
from bleedlog.services.checking_time import confirm_time
from bleedlog.services.entries import EntryChangedMeanwhileError, EntryRefusedError
from bleedlog.services.two_places import Choice, choose_state, get_choice
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.cards import facts_of
from bleedlog.web.diary.history import WRITERS, told_at
from bleedlog.web.diary.reading import saved_path
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import clock_words, entry_title, long_date

CHANGED_AGAIN = "It was changed once more while you were here. Look again, then choose."
SAYS_NOTHING = "Nothing noted"
WHAT, IS_IN = "What", "In the diary?"
SAID_ANYWAY = frozenset({WHAT, IS_IN})
"""What the page's heading says where both say the same."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A question to which the two give different answers."""

    name: str
    standing: str
    other: str


@blueprint.get("/diary/entries/<uuid:entry_id>/choose")
@open_to(Audience.PATIENT)
def choose(entry_id: UUID) -> ResponseReturnValue:
    """Both, side by side."""
    return _show(entry_id, current_diary())


def _show(entry_id: UUID, diary: OpenDiary, problems: Sequence[str] = ()) -> ResponseReturnValue:
    found = get_choice(
        current_record(), by=current_viewer(), patient_id=diary.patient_id, entry_id=entry_id
    )
    page = {**_page(found, diary), "problems": problems}
    return render_template(
        "diary/choose.html",
        page=page,
        back_href=page["entry_href"],
        active="diary",
        has_errors=bool(problems),
    )


def _page(found: Choice, diary: OpenDiary) -> dict[str, Any]:
    one, other = found.entry, found.other
    person = diary.person
    newest = found.revisions[-1]
    differs, same = _compared(found, person)
    return {
        "id": one.id,
        "title": entry_title(one),
        "whose": diary.whose,
        "entry_href": f"/diary/entries/{one.id}{diary.query}",
        "standing": _by(newest.entered_by, newest.received_at, person, diary.zone),
        "other": _by(other.entered_by, told_at(other), person, diary.zone),
        "differs": differs,
        "same": same,
        "conflict": other.id,
        "revision": one.revision,
        "patient_id": diary.patient_id,
    }


def _by(writer: Any, at: datetime, person: str, zone: str) -> str:
    """Such as "by you, 28 November 2026, 9:30am"."""
    local = at.astimezone(zone_of(zone))
    when = f"{long_date(local.date())}, {clock_words(local.time())}"
    return f"by {WRITERS.get(writer, person)}, {when}"


def _compared(found: Choice, person: str) -> tuple[list[Difference], list[tuple[str, str]]]:
    """What differs between the two, and what both say."""
    standing = _said(found, found.entry, person, withdrawn=found.entry.withdrawn)
    other = _said(found, found.other_said, person, withdrawn=found.other.withdrawn)
    differs, same = [], []
    for name in dict.fromkeys([*standing, *other]):
        answers = standing.get(name, SAYS_NOTHING), other.get(name, SAYS_NOTHING)
        if answers[0] != answers[1]:
            differs.append(Difference(name, *answers))
        elif name not in SAID_ANYWAY:
            same.append((name, answers[0]))
    return differs, same


def _said(found: Choice, entry: Any, person: str, *, withdrawn: bool) -> dict[str, str]:
    return {
        WHAT: entry_title(entry),
        IS_IN: "Taken out" if withdrawn else "Yes",
        **dict(facts_of(entry, private_notes=found.sees_private_notes, person=person)),
        **dict(_links(found, entry)),
    }


def _links(found: Choice, entry: Any) -> Iterator[tuple[str, str]]:
    if entry.new_bleed:
        yield "Same bleed?", "A new bleed"
    for name, named in (("Same bleed?", entry.same_as), ("Which bleed?", entry.treats)):
        if named in found.named:
            bleed = found.named[named]
            yield name, f"{entry_title(bleed)}, {long_date(bleed.start_day)}"


@blueprint.post("/diary/entries/<uuid:entry_id>/choose")
@open_to(Audience.PATIENT)
def settle(entry_id: UUID) -> ResponseReturnValue:
    """Keep one of the two."""
    diary = current_diary()
    try:
        kept = KeptState(request.form.get("keep", ""))
        conflict_id = UUID(request.form.get("conflict", ""))
        revision = int(request.form.get("revision", ""))
    except ValueError:
        abort(400)
    try:
        chosen = choose_state(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            entry_id=entry_id,
            conflict_id=conflict_id,
            kept=kept,
            opened_revision=revision,
        )
    except EntryChangedMeanwhileError:
        return _show(entry_id, diary, [CHANGED_AGAIN])
    except EntryRefusedError as error:
        return _show(entry_id, diary, [fault.message for fault in error.faults])
    if chosen.more:
        return redirect(f"/diary/entries/{entry_id}/choose{diary.query}", 303)
    return redirect(saved_path(entry_id, diary), 303)


@blueprint.post("/diary/entries/<uuid:entry_id>/time-is-right")
@open_to(Audience.PATIENT)
def time_is_right(entry_id: UUID) -> ResponseReturnValue:
    """The time that a wrong clock told is right all the same."""
    diary = current_diary()
    confirm_time(
        current_record(), by=current_viewer(), patient_id=diary.patient_id, entry_id=entry_id
    )
    return redirect(f"/diary/entries/{entry_id}{diary.query}", 303)
