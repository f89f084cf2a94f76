"""Photos of bleeds and bruises: sent with the form or afterwards, refused, taken out."""

import io
import tempfile
from pathlib import Path

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from tests.jpeg_parts import jpeg_parts
from tests.photo_corpus import BLUE, GREEN, RED, REFUSED, TAKEN, TURNED, saved, turned, upright
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, is_open, summary, title, words
from tests.web.diary.photo_pages import (
    BASE,
    BRUISE,
    SHOWN,
    add,
    files,
    log_with,
    logged,
    photos_on,
    post,
    press,
    saved_page,
)


def test_a_bruise_with_its_photo(ann: Browser) -> None:
    page = saved_page(ann, turned(6))

    assert "Saved" in words(page)
    [(src, width, height, alt)] = SHOWN.findall(page.text)
    assert (width, height, alt) == ("48", "64", "Photo 1: Left thigh bruise")
    photo = ann.get(src)
    assert photo.status_code == 200
    image = Image.open(io.BytesIO(photo.data))
    assert image.size == (48, 64)
    seen = [image.getpixel(place) for place in ((10, 5), (10, 50), (40, 50))]
    for found, meant in zip(seen, (GREEN, RED, BLUE), strict=True):
        assert isinstance(found, tuple)
        assert all(abs(one - other) < 15 for one, other in zip(found, meant, strict=True))


def test_a_photo_is_served_for_nobody_to_keep(ann: Browser) -> None:
    [src] = photos_on(ann, logged(ann, turned(1)))

    headers = ann.get(src).headers

    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"] == "inline"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["EXIF and GPS", "JPEG and ZIP", "PNG texts", "HEIC"])
def test_nothing_planted_comes_out_again(ann: Browser, name: str) -> None:
    [src] = photos_on(ann, logged(ann, TAKEN[name]()))

    photo = ann.get(src).data

    assert b"PLANTED" not in photo
    assert jpeg_parts(photo).behind == b""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("10 MB and a byte", "It is larger than 10 MB. Choose a smaller one."),
        ("12,000 x 12,000", "It has more than 40 megapixels. Choose a smaller one."),
        ("page", "It is no photo that we can read. Choose a JPEG, PNG, WebP or HEIC."),
        ("half a JPEG", "It is damaged or not whole. Choose it again, or take a new one."),
        ("nothing", "There was nothing in it. Choose a photo."),
    ],
)
def test_the_words_are_kept_when_the_photo_is_refused(ann: Browser, name: str, said: str) -> None:
    page = saved_page(ann, REFUSED[name][0](), note="On the stairs.")

    assert "On the stairs." in words(page)
    assert "A photo was not added" in words(page)
    assert said in words(page)
    assert "All that you wrote is kept." in words(page)
    assert 'name="photos"' in page.text
    assert SHOWN.findall(page.text) == []


def test_a_film_takes_nothing_else_with_it(ann: Browser) -> None:
    """Fifty times the size of a whole other form: the words and the photo beside it are there."""
    page = saved_page(ann, bytes(50_000_000), turned(1), note="On the stairs.")

    assert "On the stairs." in words(page)
    assert "A photo was not added" in words(page)
    assert len(SHOWN.findall(page.text)) == 1


def test_a_request_that_is_too_large_for_any_photos(ann: Browser) -> None:
    form = hidden(ann.get("/log/bruise"))
    answer = ann.client.post(
        "/log/bruise",
        data=form | BRUISE,
        environ_overrides={"CONTENT_LENGTH": str(200 * 1024 * 1024)},
        base_url=BASE,
    )

    assert answer.status_code == 413


def test_without_room_for_a_file_nothing_is_stored_and_trying_again_is_right(
    ann: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))

    answer = log_with(ann, bytes(2_000_000))

    assert answer.status_code == 503
    assert "Nothing noted" in words(ann.get("/diary"))


def test_pages_without_photos_take_no_larger_requests(ann: Browser) -> None:
    sent = hidden(ann.get("/log/bleed")) | {"photos": files(bytes(2_000_000))}

    assert post(ann, "/check-in", sent).status_code == 413


def test_each_of_several_is_told_of(ann: Browser) -> None:
    wrong = [REFUSED["page"][0](), REFUSED["words"][0](), REFUSED["nothing"][0]()]
    page = words(saved_page(ann, turned(1), *wrong, turned(3)))

    assert "3 photos were not added" in page
    assert "2 photos: It is no photo that we can read." in page
    assert "There was nothing in it." in page
    assert page.count("Photo 2 · ") == 1


def test_photos_are_added_afterwards(ann: Browser) -> None:
    path = logged(ann)
    assert photos_on(ann, path) == []

    page = add(ann, path, turned(1), turned(8))

    assert "The photos are with this entry now." in words(page)
    assert len(photos_on(ann, path)) == 2


def test_nothing_was_chosen(ann: Browser) -> None:
    path = logged(ann)
    sent = {
        "csrf_token": hidden(ann.get(path))["csrf_token"],
        "photos": [FileStorage(io.BytesIO(), "")],
    }

    page = ann.get(ann.post(f"{path}/photos", sent).location)

    assert "There was nothing in it. Choose a photo." in words(page)


def test_photos_come_with_a_change_too(ann: Browser) -> None:
    path = logged(ann)
    form = hidden(ann.get(f"{path}/change"))
    answers = {"place": "left-thigh", "when": "another_time", "date": "2026-01-02"}

    answer = ann.post(f"{path}/change", form | answers | {"photos": files(turned(1))})

    assert len(photos_on(ann, str(answer.location))) == 1


def test_a_form_sent_twice_has_its_photo_once(ann: Browser) -> None:
    form = hidden(ann.get("/log/bruise")) | BRUISE
    first, second = (ann.post("/log/bruise", form | {"photos": files(turned(1))}) for _ in range(2))

    assert first.location == second.location
    assert len(photos_on(ann, str(second.location))) == 1


def test_six_photos_have_room(ann: Browser) -> None:
    path = logged(ann, *(turned(number) for number in TURNED if number < 6))
    seven = saved(upright(9, 9)), saved(upright(8, 8))

    page = add(ann, path, *seven)

    assert len(photos_on(ann, path)) == 6
    assert "There is room for 6 photos. Take one out to add another." in words(page)
    assert 'name="photos"' not in ann.get(path).text


def test_a_photo_is_taken_out_and_brought_back(ann: Browser) -> None:
    path = logged(ann, turned(1), turned(2))
    first, second = photos_on(ann, path)

    page = press(ann, f"{first}/withdraw")

    assert "Photo 1 is taken out. Nobody sees it now." in words(page)
    assert photos_on(ann, path) == [second]
    assert ann.get(first).status_code == 404
    assert "Photos taken out" in words(page)
    press(ann, f"{first}/restore")
    assert photos_on(ann, path) == [first, second]
    assert ann.get(first).status_code == 200


def test_there_may_be_no_room_to_bring_one_back(ann: Browser) -> None:
    path = logged(ann, *(turned(number) for number in TURNED if number < 7))
    first = photos_on(ann, path)[0]
    press(ann, f"{first}/withdraw")
    add(ann, path, saved(upright(9, 9)))

    page = press(ann, f"{first}/restore")

    assert "There is room for 6 photos. Take one out to add another." in words(page)
    assert len(photos_on(ann, path)) == 6


def test_a_photo_taken_out_comes_back_when_it_is_added_again(ann: Browser) -> None:
    path = logged(ann, turned(1))
    [first] = photos_on(ann, path)
    press(ann, f"{first}/withdraw")

    add(ann, path, turned(1))

    assert photos_on(ann, path) == [first]


def test_other_kinds_show_no_photos(ann: Browser) -> None:
    for kind in ("joint-pain", "factor"):
        assert 'type="file"' not in ann.get(f"/log/{kind}").text
    form = hidden(ann.get("/log/joint-pain")) | {"place": "left-knee", "when": "just_now"}
    path = str(ann.post("/log/joint-pain", form).location).partition("?")[0]
    sent = {"csrf_token": form["csrf_token"], "photos": files(turned(1))}

    assert 'type="file"' not in ann.get(path).text
    assert ann.post(f"{path}/photos", sent).status_code == 404


def test_an_entry_taken_out_shows_its_photos_and_takes_no_more(ann: Browser) -> None:
    path = logged(ann, turned(1))
    [src] = photos_on(ann, path)

    page = press(ann, f"{path}/withdraw")

    assert len(SHOWN.findall(page.text)) == 1
    assert 'name="photos"' not in page.text
    assert press(ann, f"{src}/withdraw").status_code == 404


def test_chosen_photos_are_asked_for_again_when_the_form_comes_back(ann: Browser) -> None:
    page = log_with(ann, turned(1), place="")

    assert title(page).startswith("Error: ")
    assert summary(page) == {
        "place": "Choose where the bruise is",
        "photos": "Choose your photos again: this page could not keep them",
    }
    assert is_open(page, "Add more")


def test_a_stale_page_asks_for_its_photos_again(ann: Browser) -> None:
    form = hidden(ann.get("/log/bruise")) | BRUISE | {"csrf_token": "old"}

    page = ann.post("/log/bruise", form | {"note": "Kept.", "photos": files(turned(1))})

    assert page.status_code == 400
    assert "Kept." in page.text
    assert "Choose your photos again" in words(page)


def test_words_of_an_address_are_not_shown(ann: Browser) -> None:
    page = ann.get(f"{logged(ann)}?photo=<b>hello</b>&photo=nonsense")

    assert "not added" not in words(page)
    assert "hello" not in page.text
