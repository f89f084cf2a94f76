"""Ada's diary, and everybody who might ask for something of hers: the access table's columns."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import insert, select, text

from bleedlog import create_app
from bleedlog.config import ProviderSettings, Settings
from bleedlog.models.api_token import Scope
from bleedlog.models.bleed import BleedInput
from bleedlog.models.clinic_record import AdjudicationInput, AltInput, ReviewInput
from bleedlog.models.entry_input import new_id
from bleedlog.models.factor import Passkey
from bleedlog.models.follow_up import FollowUp
from bleedlog.models.invitation import InvitedAs
from bleedlog.models.phone import Tap
from bleedlog.models.photo import Photo
from bleedlog.models.question import QuestionInput
from bleedlog.models.safeguard import EmergencyLook
from bleedlog.models.session import SignInSession
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, StaffRole, Verdict
from bleedlog.services.api_tokens import make_token
from bleedlog.services.entries import log_entry, withdraw_entry
from bleedlog.services.invitations import invite
from bleedlog.services.questions import ask_question, take_question_out
from bleedlog.services.sessions import SessionKey, begin_session
from bleedlog.services.two_places import keep_both
from bleedlog.storage.engine import Database
from bleedlog.web.account.browser_session import write_cookie
from tests.people import A_TEST, People

# By name: an address has no passkeys.
HOST = "localhost"
BASE = f"http://{HOST}:8000"
AWAY = ProviderSettings("http://127.0.0.1:9", "us", "a secret")
"""A provider that never answers."""
SECRET = "a-secret-of-tests-0123456789-abcdefghij"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Asker:
    """Somebody who asks, as their requests show them."""

    user: UUID | None = None
    cookie: str | None = None
    token: str | None = None


@dataclass
class World:
    """The record as it is before each request, and who asks."""

    folder: Path
    app: Flask
    askers: dict[str, Asker] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    """Ada's things by the name that a route's argument has, or by `endpoint argument`."""

    @property
    def record(self) -> Database:
        found = self.app.extensions["bleedlog.record"]
        assert isinstance(found, Database)
        return found

    def keep(self) -> None:
        """Remember the record as it is now."""
        with self.record.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.record.dispose()
        shutil.copyfile(self.folder / "record.db", self.folder / "kept.db")

    def go_back(self) -> None:
        """Put the record back to as it was, once what is done afterwards is done."""
        self.app.extensions["bleedlog.afterwards"].submit(lambda: None).result()
        self.record.dispose()
        for ending in ("-wal", "-shm"):
            (self.folder / f"record.db{ending}").unlink(missing_ok=True)
        shutil.copyfile(self.folder / "kept.db", self.folder / "record.db")


def made_world(folder: Path, migrated: Path) -> World:
    """Everybody, in a record of their own."""
    shutil.copyfile(migrated, folder / "record.db")
    url = f"sqlite:///{folder / 'record.db'}"
    settings = Settings(database_url=url, secret_key=SECRET, base_url=BASE, provider=AWAY)
    app = create_app(settings, Database(url))
    world = World(folder, app)
    people = People(world.record)
    users = _people(people, world)
    _things(world, users)
    _askers(world, users)
    world.keep()
    return world


def _people(people: People, world: World) -> dict[str, UUID]:
    leeds, york, hull = (people.clinic(name) for name in ("Leeds", "York", "Hull"))
    ada = people.patient("Ada", leeds)
    people.consent(ada, hull)
    child = people.patient("Kim", leeds)
    world.ids |= {"patient_id": ada, "clinic_id": leeds, "york": york, "child": child}
    users = {"A": people.user("Ada"), "B": people.person("Bob"), "op": people.user("Olly")}
    people.access(users["A"], ada)
    for column, role in {
        "rd": AccessRole.CARER_READ,
        "lg": AccessRole.CARER_LOG,
        "mg": AccessRole.CARER_MANAGE,
        "rv": AccessRole.CARER_MANAGE,
    }.items():
        users[column] = people.user(column)
        for diary in (ada, child):
            people.access(users[column], diary, role)
    for column, clinic, work in (
        ("cl", leeds, StaffRole.CLINICIAN),
        ("vw", leeds, StaffRole.VIEWER),
        ("ad", leeds, StaffRole.ADMIN),
        ("el", york, StaffRole.CLINICIAN),
        ("lf", hull, StaffRole.CLINICIAN),
        ("em", york, StaffRole.CLINICIAN),
    ):
        users[column] = people.staff(column, clinic, work)
    with world.record.transaction(A_TEST) as connection:
        for change, key in (
            ("UPDATE access SET revoked_at = granted_at WHERE user_id = :key", users["rv"]),
            ("UPDATE consent SET withdrawn_at = granted_at WHERE clinic_id = :key", hull),
        ):
            connection.execute(text(change), {"key": key.hex})
        connection.execute(
            text("UPDATE patient SET nhs_number = '9434765919' WHERE id = :ada"), {"ada": ada.hex}
        )
    return users


def _things(world: World, users: Mapping[str, UUID]) -> None:
    """What routes can name: all of it Ada's, or of her clinic."""
    record, ada = world.record, Viewer(users["A"])
    diary, leeds = world.ids["patient_id"], world.ids["clinic_id"]
    now = datetime.now(UTC)
    today = f"{now - HOUR:%Y-%m-%dT%H:%M}"
    knee = {"site": "knee", "side": "left", "manifestation": "joint", "zone": "UTC"}
    bleed, gone = (BleedInput.model_validate({"start": today, **knee}) for _ in range(2))
    days = [f"{now - timedelta(days=ago):%Y-%m-%dT%H:%M}" for ago in (3, 2)]
    earlier = BleedInput.model_validate({"start": days[0], "end": days[1], **knee})
    for entry in (earlier, bleed, gone):
        log_entry(record, by=ada, patient_id=diary, entry=entry)
    withdraw_entry(record, by=ada, patient_id=diary, entry_id=gone.id)
    nia = Viewer(users["cl"])
    alt, alt_gone = (
        AltInput.model_validate({"start": "2026-01-04", "value": value, "unit": "U/L"})
        for value in (29, 28)
    )
    for result in (alt, alt_gone):
        log_entry(record, by=nia, patient_id=diary, entry=result)
    withdraw_entry(record, by=nia, patient_id=diary, entry_id=alt_gone.id)
    settled, unsettled = (
        AdjudicationInput.model_validate(
            {"start": "2026-01-04", "about": entry.id, "verdict": Verdict.BLEED}
        )
        for entry in (earlier, gone)
    )
    for verdict in (settled, unsettled):
        log_entry(record, by=nia, patient_id=diary, entry=verdict)
    withdraw_entry(record, by=nia, patient_id=diary, entry_id=unsettled.id)
    review, review_gone = (
        ReviewInput.model_validate({"start": day, "note": "Ask again."})
        for day in ("2026-01-04", "2026-01-05")
    )
    for held in (review, review_gone):
        log_entry(record, by=nia, patient_id=diary, entry=held)
    withdraw_entry(record, by=nia, patient_id=diary, entry_id=review_gone.id)
    questions = [new_id(), new_id()]
    for question_id in questions:
        asked = QuestionInput(text="May I dive?")
        ask_question(record, by=ada, patient_id=diary, question_id=question_id, question=asked)
    take_question_out(record, by=ada, patient_id=diary, question_id=questions[1])
    tap = Tap(new_id(), now, "UTC", sent=now, received=now)
    moved = BleedInput.model_validate({"id": bleed.id, "start": today, **knee, "pain": 9})
    keep_both(
        record, by=ada, patient_id=diary, entry_id=bleed.id, entry=moved, seen_revision=0, tap=tap
    )
    photo, photo_gone = (
        {
            "patient_id": diary, "id": new_id(), "entry_id": bleed.id, "seq": 3,
            "media_type": "image/jpeg", "width": 9, "height": 9, "content": b"\xff\xd8",
            "byte_count": 2, "sent_hash": letter * 64, "entered_by": "patient",
            "by_user": users["A"], "added_at": now, "withdrawn_at": withdrawn,
        }
        for letter, withdrawn in (("1", None), ("2", now))
    )  # fmt: skip
    looks = [
        {
            "patient_id": diary, "id": new_id(), "reason": "Found unconscious.", "user_id": user,
            "clinic_id": world.ids["york"], "since": since, "until": since + HOUR,
        }
        for user, since in ((users["em"], now), (users["el"], now - 9 * HOUR))
    ]  # fmt: skip
    follow_up = {
        "patient_id": diary, "id": new_id(), "clinic_id": leeds, "test": "liver",
        "week": now.date(), "confirmed_by": users["cl"], "confirmed_at": now,
    }  # fmt: skip
    passkey = {
        "user_id": users["A"], "credential_id": "AAAA", "id": new_id(), "name": "Phone",
        "public_key": b"-", "sign_count": 0, "created_at": now,
    }  # fmt: skip
    with record.transaction(A_TEST) as connection:
        connection.execute(insert(Photo), [photo, photo_gone])
        connection.execute(insert(EmergencyLook), looks)
        connection.execute(insert(Passkey), [passkey])
        connection.execute(insert(FollowUp), [follow_up])
        begin_session(connection, user_id=users["A"], keep=True, now=now)
        (device,) = connection.execute(select(SignInSession.id)).scalars()  # type: ignore[call-overload]
    to_diary = invite(
        record, by=ada, invited_as=InvitedAs.CARER, patient_id=diary,
        access_role=AccessRole.CARER_LOG, name="Gran",
    )  # fmt: skip
    to_clinic = invite(
        record, by=Viewer(users["ad"]), invited_as=InvitedAs.STAFF, clinic_id=leeds,
        staff_role=StaffRole.VIEWER, name="Nia",
    )  # fmt: skip
    world.ids |= {
        "entry_id": bleed.id, "photo_id": photo["id"], "look_id": looks[1]["id"],
        "passkey_id": passkey["id"], "device_id": device, "invitation_id": to_diary.id,
        "user_id": users["lg"],
        "diary.restore entry_id": gone.id, "diary.restore_one photo_id": photo_gone["id"],
        "record_id": alt.id, "clinic.restore_record record_id": alt_gone.id,
        "follow_up_id": follow_up["id"],
        "review_id": review.id, "clinic.restore_review review_id": review_gone.id,
        "question_id": questions[0], "diary.restore_question question_id": questions[1],
        "clinic.take_verdict_back entry_id": earlier.id,
        "clinic.take_verdict_back verdict_id": settled.id,
        "clinic.bring_verdict_back entry_id": gone.id,
        "clinic.bring_verdict_back verdict_id": unsettled.id,
        "clinic.take_back invitation_id": to_clinic.id,
        "clinic user_id": users["vw"], "fresh": new_id(), "earlier": earlier.id,
        "conflict_id": tap.item_id, "code": to_diary.code, "nhs_number": "943 476 5919",
        "today": f"{now:%Y-%m-%d}", "tomorrow": f"{now + timedelta(days=1):%Y-%m-%d}",
    }  # fmt: skip


def _askers(world: World, users: Mapping[str, UUID]) -> None:
    now = datetime.now(UTC)

    def signed_in(user: UUID, since: datetime = now, *, factor: bool = True) -> Asker:
        with world.record.transaction(A_TEST) as connection:
            key = begin_session(
                connection,
                user_id=user,
                keep=True,
                now=since,
                second_factor_at=since if factor else None,
            )
        return Asker(user, cookie_of(key))

    world.askers = {"no": Asker()}
    world.askers |= {column: signed_in(user) for column, user in users.items()}
    for column, scope in (("tr", Scope.READ), ("tl", Scope.LOG)):
        made = make_token(
            world.record, by=Viewer(users["A"]), user_id=users["A"],
            patient_id=world.ids["patient_id"], name=column, scopes=[scope],
        )  # fmt: skip
        world.askers[column] = Asker(token=made.text)
        world.ids["token_id"] = made.id
    world.askers["ol"] = signed_in(users["A"], now - timedelta(days=31))
    world.askers["1f"] = signed_in(users["cl"], factor=False)


def cookie_of(key: SessionKey) -> str:
    """A cookie's text."""
    return write_cookie(key, key.secret)
