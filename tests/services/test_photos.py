"""Photos of a diary: stored once, at most six, seen by who may look, every look noted."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bleedlog.models.audit import Action
from bleedlog.models.bleed import BruiseInput, JointPainInput
from bleedlog.models.picture import PhotoFault, PhotoRefusedError
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, ActingAs, Side, Site, StaffRole
from bleedlog.services.entries import get_entry, withdraw_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.photos import (
    add_photo,
    add_photos,
    get_photo,
    restore_photo,
    withdraw_photo,
)
from bleedlog.storage.engine import Database
from bleedlog.storage.events import list_events
from bleedlog.storage.patients import grant_consent
from tests.people import A_TEST, People
from tests.photo_corpus import HTML, saved, turned, upright
from tests.services.ada import Ada


@pytest.fixture
def bruise(ada: Ada) -> UUID:
    return ada.log(BruiseInput(start="2026-01-02", site=Site.THIGH, side=Side.LEFT))


def photos(ada: Ada, entry_id: UUID, viewer: Viewer | None = None) -> list[UUID]:
    """The photos that stand with the entry."""
    found = get_entry(
        ada.record, by=viewer or ada.viewer, patient_id=ada.patient, entry_id=entry_id
    )
    return [one.photo.id for one in found.photos.listed if one.photo.withdrawn_at is None]


def add(ada: Ada, entry_id: UUID, sent: bytes, viewer: Viewer | None = None) -> UUID:
    kept = add_photo(
        ada.record, by=viewer or ada.viewer, patient_id=ada.patient, entry_id=entry_id, sent=sent
    )
    return kept.photo_id


def staff_of(people: People, ada: Ada, role: StaffRole = StaffRole.CLINICIAN) -> Viewer:
    """Somebody of a clinic that she lets look."""
    clinic = people.clinic()
    with people.record.transaction(A_TEST) as connection:
        grant_consent(connection, patient_id=ada.patient, clinic_id=clinic)
    return Viewer(people.staff(role.value.title(), clinic, role))


def test_a_photo_is_noted_like_any_writing(ada: Ada, bruise: UUID) -> None:
    photo = add(ada, bruise, turned(1))

    which = {"patient_id": ada.patient, "entry_id": bruise, "photo_id": photo}
    withdraw_photo(ada.record, by=ada.viewer, **which)
    restore_photo(ada.record, by=ada.viewer, **which)

    with ada.record.reading(A_TEST) as connection:
        events = list_events(connection, ada.viewer, ada.patient)
    assert [(event.action, event.detail, event.entry_id) for event in reversed(events)] == [
        (Action.LOGGED, "bruise", bruise),
        (Action.LOGGED, "photo", bruise),
        (Action.WITHDREW, "photo", bruise),
        (Action.RESTORED, "photo", bruise),
    ]


def test_nothing_is_noted_where_nothing_changed(ada: Ada, bruise: UUID) -> None:
    photo = add(ada, bruise, turned(1))
    which = {"patient_id": ada.patient, "entry_id": bruise, "photo_id": photo}
    withdraw_photo(ada.record, by=ada.viewer, **which)
    before = ada.events()

    assert withdraw_photo(ada.record, by=ada.viewer, **which).unchanged
    restore_photo(ada.record, by=ada.viewer, **which)
    assert restore_photo(ada.record, by=ada.viewer, **which).unchanged
    assert add(ada, bruise, turned(1)) == photo

    assert ada.events() == [*before, "patient restored"]


def test_a_look_at_somebody_else_s_photo_is_noted(ada: Ada, bruise: UUID, people: People) -> None:
    photo = add(ada, bruise, turned(1))
    nia = staff_of(people, ada, StaffRole.VIEWER)

    for by in (ada.viewer, nia):
        shown = get_photo(
            ada.record, by=by, patient_id=ada.patient, entry_id=bruise, photo_id=photo
        )
        assert shown.content.startswith(b"\xff\xd8")
        assert shown.media_type == "image/jpeg"

    with ada.record.reading(A_TEST) as connection:
        events = list_events(connection, ada.viewer, ada.patient)
    looks = [event for event in events if event.action is Action.LOOKED]
    assert [(look.acting_as, look.by_user, look.detail) for look in looks] == [
        (ActingAs.CLINIC, nia.user_id, "photo")
    ]


def test_a_stranger_finds_no_photo(ada: Ada, bruise: UUID, people: People) -> None:
    photo = add(ada, bruise, turned(1))
    eve = people.person("Eve")
    mine = people.patient("Mine")
    people.access(eve, mine)
    for patient in (ada.patient, mine):
        which = {"patient_id": patient, "entry_id": bruise, "photo_id": photo}
        for use in (get_photo, withdraw_photo, restore_photo):
            with pytest.raises(NoSuchDiaryError):
                use(ada.record, by=Viewer(eve), **which)
        with pytest.raises(NoSuchDiaryError):
            add_photo(
                ada.record, by=Viewer(eve), patient_id=patient, entry_id=bruise, sent=turned(1)
            )


def test_who_may_add_and_take_out(ada: Ada, bruise: UUID, people: People) -> None:
    """As for entries: a clinician writes, and takes out only what her own clinic added."""
    reader = Viewer(people.user("Reader"))
    people.access(UUID(str(reader.user_id)), ada.patient, AccessRole.CARER_READ)
    doctor = staff_of(people, ada)
    hers = add(ada, bruise, turned(1))
    doctors = add(ada, bruise, turned(2), doctor)

    with pytest.raises(NoSuchDiaryError):
        add(ada, bruise, turned(3), reader)
    which = {"patient_id": ada.patient, "entry_id": bruise}
    with pytest.raises(NoSuchDiaryError):
        withdraw_photo(ada.record, by=doctor, photo_id=hers, **which)
    with pytest.raises(NoSuchDiaryError):
        withdraw_photo(ada.record, by=reader, photo_id=hers, **which)
    withdraw_photo(ada.record, by=doctor, photo_id=doctors, **which)

    assert photos(ada, bruise) == [hers]
    found = get_entry(ada.record, by=doctor, patient_id=ada.patient, entry_id=bruise)
    assert [one.may_change for one in found.photos.listed] == [False, True]


def test_photos_show_bleeds_and_bruises_that_are_in_the_diary(ada: Ada, bruise: UUID) -> None:
    pain = ada.log(JointPainInput(start="2026-01-02", site=Site.KNEE, side=Side.LEFT))
    withdraw_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=bruise)
    for entry_id in (pain, bruise, uuid4()):
        with pytest.raises(NoSuchDiaryError):
            add(ada, entry_id, turned(1))


def test_twenty_deliveries_at_once_are_one_photo(ada: Ada, bruise: UUID) -> None:
    with ThreadPoolExecutor(4) as many:
        ids = set(many.map(lambda _: add(ada, bruise, turned(1)), range(20)))

    assert photos(ada, bruise) == list(ids)
    assert len(ids) == 1


def test_at_once_there_are_no_more_than_six_either(ada: Ada, bruise: UUID) -> None:
    sent = [saved(upright(8, height)) for height in range(8, 18)]

    with ThreadPoolExecutor(4) as many:
        faults = list(
            many.map(
                lambda one: add_photos(
                    ada.record,
                    by=ada.viewer,
                    patient_id=ada.patient,
                    entry_id=bruise,
                    sent=[one],
                ),
                sent,
            )
        )

    assert len(photos(ada, bruise)) == 6
    assert sorted(faults) == [[]] * 6 + [[PhotoFault.TOO_MANY]] * 4


def test_each_that_can_be_is_added(ada: Ada, bruise: UUID) -> None:
    faults = add_photos(
        ada.record,
        by=ada.viewer,
        patient_id=ada.patient,
        entry_id=bruise,
        sent=[HTML, turned(1), b"", turned(2)],
    )

    assert faults == [PhotoFault.NOT_A_PHOTO, PhotoFault.EMPTY]
    assert len(photos(ada, bruise)) == 2


def test_nothing_of_a_refused_photo_is_stored(ada: Ada, bruise: UUID) -> None:
    with pytest.raises(PhotoRefusedError):
        add(ada, bruise, HTML)

    with ada.record.reading(A_TEST) as connection:
        assert connection.execute(text("SELECT count(*) FROM photo")).scalar() == 0
    assert ada.events() == ["patient logged"]


@pytest.mark.slow
@pytest.mark.slow
def test_a_record_that_cannot_write_keeps_the_entry_and_says_so(sqlite_database: Database) -> None:
    """Another writer locks out all others in SQLite alone."""
    ada = Ada(People(sqlite_database))
    bruise = ada.log(BruiseInput(start="2026-01-02", site=Site.THIGH, side=Side.LEFT))
    with ada.record.transaction(A_TEST):
        faults = add_photos(
            ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=bruise, sent=[turned(1)]
        )

    assert faults == [PhotoFault.NOT_NOW]
    assert ada.entries() == [bruise]
