"""The second factor on the account's own pages."""

import re
from datetime import timedelta

import pytest
import time_machine

from tests.authenticator import code_at
from tests.people import PASSWORD, People
from tests.web.account.factor_pages import codes_on, secret_on, set_up
from tests.web.browser import Browser, hidden_fields

NOON = "2026-03-01T12:00:10Z"
MINE = "/more/second-factor"
OFF = "/more/second-factor/off"


@pytest.fixture
def ann(browser: Browser, people: People) -> Browser:
    """Ann's browser; she has a password and no more."""
    people.person("Ann")
    browser.sign_in("Ann")
    return browser


def show_code(browser: Browser, code: str) -> int:
    """Sign in by password, then with that code; gives the answer's status."""
    browser.sign_in_by_password("Ann")
    return browser.submit("/second-factor", "/second-factor", {"code": code}).status_code


def test_a_patient_turns_codes_on_and_is_asked_from_then_on(ann: Browser) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        ann.sign_in("Ann")
        assert 'href="/second-factor/set-up"' in ann.get(MINE).text
        secret, shown = set_up(ann, "/second-factor/set-up")
        assert f'href="{MINE}"' in shown.text
        assert "data-pill" in shown.text, "what waits is counted beside the codes"
        page = ann.get(MINE).text
        assert "On since 1 March 2026." in page
        assert "10 recovery codes are left." in page
        ann.submit("/more", "/sign-out", {})

        clock.shift(timedelta(minutes=1))
        ann.sign_in_by_password("Ann")
        assert ann.get("/diary").location == "/second-factor?next=%2Fdiary"
        assert show_code(ann, code_at(secret)) == 303
        assert ann.get("/diary").status_code == 200


def test_another_app_takes_the_place_of_the_first(ann: Browser) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        ann.sign_in("Ann")
        first, old_codes = set_up(ann, "/second-factor/set-up")
        second, _ = set_up(ann, "/second-factor/set-up")
        ann.submit("/more", "/sign-out", {})
        clock.shift(timedelta(minutes=1))

        for code in (code_at(first), codes_on(old_codes)[0]):
            assert show_code(ann, code) == 200
        assert show_code(ann, code_at(second)) == 303


def test_new_recovery_codes_end_the_old_ones(ann: Browser) -> None:
    _, shown = set_up(ann, "/second-factor/set-up")

    page = ann.submit(f"{MINE}/codes", f"{MINE}/codes", {})

    new = codes_on(page)
    assert len(new) == 10
    assert not set(new) & set(codes_on(shown))
    ann.submit("/more", "/sign-out", {})
    assert show_code(ann, codes_on(shown)[0]) == 200
    assert show_code(ann, new[0]) == 303
    assert "9 recovery codes are left." in ann.get(MINE).text


def test_an_old_session_needs_the_password_for_new_codes(ann: Browser) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        ann.sign_in("Ann")
        set_up(ann, "/second-factor/set-up")
        clock.shift(timedelta(minutes=11))

        refused = ann.submit(f"{MINE}/codes", f"{MINE}/codes", {"password": "not it at all"})
        taken = ann.submit(f"{MINE}/codes", f"{MINE}/codes", {"password": PASSWORD})

    assert "That is not your password." in refused.text
    assert codes_on(refused) == []
    assert len(codes_on(taken)) == 10


@pytest.mark.parametrize(
    ("password", "good_code", "said"),
    [
        ("not it at all", True, "That is not your password."),
        (PASSWORD, False, "That code is not right."),
        ("", True, "Enter your password."),
    ],
)
def test_codes_are_not_turned_off_without_both(
    ann: Browser, password: str, good_code: bool, said: str
) -> None:
    _, shown = set_up(ann, "/second-factor/set-up")
    code = codes_on(shown)[0] if good_code else "123456"

    answer = ann.submit(OFF, OFF, {"password": password, "code": code})

    assert said in answer.text
    assert "On since" in ann.get(MINE).text


def test_codes_are_turned_off_with_both(ann: Browser) -> None:
    _, shown = set_up(ann, "/second-factor/set-up")

    answer = ann.submit(OFF, OFF, {"password": PASSWORD, "code": codes_on(shown)[0]})

    assert answer.location == f"{MINE}?done=off"
    assert "Codes are off" in ann.get(answer.location).text
    ann.submit("/more", "/sign-out", {})
    assert ann.sign_in_by_password("Ann").location == "/"


def test_guessing_a_code_to_turn_it_off_is_slowed(ann: Browser) -> None:
    set_up(ann, "/second-factor/set-up")
    guess = {"password": PASSWORD, "code": "123456"}

    answers = [ann.submit(OFF, OFF, guess).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]


def test_staff_find_no_way_to_turn_it_off(browser: Browser, people: People) -> None:
    people.staff("Nia", people.clinic())
    browser.sign_in("Nia")
    page = browser.get(MINE)
    token = hidden_fields(browser.get("/more"))["csrf_token"]

    assert OFF not in page.text
    assert browser.get(OFF).location == MINE
    sent = {"csrf_token": token, "password": PASSWORD, "code": people.paper_code("Nia")}
    assert browser.post(OFF, sent).location == MINE
    assert "On since" in browser.get(MINE).text


def test_the_pages_know_when_codes_run_out(ann: Browser, people: People) -> None:
    set_up(ann, "/second-factor/set-up")
    people.paper_code("Ann")

    page = ann.get(MINE).text

    assert "1 recovery code is left." in page
    assert "Make new ones now" in page


def test_a_secret_is_offered_anew_each_time(ann: Browser) -> None:
    secrets = {secret_on(ann.get("/second-factor/set-up")) for _ in range(3)}

    assert len(secrets) == 3
    assert all(re.fullmatch(r"[A-Z2-7]{32}", secret) for secret in secrets)
