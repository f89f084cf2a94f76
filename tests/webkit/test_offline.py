"""What is saved while the server is down reaches it once, whatever becomes of the browser."""

from selenium.webdriver import Remote

from bleedlog.models.viewer import Viewer
from bleedlog.storage.entries import list_entries
from tests.browser.steps import now
from tests.people import People, email_of
from tests.webkit.phone import Phone
from tests.webkit.secure_site import SecureSite
from tests.webkit.steps import choose, see, sign_in, tap
from tests.webkit.until import until

# Ends with one call of `arguments[0]`: the paths of the pages that this phone keeps. The pages make
# their database themselves, so that it is not opened here before it is there.
KEPT_PAGES = """const [done] = arguments
indexedDB.databases().then((all) => {
  if (!all.some(({ name }) => name === "bleedlog")) return done([])
  const asked = indexedDB.open("bleedlog")
  asked.onsuccess = () => {
    const got = asked.result.transaction("pages").objectStore("pages").getAllKeys()
    got.onsuccess = () => {
      asked.result.close()
      done(got.result.map(([user, patient, path]) => path))
    }
  }
})"""
WORKER_READY = "navigator.serviceWorker.ready.then(arguments[0])"


def test_a_bleed_saved_while_the_server_is_down_outlives_the_browser_and_is_sent_once(
    site: SecureSite, phone: Phone, people: People
) -> None:
    ines, diary = people.user("Ines"), people.patient("Ines")
    people.access(ines, diary)
    tab = phone.open()
    sign_in(tab, site.url, email_of("Ines"))
    wait_until_kept(tab)

    site.stop()
    tap(tab, "Log a bleed")
    see(tab, "bleedlog does not answer.")
    choose(tab, "Left knee", "It came on its own")
    before = now()
    tap(tab, "Save")
    see(tab, "Saved on this phone")
    after = now()

    phone.kill()
    tab = phone.open()
    tab.get(site.url)
    tap(tab, "1 waiting to send")
    see(tab, "Left knee")
    see(tab, "It came on its own")

    site.start()
    tap(tab, "Send now")
    see(tab, "Everything is saved. Nothing waits on this phone.")
    tap(tab, "Diary")
    see(tab, "Left knee bleed")
    with site.record.reading() as connection:
        [bleed] = list_entries(connection, Viewer(ines), diary)
    assert (bleed.site, bleed.side, bleed.cause) == ("knee", "left", "spontaneous")
    # When it was tapped, not when it was sent.
    assert bleed.start in {f"{moment:%Y-%m-%dT%H:%M}" for moment in (before, after)}
    assert not bleed.check_time


def wait_until_kept(tab: Remote) -> None:
    """Until the phone can do without the server."""
    tab.execute_async_script(WORKER_READY)
    until(lambda: "/log/bleed" in tab.execute_async_script(KEPT_PAGES), "the form on the phone")
