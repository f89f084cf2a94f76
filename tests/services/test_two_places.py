"""Both states of what was changed in two places are kept, once, until somebody chooses one."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from bleedlog.models.entry_conflict import KeptState
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.checking_time import confirm_time
from bleedlog.services.entries import (
    EntryChangedMeanwhileError,
    EntryRefusedError,
    EntryWithdrawnError,
    get_entry,
    log_entry,
    revise_entry,
    withdraw_entry,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.two_places import Chosen, KeptBoth, choose_state, get_choice, keep_both
from tests.people import People
from tests.services.ada import Ada, bleed

NIGHT = datetime(2026, 1, 3, 2, 11, tzinfo=UTC)


def tap_of(waited: timedelta = timedelta(0), *, slow: timedelta = timedelta(0)) -> Tap:
    """A tap at night by a phone that was so slow, told so much later."""
    sent = NIGHT + waited
    return Tap(uuid4(), NIGHT, "Europe/Paris", sent=sent, received=sent + slow)


def about(ada: Ada) -> dict[str, Any]:
    return {"record": ada.record, "by": ada.viewer, "patient_id": ada.patient}


def choose(
    ada: Ada, entry: UUID, conflict: UUID, kept: KeptState, revision: int, **who: Any
) -> Chosen:
    said = {**about(ada), **who, "entry_id": entry, "conflict_id": conflict, "kept": kept}
    return choose_state(**said, opened_revision=revision)


def test_a_state_keeps_how_a_phone_told_it(ada: Ada) -> None:
    entry = bleed(start="2026-01-03")
    tap = tap_of(timedelta(hours=7), slow=timedelta(seconds=90))
    log_entry(**about(ada), entry=entry, tap=tap, check_time=True)

    known = get_entry(**about(ada), entry_id=entry.id)

    (state,) = known.revisions
    assert (state.item_id, state.phone_at) == (tap.item_id, NIGHT)
    assert (state.phone_zone, state.clock_offset) == ("Europe/Paris", 90)
    assert known.entry.check_time
    online = bleed(id=entry.id, start="2026-01-03", pain=3)
    revise_entry(**about(ada), entry=online, opened_revision=1)
    known = get_entry(**about(ada), entry_id=entry.id)
    assert known.entry.check_time, "one tap says nothing of the time"
    assert known.revisions[1].phone_at is None


def test_a_deed_told_again_is_done_once_whatever_came_since(ada: Ada) -> None:
    entry = ada.log(bleed(start="2026-01-03"))
    tap, hers = tap_of(), bleed(id=entry, start="2026-01-03", pain=7)
    revise_entry(**about(ada), entry=hers, opened_revision=1, tap=tap)
    later = bleed(id=entry, start="2026-01-03", pain=8)
    revise_entry(**about(ada), entry=later, opened_revision=2)

    again = revise_entry(**about(ada), entry=hers, opened_revision=1, tap=tap)

    assert (again.unchanged, again.revision) == (True, 3)
    assert get_entry(**about(ada), entry_id=entry).entry.pain == 8


def test_what_was_meant_comes_with_what_is_in_its_way(ada: Ada) -> None:
    entry = ada.log(bleed(start="2026-01-03"))
    revise_entry(**about(ada), entry=bleed(id=entry, start="2026-01-04"), opened_revision=1)
    meant = bleed(id=entry, start="2026-01-03", pain=7)

    with pytest.raises(EntryChangedMeanwhileError) as changed:
        revise_entry(**about(ada), entry=meant, opened_revision=1, tap=tap_of())
    withdraw_entry(**about(ada), entry_id=entry)
    with pytest.raises(EntryWithdrawnError) as withdrawn:
        revise_entry(**about(ada), entry=meant, opened_revision=1, tap=tap_of())

    assert changed.value.meant == withdrawn.value.meant == meant


def test_twenty_parallel_deliveries_are_one_other_state(ada: Ada) -> None:
    entry = ada.log(bleed(start="2026-01-03"))
    revise_entry(**about(ada), entry=bleed(id=entry, start="2026-01-04"), opened_revision=1)
    tap, meant = tap_of(), bleed(id=entry, start="2026-01-03", pain=7)
    found: list[object] = []

    def deliver() -> None:
        kept = keep_both(**about(ada), entry_id=entry, entry=meant, seen_revision=1, tap=tap)
        found.append(kept)

    threads = [threading.Thread(target=deliver) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [KeptBoth(entry, 2)] * 20
    assert ada.events() == ["patient logged", "patient revised", "patient logged"]
    choose(ada, entry, tap.item_id, KeptState.OTHER, 2)
    with pytest.raises(NoSuchDiaryError):
        get_choice(**about(ada), entry_id=entry)


def test_chosen_it_is_a_state_like_any_other(ada: Ada) -> None:
    entry = ada.log(bleed(start="2026-01-03"))
    conflict = ada.other_state(entry, start="2026-01-03", pain=7)
    assert get_choice(**about(ada), entry_id=entry).other_said.pain == 7

    chosen = choose(ada, entry, conflict, KeptState.OTHER, 1)
    again = choose(ada, entry, conflict, KeptState.STANDING, 1)

    assert (chosen.revision, chosen.more, again.revision) == (2, False, 2)
    known = get_entry(**about(ada), entry_id=entry)
    assert (known.entry.pain, known.revisions[1].state["pain"]) == (7, 7)
    assert not known.in_two_places
    assert ada.events()[-1] == "patient confirmed"


def test_what_cannot_be_any_more_is_not_taken(ada: Ada) -> None:
    """Another was noted to be the same bleed, before the time that the phone gives this one."""
    entry = ada.log(bleed(start="2026-01-03T08:00"))
    conflict = ada.other_state(entry, start="2026-01-04T08:00")
    ada.log(bleed(start="2026-01-03T20:00", same_as=str(entry)))

    with pytest.raises(EntryRefusedError):
        choose(ada, entry, conflict, KeptState.OTHER, 1)

    assert get_entry(**about(ada), entry_id=entry).in_two_places


def test_only_who_may_change_it_chooses_or_checks(ada: Ada, people: People) -> None:
    entry = ada.log(bleed(start="2026-01-03"))
    conflict = ada.other_state(entry, start="2026-01-03", pain=7)
    reader, stranger = people.user("Reader"), people.person("Eve")
    people.access(reader, ada.patient, AccessRole.CARER_READ)

    for user in (reader, stranger):
        who = {"by": Viewer(user)}
        with pytest.raises(NoSuchDiaryError):
            get_choice(**(about(ada) | who), entry_id=entry)
        with pytest.raises(NoSuchDiaryError):
            choose(ada, entry, conflict, KeptState.OTHER, 1, **who)
        with pytest.raises(NoSuchDiaryError):
            confirm_time(**(about(ada) | who), entry_id=entry)
    with pytest.raises(NoSuchDiaryError):
        choose(ada, ada.log(bleed(start="2026-01-05")), conflict, KeptState.OTHER, 1)
    assert get_entry(**about(ada), entry_id=entry).entry.pain is None
