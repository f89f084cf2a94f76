"""Home: the check-in, what is still going on, and the ways to log."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.entry_input import new_id
from bleedlog.models.moment import local_now, zone_of
from bleedlog.models.serious import is_serious
from bleedlog.models.vocabulary import Answer, Source
from bleedlog.services.check_ins import check_in as keep_answer
from bleedlog.services.entries import EntryTakenError
from bleedlog.services.entry_faults import faults_of_future
from bleedlog.services.going_on import GoingOn
from bleedlog.services.home import Home, get_home
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.appointment_words import appointment_words, review_words
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.due import due_words
from bleedlog.web.diary.outbox import outbox
from bleedlog.web.diary.undoing import undos
from bleedlog.web.diary.whose import OpenDiary, current_diary, other_diaries
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import (
    CHECK_INS,
    clock_words,
    entry_title,
    long_date,
    since_words,
    span_words,
    weekday_date,
)

ANY, ANY_OTHER = "Any bleeds", "Any other bleeds"
NO_OTHERS = "No others"
NO_OTHERS_ALOUD = "No others, no bleeds but those noted"
"""Read out on its own, the button would not say of what."""
ASK_FOR_OTHERS = {
    "data-any": ANY,
    "data-others": ANY_OTHER,
    "data-none": NO_OTHERS,
    "data-none-aloud": NO_OTHERS_ALOUD,
}
"""How a phone asks once a bleed waits on it of which this page does not know."""


@blueprint.get("/")
@open_to(Audience.PATIENT)
def home() -> ResponseReturnValue:
    """The first page."""
    diary = current_diary()
    found = get_home(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        now=local_now(diary.zone),
    )
    return render_template("diary/home.html", page=_page(found, diary), active="home")


def _page(found: Home, diary: OpenDiary) -> dict[str, Any]:
    return {
        "today": weekday_date(found.today),
        "whose": diary.whose,
        **_question(found, diary),
        "new_id": new_id(),
        "patient_id": diary.patient_id,
        "query": diary.query,
        "may_log": found.may_log,
        "waits": _waiting(found, diary),
        "longer": _longer(found),
        "untold": found.untold if found.may_log else 0,
        "going": [_going(one, found, diary) for one in found.going],
        "others": other_diaries(),
        "undos": undos(diary),
        "known": "known" in request.args,
        "to_choose": [_to_choose(one, found, diary) for one in found.to_choose],
        "asked_anew": CHECK_INS[found.profile.check_in_days] if "asked" in request.args else None,
        "emergencies": [_emergency(look, diary) for look in found.emergencies],
        "may_put_away": found.may_put_away,
        "due": due_words(found.due),
        "appointment": found.appointment and appointment_words(found.appointment, found.today),
        "questions": found.open_questions,
        "review": found.review and review_words(found.review, found.today, is_own=diary.is_own),
        "handed_over": long_date(found.handed_over_at.astimezone(zone_of(diary.zone)).date())
        if found.handed_over_at
        else None,
        "name": diary.name,
    }


def _question(found: Home, diary: OpenDiary) -> dict[str, Any]:
    question, today = found.question, found.today
    since = _since(question.first, today)
    return {
        "outbox": outbox("check-in", f"Bleeds {since}", diary)
        | {"data-since": since}
        | ({} if question.other else ASK_FOR_OTHERS),
        "question": f"{ANY_OTHER if question.other else ANY} {since}?",
        "other": question.other,
        "no_words": NO_OTHERS if question.other else "No bleeds",
        "no_more": {"aria-label": NO_OTHERS_ALOUD} if question.other else {},
        "first": question.first.isoformat(),
        "end": question.end.isoformat(),
        "is_due": question.is_due(today),
        "told": _told(found),
        "due_on": weekday_date(question.due_on),
    }


def _told(found: Home) -> str | None:
    """How far somebody told of their days; those of a bleed that is not there yet are not noted."""
    until = found.question.told_until
    if until is None:
        return None
    lacks = found.waits is not None and found.waits.end_day > until
    return f"{'Answered' if lacks else 'Noted'} up to {_day(until, found.today)}"


def _day(day: date, today: date) -> str:
    near = {0: "today", 1: "yesterday"}
    return near.get((today - day).days) or weekday_date(day)


def _waiting(found: Home, diary: OpenDiary) -> dict[str, Any] | None:
    """The bleed that was said and is not there yet: where to add it, on which day to begin."""
    if found.waits is None:
        return None
    first, end = found.waits.start_day, found.waits.end_day
    # "Just now" is right only while the days that were meant go on.
    is_now = first <= found.today < end
    return {
        "days": span_words(first, end),
        "add": f"/log/bleed{diary.query}" if is_now else f"/log/bleed?date={first}{diary.also}",
        "see": f"/diary/entries/{found.waits.id}{diary.query}",
    }


def _longer(found: Home) -> dict[str, Any] | None:
    """What to offer after quiet months, and what stays if it is not wanted."""
    if found.longer is None:
        return None
    now = found.profile.check_in_days
    return {
        "days": found.longer,
        "words": CHECK_INS[found.longer],
        "now": now,
        "keep": f"Keep {CHECK_INS[now]}",
    }


def _going(one: GoingOn, found: Home, diary: OpenDiary) -> dict[str, Any]:
    bleed = one.entry
    title, since = entry_title(bleed), since_words(one.since, found.today)
    doses = one.doses
    treated = f" Treated {'once' if doses == 1 else f'{doses} times'}." if doses else ""
    # Read out on its own, "It has stopped" would not say which of them.
    which = f": {title}, since {since}" if len(found.going) > 1 else ""
    # How many hours ago it may have stopped, where only the phone is there to be asked.
    began = {"data-start-minute": str(bleed.start_minute)}
    return {
        "id": bleed.id,
        "revision": bleed.revision,
        "new_id": new_id(),
        "title": title,
        "line": f"Since {since}.{treated}",
        "stop": outbox("stop", f"It has stopped: {title}", diary, entry=bleed) | began,
        "treat": outbox("treat", f"I treated it: {title}", diary, entry=bleed) | began,
        "stopped": {"aria-label": f"It has stopped{which}"} if which else {},
        "treated": {"aria-label": f"I treated it{which}"} if which else {},
        "see": {"aria-label": f"See or change this bleed{which}"} if which else {},
        "serious": is_serious(bleed),
    }


def _to_choose(one: Any, found: Home, diary: OpenDiary) -> dict[str, Any]:
    title = f"{entry_title(one)}, {since_words(one.start, found.today)}"
    words = f"Choose which to keep: {title}"
    return {
        "title": title,
        "href": f"/diary/entries/{one.id}/choose{diary.query}",
        "more": {"aria-label": words} if len(found.to_choose) > 1 else {},
    }


def _emergency(look: Any, diary: OpenDiary) -> dict[str, Any]:
    at = look.since.astimezone(zone_of(diary.zone))
    return {
        "id": look.id,
        "who": look.user_name or "Somebody",
        "where": look.clinic_name or "a clinic",
        "when": f"{long_date(at.date())}, {clock_words(at.time())}",
        "why": look.reason,
    }


def _since(first: date, today: date) -> str:
    """Such as "since Sunday 15 November", "since yesterday", "today"."""
    if first == today:
        return "today"
    yesterday = first == today - timedelta(1)
    return f"since {'yesterday' if yesterday else weekday_date(first)}"


@blueprint.post("/check-in")
@open_to(Audience.PATIENT)
def check_in() -> ResponseReturnValue:
    """Store the answer to "Any bleeds since ...?"."""
    diary = current_diary()
    try:
        entry = check_in_of(UUID(request.form.get("id", "")), request.form, diary)
    except ValueError:
        abort(400)
    asked_by = request.form.get("month")
    if faults_of_future(entry, local_now(diary.zone)) or (asked_by and not _month(asked_by)):
        abort(400)
    try:
        done = keep_answer(
            current_record(), by=current_viewer(), patient_id=diary.patient_id, answer=entry
        )
    except EntryTakenError:
        abort(400)
    return redirect(answered_path(entry, done.entry_id, request.form, diary), 303)


def answered_path(
    meant: CheckInInput, stored: UUID, said: Mapping[str, str], diary: OpenDiary
) -> str:
    """Where an answer leads: back to the page that asked (gaps, month), or on to log the bleed.

    `stored`: the check-in that says it now, which may have been there before.
    """
    from_gaps = "gaps" in said
    if meant.answer is Answer.HAD_BLEEDS:
        day = f"?date={meant.start}{diary.also}" if from_gaps else diary.query
        return f"/log/bleed{day}"
    # What was there before this tap is not for its "Undo" to take away.
    noted = f"noted={stored}" if stored == meant.id else "known=1"
    if "others" in said:
        noted += "&others=1"
    if from_gaps:
        return f"/diary/gaps?{noted}{diary.also}"
    month = _month(said.get("month", ""))
    return f"/diary?month={month}&{noted}{diary.also}" if month else f"/?{noted}{diary.also}"


FORGOTTEN = "forgotten"
"""How a form says "I don't remember", which is stored as no answer."""

LONGEST_SPAN = 31
"""Days that one answer may cover: a check-in 28, a gap of a calendar month 31."""


def check_in_of(entry_id: UUID, said: Mapping[str, str], diary: OpenDiary) -> CheckInInput:
    """The check-in that the answers of home's form mean (answer, first, end, recalled).

    Raises:
        ValueError: if no form of ours asks for that.
    """
    entry = CheckInInput(
        id=entry_id,
        start=said.get("first", ""),
        end=said.get("end", ""),
        zone=diary.zone,
        answer=None if said.get("answer") == FORGOTTEN else Answer(said.get("answer", "")),
        source=Source.RECALLED if said.get("recalled") else Source.PROSPECTIVE,
    )
    if (date.fromisoformat(entry.end) - date.fromisoformat(entry.start)).days > LONGEST_SPAN:
        message = f"one answer covers {LONGEST_SPAN} days at most"
        raise ValueError(message)
    return entry


def _month(text: str) -> str | None:
    """The month that asked, if it is one."""
    try:
        return date.fromisoformat(f"{text}-01").strftime("%Y-%m")
    except ValueError:
        return None
