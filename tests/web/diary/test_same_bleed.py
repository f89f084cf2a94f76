"""Is this the same bleed? The question in words, its three answers, Undo, and a second diary."""

from collections.abc import Iterator
from html import unescape

import pytest
import time_machine

from bleedlog.models.vocabulary import AccessRole
from tests.people import People
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, send, words

THURSDAY = "2026-11-19T12:00:00+00:00"
QUESTION = "Is this the same bleed as Tuesday’s?"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Noon of Thursday 19 November 2026."""
    with time_machine.travel(THURSDAY, tick=False) as traveller:
        yield traveller


def logged(browser: Browser, query: str = "", **answers: str) -> str:
    """The page after logging a bleed of the left knee, just now unless said otherwise."""
    said = {"place": "left-knee", "when": "just_now"} | answers
    answer = send(browser, f"/log/bleed{query}", said)
    assert answer.status_code == 303
    return str(answer.location)


def on_tuesday(browser: Browser, query: str = "") -> str:
    return logged(browser, query, when="another_time", date="2026-11-17", time="16:00")


def answered(browser: Browser, page: str, answer: str) -> str:
    """Press one of the three; gives where one comes to."""
    path = page.partition("?")[0]
    form = hidden(browser.get(page)) | {"answer": answer}
    form.pop("undo", None)
    done = browser.post(f"{path}/same-bleed", form)
    assert done.status_code == 303
    return str(done.location)


def undone(browser: Browser, page: str) -> str:
    """Press Undo; gives the words of the page that follows."""
    text = browser.get(page).text
    undo = text.partition('<form class="undo"')[2].partition("</form>")[0]
    action = unescape(undo.partition('action="')[2].partition('"')[0])
    names = [part.partition('"')[0] for part in undo.split('name="')[1:]]
    values = [part.partition('"')[0] for part in undo.split('value="')[1:]]
    done = browser.post(action, dict(zip(names, values, strict=True)))
    assert done.status_code == 303
    return words(browser.get(str(done.location)))


def test_it_is_asked_on_the_saved_card_and_is_in_nobodys_way(ann: Browser) -> None:
    first = ann.get(on_tuesday(ann))
    assert "same bleed" not in words(first)

    said = words(ann.get(logged(ann)))

    assert "It is in your diary." in said
    assert f"{QUESTION} Left knee bleed, Tuesday 17 November, 4pm" in said
    assert "Same bleed New bleed I can't say" in said


def test_another_place_is_not_asked_about(ann: Browser) -> None:
    on_tuesday(ann)

    assert "same bleed" not in words(ann.get(logged(ann, place="right-knee")))


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        ("2026-11-19", "Is this the same bleed as the one earlier today?"),
        ("2026-11-18", "Is this the same bleed as yesterday’s?"),
        ("2026-11-16", "Is this the same bleed as Monday’s?"),
    ],
)
def test_the_day_is_named_as_people_do(ann: Browser, day: str, asked: str) -> None:
    logged(ann, when="another_time", date=day)

    assert asked in words(ann.get(logged(ann)))


def test_a_day_long_ago_has_its_date(ann: Browser) -> None:
    logged(ann, when="another_time", date="2026-10-05")
    said = words(ann.get(logged(ann, when="another_time", date="2026-10-07")))

    assert "Is this the same bleed as the one of 5 October 2026?" in said


@pytest.mark.parametrize(
    ("answer", "told", "fact"),
    [
        (
            "same",
            "Noted: the same bleed as Tuesday’s.",
            "Same bleed? The same as left knee bleed, 17 November 2026",
        ),
        ("new", "Noted: a new bleed.", "Same bleed? A new bleed"),
        ("unknown", "Noted: you can’t say.", None),
    ],
)
def test_each_answer_is_told_shown_and_taken_back(
    ann: Browser, answer: str, told: str, fact: str | None
) -> None:
    on_tuesday(ann)
    page = logged(ann)

    after = answered(ann, page, answer)
    said = words(ann.get(after))
    assert told in said
    assert fact is None or fact in said

    assert "Same bleed? " not in undone(ann, after)
    assert QUESTION in words(ann.get(page))


def test_an_answer_is_changed_on_the_entrys_page_and_undo_gives_the_one_before(
    ann: Browser,
) -> None:
    on_tuesday(ann)
    page = logged(ann).partition("?")[0]
    answered(ann, page, "same")
    assert "Change your answer" in words(ann.get(page))

    after = answered(ann, page, "new")

    assert "Same bleed? A new bleed" in words(ann.get(after))
    assert "The same as left knee bleed, 17 November 2026" in undone(ann, after)


def test_the_figures_follow_the_answer(ann: Browser) -> None:
    on_tuesday(ann)
    page = logged(ann)
    assert "1 bleed " in words(ann.get("/numbers"))

    answered(ann, page, "new")

    assert "2 bleeds " in words(ann.get("/numbers"))


def test_with_a_second_diary_the_person_is_named(browser: Browser, people: People) -> None:
    pat, sam, alex = people.user("Pat"), people.patient("Sam"), people.patient("Alex")
    for child in (sam, alex):
        people.access(pat, child, AccessRole.CARER_LOG)
    browser.come_in("Pat")
    on_tuesday(browser, f"?patient={sam}")

    page = browser.get(logged(browser, f"?patient={sam}"))

    assert f"{QUESTION} Sam’s left knee bleed, Tuesday 17 November, 4pm" in words(page)
    after = answered(browser, str(page.request.full_path), "same")
    assert f"patient={sam}" in after
    assert "Noted: the same bleed" in words(browser.get(after))
    assert "same bleed" not in words(browser.get(logged(browser, f"?patient={alex}")))


@pytest.mark.parametrize(
    "form",
    [{}, {"answer": "perhaps"}, {"answer": "same"}, {"answer": "same", "earlier": "x"}],
)
def test_what_is_no_answer_is_refused(ann: Browser, form: dict[str, str]) -> None:
    on_tuesday(ann)
    page = logged(ann)
    sent = hidden(ann.get(page))
    del sent["earlier"]

    assert ann.post(f"{page.partition('?')[0]}/same-bleed", sent | form).status_code == 400


def test_an_earlier_bleed_that_is_not_in_the_diary_changes_nothing(ann: Browser) -> None:
    on_tuesday(ann)
    page = logged(ann)
    stranger = {"answer": "same", "earlier": "0189f7b2-0000-7000-8000-000000000000"}

    done = ann.post(f"{page.partition('?')[0]}/same-bleed", hidden(ann.get(page)) | stranger)

    assert done.status_code == 303
    assert QUESTION in words(ann.get(str(done.location)))
