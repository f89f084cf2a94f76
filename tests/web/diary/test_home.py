"""Home: what is asked, what still goes on, what can be taken back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from tests.web.browser import Browser
from tests.web.diary.pages import hidden, send, words

SUNDAY = "2026-11-22T12:00:00+00:00"
KNEE = {"place": "left-knee", "when": "just_now"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Noon of Sunday 22 November 2026, until a test moves on."""
    with time_machine.travel(SUNDAY, tick=False) as traveller:
        yield traveller


def answer(ann: Browser, said: str) -> str:
    """Answer the question of the home page; gives the words of the page that follows."""
    page = ann.post("/check-in", hidden(ann.get("/")) | {"answer": said})
    assert page.status_code == 303
    return words(ann.get(str(page.location)))


def come_back(ann: Browser, clock: time_machine.Traveller, day: str) -> None:
    """Sign in again at noon of a later day."""
    clock.move_to(f"{day}T12:00:00+00:00")
    ann.come_in("Ann")


def test_a_new_diary_asks_about_the_last_week(ann: Browser) -> None:
    assert "Any bleeds since Sunday 15 November?" in words(ann.get("/"))


def test_an_answer_holds_until_today_which_is_only_half_lived(
    ann: Browser, clock: time_machine.Traveller
) -> None:
    said = answer(ann, "no_bleeds")
    assert "Noted: no bleeds, 15 to 22 November." in said

    assert "Noted up to today The next check-in is on Sunday 29 November." in said
    come_back(ann, clock, "2026-11-25")

    said = words(ann.get("/"))
    assert "Noted up to Sunday 22 November" in said
    assert "Wednesday 25 November" in said
    assert "Any bleeds since Sunday 22 November? No bleeds Yes, log one" in said
    come_back(ann, clock, "2026-11-29")
    assert "Any bleeds since Sunday 22 November? No bleeds" in words(ann.get("/"))
    assert "next check-in" not in words(ann.get("/"))


def test_a_long_silence_is_asked_about_for_four_weeks_at_most(
    ann: Browser, clock: time_machine.Traveller
) -> None:
    answer(ann, "no_bleeds")
    come_back(ann, clock, "2027-03-01")

    assert "Any bleeds since Tuesday 2 February?" in words(ann.get("/"))
    answer(ann, "no_bleeds")
    told = words(ann.get("/numbers"))
    # 15 to 22 November, and 2 February to 1 March.
    assert "36 days" in told


def test_a_logged_bleed_makes_it_any_other(ann: Browser) -> None:
    send(ann, "/log/bleed", KNEE)

    page = ann.get("/")

    assert "Any other bleeds since Sunday 15 November?" in words(page)
    assert "No others" in words(page)
    assert 'aria-label="No others, no bleeds but those noted"' in page.text


def test_yes_leads_to_the_form_and_waits_for_the_bleed(ann: Browser) -> None:
    page = ann.post("/check-in", hidden(ann.get("/")) | {"answer": "had_bleeds"})
    assert page.location == "/log/bleed"
    said = words(ann.get("/"))
    assert "You said there was a bleed: add it 15 to 22 November." in said
    assert "Answered up to today" in said
    assert "Noted up to" not in said, "days of a bleed that is not there are not noted"
    assert "Nothing is noted yet" in words(ann.get("/numbers"))

    send(ann, "/log/bleed", KNEE)

    said = words(ann.get("/"))
    assert "You said there was a bleed" not in said
    assert "Noted up to today" in said
    assert "1 bleed in 8 days noted" in words(ann.get("/numbers"))


def test_that_there_was_another_is_asked_until_there_are_no_others(ann: Browser) -> None:
    send(ann, "/log/bleed", KNEE)
    page = ann.post("/check-in", hidden(ann.get("/")) | {"answer": "had_bleeds"})
    assert page.location == "/log/bleed"
    # The first bleed's day, and no day more.
    assert "1 bleed in 1 day noted" in words(ann.get("/numbers"))

    send(ann, "/log/bleed", KNEE | {"place": "right-elbow"})

    assert "Any other bleeds since Sunday 15 November?" in words(ann.get("/"))
    said = answer(ann, "no_bleeds")
    assert "Noted: no other bleeds, 15 to 22 November." in said
    assert "2 bleeds in 8 days noted" in words(ann.get("/numbers"))


def test_what_goes_on_is_on_the_home_page_for_two_weeks(
    ann: Browser, clock: time_machine.Traveller
) -> None:
    send(ann, "/log/bleed", KNEE)
    send(ann, "/log/bruise", {"place": "left-thigh", "when": "just_now"})
    assert "Left knee bleed Still going Since today, noon." in words(ann.get("/"))
    assert "bruise" not in words(ann.get("/"))

    come_back(ann, clock, "2026-11-23")
    assert "Since yesterday, noon." in words(ann.get("/"))
    come_back(ann, clock, "2026-12-07")
    assert "Still going" not in words(ann.get("/"))


@pytest.mark.parametrize("noted", ["x", "0189f7b2-0000-7000-8000-000000000000", ""])
def test_nothing_is_offered_to_take_back_that_is_not_there(ann: Browser, noted: str) -> None:
    page = ann.get(f"/?noted={noted}&stopped={noted}")

    assert page.status_code == 200
    assert "Undo" not in words(page)


def test_a_dose_is_taken_back_from_where_it_was_noted(ann: Browser) -> None:
    send(ann, "/log/bleed", KNEE)
    home = ann.get("/")
    bleed = home.text.partition("/diary/entries/")[2].partition("/")[0]
    form = hidden(home) | {"id": "0189f7b2-0000-7000-8000-00000000000a"}

    treated = ann.post(f"/diary/entries/{bleed}/treated", form)
    again = ann.post(f"/diary/entries/{bleed}/treated", form)

    assert treated.location == again.location
    said = ann.get(str(treated.location))
    assert "Noted: Factor IX." in words(said)
    assert ann.get("/diary").text.count("Factor IX</a></h2>") == 1
    undo = said.text.partition('class="undo" method="post" action="')[2].partition('"')[0]
    ann.post(undo.replace("&amp;", "&"), hidden(said))
    assert "Taken out" in words(ann.get("/diary"))


def test_a_bleed_said_of_days_long_ago_is_added_on_their_first_day(
    ann: Browser, clock: time_machine.Traveller
) -> None:
    said = {"first": "2026-06-01", "end": "2026-06-08", "answer": "had_bleeds"}
    page = ann.post("/check-in", hidden(ann.get("/")) | said | {"recalled": "1", "gaps": "1"})
    assert page.location == "/log/bleed?date=2026-06-01"
    assert 'href="/log/bleed?date=2026-06-01"' in ann.get("/").text
    come_back(ann, clock, "2026-11-25")

    when = {"when": "another_time", "date": "2026-06-01"}
    send(ann, "/log/bleed?date=2026-06-01", {"place": "left-knee"} | when)

    assert "You said" not in words(ann.get("/"))
    assert "Left knee bleed" in words(ann.get("/diary?month=2026-06"))


def test_quiet_months_offer_to_ask_less_often(ann: Browser, clock: time_machine.Traveller) -> None:
    for _ in range(4):
        clock.shift(timedelta(days=28))
        ann.come_in("Ann")
        page = ann.get("/")
        assert "Shall we ask" not in words(page)
        ann.post("/check-in", hidden(page) | {"answer": "no_bleeds"})

    page = ann.get("/")
    assert "Shall we ask every 2 weeks?" in words(page)
    assert "Yes, every 2 weeks Keep every week" in words(page)
    done = ann.post("/settings/check-ins", hidden(page) | {"days": "14", "from": "home"})

    said = words(ann.get(str(done.location)))
    assert "We ask every 2 weeks now." in said
    assert "Shall we ask" not in said


def going_of(page: str) -> str:
    """The id of the bleed that the home page offers to stop."""
    return page.partition("/stopped")[0].rpartition("/")[2]


def test_it_has_stopped_and_when_can_be_said_afterwards(ann: Browser) -> None:
    send(ann, "/log/bleed", KNEE)
    home = ann.get("/")
    bleed = going_of(home.text)

    stopped = ann.post(f"/diary/entries/{bleed}/stopped", hidden(home))
    said = ann.get(str(stopped.location))

    assert "Noted: Left knee bleed has stopped. Undo Earlier? Another time" in words(said)
    assert "hours ago" not in words(said), "it began just now"
    assert f'href="/diary/entries/{bleed}/change?more=1#end_date"' in said.text


def test_i_treated_it_is_counted_and_when_can_be_said_afterwards(ann: Browser) -> None:
    send(ann, "/log/bleed", KNEE)
    home = ann.get("/")
    bleed = going_of(home.text)
    for number, told in ((1, "Treated once."), (2, "Treated 2 times.")):
        dose = f"0189f7b2-0000-7000-8000-00000000000{number}"
        form = hidden(home) | {"id": dose}
        said = ann.get(str(ann.post(f"/diary/entries/{bleed}/treated", form).location))
        assert f"Since today, noon. {told}" in words(said)
        assert "Noted: Factor IX. Undo Earlier? Another time" in words(said)
        assert f'href="/diary/entries/{dose}/change#when"' in said.text


def test_hours_ago_are_a_tap_away_as_far_as_the_bleed_goes_back(
    ann: Browser, clock: time_machine.Traveller
) -> None:
    send(ann, "/log/bleed", KNEE)
    clock.shift(timedelta(hours=5))
    ann.come_in("Ann")
    home = ann.get("/")
    bleed = going_of(home.text)
    dose = "0189f7b2-0000-7000-8000-00000000000d"
    treated = ann.post(f"/diary/entries/{bleed}/treated", hidden(home) | {"id": dose})
    stopped = ann.post(f"/diary/entries/{bleed}/stopped", hidden(home))
    for answer, entry, told in (
        (treated, dose, "When 22 November 2026, 1pm"),
        (stopped, bleed, "Stopped 22 November 2026, 1pm"),
    ):
        said = ann.get(str(answer.location))
        assert "Earlier? 1 hour ago 2 hours ago 4 hours ago Another time" in words(said)
        path = f"/diary/entries/{entry}"
        assert ann.post(f"{path}/earlier", hidden(said) | {"hours": "3"}).status_code == 400
        again = ann.post(f"{path}/earlier", hidden(said) | {"hours": "4"})
        assert again.location == answer.location
        assert told in words(ann.get(path))
        # Eight hours ago there was no bleed: nothing changes.
        assert ann.post(f"{path}/earlier", hidden(said) | {"hours": "8"}).location == path
        assert told in words(ann.get(path))


def test_two_bleeds_that_go_on_are_told_apart_by_ear(ann: Browser) -> None:
    send(ann, "/log/bleed", KNEE)
    assert 'aria-label="It has stopped' not in ann.get("/").text

    send(ann, "/log/bleed", {"place": "nosebleed", "when": "yesterday"})

    page = ann.get("/").text
    for button in ("It has stopped", "I treated it", "See or change this bleed"):
        assert f'aria-label="{button}: Left knee bleed, since today, noon"' in page
        assert f'aria-label="{button}: Nosebleed, since yesterday"' in page


def test_what_may_be_serious_leads_to_whom_to_call_while_it_goes_on(ann: Browser) -> None:
    send(ann, "/log/bleed", KNEE)
    assert "This can be serious" not in words(ann.get("/"))

    send(ann, "/log/bleed", {"place": "head", "when": "just_now"})

    assert "This can be serious: see who to call" in words(ann.get("/"))


def test_the_numbers_of_a_diary_s_first_day(ann: Browser) -> None:
    send(ann, "/log/bleed", KNEE)

    said = words(ann.get("/numbers"))
    assert "You told us about 1 of 1 day Every day is noted." in said
    assert "1 bleed, 1 of 1 day noted" in said
    assert "1 bleed on 22 November 2026. 1 day noted in all." in said
