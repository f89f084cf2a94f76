"""One appointment, from the question on the phone to what the person reads afterwards."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.conftest import DESK, OpenTab
from tests.browser.sittings import review, write_question
from tests.browser.steps import day_words, today
from tests.browser.watch import Watch
from tests.faults.phones import kept
from tests.patience import comes_true


def test_a_question_goes_to_the_clinic_and_the_review_comes_back(
    open_tab: OpenTab, cast: Cast, watch: Watch
) -> None:
    leeds = cast.clinic()
    tom, nia = cast.person("Tom", leeds), cast.haematologist("Nia", leeds)
    phone, desk = open_tab(tom.user), open_tab(nia, DESK)

    # Half a question outlives that the page is closed, and goes nowhere without a connection.
    phone.goto("/appointment")
    phone.get_by_role("link", name="Write a question").click()
    expect(phone.locator("form[data-draft]")).to_be_visible()
    words = phone.get_by_label("Your question")
    words.press_sequentially("May I fly")
    assert comes_true(phone, lambda: len(kept(phone)["drafts"]) == 1)
    phone.reload()
    phone.get_by_role("button", name="Go on").click()
    expect(words).to_have_value("May I fly")
    words.press_sequentially(" to Spain?")
    watch.expect_no_answer()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("alert")).to_contain_text("There is no connection")
    expect(words).to_have_value("May I fly to Spain?")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("heading", name="Questions to ask")).to_be_visible()
    expect(phone.get_by_text("May I fly to Spain?")).to_be_visible()
    # What the server has is offered no more.
    phone.get_by_role("link", name="Write a question").click()
    expect(phone.locator("form[data-draft]")).to_be_visible()
    expect(phone.get_by_role("button", name="Go on")).to_have_count(0)
    phone.goto("/appointment")
    write_question(phone, "Who do I call at the weekend?")

    desk.goto(f"/clinic/patients/{tom.diary}")
    desk.get_by_role("link", name="Appointment", exact=True).click()
    desk.get_by_role("checkbox", name="May I fly to Spain?").check()
    coming = today() + timedelta(9)
    desk.get_by_label("Next appointment").fill(coming.isoformat())
    desk.get_by_label("At", exact=True).fill("09:30")
    review(desk, "All well. Fly, and take two doses along.")
    expect(desk.get_by_role("status")).to_contain_text("Tom reads: Reviewed with you on")

    phone.goto("/")
    main = phone.get_by_role("main")
    expect(main).to_contain_text("In 9 days")
    expect(main).to_contain_text("1 question noted.")
    expect(main).to_contain_text("All well. Fly, and take two doses along.")
    phone.get_by_role("link", name="See more about it").click()
    expect(phone.get_by_role("heading", name="Reviewed with you on")).to_be_visible()
    expect(main).to_contain_text("9:30am, Leeds")
    phone.locator("summary", has_text="Asked: 1").click()
    expect(main).to_contain_text(f"Asked on {day_words(today())}")

    # The clinic thinks better of it: for the person it never was.
    desk.get_by_role("button", name="Undo the review").click()
    expect(desk.get_by_text("Taken back")).to_be_visible()
    phone.goto("/")
    expect(main).to_contain_text("In 9 days")
    expect(main).not_to_contain_text("Reviewed")


def test_without_scripts_a_question_is_written_and_marked(open_tab: OpenTab, cast: Cast) -> None:
    phone = open_tab(cast.person("Tom").user, java_script_enabled=False)
    phone.goto("/appointment")
    write_question(phone, "May I fly?")
    phone.get_by_role("button", name="Asked: May I fly?").click()
    phone.get_by_role("button", name="Undo").click()
    expect(phone.get_by_role("button", name="Asked: May I fly?")).to_be_visible()
