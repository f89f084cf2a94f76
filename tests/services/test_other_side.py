"""The other side, with one tap, and back."""

from uuid import uuid4

import pytest

from bleedlog.models.vocabulary import Side
from bleedlog.services.entries import get_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.other_side import put_other_side
from tests.services.ada import Ada, bleed


def test_left_becomes_right_and_left_again_with_its_history(ada: Ada) -> None:
    entry_id = ada.log(bleed(start="2024-07-10", site="knee", side="left", pain=3))
    for side, states in ((Side.RIGHT, 2), (Side.LEFT, 3)):
        put_other_side(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry_id)
        found = get_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry_id)
        assert (found.entry.side, found.entry.site, found.entry.pain) == (side, "knee", 3)
        assert len(found.revisions) == states


def test_what_has_no_sides_has_no_other(ada: Ada) -> None:
    nose = ada.log(bleed(start="2024-07-10", manifestation="nose"))
    for entry_id in (nose, uuid4()):
        with pytest.raises(NoSuchDiaryError):
            put_other_side(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry_id)
