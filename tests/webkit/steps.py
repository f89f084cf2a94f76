"""What people do on the pages, by the words that they read there."""

from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import Remote
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.people import PASSWORD
from tests.webkit.until import until

_LINK_OR_BUTTON = "//*[self::a or self::button][normalize-space()='{}']"
_LABELLED = "//*[@aria-label='{0}' or @id=//label[normalize-space()='{0}']/@for]"


def _there(browser: Remote, path: str, words: str) -> WebElement:
    """The first of these elements that takes room, as soon as there is one."""

    def look() -> WebElement | None:
        try:
            found = browser.find_elements(By.XPATH, path.format(words))
            return next((one for one in found if one.size["width"]), None)
        except StaleElementReferenceException:
            return None

    return until(look, f"“{words}” on {browser.title}")


def _touch(browser: Remote, target: WebElement) -> None:
    # As a thumb would: the bar at the bottom covers what lies under it.
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", target)
    target.click()


def tap(browser: Remote, words: str) -> None:
    """Touch a link or a button."""
    _touch(browser, _there(browser, _LINK_OR_BUTTON, words))


def choose(browser: Remote, *answers: str) -> None:
    """Touch answers."""
    for answer in answers:
        _touch(browser, _there(browser, _LABELLED, answer))


def fill(browser: Remote, label: str, text: str) -> None:
    """Type into a field."""
    _there(browser, _LABELLED, label).send_keys(text)


def says(browser: Remote, words: str) -> bool:
    """Whether the page says that, to be read."""
    try:
        return words in browser.find_element(By.TAG_NAME, "body").text
    except (NoSuchElementException, StaleElementReferenceException):
        return False


def see(browser: Remote, words: str) -> None:
    """Wait until the page says that."""
    until(lambda: says(browser, words), f"“{words}” on {browser.title}")


def sign_in(browser: Remote, url: str, email: str) -> None:
    """Sign in as people do."""
    browser.get(f"{url}/sign-in")
    fill(browser, "Email address", email)
    fill(browser, "Password", PASSWORD)
    tap(browser, "Sign in")
    until(lambda: not browser.current_url.endswith("/sign-in"), "the page behind the sign-in")
