"""What the layouts and macros write, before any browser reads it."""

import re

import pytest
from flask.testing import FlaskClient

from bleedlog.web.diary.places import BLEED_PLACES
from tests.web.look.gallery import ERRORS, NAMES, STANDING, create_gallery


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_gallery().test_client()


def page(client: FlaskClient, name: str) -> str:
    """The HTML of a page of the gallery."""
    response = client.get(f"/{name}")
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("name", NAMES)
def test_a_strict_policy_finds_nothing_to_refuse(client: FlaskClient, name: str) -> None:
    html = page(client, name)
    # What the policy allows by its hash.
    for script in STANDING.values():
        html = html.replace(f'<script type="module">{script}</script>', "")
    other_script = r"<script(?![^>]*\s(?:src|data-then)=)"
    assert re.findall(rf"<style|\sstyle=|\son[a-z]+=|{other_script}|javascript:", html) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_what_it_is_and_is_not(client: FlaskClient, name: str) -> None:
    html = page(client, name)
    assert "Independent open-source software. Not an NHS service." in html
    assert re.search(r"<title>(Error: )?\S.* - bleedlog</title>", html)
    shown = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    assert len(re.findall(r"<h1[ >]", shown)) == 1
    assert re.search(r'<a class="skip-link" href="#main">', html)


@pytest.mark.parametrize("name", NAMES)
def test_no_id_is_given_twice(client: FlaskClient, name: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page(client, name))
    assert sorted(ids) == sorted(set(ids))


def test_the_demo_says_that_its_people_are_invented(client: FlaskClient) -> None:
    words = "Demo: these people are invented"
    assert words in page(client, "clinic")
    assert words not in page(client, "patient")


def test_a_faulty_form_keeps_what_was_typed_and_links_each_fault(client: FlaskClient) -> None:
    html = page(client, "log-wrong")
    assert "<title>Error: Log a bleed - bleedlog</title>" in html
    summary = html[html.index('class="error-summary"') : html.index("</ul>")]
    faults = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)
    assert [fault for _, fault in faults] == [
        "Choose where the bleed is, or “I can’t say”",
        "Say what caused it, or “I can’t say”",
        "Pain is a number from 0 to 10",
    ]
    assert all(f'id="{target}"' in html for target, _ in faults)
    pain = re.search(r'<input[^>]*id="pain"[^>]*>', html)
    assert pain is not None
    assert 'value="11"' in pain[0]
    assert 'aria-invalid="true"' in pain[0]
    assert 'aria-describedby="pain-error"' in pain[0]
    assert re.search(r'id="pain-error">.*Pain is a number from 0 to 10', html)


def test_a_form_without_faults_has_no_summary(client: FlaskClient) -> None:
    html = page(client, "log")
    assert "There is a problem" not in html
    assert "<title>Log a bleed - bleedlog</title>" in html


def test_each_place_is_one_radio_that_goes_by_one_name(client: FlaskClient) -> None:
    html = page(client, "log")
    radios = re.findall(r'<input type="radio"[^>]*name="place"[^>]*aria-label="([^"]+)"', html)
    # Every place that the record knows, and "I can't say".
    assert len(radios) == len(set(radios)) == len(BLEED_PLACES) + 1
    assert {"Left knee", "Right knee", "Left ankle", "Nosebleed", "Bleeding gums"} <= set(radios)


def test_a_day_says_in_words_what_its_square_shows(client: FlaskClient) -> None:
    html = page(client, "diary")
    for words in ("4 November: bleed", "5 November: no bleeds", "9 November: not noted"):
        assert f'<span class="visually-hidden">{words}</span>' in html
    assert html.count('<small aria-hidden="true">bleed</small>') == 3


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_says_what_was_kept_and_what_to_do(client: FlaskClient, code: int) -> None:
    html = page(client, f"errors-{code}")
    for heading in ("What was kept", "What to do now"):
        assert re.search(rf"<h2>{heading}</h2>\s*<p>\w.{{20,}}</p>", html)
    sentences = re.split(r"[.!?]\s+", " ".join(re.findall(r"<p>([^<]+)</p>", html)))
    assert max(len(sentence.split()) for sentence in sentences) <= 20
