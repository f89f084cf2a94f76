"""What the access walk sends besides a path, so that whoever may is taken at their word.

Who gets what stands in `access_table.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image


@dataclass(frozen=True)
class Sends:
    """What a request says besides its path; `{entry_id}` stands for the thing of that name.

    Bytes are sent as a file. Whose diary it is (`patient`) and the form's token go by themselves.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    json: Any = None


_CODE = "0000-0000-0000-0000"
_PASSWORD = "quite another plain one"
_DETAILS = {"edition": "0", "name": "Ada", "severity": "mild", "zone": "Europe/London"}
_NEWCOMER = {"name": "New", "email": "new@people.example", "password": _PASSWORD}


def _photo() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "JPEG")
    return drawn.getvalue()


SENDS: Mapping[str, Sends] = {
    "api.log POST": Sends(json={"id": "{fresh}", "kind": "bruise", "start": "{today}"}),
    "account.enter_account POST": Sends({"email": "ada@people.example", "password": "not hers"}),
    "begin.begin POST": Sends(
        {"id": "{fresh}", "name": "New", "born": "1990-01-01", "centre": "", "may_look": "no"}
        | {"zone": "Europe/London"}
    ),
    "clinic.correct POST": Sends(_DETAILS),
    "clinic.add_record POST": Sends({"id": "{fresh}", "start": "2026-01-05"}),
    "clinic.add_several POST": Sends(
        {"row": "{fresh}", "row-0-start": "2026-01-05", "row-0-kind": "alt", "row-0-value": "30"}
        | {"row-0-unit": "U/L", "do": "save"}
    ),
    "clinic.correct_record POST": Sends(
        {"revision": "1", "start": "2026-01-05", "value": "31", "unit": "U/L"}
    ),
    "clinic.give_verdict POST": Sends({"id": "{fresh}", "verdict": "bleed"}),
    "clinic.hold_appointment POST": Sends({"id": "{fresh}", "day": "2026-01-06"}),
    "clinic.correct_review POST": Sends({"revision": "1", "day": "2026-01-07"}),
    "clinic.confirm_test POST": Sends({"id": "{fresh}", "test": "liver", "day": "{today}"}),
    "clinic.note_test POST": Sends({"id": "{fresh}", "test": "ultrasound", "day": "{today}"}),
    "clinic.set_intervals POST": Sends(
        {"clinic": "{clinic_id}", "test": "afp", "from_month": "0", "every": "6", "unit": "month"}
    ),
    "clinic.find POST": Sends({"search": "Ada"}),
    "clinic.give_role POST": Sends({"role": "clinician"}),
    "clinic.invite_patient POST": Sends({"clinic": "{clinic_id}", "name": "New"}),
    "clinic.invite_staff POST": Sends({"clinic": "{clinic_id}", "name": "New", "role": "viewer"}),
    "clinic.open_emergency POST": Sends(
        {"nhs_number": "{nhs_number}", "reason": "Found unconscious in town."}
    ),
    "diary.add POST": Sends({"photos": _photo()}),
    "diary.change POST": Sends(
        {"id": "{entry_id}", "revision": "1", "place": "left-knee", "when": "just_now"}
    ),
    "diary.add_question POST": Sends({"id": "{fresh}", "text": "May I fly?"}),
    "diary.change_question POST": Sends({"revision": "1", "text": "May I fly?"}),
    "diary.mark_question POST": Sends({"asked": "yes"}),
    "diary.check_in POST": Sends(
        {"id": "{fresh}", "first": "{today}", "end": "{tomorrow}", "answer": "no_bleeds"}
    ),
    "diary.earlier POST": Sends({"hours": "1"}),
    "diary.set_interval POST": Sends({"days": "14"}),
    "diary.log POST": Sends({"id": "{fresh}", "place": "left-knee", "when": "just_now"}),
    "diary.same_bleed POST": Sends({"earlier": "{earlier}", "answer": "same"}),
    "diary.treated POST": Sends({"id": "{fresh}"}),
    "diary.settle POST": Sends({"conflict": "{conflict_id}", "revision": "1", "keep": "standing"}),
    "email.take_code POST": Sends({"code": _CODE}),
    "join.accept POST": Sends({"code": "{code}"}),
    "join.begin POST": Sends({"code": "{code}", **_NEWCOMER}),
    "join.show POST": Sends({"code": "{code}"}),
    "join.sign_in_first POST": Sends({"code": "{code}"}),
    "name.correct POST": Sends({"name": "New"}),
    "own_passkeys.name_it POST": Sends({"name": "Tablet"}),
    "password.take POST": Sends({"old": "not theirs", "new": _PASSWORD, "again": _PASSWORD}),
    "reset.send_link POST": Sends({"email": "ada@people.example"}),
    "rights.correct POST": Sends(_DETAILS),
    "rights.make POST": Sends({"name": "A sheet", "scope": "read"}),
    "sharing.begin_child POST": Sends(
        {"id": "{fresh}", "name": "Kim", "born": "2020-01-01", "zone": "Europe/London"}
    ),
    "sharing.change_person POST": Sends({"role": "carer_read"}),
    "sharing.ask_hand_over GET": Sends({"patient": "{child}"}),
    "sharing.make POST": Sends({"name": "Gran", "role": "carer_read"}),
    "sharing.make_hand_over POST": Sends({"patient": "{child}", "born": "2008-01-01"}),
    "sharing.share POST": Sends({"clinic": "{york}"}),
    "sign_up.begin POST": Sends(_NEWCOMER),
    # Whose diary it may not be, each deed is told by itself (tests/web/sync).
    "sync.sync POST": Sends(json={"clock": "{today}T00:00:00Z"}),
}

TOLD_A_FAULT = {
    "rights.delete POST",
    # Codes and passwords that are nobody's: nobody gets further by them.
    "account.enter_account POST", "email.take_code POST", "own_passkeys.add POST",
    "own_provider.connect POST",
    "passkey.enter POST", "passkey.show POST", "password.take POST", "reset.take POST",
    "second_factor.save_codes POST", "second_factor.set_up POST", "second_factor.take POST",
    "sign_up.finish POST", "sign_up.take_code POST",
}  # fmt: skip
"""What nobody gets, however they are let in. For everything else say in `SENDS` what is taken."""

ENDS_AT_THE_SIGN_IN_PAGE = {"account.leave_account POST", "sign_up.begin POST"}
"""Where that is what somebody asked for."""
