"""The list of a clinic's patients."""

import re
from uuid import UUID

from bleedlog.models.person import Patient
from tests.people import People
from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import words


def rows(nia: Browser, search: str = "") -> dict[str, str]:
    """The list: each name with the words of its row."""
    page = nia.submit("/clinic", "/clinic", {"search": search}) if search else nia.get("/clinic")
    html = page.text
    found = re.findall(r'<tr><th scope="row"><a [^>]*>(.*?)</a>(.*?)</tr>', html, re.DOTALL)
    return {words(name): words(said) for name, said in found}


def test_nobody_shares_yet(nia: Browser) -> None:
    assert "Nobody shares their diary with your clinic yet." in words(nia.get("/clinic").text)


def test_where_each_patient_stands(nia: Browser, bring: Bring) -> None:
    """Today is 22 November 2026."""
    bring(name="Ada")
    bring("observed,2026-10-01,2026-11-22", name="Ben")
    bring("observed,2026-10-01,2026-10-24", "gene_therapy,2026-09-01,", name="Cat")
    bring("observed,2026-01-01,2026-10-26", "gene_therapy,2025-05-01,", name="Dan")

    said = rows(nia)

    assert list(said) == ["Ada", "Ben", "Cat", "Dan"]
    assert said["Ada"].endswith("not yet Before infusion nothing yet")
    assert said["Ben"].endswith("not yet Before infusion 21 November 2026")
    assert "1 September 2026 Months 0 to 6" in said["Cat"]
    assert said["Cat"].endswith("Silent 4 weeks")
    assert "1 May 2025 After" in said["Dan"]
    assert "Silent" not in said["Dan"]


def test_who_withdrew_their_leave_is_gone_at_once(
    nia: Browser, bring: Bring, people: People
) -> None:
    patient = bring("observed,2026-10-01,2026-11-22", name="Ben")
    assert list(rows(nia)) == ["Ben"]
    with people.record.transaction() as connection:
        connection.exec_driver_sql("UPDATE consent SET withdrawn_at = '2026-11-22 11:00:00'")

    assert rows(nia) == {}
    assert nia.get(f"/clinic/patients/{patient}").status_code == 404


def test_a_patient_is_found_by_any_part_of_what_is_known(
    nia: Browser, people: People, leeds: UUID
) -> None:
    for name, nhs, hospital in (
        ("Ada Lovelace", "9990000018", "LTH-7"),
        ("Ben Éluard", "9990000026", "LTH-8"),
    ):
        patient = people.patient(name, leeds)
        with people.record.transaction() as connection:
            connection.execute(
                Patient.__table__.update()  # type: ignore[attr-defined]
                .where(Patient.__table__.c.id == patient)  # type: ignore[attr-defined]
                .values(nhs_number=nhs, hospital_number=hospital)
            )

    assert list(rows(nia, "lovel")) == ["Ada Lovelace"]
    assert list(rows(nia, "ADA")) == ["Ada Lovelace"]
    assert list(rows(nia, "éluard")) == ["Ben Éluard"]
    assert list(rows(nia, " 999 000 0026 ")) == ["Ben Éluard"]
    assert list(rows(nia, "lth-7")) == ["Ada Lovelace"]
    assert list(rows(nia, "lth")) == ["Ada Lovelace", "Ben Éluard"]
    assert rows(nia, "xyz") == {}
