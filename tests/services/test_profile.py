"""The details of a person, corrected: by whom, what is kept, and that nobody overwrites unseen."""

import threading
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from bleedlog.models.person_input import PatientInput
from bleedlog.models.profile import ProfileField
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole, PatientSeverity, StaffRole
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.profile import (
    CorrectedMeanwhileError,
    Profile,
    correct_profile,
    get_profile,
)
from bleedlog.storage.engine import Database
from tests.people import A_TEST, People
from tests.services.ada import Ada

ADA = PatientInput(name="Ada")
WHOLE = PatientInput(
    name="Ada Lovelace",
    born=date(1984, 2, 29),
    nhs_number="943 476 5919",
    hospital_number="LTH 7",
    severity=PatientSeverity.SEVERE,
    product="IDELVION",
    usual_dose_iu=3500,
    zone="Europe/Paris",
)


def correct(
    ada: Ada, said: PatientInput = WHOLE, by: Viewer | None = None, **more: Any
) -> list[ProfileField]:
    settings = {"centre_id": None, "edition": 0} | more
    return correct_profile(
        ada.record, by=by or ada.viewer, patient_id=ada.patient, profile=said, **settings
    )


def profile_of(ada: Ada) -> Profile:
    return get_profile(ada.record, by=ada.viewer, patient_id=ada.patient)


def events(ada: Ada) -> list[tuple[Any, ...]]:
    query = "SELECT action, acting_as, detail FROM diary_event ORDER BY at, id"
    with ada.record.reading(A_TEST) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_all_of_it_is_stored_and_what_was_there_before_is_kept(ada: Ada, people: People) -> None:
    leeds = people.clinic("Leeds")

    assert set(correct(ada, centre_id=leeds)) == set(ProfileField)
    first = profile_of(ada)
    again = WHOLE.model_copy(
        update={"born": date(1984, 3, 1), "usual_dose_iu": 4000.5, "nhs_number": None}
    )
    correct(ada, again, centre_id=None, edition=first.edition)

    row = profile_of(ada).row
    assert (row.name, row.born, row.nhs_number, row.hospital_number) == (
        "Ada Lovelace", date(1984, 3, 1), None, "LTH 7",
    )  # fmt: skip
    assert (row.severity, row.product, row.usual_dose_iu, row.zone, row.centre_id) == (
        "severe", "IDELVION", 4000.5, "Europe/Paris", None,
    )  # fmt: skip
    kept = {(one.field.value, one.before) for one in profile_of(ada).changes}
    assert kept == {
        ("name", "Ada"), ("born", None), ("nhs_number", None), ("hospital_number", None),
        ("severity", None), ("product", None), ("usual_dose_iu", None),
        ("zone", "Europe/London"), ("centre", None),
        ("born", "1984-02-29"), ("usual_dose_iu", "3500"), ("nhs_number", "9434765919"),
        ("centre", "Leeds"),
    }  # fmt: skip


def test_the_event_says_what_and_never_which(ada: Ada) -> None:
    correct(ada, WHOLE.model_copy(update={"zone": "Europe/London"}))

    (event,) = events(ada)
    assert event == (
        "changed",
        "patient",
        "profile name born nhs_number hospital_number severity product usual_dose_iu",
    )


def test_the_same_again_is_no_change(ada: Ada) -> None:
    assert correct(ada, ADA) == []
    assert events(ada) == []
    assert profile_of(ada).edition == 0


def test_somebodys_own_diary_and_account_are_called_alike(ada: Ada, people: People) -> None:
    mum = people.user("Mum")
    people.access(mum, ada.patient, AccessRole.CARER_MANAGE)
    correct(ada, ADA.model_copy(update={"name": "Addie"}))
    correct(ada, ADA.model_copy(update={"name": "Adele"}), by=Viewer(mum), edition=1)

    with ada.record.reading(A_TEST) as connection:
        names = connection.execute(text("SELECT name FROM app_user ORDER BY name")).scalars()
        assert list(names) == ["Addie", "Mum"]


def test_the_name_by_which_staff_look_is_not_theirs_to_change(ada: Ada, people: People) -> None:
    people.work(ada.user, people.clinic("Leeds"))
    correct(ada, ADA.model_copy(update={"name": "Somebody else"}))

    assert profile_of(ada).row.name == "Somebody else"
    with ada.record.reading(A_TEST) as connection:
        assert connection.execute(text("SELECT name FROM app_user")).scalar_one() == "Ada"


def test_who_may_is_as_the_table_says(ada: Ada, people: People) -> None:
    leeds, york = people.clinic("Leeds"), people.clinic("York")
    people.consent(ada.patient, leeds)
    mum, gran = people.user("Mum"), people.user("Gran")
    people.access(mum, ada.patient, AccessRole.CARER_MANAGE)
    people.access(gran, ada.patient, AccessRole.CARER_LOG)
    for user in (
        gran,
        people.staff("Vic", leeds, StaffRole.VIEWER),
        people.staff("Adi", leeds, StaffRole.ADMIN),
        people.staff("Els", york),
        people.person("Bob"),
        uuid4(),
    ):
        with pytest.raises(NoSuchDiaryError):
            get_profile(ada.record, by=Viewer(user), patient_id=ada.patient)
        with pytest.raises(NoSuchDiaryError):
            correct(ada, by=Viewer(user))

    nia = Viewer(people.staff("Nia", leeds))
    for edition, by in enumerate((Viewer(mum), nia, console("she rang"))):
        said = ADA.model_copy(update={"hospital_number": f"H{edition}"})
        assert correct(ada, said, by=by, edition=edition) == [ProfileField.HOSPITAL_NUMBER]


def test_a_clinic_says_who_somebody_is_and_not_where_they_live(ada: Ada, people: People) -> None:
    leeds, york = people.clinic("Leeds"), people.clinic("York")
    people.consent(ada.patient, leeds)
    nia = Viewer(people.staff("Nia", leeds))

    changed = correct(ada, WHOLE, by=nia, centre_id=york)

    assert {"zone", "centre"}.isdisjoint(changed)
    row = profile_of(ada).row
    assert (row.zone, row.centre_id, row.severity) == ("Europe/London", None, "severe")


def test_a_clinic_that_there_is_not_is_no_centre(ada: Ada) -> None:
    with pytest.raises(NoSuchDiaryError):
        correct(ada, ADA, centre_id=uuid4())


def test_a_look_of_somebody_else_is_noted(ada: Ada, people: People) -> None:
    leeds = people.clinic("Leeds")
    people.consent(ada.patient, leeds)
    get_profile(ada.record, by=Viewer(people.staff("Nia", leeds)), patient_id=ada.patient)
    profile_of(ada)

    assert events(ada) == [("looked", "clinic", "profile")]


def test_what_somebody_else_corrected_meanwhile_is_not_overwritten(ada: Ada) -> None:
    correct(ada, ADA.model_copy(update={"hospital_number": "LTH 7"}))
    for edition in (0, -1, 7):
        with pytest.raises(CorrectedMeanwhileError):
            correct(ada, ADA, edition=edition)

    assert profile_of(ada).row.hospital_number == "LTH 7"


def test_of_two_at_once_one_is_told(ada: Ada) -> None:
    ready, outcomes = threading.Barrier(2), []

    def send(number: str) -> None:
        ready.wait()
        try:
            correct(ada, ADA.model_copy(update={"hospital_number": number}))
            outcomes.append(number)
        except CorrectedMeanwhileError:
            outcomes.append("told")

    threads = [threading.Thread(target=send, args=(number,)) for number in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) in (["one", "told"], ["told", "two"])
    assert profile_of(ada).row.hospital_number in outcomes


@pytest.mark.postgresql
def test_old_words_are_nobodys_to_change(postgresql_database: Database) -> None:
    """The application's role may not even try."""
    ada = Ada(People(postgresql_database))
    correct(ada)
    for statement in ("UPDATE profile_change SET before = 'x'", "DELETE FROM profile_change"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            ada.record.transaction(ada.viewer) as connection,
        ):
            connection.execute(text(statement))


@pytest.mark.postgresql
def test_they_go_with_the_diary_and_not_before(postgresql_database: Database) -> None:
    ada = Ada(People(postgresql_database))
    correct(ada)
    with ada.record.transaction(ada.viewer) as connection:
        call = text("SELECT bleedlog_erase_profile_changes(:diary)")
        connection.execute(call, {"diary": ada.patient})

    assert len(profile_of(ada).changes) == 8
