"""Between a form's answers and an entry: what was answered becomes a validated entry, and back.

Fields of an entry that its form does not ask (an import brought them) are kept on a change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.kinds import INPUTS
from bleedlog.models.moment import Moment, parse_moment
from bleedlog.models.vocabulary import Kind, Source
from bleedlog.services.check_in_question import LONGEST_CHECK_IN
from bleedlog.web.diary.forms import BleedLikeForm, EntryForm, InfusionForm
from bleedlog.web.diary.places import (
    BLEED_PLACES,
    BRUISE_PLACES,
    PAIN_PLACES,
    Place,
    place_called,
    place_of,
)
from bleedlog.web.diary.when import answers_of, start_of
from bleedlog.web.words import entry_title

PLACES: dict[Kind, tuple[Place, ...]] = {
    Kind.BLEED: BLEED_PLACES,
    Kind.BRUISE: BRUISE_PLACES,
    Kind.JOINT_PAIN: PAIN_PLACES,
}
AS_BEFORE = "as-before"
"""The place of an imported entry that the form does not offer: keep it."""

_PLAIN = ("cause", "treated", "certainty", "severity", "size", "stiffness")
_WORDS = ("symptoms", "other_treatment")

# Which form field shows the fault of which field of the entry.
_FIELD_OF = {
    "start": "date",
    "end": "end_date",
    "treated_from": "treated",
    "treated_until": "treated",
    "site": "place",
    "side": "place",
    "manifestation": "place",
    "same_as": "place",
}


@dataclass(frozen=True, slots=True)
class FormFault:
    """A fault of the entry, at the field of the form that asked for it (or none)."""

    field: str | None
    message: str


class AnswersRefusedError(Exception):
    """The answers make no entry."""

    def __init__(self, faults: list[FormFault]) -> None:
        """Keep the faults."""
        super().__init__(faults)
        self.faults = faults


def form_field_of(field: str, form: EntryForm) -> str | None:
    """The form's field that asked for that field of the entry, if any."""
    name = _FIELD_OF.get(field, field)
    return name if name in form else None


def entry_from(
    form: EntryForm,
    kind: Kind,
    *,
    entry_id: UUID,
    zone: str,
    local_now: datetime,
    is_own: bool,
    before: Mapping[str, Any] | None = None,
) -> EntryInput:
    """The entry that a valid form's answers mean; `before` is the state that they change.

    Only the person themselves (`is_own`) makes a note private, sees it and changes it.

    Raises:
        AnswersRefusedError: with the faults by form field.
    """
    state = dict(before or {})
    state.pop("kind", None)
    state.update(_answered_when(form, state, zone, local_now))
    if before is None and is_long_ago(state["start"], local_now):
        state["source"] = Source.RECALLED
    if is_own or not state.get("private"):
        state["note"] = (form.note.data or "").strip() or None
        state["private"] = bool(is_own and form.private.data and state["note"])
    if isinstance(form, BleedLikeForm):
        state.update(_bleed_answers(form, kind))
    if isinstance(form, InfusionForm):
        state.update(_infusion_answers(form))
    try:
        return INPUTS[kind].model_validate({**state, "id": entry_id})
    except ValidationError as error:
        raise AnswersRefusedError(
            [
                FormFault(
                    form_field_of(str(fault["loc"][0]), form) if fault["loc"] else None,
                    _plainly(str(fault["loc"][0]) if fault["loc"] else "", fault["msg"]),
                )
                for fault in error.errors()
            ]
        ) from None


def _answered_when(
    form: EntryForm, state: Mapping[str, Any], zone: str, local_now: datetime
) -> dict[str, Any]:
    when = start_of(*form.answered_when(local_now), local_now)
    unchanged = "start" in state and when.start == state["start"]
    return {
        "start": when.start,
        "zone": state["zone"] if unchanged else zone,
        "precision": state["precision"] if unchanged else when.precision,
    }


def is_long_ago(start: str, local_now: datetime) -> bool:
    """Whether what is noted now is older than what a check-in would cover: it is remembered."""
    return parse_moment(start).day <= local_now.date() - timedelta(LONGEST_CHECK_IN)


def _plainly(field: str, message: str) -> str:
    if field == "end":
        return "It cannot stop before it started. Check the day and time it stopped."
    return message.removeprefix("Value error, ").capitalize()


def _bleed_answers(form: BleedLikeForm, kind: Kind) -> dict[str, Any]:
    answers: dict[str, Any] = {
        name: getattr(form, name).data or None for name in _PLAIN if name in form
    }
    for name in _WORDS:
        answers[name] = " ".join(getattr(form, name).data or []) or None
    answers["pain"] = form.pain.data
    if "swelling" in form:
        answers["swelling"] = {"yes": True, "no": False}.get(form["swelling"].data)
    if answers["treated"] != "yes":
        answers["treated_from"] = answers["treated_until"] = None
    day = form.end_date.data
    answers["end"] = None if day is None else Moment(day, form.end_time.data).text
    if form["place"].data != AS_BEFORE:
        place = place_called(PLACES[kind], form["place"].data)
        answers.update(manifestation=place.manifestation, site=place.site, side=place.side)
    return answers


def _infusion_answers(form: InfusionForm) -> dict[str, Any]:
    return {
        "product": (form.product.data or "").strip() or None,
        "batch": (form.batch.data or "").strip() or None,
        "dose_iu": form.dose_iu.data,
        "reason": form.reason.data or ("bleed" if form.treats.data else None),
        "given_by": form.given_by.data or None,
        "treats": form.treats.data or None,
    }


def answers_from(entry: Any, *, is_own: bool) -> dict[str, Any]:
    """The form's answers that stand for an entry, to start a change from."""
    answers: dict[str, Any] = answers_of(entry)
    if is_own or not entry.private:
        answers.update(note=entry.note, private=entry.private)
    if entry.kind is Kind.INFUSION:
        for name in ("product", "batch", "dose_iu", "reason", "given_by"):
            answers[name] = getattr(entry, name)
        answers["treats"] = str(entry.treats) if entry.treats else None
        return answers
    for name in (*_PLAIN, "pain"):
        answers[name] = getattr(entry, name)
    for name in _WORDS:
        answers[name] = (getattr(entry, name) or "").split()
    answers["swelling"] = {True: "yes", False: "no"}.get(entry.swelling)
    place = place_of(PLACES[entry.kind], entry)
    answers["place"] = AS_BEFORE if place is None else place.value
    if entry.end is not None:
        end = parse_moment(entry.end)
        answers.update(end_date=end.day, end_time=end.clock)
    return answers


def offer_what_stands(form: EntryForm, entry: Any) -> None:
    """Add to the form's choices what an imported entry has and the form does not offer."""
    if isinstance(form, BleedLikeForm):
        if place_of(PLACES[entry.kind], entry) is None:
            _offer(form["place"], AS_BEFORE, f"{entry_title(entry)} (as it is)")
        for name in _WORDS:
            for word in (getattr(entry, name) or "").split():
                _offer(form[name], word, word.replace("_", " "))


def _offer(field: Any, value: str, label: str) -> None:
    if value not in field.choices:
        field.choices = {**field.choices, value: label}
