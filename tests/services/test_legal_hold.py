"""A legal hold wins over whatever was asked for."""

import pytest

from bleedlog.models.viewer import console
from bleedlog.services.erasing import (
    Deleted,
    get_leaving,
    hold_record,
    lift_hold,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.sessions import resume
from bleedlog.storage.entries import list_entries
from tests.services.ada import Ada, bleed
from tests.services.leaving import CONSOLE, count, delete, enter, everything


def test_a_legal_hold_wins(ada: Ada) -> None:
    ada.log(bleed(start="2026-01-02", note="must stay"))
    hold_record(ada.record, by=console("an inquiry"), patient_id=ada.patient)
    key = enter(ada.record, "Ada")
    leaving = get_leaving(ada.record, key=key)
    assert leaving.own is not None
    assert leaving.own.held

    assert delete(ada.record, key) == Deleted(held=True)

    assert "must stay" in everything(ada.record)
    assert resume(ada.record, key=key) is None
    with ada.record.reading(ada.viewer) as connection:
        assert list_entries(connection, ada.viewer, ada.patient) == []


def test_what_was_asked_for_is_done_when_the_hold_is_lifted(ada: Ada) -> None:
    ada.log(bleed(start="2026-01-02", note="Canary"))
    hold_record(ada.record, by=console("an inquiry"), patient_id=ada.patient)
    delete(ada.record, enter(ada.record, "Ada"))

    assert lift_hold(ada.record, by=console("it ended"), patient_id=ada.patient)

    assert "Canary" not in everything(ada.record)
    assert count(ada.record, "entry") == 0


def test_a_lifted_hold_leaves_a_diary_in_use_alone(ada: Ada) -> None:
    ada.log(bleed(start="2026-01-02"))
    hold_record(ada.record, by=CONSOLE, patient_id=ada.patient)

    assert not lift_hold(ada.record, by=CONSOLE, patient_id=ada.patient)

    assert count(ada.record, "entry") == 1
    with pytest.raises(NoSuchDiaryError):
        lift_hold(ada.record, by=CONSOLE, patient_id=ada.patient)


def test_nobody_but_the_console_holds(ada: Ada) -> None:
    with pytest.raises(ValueError, match="console"):
        hold_record(ada.record, by=ada.viewer, patient_id=ada.patient)
