"""Photos of an entry for the clinic: looked at with the entry, as long as they are in it."""

from typing import Any
from uuid import UUID

from bleedlog.models.viewer import Viewer
from bleedlog.services.photos import add_photo, withdraw_photo
from tests.people import People
from tests.photo_corpus import turned
from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.diary.photo_pages import photos_on

BRUISE = UUID("0189f7b2-0000-7000-8000-00000000000a")


def test_who_settles_a_bruise_sees_its_photos(nia: Browser, bring: Bring, people: People) -> None:
    row = f"bruise,2026-11-02,,thigh,left,unsure,{BRUISE}"
    tom = bring(row, header="kind,start,end,site,side,certainty,id")
    by = Viewer(people.user("Tom's own"))
    assert by.user_id is not None
    people.access(by.user_id, tom)
    which: dict[str, Any] = {"by": by, "patient_id": tom, "entry_id": BRUISE}
    first, second = (add_photo(people.record, **which, sent=turned(one)) for one in (1, 6))
    path = f"/clinic/patients/{tom}/entries/{BRUISE}"

    shown = photos_on(nia, path)

    addresses = [f"{path}/photos/{one.photo_id}" for one in (first, second)]
    assert sorted(shown) == sorted(addresses)
    photo = nia.get(addresses[0])
    assert photo.data.startswith(b"\xff\xd8")
    assert photo.headers["Cache-Control"] == "no-store"

    withdraw_photo(people.record, **which, photo_id=first.photo_id)

    assert photos_on(nia, path) == addresses[1:]
    assert nia.get(addresses[0]).status_code == 404
    assert nia.get(addresses[1].replace(str(BRUISE), str(tom))).status_code == 404
