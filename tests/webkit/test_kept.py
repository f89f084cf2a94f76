"""What a phone with WebKit has is there again after its browser was killed."""

from selenium.webdriver import Remote

from tests.people import People, email_of
from tests.webkit.phone import Phone
from tests.webkit.secure_site import SecureSite
from tests.webkit.steps import choose, see, sign_in, tap

# Both end with one call of `arguments[0]`.
PUT = """const [done] = arguments, asked = indexedDB.open("of-a-test")
asked.onupgradeneeded = () => asked.result.createObjectStore("things")
asked.onsuccess = () => {
  const put = asked.result.transaction("things", "readwrite", {durability: "strict"})
  put.objectStore("things").put("a thing", 1)
  put.oncomplete = () => done(put.durability)
}"""
GET = """const [done] = arguments, asked = indexedDB.open("of-a-test")
asked.onsuccess = () => {
  const got = asked.result.transaction("things").objectStore("things").get(1)
  got.onsuccess = () => done(got.result)
}"""


def test_a_bleed_is_logged_and_the_phone_keeps_what_it_has(
    site: SecureSite, phone: Phone, people: People
) -> None:
    people.person("Ines")
    tab = phone.open()
    sign_in(tab, site.url, email_of("Ines"))
    tap(tab, "Log a bleed")
    choose(tab, "Left knee", "It came on its own")
    tap(tab, "Save")
    see(tab, "It is in your diary.")
    assert tab.execute_async_script(PUT) == "strict"

    phone.kill()
    tab = phone.open()
    tab.get(f"{site.url}/diary")

    see(tab, "Left knee bleed")
    assert tab.execute_async_script(GET) == "a thing"
    assert session_of(tab)["secure"]


def session_of(tab: Remote) -> dict[str, object]:
    found = tab.get_cookie("__Host-bleedlog")
    assert found is not None
    return found
