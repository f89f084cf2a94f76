"""Deeds with a form: its answers are read by the form itself, as if it were sent now."""

from collections.abc import Mapping, Sequence
from typing import Any

from bleedlog.models.entry_input import EntryInput
from bleedlog.services.changing import EntryChangedMeanwhileError, entry_input
from bleedlog.services.diary import get_log_page
from bleedlog.services.entries import (
    EntryTakenError,
    Logged,
    get_entry,
    log_entry,
    revise_entry,
)
from bleedlog.services.entry_faults import EntryRefusedError, faults_of_birth, faults_of_future
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.web.diary.answers import is_long_ago, offer_what_stands
from bleedlog.web.diary.forms import EntryForm
from bleedlog.web.diary.kinds import LogKind
from bleedlog.web.diary.reading import (
    blame,
    is_same_but_start,
    is_sent_twice,
    read_form,
    saved_path,
)
from bleedlog.web.sync.bodies import Reason
from bleedlog.web.sync.deed import TAKEN, Deed, DeedRefusedError, Done, id_in


def _form(deed: Deed) -> tuple[EntryForm, LogKind]:
    assert deed.log_kind is not None  # noqa: S101 - a deed with a form names it (SyncItem)
    form = deed.log_kind.form(deed.answers, meta={"csrf": False})
    if "treats" in form:
        # The service sees whether it is in the diary; the page offers only the last weeks'.
        field: Any = form["treats"]
        field.choices = {id_in(deed.answers.get("treats")): ""}
    return form, deed.log_kind


def _faults(form: EntryForm) -> DeedRefusedError:
    by_field = [
        Reason(field=field.name, message=str(message)) for field in form for message in field.errors
    ]
    return DeedRefusedError(
        *by_field, *(Reason(field=None, message=words) for words in form.form_errors)
    )


def _refuse_impossible_time(deed: Deed, form: EntryForm, entry: EntryInput) -> None:
    """To whoever is at the form it is said at once; what was kept is stored, to be checked."""
    if not deed.is_here:
        return
    faults = faults_of_future(entry, deed.tap.received)
    # Looked up only for what is noted much later: nobody else need wait for it.
    if is_long_ago(entry.start, deed.local_now):
        profile = get_log_page(**deed.about, now=deed.tap.moment).profile
        faults += faults_of_birth(entry, profile.born)
    if faults:
        blame(form, [(fault.field, fault.message) for fault in faults])
        raise _faults(form)


def log(deed: Deed) -> Done:
    """A new entry."""
    form, log_kind = _form(deed)
    entry = read_form(
        form, log_kind.kind, deed.diary, entry_id=deed.entry_id, local_now=deed.local_now
    )
    if entry is None:
        raise _faults(form)
    _refuse_impossible_time(deed, form, entry)
    check = deed.is_doubtful(entry)
    try:
        stored = log_entry(**deed.about, entry=entry, tap=deed.tap, check_time=check)
    except EntryRefusedError as error:
        blame(form, [(fault.field, fault.message) for fault in error.faults])
        raise _faults(form) from error
    except EntryTakenError:
        stored = _before(deed, entry, check_time=check)
    return Done(stored, saved_path(stored.entry_id, deed.diary), check)


def _before(deed: Deed, entry: EntryInput, *, check_time: bool) -> Logged:
    """What is under that id: this entry, an earlier version of it, or another one.

    Where the answer to the first version was lost, the phone tells the later one as the same deed.
    """
    known = get_entry(**deed.about, entry_id=entry.id)
    stored = Logged(entry.id, known.entry.revision, unchanged=True)
    told = [state for state in known.revisions if state.item_id == deed.tap.item_id]
    if is_sent_twice(deed.diary, entry, by=deed.by) or _is_among(told, entry, deed):
        return stored
    if not told:
        raise DeedRefusedError(Reason(field=None, message=TAKEN))
    if is_same_but_start(entry, told[-1].state):
        # The first put right, or another bleed by a form that has its old id: a person knows.
        raise EntryChangedMeanwhileError(known.entry.revision, entry)
    return revise_entry(
        **deed.about,
        entry=entry,
        opened_revision=told[-1].revision,
        tap=deed.tap,
        tells_more=True,
        check_time=check_time,
    )


def _is_among(told: Sequence[Any], entry: EntryInput, deed: Deed) -> bool:
    """Whether a version said the same; by a clock put right since, "just now" is another time."""
    return any(
        is_same_but_start(entry, state.state)
        and (state.phone_at == deed.tap.at or state.state["start"] == entry.start)
        for state in told
    )


def change(deed: Deed) -> Done:
    """An entry changed."""
    known = get_entry(**deed.about, entry_id=deed.entry_id)
    form, log_kind = _form(deed)
    if log_kind.kind is not known.entry.kind:
        raise NoSuchDiaryError
    offer_what_stands(form, known.entry)
    states = {state.revision: state.state for state in known.revisions}
    seen = states.get(deed.revision, known.revisions[-1].state)
    entry = read_form(
        form,
        log_kind.kind,
        deed.diary,
        entry_id=deed.entry_id,
        local_now=deed.local_now,
        before=seen,
    )
    if entry is None:
        raise _faults(form)
    _refuse_impossible_time(deed, form, entry)
    is_timed = any(getattr(entry, name, None) != seen.get(name) for name in ("start", "end"))
    check = is_timed and deed.is_doubtful(entry)
    opened = deed.seen_of(known.revisions)
    more = _told_more(deed, known.revisions, entry, seen)
    if more is not None:
        entry, opened = more
    elif opened != deed.revision:
        entry = _on_top(entry, seen, known.revisions[-1].state)
    try:
        stored = revise_entry(
            **deed.about,
            entry=entry,
            opened_revision=opened,
            tap=deed.tap,
            tells_more=more is not None,
            check_time=check,
        )
    except EntryRefusedError as error:
        blame(form, [(fault.field, fault.message) for fault in error.faults])
        raise _faults(form) from error
    return Done(stored, saved_path(deed.entry_id, deed.diary), check)


def _told_more(
    deed: Deed, states: Sequence[Any], entry: EntryInput, seen: Mapping[str, Any]
) -> tuple[EntryInput, int] | None:
    """What a change that was told before says by now, and the state that it made of the entry.

    The answer to the first version was lost, and somebody opened it again. None: it says the same
    as before, or was not told.
    """
    told = [state for state in states if state.item_id == deed.tap.item_id]
    if not told:
        return None
    before = next(state for state in states if state.revision == told[0].revision - 1)
    now = _on_top(entry, seen, before.state)
    if _is_among(told, now, deed):
        return None
    return _on_top(now, told[-1].state, states[-1].state), told[-1].revision


def _on_top(entry: EntryInput, seen: Mapping[str, Any], newest: Mapping[str, Any]) -> EntryInput:
    """What was answered otherwise than the state that was seen, on top of what came since."""
    said = entry.model_dump(mode="json", exclude={"id"})
    changed = {name: value for name, value in said.items() if value != seen.get(name)}
    return entry_input({**newest, **changed}, entry.id)
