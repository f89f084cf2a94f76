"""A photo is theirs to see who may see the diary, and theirs to change who may write in it."""

from typing import Any

from bleedlog.models.vocabulary import AccessRole
from tests.people import People
from tests.photo_corpus import turned
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, words
from tests.web.diary.photo_pages import BRUISE, SHOWN, files, logged, photos_on, press


def test_a_photo_is_nobody_elses(ann: Browser, people: People, new_browser: Any) -> None:
    path = logged(ann, turned(1))
    [src] = photos_on(ann, path)
    people.person("Eve")
    eve = new_browser()
    eve.come_in("Eve")

    assert eve.get(src).status_code == 404
    assert new_browser().get(src).status_code == 303
    for what in ("withdraw", "restore"):
        assert press(eve, f"{src}/{what}").status_code == 404
    sent = {"csrf_token": hidden(eve.get("/log/bleed"))["csrf_token"], "photos": files(turned(2))}
    assert eve.post(f"{path}/photos", sent).status_code == 404
    assert len(photos_on(ann, path)) == 1


def test_a_photo_is_found_with_its_own_entry_only(ann: Browser) -> None:
    [src] = photos_on(ann, logged(ann, turned(1)))
    other = logged(ann)

    assert ann.get(f"{other}/photos/{src.rpartition('/')[2]}").status_code == 404


def test_who_may_only_read_looks_and_adds_nothing(
    browser: Browser, new_browser: Any, people: People
) -> None:
    sam = people.patient("Sam")
    people.access(people.user("Mum"), sam, AccessRole.CARER_LOG)
    people.access(people.user("Gran"), sam, AccessRole.CARER_READ)
    browser.come_in("Mum")
    path = logged(browser, turned(1))
    [src] = photos_on(browser, path)
    gran = new_browser()
    gran.come_in("Gran")

    page = gran.get(path)

    assert len(SHOWN.findall(page.text)) == 1
    assert "Take out" not in words(page)
    assert 'name="photos"' not in page.text
    assert gran.get(src).status_code == 200
    token = hidden(gran.get("/more/password"))["csrf_token"]
    tried: dict[str, dict[str, Any]] = {
        f"{path}/photos": {"photos": files(turned(2)), "patient": str(sam)},
        f"{src.partition('?')[0]}/withdraw": {"patient": str(sam)},
    }
    for where, sent in tried.items():
        assert gran.post(where, {"csrf_token": token} | sent).status_code == 404
    assert len(photos_on(browser, path)) == 1


def test_a_parent_stays_with_the_child(browser: Browser, people: People) -> None:
    mum = people.user("Mum")
    children = [people.patient(name) for name in ("Alex", "Sam")]
    for child in children:
        people.access(mum, child, AccessRole.CARER_LOG)
    browser.come_in("Mum")
    sam = f"?patient={children[1]}"
    form = hidden(browser.get(f"/log/bruise{sam}"))

    answer = browser.post("/log/bruise", form | BRUISE | {"photos": files(turned(1), b"?")})

    assert f"patient={children[1]}" in str(answer.location)
    [src] = photos_on(browser, str(answer.location))
    assert src.endswith(sam)
    assert browser.get(src).status_code == 200
    assert browser.get(src.replace(str(children[1]), str(children[0]))).status_code == 404
