"""Is this the same bleed as Tuesday's? On an entry's page: the words, the answer, its undo."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import local_today, parse_moment
from bleedlog.services.entries import (
    EntryChangedMeanwhileError,
    EntryRefusedError,
    EntryWithHistory,
)
from bleedlog.services.same_bleed import SameAnswer, SameBleed
from bleedlog.services.same_bleed_answer import Answered, answer_same_bleed
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import clock_words, entry_title, long_date, weekday_date

LAST_WEEK = 6
"""Days for which the name of a weekday is enough."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as the page shows it."""

    question: str
    which: str
    """The earlier bleed: day, place, and the person where there is more than one diary."""
    earlier: UUID | None
    answered: bool
    told: str | None
    """What was answered just now."""
    before: dict[str, str]
    """What the form sends that takes it back: the answer before that."""


def asked_of(found: EntryWithHistory, diary: OpenDiary) -> Asked | None:
    """The question of an entry's page, or None where there is nothing to ask."""
    same = found.same_bleed
    if same is None or not found.may_change:
        return None
    today = local_today(diary.zone)
    meant = same.named if same.named is not None else same.earlier
    day = None if meant is None else meant.start_day
    told = same.answer if "told" in request.args else None
    return Asked(
        question=f"Is this the same bleed as {_days(day, today)}?"
        if day
        else "Is this a new bleed?",
        which=_which(meant, diary) if meant is not None else "",
        earlier=None if meant is None else meant.id,
        answered=same.answer is not SameAnswer.UNKNOWN or told is not None,
        told=_told(told, day, today),
        before={
            "patient": str(diary.patient_id),
            "undo": "1",
            **_before(request.args.get("told", "")),
        },
    )


def fact_of(same: SameBleed | None) -> list[tuple[str, str]]:
    """What was answered, among what the entry says."""
    if same is None or same.answer is SameAnswer.UNKNOWN:
        return []
    if same.answer is SameAnswer.NEW:
        return [("Same bleed?", "A new bleed")]
    named = same.named
    if named is None:
        return [("Same bleed?", "The same as another")]
    title = entry_title(named)
    return [
        ("Same bleed?", f"The same as {title[0].lower()}{title[1:]}, {long_date(named.start_day)}")
    ]


def _days(day: date, today: date) -> str:
    """Such as "Tuesday’s", "yesterday’s", "the one of 3 November 2026"."""
    ago = (today - day).days
    if 0 <= ago <= 1:
        return "yesterday’s" if ago else "the one earlier today"
    return f"{day:%A}’s" if ago <= LAST_WEEK else f"the one of {long_date(day)}"


def _which(earlier: Any, diary: OpenDiary) -> str:
    clock = parse_moment(earlier.start).clock
    title = entry_title(earlier)
    whose = f"{diary.name}’s {title[0].lower()}{title[1:]}" if diary.one_of_several else title
    when = weekday_date(earlier.start_day)
    return f"{whose}, {when}{'' if clock is None else f', {clock_words(clock)}'}"


def _told(answer: SameAnswer | None, day: date | None, today: date) -> str | None:
    if answer is None:
        return None
    return {
        SameAnswer.SAME: f"Noted: the same bleed as {_days(day, today) if day else 'another'}.",
        SameAnswer.NEW: "Noted: a new bleed.",
        SameAnswer.UNKNOWN: "Noted: you can’t say.",
    }[answer]


def _before(text: str) -> dict[str, str]:
    """The answer that the address says was there before; one that it cannot say is unknown."""
    answer, _, named = text.partition(".")
    try:
        said = SameAnswer(answer)
        earlier = {"earlier": str(UUID(named))} if said is SameAnswer.SAME else {}
    except ValueError:
        return {"answer": SameAnswer.UNKNOWN.value}
    return {"answer": said.value, **earlier}


@blueprint.post("/diary/entries/<uuid:entry_id>/same-bleed")
@open_to(Audience.PATIENT)
def same_bleed(entry_id: UUID) -> ResponseReturnValue:
    """Store the answer, or take one back."""
    diary = current_diary()
    named = request.form.get("earlier")
    try:
        answer = SameAnswer(request.form.get("answer", ""))
        earlier = UUID(named) if named else None
    except ValueError:
        abort(400)
    if answer is SameAnswer.SAME and earlier is None:
        abort(400)
    path = f"/diary/entries/{entry_id}"
    try:
        before = answer_same_bleed(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            entry_id=entry_id,
            answer=answer,
            named=earlier,
        )
    except (EntryChangedMeanwhileError, EntryRefusedError):
        # One of the two was changed meanwhile: the page asks anew, if there is still a question.
        return redirect(f"{path}{diary.query}", 303)
    return redirect(told_path(entry_id, before, diary, undone="undo" in request.form), 303)


def told_path(entry_id: UUID, before: Answered, diary: OpenDiary, *, undone: bool) -> str:
    """Where an answer leads; with the answer before it, unless it was that one's undo."""
    path = f"/diary/entries/{entry_id}"
    if undone:
        return f"{path}{diary.query}"
    named = f".{before.named}" if before.named else ""
    return f"{path}?told={before.answer.value}{named}{diary.also}"
