"""One entry's page: what it says, what it said before, and where it leads."""

import re
from typing import Any

import pytest
import time_machine

from bleedlog.models.vocabulary import AccessRole
from tests.people import People
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, is_open, send, typed, words

BLEED = {"place": "left-knee", "when": "just_now", "cause": "spontaneous"}


def logged(ann: Browser, answers: dict[str, Any], kind: str = "bleed") -> str:
    """Log an entry; gives its page's path."""
    location = send(ann, f"/log/{kind}", answers).location
    assert location is not None
    return location.partition("?")[0]


def changed(ann: Browser, path: str, **answers: Any) -> str:
    """Change an entry; gives the words of its page."""
    form = ann.get(f"{path}/change")
    before = {name: value for name, value in BLEED.items() if name != "when"}
    when = {"when": "another_time", "date": typed(form, "date"), "time": typed(form, "time")}
    sent = ann.post(f"{path}/change", hidden(form) | before | when | answers)
    assert sent.status_code == 303
    return words(ann.get(path))


def test_the_history_speaks_as_the_form_does(ann: Browser) -> None:
    path = logged(ann, BLEED | {"certainty": "unsure", "severity": "minor", "treated": "no"})

    said = changed(
        ann,
        path,
        place="right-elbow",
        cause="traumatic",
        certainty="certain",
        severity="major",
        treated="yes",
    )

    history = said[said.index("History") :]
    for was in (
        "Place: was left knee",
        "Cause: was came on its own",
        "How sure it is a bleed: was not sure",
        "How bad it is: was minor",
        "Factor taken: was no",
    ):
        assert was in history
    assert "Side:" not in history
    assert "spontaneous" not in history


def test_a_place_that_is_no_joint_is_said_by_its_name(ann: Browser) -> None:
    path = logged(ann, BLEED | {"place": "nosebleed"})

    assert "Place: was nosebleed" in changed(ann, path, place="wound")


def test_the_history_of_a_dose(ann: Browser) -> None:
    path = logged(ann, {"dose_iu": "2000", "product": "BeneFIX", "reason": "other"}, "factor")
    form = ann.get(f"{path}/change")
    ann.post(f"{path}/change", hidden(form) | {"dose_iu": "4000", "reason": "prophylaxis"})

    said = words(ann.get(path))
    assert "Dose: was 2,000 IU" in said
    assert "Product: was BeneFIX" in said
    assert "What it was for: was another reason" in said


def test_what_was_not_said_before_was_added(ann: Browser) -> None:
    assert "Pain was added" in changed(ann, logged(ann, BLEED), pain="3")


def test_the_own_hand_is_ones_own(ann: Browser) -> None:
    assert "noted by you" in words(ann.get(logged(ann, BLEED)))


def test_a_child_s_diary_says_who_wrote(browser: Browser, people: People) -> None:
    sam = people.patient("Sam")
    people.access(people.user("Cara"), sam, AccessRole.CARER_LOG)
    browser.come_in("Cara")

    assert "noted by a carer" in words(browser.get(logged(browser, BLEED)))


def test_the_lines_of_a_note_stay_lines(ann: Browser) -> None:
    path = logged(ann, BLEED | {"note": "On the <stairs>.\r\nTwice."})

    assert "<dd>On the &lt;stairs&gt;.<br>Twice.</dd>" in ann.get(path).text


@pytest.mark.parametrize("is_just_saved", [True, False])
@pytest.mark.parametrize("kind", ["bleed", "bruise", "joint-pain", "factor"])
def test_add_more_opens_what_more_there_is_to_say(
    ann: Browser, kind: str, is_just_saved: bool
) -> None:
    path = logged(ann, {} if kind == "factor" else BLEED, kind)
    page = ann.get(f"{path}?saved=1" if is_just_saved else path).text
    link = re.search(r'href="([^"]+)"[^>]*>(<svg.*?</svg>)?<span>Add more</span>', page)
    assert link is not None

    assert is_open(ann.get(link[1].replace("&amp;", "&")), "Add more")
    assert 'id="more"' in ann.get(link[1].partition("#")[0].replace("&amp;", "&")).text


def test_the_way_back_leads_to_where_it_says(ann: Browser) -> None:
    path = logged(ann, BLEED)

    def way_back(page: str) -> str | None:
        found = re.search(r'class="back-link" href="([^"]+)"', ann.get(page).text)
        return found[1] if found else None

    assert way_back(f"{path}/change") == path
    assert str(way_back(path)).startswith("/diary?month=")
    assert way_back("/log/bleed") == "/"


def test_a_bleed_without_pain_says_so_again_when_it_is_changed(ann: Browser) -> None:
    form = ann.get(f"{logged(ann, BLEED | {'pain': '0'})}/change")

    assert typed(form, "pain") == "0"
    assert is_open(form, "Add more")


@pytest.mark.parametrize("form", ["change", "withdraw", "restore", "stopped", "treated", "going"])
def test_an_entry_that_there_is_not(ann: Browser, form: str) -> None:
    path = f"/diary/entries/0189f7b2-0000-7000-8000-000000000000/{form}"
    token = hidden(ann.get("/log/bleed"))["csrf_token"]
    sent = {"csrf_token": token, "id": "0189f7b2-0000-7000-8000-000000000001"}

    assert ann.post(path, sent).status_code == 404


def test_a_change_says_what_it_changes(ann: Browser) -> None:
    form = ann.get(f"{logged(ann, BLEED)}/change")

    assert "Change: Left knee bleed" in words(form)
    assert "Change:" not in words(ann.get("/log/bleed"))


def test_a_place_is_named_once(ann: Browser) -> None:
    said = words(ann.get(logged(ann, BLEED | {"place": "head"})))

    assert "Head bleed" in said
    assert "Head bleed, head" not in said


@time_machine.travel("2026-11-22T12:00:00+00:00", tick=False)
def test_a_bleed_and_its_doses_name_each_other(ann: Browser) -> None:
    ann.come_in("Ann")
    ago = {"when": "another_time", "date": "2026-11-21"}
    bleed = logged(ann, BLEED | ago | {"time": "16:00"})
    dose = {"dose_iu": "2000", "reason": "bleed", "treats": bleed.rpartition("/")[2]}
    logged(ann, dose | ago | {"time": "21:00"}, "factor")
    path = logged(ann, dose | ago | {"time": "17:00"}, "factor")
    apart = logged(ann, {"dose_iu": "3000"}, "factor")

    of_bleed, of_dose = words(ann.get(f"{bleed}?saved=1")), words(ann.get(path))
    assert (
        "Doses for it Factor IX, 2,000 IU, 21 November 2026, 5pm"
        " Factor IX, 2,000 IU, 21 November 2026, 9pm"
    ) in of_bleed
    assert "3,000 IU" not in of_bleed
    # It need not be asked whether factor was taken.
    assert "You can add: how sure you are, pain" in of_bleed
    assert "Which bleed? Left knee bleed, 21 November 2026, 4pm" in of_dose
    assert "Which bleed?" not in words(ann.get(apart))


def test_what_nobody_knows_is_said_too(ann: Browser) -> None:
    said = words(ann.get(logged(ann, BLEED | {"cause": "unknown", "treated": "unknown"})))

    assert "Cause Cause not known" not in said
    assert "Cause Not known Factor taken Not known" in said


@pytest.mark.parametrize(
    ("place", "title"),
    [("right-finger", "Right finger pain"), ("left-toe", "Left toe pain"), ("jaw", "Jaw pain")],
)
def test_a_joint_may_hurt_that_is_none_of_the_large_ones(
    ann: Browser, place: str, title: str
) -> None:
    said = words(ann.get(logged(ann, {"place": place, "when": "just_now"}, "joint-pain")))
    assert title in said
