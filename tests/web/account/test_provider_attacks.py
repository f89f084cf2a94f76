"""What a browser brings back from a provider, when it is not what it should be."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from bleedlog.storage.engine import Database
from tests.openid_server import (
    CLIENT_ID,
    Claims,
    Provider,
    new_key,
    signed_by,
    signed_by_another,
    signed_with_public_key,
    unsigned,
)
from tests.people import People
from tests.web.account.provider_steps import BACK, REFUSED, come_back, leave, sign_in
from tests.web.browser import Browser

NewBrowser = Callable[..., Browser]


def test_an_identity_that_nobody_connected_opens_nothing(
    here: NewBrowser, people: People, provider: Provider, sqlite_database: Database
) -> None:
    """Not even with the address of an account, which the provider calls verified."""
    people.person("Ann")
    provider.more = {"email": "ann@people.example", "email_verified": True}
    browser = here()

    answer = sign_in(browser, provider)

    assert answer.location == "/sign-in?done=provider-unknown"
    assert "No account is connected yet" in browser.get(answer.location).text
    assert browser.get("/diary").status_code == 303
    with sqlite_database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM provider_identity")).scalar() == 0


@pytest.mark.usefixtures("connected")
def test_what_came_back_counts_once(here: NewBrowser, provider: Provider) -> None:
    browser = here()
    address = provider.sent(leave(browser))
    assert come_back(browser, address).location == "/"
    browser.submit("/more", "/sign-out", {})

    assert come_back(browser, address).location == REFUSED
    assert browser.get("/diary").status_code == 303


@pytest.mark.usefixtures("connected")
def test_what_came_back_counts_in_the_browser_that_left(
    here: NewBrowser, provider: Provider
) -> None:
    """Somebody sends a link that would sign others in as them, or as whoever clicked it."""
    own, other, stranger = here(), here(), here()
    leave(other)
    address = provider.sent(leave(own))

    assert come_back(other, address).location == REFUSED
    assert come_back(stranger, address).location == REFUSED
    assert come_back(own, address).location == "/"


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize(
    "changed", ["state=other", "state=", "code=", "error=access_denied&state=x"]
)
def test_an_answer_to_something_else_is_refused(
    here: NewBrowser, provider: Provider, changed: str
) -> None:
    browser = here()
    address = urlsplit(provider.sent(leave(browser)))
    told = {name: values[0] for name, values in parse_qs(address.query).items()}
    told |= {name: values[0] for name, values in parse_qs(changed, True).items()}

    assert browser.get(BACK, query_string=told).location == REFUSED
    assert browser.get(f"{BACK}?{address.query}").location == REFUSED, "it was used up"


BENT: dict[str, Callable[[Claims], Claims]] = {
    "another question's": lambda told: told | {"nonce": "of another sign-in"},
    "nobody's question": lambda told: {name: told[name] for name in told if name != "nonce"},
    "for somebody else": lambda told: told | {"aud": "another-client"},
    "for several": lambda told: told | {"aud": [CLIENT_ID, "another"], "azp": "another"},
    "for nobody": lambda told: {name: told[name] for name in told if name != "aud"},
    "by another provider": lambda told: told | {"iss": "https://login.evil.example"},
    "over": lambda told: told | {"exp": told["iat"] - 3600},
    "without an end": lambda told: {name: told[name] for name in told if name != "exp"},
    "not yet": lambda told: told | {"nbf": told["iat"] + 3600},
    "about nobody": lambda told: told | {"sub": ""},
    "about a number": lambda told: told | {"sub": 1},
    "about too long a name": lambda told: told | {"sub": "x" * 256},
}


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("bend", BENT)
def test_a_token_that_does_not_fit_opens_nothing(
    here: NewBrowser, provider: Provider, bend: str
) -> None:
    provider.bend = BENT[bend]
    browser = here()

    assert sign_in(browser, provider).location == REFUSED
    assert browser.get("/diary").status_code == 303


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("sign", [unsigned, signed_with_public_key, signed_by_another])
def test_a_signature_that_anybody_could_make_opens_nothing(
    here: NewBrowser, provider: Provider, sign: Callable[[Provider, Claims], str]
) -> None:
    provider.sign = sign
    provider.describe = lambda told: (
        told | {"id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
    )
    browser = here()

    assert sign_in(browser, provider).location == REFUSED


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.e30", 7, None])
def test_rubbish_in_place_of_a_token_opens_nothing(
    here: NewBrowser, provider: Provider, token: object
) -> None:
    provider.sign = lambda _provider, _claims: token  # type: ignore[assignment, return-value]
    browser = here()

    assert sign_in(browser, provider).location == REFUSED


@pytest.mark.usefixtures("connected")
def test_keys_that_nobody_knows_do_not_make_us_ask_and_ask(
    here: NewBrowser, provider: Provider
) -> None:
    unknown = new_key("unheard-of")
    provider.sign = lambda _provider, claims: signed_by(unknown, claims)
    before = provider.asked.count("/keys")

    for _ in range(4):
        assert sign_in(here(), provider).location == REFUSED

    assert provider.asked.count("/keys") - before <= 1


@pytest.mark.parametrize(
    "describe",
    [
        lambda told: told | {"issuer": "https://login.evil.example"},
        lambda told: told | {"authorization_endpoint": "http://login.evil.example/authorize"},
        lambda told: told | {"authorization_endpoint": "javascript:alert(1)"},
        lambda _told: {},
        lambda _told: [],
    ],
)
def test_a_description_that_makes_no_sense_is_not_followed(
    here: NewBrowser, provider: Provider, describe: Callable[[Claims], Claims]
) -> None:
    provider.describe = describe
    browser = here()

    assert leave(browser) == "/sign-in?done=provider-away"


def test_nobody_is_led_to_connect_an_identity_of_somebody_elses(
    here: NewBrowser, people: People, provider: Provider
) -> None:
    """An attacker's own answer, opened by whoever is signed in, connects nothing of theirs."""
    people.person("Ann")
    people.person("Eve")
    ann, eve = here(), here()
    ann.sign_in("Ann")
    eve.sign_in("Eve")
    page = eve.submit("/more/provider", "/more/provider", {})
    address = page.text.split(f'href="{provider.url}')[1].split('"')[0].replace("&amp;", "&")
    answer = provider.sent(provider.url + address)

    refused = come_back(ann, answer)
    assert refused.location == "/more/provider?done=refused"
    assert "Nothing was connected" in ann.get(refused.location).text
    assert "Connected since" not in ann.get("/more/provider").text
    assert ann.post("/more/provider", {"csrf_token": "x"}).status_code == 400


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/sign-out"])
@pytest.mark.usefixtures("connected")
def test_it_leads_to_no_other_site(here: NewBrowser, provider: Provider, elsewhere: str) -> None:
    assert sign_in(here(), provider, next=elsewhere).location == "/"


@pytest.mark.usefixtures("connected")
def test_a_session_is_new_after_it(here: NewBrowser, provider: Provider) -> None:
    """A key that was there before is worth nothing afterwards."""
    browser = here()
    address = provider.sent(leave(browser))
    planted = browser.cookie("bleedlog")

    come_back(browser, address)

    assert planted is not None
    assert browser.cookie("bleedlog") != planted
    browser.client.set_cookie("bleedlog", planted, domain="127.0.0.1")
    assert browser.get("/diary").status_code == 303
