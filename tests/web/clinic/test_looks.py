"""Who looked, for whoever runs the clinic; and what is left of people who stopped sharing."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from uuid import UUID

import pytest
import time_machine
from werkzeug.test import TestResponse

from bleedlog.models.clinic_record import FixActivityInput
from bleedlog.models.person import Patient
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services import looks
from bleedlog.services.clinic import get_patient_page
from bleedlog.services.consents import share_with_clinic, stop_sharing_with_clinic
from bleedlog.services.entries import log_entry, withdraw_entry
from bleedlog.statistics.rule import Rule
from bleedlog.storage.patients import add_patient, grant_consent
from tests.people import People
from tests.services.ada import bleed
from tests.web.browser import Browser
from tests.web.clinic.pages import words


@pytest.fixture
def robin(new_browser: Callable[..., Browser], people: People, leeds: UUID) -> Browser:
    """Who runs the clinic's list."""
    people.staff("Robin", leeds, StaffRole.ADMIN)
    robin = new_browser()
    robin.come_in("Robin")
    return robin


class Shared:
    """Bo, who shares with Leeds, where Nia notes things."""

    def __init__(self, people: People, leeds: UUID, name: str = "Bo Example") -> None:
        self.people, self.leeds = people, leeds
        self.diary = add(people, name, leeds)
        self.owner = Viewer(people.user(name.split(maxsplit=1)[0]))
        assert self.owner.user_id is not None
        people.access(self.owner.user_id, self.diary)

    def stop(self) -> None:
        stop_sharing_with_clinic(
            self.people.record, by=self.owner, patient_id=self.diary, clinic_id=self.leeds
        )


def add(people: People, name: str, clinic: UUID) -> UUID:
    patient = Patient(
        name=name,
        born=date(1984, 3, 1),
        nhs_number="9990000018",
        hospital_number="=LTH-7",
        created_at=datetime.now(UTC),
    )
    with people.record.transaction() as connection:
        add_patient(connection, patient)
        grant_consent(connection, patient_id=patient.id, clinic_id=clinic)
    return patient.id


@pytest.fixture
def bo(people: People, leeds: UUID) -> Shared:
    return Shared(people, leeds)


def rows(page: TestResponse) -> list[list[str]]:
    """The sheet, without its header."""
    assert page.status_code == 200
    assert page.mimetype == "text/csv"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(StringIO(page.text)))[1:]


class TestLooks:
    """Whoever runs the clinic sees what its staff did, and no diary."""

    def test_looks_are_told_found_and_taken_along(
        self, robin: Browser, nia: Browser, people: People, leeds: UUID, bo: Shared
    ) -> None:
        other = people.patient("Al Other", leeds)
        for diary in (bo.diary, other):
            assert nia.get(f"/clinic/patients/{diary}").status_code == 200
        assert nia.get(f"/clinic/patients/{bo.diary}/charts.json").status_code == 200

        page = words(robin.get("/clinic/looks").text)

        assert page.count("Looked at the page") == 2
        assert "Today, Sunday 22 November noon Nia Bo Example Looked at the page" in page
        found = words(robin.get("/clinic/looks?person=bo+ex").text)
        assert "Bo Example Looked" in found
        assert "Al Other" not in found
        assert "Nothing fits." in words(robin.get("/clinic/looks?person=%25").text)
        sheet = rows(robin.get("/clinic/looks.csv?person=bo"))
        assert (
            sheet
            == [["2026-11-22T12:00:00+00:00", "Nia", "Bo Example", "looked at the page", ""]] * 2
        )
        assert robin.get(f"/clinic/patients/{bo.diary}").status_code == 404
        assert "Bo Example" not in robin.get("/clinic").text

    def test_looks_are_found_by_member_of_staff(
        self, robin: Browser, nia: Browser, new_browser: Callable[..., Browser],
        people: People, bo: Shared,
    ) -> None:  # fmt: skip
        user = people.staff("Joe", bo.leeds)
        joe = new_browser()
        joe.come_in("Joe")
        for browser in (nia, joe):
            browser.get(f"/clinic/patients/{bo.diary}")
        page = robin.get(f"/clinic/looks?staff={user}")
        assert f'<option value="{user}" selected>Joe</option>' in page.text
        assert [row[1] for row in rows(robin.get(f"/clinic/looks.csv?staff={user}"))] == ["Joe"]
        assert len(rows(robin.get("/clinic/looks.csv?staff=nobody"))) == 2

    def test_other_clinics_and_carers_are_not_in_it(
        self, robin: Browser, people: People, bo: Shared, new_browser: Callable[..., Browser]
    ) -> None:
        york = people.clinic("York")
        people.consent(bo.diary, york)
        people.staff("Eli", york)
        eli = new_browser()
        eli.come_in("Eli")
        assert eli.get(f"/clinic/patients/{bo.diary}").status_code == 200
        assert "Nobody has looked at a diary yet." in words(robin.get("/clinic/looks").text)
        assert robin.get(f"/clinic/looks?clinic={york}").status_code == 404

    @pytest.mark.parametrize("role", [StaffRole.CLINICIAN, StaffRole.VIEWER])
    def test_other_staff_find_no_such_page(
        self, browser: Browser, people: People, leeds: UUID, role: StaffRole
    ) -> None:
        people.staff("Una", leeds, role)
        browser.come_in("Una")
        for path in ("/clinic/looks", "/clinic/looks.csv"):
            assert browser.get(path).status_code == 404
        assert "/clinic/looks" not in browser.get("/clinic").text


class TestLeft:
    """What a clinic recorded stays the clinic's; the diary stays the person's."""

    def test_a_person_who_stops_leaves_the_clinics_own_records(
        self, nia: Browser, people: People, bo: Shared
    ) -> None:
        nurse = Viewer(people.staff("Joe", bo.leeds))
        result = FixActivityInput(start="2026-11-01", value=38, unit="IU/dL", note="=1+1")
        wrong = FixActivityInput(start="2026-11-02", value=380, unit="IU/dL")
        for entry in (result, wrong):
            log_entry(people.record, by=nurse, patient_id=bo.diary, entry=entry)
        withdraw_entry(people.record, by=nurse, patient_id=bo.diary, entry_id=wrong.id)
        own = bleed(start="2026-11-03", note="Mine alone.")
        log_entry(people.record, by=bo.owner, patient_id=bo.diary, entry=own)
        assert "Nobody stopped sharing" in words(nia.get("/clinic/left").text)

        bo.stop()
        with people.record.transaction() as connection:
            connection.execute(
                Patient.__table__.update().values(name="Bo New")  # type: ignore[attr-defined]
            )

        assert nia.get(f"/clinic/patients/{bo.diary}").status_code == 404
        page = nia.get("/clinic/left")
        assert "Bo Example 1 March 1984 999 000 0018 22 November 2026 22 November 2026 2" in words(
            page.text
        )
        assert "Bo New" not in page.text
        answer = nia.get("/clinic/left.csv")
        header = next(csv.reader(StringIO(answer.text)))
        kept = [dict(zip(header, row, strict=True)) for row in rows(answer)]
        assert [
            (row["kind"], row["value"], row["unit"], row["taken_out"], row["recorded_by"])
            for row in kept
        ] == [
            ("fix_activity", "38.0", "IU/dL", "no", "Joe"),
            ("fix_activity", "380.0", "IU/dL", "yes", "Joe"),
        ]
        assert {row["name"] for row in kept} == {"Bo Example"}
        # No formula for a spreadsheet.
        assert (kept[0]["note"], kept[0]["hospital_number"]) == ("'=1+1", "'=LTH-7")
        assert "Mine alone." not in answer.text

    def test_who_shares_again_is_back_on_the_list(
        self, nia: Browser, people: People, bo: Shared
    ) -> None:
        bo.stop()
        assert "Bo Example" in words(nia.get("/clinic/left").text)
        share_with_clinic(people.record, by=bo.owner, patient_id=bo.diary, clinic_id=bo.leeds)
        assert "Bo Example" not in words(nia.get("/clinic/left").text)
        assert rows(nia.get("/clinic/left.csv")) == []
        assert "Bo Example" in words(nia.get("/clinic").text)

    def test_it_is_not_another_clinics(self, browser: Browser, people: People, bo: Shared) -> None:
        york = people.clinic("York")
        people.staff("Eli", york)
        log_entry(
            people.record,
            by=Viewer(people.staff("Joe", bo.leeds)),
            patient_id=bo.diary,
            entry=FixActivityInput(start="2026-11-01", value=38, unit="IU/dL"),
        )
        bo.stop()
        browser.come_in("Eli")
        assert "Bo Example" not in browser.get("/clinic/left").text
        assert rows(browser.get("/clinic/left.csv")) == []
        for path in ("/clinic/left", "/clinic/left.csv"):
            assert browser.get(f"{path}?clinic={bo.leeds}").status_code == 404

    def test_who_runs_the_list_alone_sees_none_of_it(self, robin: Browser, bo: Shared) -> None:
        bo.stop()
        for path in ("/clinic/left", "/clinic/left.csv"):
            assert robin.get(path).status_code == 404


def test_older_days_are_a_press_away(
    robin: Browser, people: People, bo: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "MOST", 1)
    doctor = Viewer(people.staff("Joe", bo.leeds))
    for day in (20, 21):
        with time_machine.travel(datetime(2026, 11, day, 9, tzinfo=UTC), tick=False):
            get_patient_page(
                people.record,
                by=doctor,
                patient_id=bo.diary,
                rule=Rule(),
                now=datetime.now(UTC),
            )
    page = robin.get("/clinic/looks?person=bo")
    assert "Yesterday, Saturday 21 November" in words(page.text)
    older = page.text.split('class="button button-secondary" href="')[-1].split('"')[0]
    assert "until=2026-11-20" in older
    assert "person=bo" in older
    page = robin.get(older.replace("&amp;", "&"))
    assert "Friday 20 November" in words(page.text)
    assert "Saturday" not in words(page.text)
