"""Pages that are about something which must be there first, or come half way into signing in.

All others are in `tests.browser.test_every_page.ALL`, by address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from sqlalchemy import insert

from bleedlog.models.bleed import BleedInput
from bleedlog.models.clinic_record import AltInput, ReviewInput
from bleedlog.models.entry_input import new_id
from bleedlog.models.factor import Passkey
from bleedlog.models.phone import Tap
from bleedlog.models.question import QuestionInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.entries import log_entry
from bleedlog.services.questions import ask_question
from bleedlog.services.sessions import begin_session
from bleedlog.services.two_places import keep_both
from bleedlog.storage.engine import Database
from bleedlog.web.account.browser_session import write_cookie
from tests.browser.world import GOING, World
from tests.people import People


@dataclass(frozen=True)
class Made:
    """What there is to make pages from."""

    record: Database
    world: World

    @property
    def people(self) -> People:
        """Adds more of them."""
        return People(self.record)


@dataclass(frozen=True)
class At:
    """Where a page is, and who opens it."""

    path: str
    who: UUID
    by_password_only: bool = False
    """Whether the second step of their signing in is still to come."""


def _joe(made: Made, path: str) -> At:
    """A page about a nurse, for who runs the list of staff."""
    leeds = made.world.leeds
    joe = made.people.staff(f"Joe{new_id().hex}", leeds, StaffRole.CLINICIAN)
    return At(f"/clinic/{leeds}/staff/{joe}{path}", made.world.robin)


def _result(made: Made, path: str) -> At:
    """A page about a result in Tom's record."""
    nia, tom = made.world.nia, made.world.tom.diary
    result = AltInput.model_validate({"start": "2026-01-04", "value": 29, "unit": "U/L"})
    log_entry(made.record, by=Viewer(nia), patient_id=tom, entry=result)
    return At(f"/clinic/patients/{tom}/records/{result.id}{path}", nia)


def _two_states(made: Made) -> At:
    """The choice between two states of Tom's bleed."""
    tom, now = made.world.tom, datetime.now(UTC)
    said = {"id": GOING, "start": f"{now:%Y-%m-%d}", "site": "ankle", "side": "right", "pain": 9}
    keep_both(
        made.record,
        by=Viewer(tom.user),
        patient_id=tom.diary,
        entry_id=UUID(GOING),
        entry=BleedInput.model_validate(said | {"manifestation": "joint", "zone": "UTC"}),
        seen_revision=0,
        tap=Tap(new_id(), now, "UTC", sent=now, received=now),
    )
    return At(f"/diary/entries/{GOING}/choose", tom.user)


def _review(made: Made) -> At:
    """A review with Tom."""
    nia, tom = made.world.nia, made.world.tom.diary
    review = ReviewInput.model_validate({"start": "2026-01-04", "note": "Doing well."})
    log_entry(made.record, by=Viewer(nia), patient_id=tom, entry=review)
    return At(f"/clinic/patients/{tom}/appointment/reviews/{review.id}", nia)


def _question(made: Made) -> At:
    """A question of Tom's."""
    tom, question_id = made.world.tom, new_id()
    ask_question(
        made.record,
        by=Viewer(tom.user),
        patient_id=tom.diary,
        question_id=question_id,
        question=QuestionInput(text="May I fly?"),
    )
    return At(f"/appointment/questions/{question_id}", tom.user)


def _with_app(made: Made, path: str, *, by_password_only: bool = False) -> At:
    """A page for somebody with an app that makes codes."""
    dora = made.people.person(f"Dora{new_id().hex}")
    made.people.code_app(dora)
    return At(path, dora, by_password_only)


def _with_passkey(made: Made) -> At:
    """A passkey's own page."""
    finn, key = made.people.person("Finn"), new_id()
    passkey = {
        "user_id": finn, "credential_id": "AAAA", "id": key, "name": "Phone", "public_key": b"-",
        "sign_count": 0, "created_at": datetime.now(UTC),
    }  # fmt: skip
    with made.record.transaction() as connection:
        connection.execute(insert(Passkey), [passkey])
    return At(f"/more/passkeys/{key}", finn)


def _of_tom(made: Made, path: str) -> At:
    return At(path, made.world.tom.user)


MORE: Mapping[str, Callable[[Made], At]] = {
    "clinic.ask_correction": partial(_result, path="/change"),
    "clinic.ask_to_reset_factor": partial(_joe, path="/second-factor"),
    "clinic.member": partial(_joe, path=""),
    "clinic.one_record": partial(_result, path=""),
    "clinic.one_review": _review,
    "diary.choose": _two_states,
    "diary.question": _question,
    "factor_settings.ask_for_codes": partial(_with_app, path="/more/second-factor/codes"),
    "factor_settings.ask_to_turn_off": partial(_with_app, path="/more/second-factor/off"),
    "factor_settings.show": partial(_with_app, path="/more/second-factor"),
    "own_passkeys.show": partial(_of_tom, path="/more/passkeys"),
    "own_passkeys.show_one": _with_passkey,
    "own_provider.show": partial(_of_tom, path="/more/provider"),
    "second_factor.ask": partial(_with_app, path="/second-factor", by_password_only=True),
    "second_factor.offer": partial(_of_tom, path="/second-factor/set-up"),
}
"""How each comes about, by its endpoint."""

PROVIDER = {
    "BLEEDLOG_OIDC_ISSUER": "http://127.0.0.1:9",
    "BLEEDLOG_OIDC_CLIENT_ID": "us",
    "BLEEDLOG_OIDC_CLIENT_SECRET": "a secret",
    "BLEEDLOG_OIDC_NAME": "Test login",
}
"""One that is never asked, so that its pages are there."""


def cookie_of(record: Database, at: At) -> str:
    """The cookie of who opens the page, as a header has it."""
    now = datetime.now(UTC)
    shown = None if at.by_password_only else now
    with record.transaction() as connection:
        key = begin_session(connection, user_id=at.who, keep=True, now=now, second_factor_at=shown)
    return f"bleedlog={write_cookie(key, b'')}"
