"""For my appointment: when it is, the questions for it, what came of the last one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import local_now
from bleedlog.services.for_appointment import ForAppointment, get_for_appointment
from bleedlog.services.questions import Question
from bleedlog.services.since_review import NewVerdict
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.appointment_words import appointment_words, review_words
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.sharing.deeds import DETAILS
from bleedlog.web.words import entry_title, long_date, moment_words, verdict_words

APPOINTMENT = "/appointment"


@blueprint.get(APPOINTMENT)
@open_to(Audience.PATIENT)
def for_appointment() -> ResponseReturnValue:
    """The page."""
    diary = current_diary()
    found = get_for_appointment(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        now=local_now(diary.zone),
    )
    return render_template(
        "diary/appointment.html",
        page=_page(found, diary),
        active="more",
        back_href=f"/more{diary.query}",
    )


def heading_of(diary: OpenDiary) -> str:
    """What the page is called."""
    return "For my appointment" if diary.is_own else f"For {diary.name}’s appointment"


def _page(found: ForAppointment, diary: OpenDiary) -> dict[str, Any]:
    standing = [one for one in found.questions if not one.withdrawn]
    review = found.review
    return {
        "heading": heading_of(diary),
        "is_own": diary.is_own,
        "name": diary.name,
        "patient_id": diary.patient_id,
        "query": diary.query,
        "write": f"Write a question for {diary.name}"
        if diary.one_of_several
        else "Write a question",
        "appointments": [appointment_words(one, found.today) for one in found.appointments],
        "open": [_question(one, diary) for one in standing if one.answered_on is None],
        "asked": [_question(one, diary) for one in standing if one.answered_on is not None],
        "gone": [_question(one, diary) for one in found.questions if one.withdrawn],
        "may_ask": found.may_ask,
        "review": review and review_words(review, found.today, is_own=diary.is_own),
        "verdicts": [_verdict(one, diary) for one in found.verdicts],
        "corrected": list(dict.fromkeys(DETAILS[one.field] for one in found.corrected)),
        "may_correct": found.may_correct,
        "done": _done(found.questions, diary),
    }


def _question(one: Question, diary: OpenDiary) -> dict[str, Any]:
    return {
        "id": one.id,
        "lines": one.text.splitlines(),
        # Read out on its own, a button would not say of which question.
        "which": " ".join(one.text.split())[:60],
        "change": f"{APPOINTMENT}/questions/{one.id}{diary.query}",
        "by": "Written by somebody who helps" if one.of_carer and diary.is_own else None,
        "asked_on": one.answered_on and long_date(one.answered_on),
    }


def _verdict(one: NewVerdict, diary: OpenDiary) -> dict[str, Any]:
    about = one.about
    return {
        "what": "An entry" if about is None else entry_title(about),
        "when": "" if about is None else moment_words(about.start),
        "href": f"/diary/entries/{one.ruling.about}{diary.query}",
        "words": verdict_words(one.ruling, one.named),
        "why": one.ruling.note,
    }


def _done(questions: Iterable[Question], diary: OpenDiary) -> dict[str, Any] | None:
    """What was just done with a question, as the address says, with the way back."""
    fields = {"patient": str(diary.patient_id)}
    for name, words, way, more in (
        ("asked", "Marked as asked.", "asked", {"asked": "no"}),
        ("gone", "Taken out.", "bring-back", {}),
        ("added", "Saved.", None, {}),
    ):
        one = _named(questions, request.args.get(name, ""))
        is_so = (
            one is not None
            and {
                "asked": one.answered_on is not None,
                "gone": one.withdrawn,
                "added": not one.withdrawn,
            }[name]
        )
        if one is not None and is_so:
            action = way and f"{APPOINTMENT}/questions/{one.id}/{way}"
            return {"words": words, "action": action, "fields": {**fields, **more}}
    return None


def _named(questions: Iterable[Question], said: str) -> Question | None:
    try:
        wanted = UUID(said)
    except ValueError:
        return None
    return next((one for one in questions if one.id == wanted), None)
