"""Forms of entries read: of a page answered now, or of a phone that kept the answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.moment import parse_moment
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.services.entries import get_entry
from bleedlog.web.current import current_record
from bleedlog.web.diary.answers import AnswersRefusedError, entry_from, form_field_of
from bleedlog.web.diary.forms import EntryForm
from bleedlog.web.diary.when import ANOTHER_TIME, JUST_NOW
from bleedlog.web.diary.whose import OpenDiary

SOON = 60
"""Minutes after which the same answers under the same id are no longer the same bleed sent twice: a
browser that fills a page as it was left gives a new bleed's form the id of the last one."""


def read_form(
    form: EntryForm,
    kind: Kind,
    diary: OpenDiary,
    *,
    entry_id: UUID,
    local_now: datetime,
    before: Mapping[str, Any] | None = None,
) -> EntryInput | None:
    """The entry that a form means, or None with the faults written beside the fields.

    `local_now`: what "just now" means, aware, in the diary's zone. `before`: the state that the
    answers change. Whether a time lies in the future is not looked at here.
    """
    form.said_at = local_now
    if not form.validate():
        return None
    try:
        return entry_from(
            form,
            kind,
            entry_id=entry_id,
            zone=diary.zone,
            local_now=local_now,
            is_own=diary.is_own,
            before=before,
        )
    except AnswersRefusedError as error:
        blame(form, [(fault.field, fault.message) for fault in error.faults])
        return None


def blame(form: EntryForm, faults: Sequence[tuple[str | None, str]]) -> None:
    """Write faults of an entry beside the fields of the form that asked; else above them all."""
    for field, message in faults:
        name = form_field_of(field, form) if field else None
        if name is None:
            form.form_errors.append(message)
            continue
        if name == "date" and form.when.data != ANOTHER_TIME:
            # The date was not asked for: the fault belongs to the time, or to the answer.
            name = "when" if form.when.data == JUST_NOW else "time"
        elif name == "date" and form.date.data is None:
            name = "said"
        form[name].errors = [*form[name].errors, message]


def is_sent_twice(diary: OpenDiary, entry: EntryInput, *, by: Viewer) -> bool:
    """Whether the stored entry is this one, sent a while earlier ("just now" has moved on)."""
    known = get_entry(current_record(), by=by, patient_id=diary.patient_id, entry_id=entry.id)
    first = known.revisions[0].state
    return is_same_but_start(entry, first) and _is_soon(entry.start, first["start"], diary.zone)


def is_same_but_start(entry: EntryInput, state: Mapping[str, Any]) -> bool:
    """Whether an entry says what a stored state says, except for when it started."""
    said = entry.model_dump(mode="json", exclude_none=True, exclude={"id", "start"})
    return {**said, "kind": entry.kind.value} == {
        name: value for name, value in state.items() if name != "start"
    }


def _is_soon(start: str, before: str, zone: str) -> bool:
    if start == before:
        return True
    one, other = parse_moment(start), parse_moment(before)
    if one.clock is None or other.clock is None:
        return False
    return abs(one.minute(zone) - other.minute(zone)) <= SOON


def saved_path(entry_id: UUID, diary: OpenDiary, also: str = "") -> str:
    """Where somebody reads that an entry is saved; `also` goes into the address."""
    said = f"&{also}" if also else ""
    return f"/diary/entries/{entry_id}?saved=1{said}{diary.also}"
