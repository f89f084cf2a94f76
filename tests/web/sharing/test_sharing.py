"""Who can see a diary: people are asked, changed, stopped; clinics let in and out, at once."""

import re
from uuid import UUID, uuid4

import pytest

from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.accepting import Accepted, accept_invitation
from tests.people import People, email_of
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, send, summary, words
from tests.web.sharing.conftest import SignIn

CODE = re.compile(r"http://127\.0\.0\.1:8000/join#([0-9a-z]{28})")


@pytest.fixture
def diary(people: People) -> UUID:
    diary = people.patient("Ann")
    people.access(people.user("Ann"), diary)
    return diary


@pytest.fixture
def ann(signed_in: SignIn, diary: UUID) -> Browser:
    """Ann's browser; she has a diary."""
    del diary
    return signed_in("Ann")


def accept(people: People, page: str, name: str) -> UUID:
    """Somebody new accepts what a page offers; gives the user's id."""
    found = CODE.search(page)
    assert found is not None
    user = people.user(name)
    outcome = accept_invitation(people.record, by=Viewer(user), code=found[1])
    assert isinstance(outcome, Accepted)
    return user


class TestPeople:
    """Who helps."""

    def test_a_carer_is_asked_looks_and_is_stopped_at_once(
        self, ann: Browser, signed_in: SignIn, people: People
    ) -> None:
        page = send(ann, "/sharing/invite", {"name": "Gran", "role": "carer_read"})
        assert page.status_code == 200
        assert "A link for Gran" in words(page)
        assert "<svg" in page.text
        assert "Asked, and not here yet Gran can look" in words(ann.get("/sharing"))

        user = accept(people, page.text, "Gran")
        gran = signed_in("Gran")
        assert "Ann’s diary" in words(gran.get("/"))
        assert gran.get("/log/bleed").status_code == 404
        assert "Gran can look gran@people.example" in words(ann.get("/sharing"))

        form = hidden(ann.get(f"/sharing/people/{user}"))
        done = ann.post(f"/sharing/people/{user}", form | {"role": "carer_log"})
        assert done.location == "/sharing?done=changed"
        assert gran.get("/log/bleed").status_code == 200

        done = ann.post(f"/sharing/people/{user}/stop", form)
        assert "They cannot see the diary any more" in words(ann.get(str(done.location)))
        assert gran.get("/").status_code == 303
        assert gran.get("/diary").status_code == 404
        assert "Nobody helps with your diary." in words(ann.get("/sharing"))

    def test_the_link_is_for_one(self, ann: Browser, people: People) -> None:
        page = send(ann, "/sharing/invite", {"name": "Gran", "role": "carer_read"})
        accept(people, page.text, "Gran")
        with pytest.raises(AssertionError):
            accept(people, page.text, "Eve")

    def test_a_link_is_taken_back(self, ann: Browser, people: People) -> None:
        page = send(ann, "/sharing/invite", {"name": "Gran", "role": "carer_read"})
        listed = ann.get("/sharing")
        path = re.search(r"/sharing/invitations/[0-9a-f-]+/take-back", listed.text)
        assert path is not None
        ann.post(path[0], hidden(listed))
        with pytest.raises(AssertionError):
            accept(people, page.text, "Gran")
        assert ann.post(path[0], hidden(listed)).status_code == 404

    def test_what_is_missing_is_said_and_nothing_is_lost(self, ann: Browser) -> None:
        page = send(ann, "/sharing/invite", {"name": "", "role": ""})
        assert summary(page) == {
            "name": "Enter what you call them, such as Gran.",
            "role": "Choose what they can do.",
        }
        page = send(ann, "/sharing/invite", {"name": "Gran", "role": "patient"})
        assert summary(page) == {"role": "Choose one of these answers"}
        assert 'value="Gran"' in page.text
        page = send(
            ann, "/sharing/invite", {"name": "x" * 121, "role": "carer_log", "email": "gran"}
        )
        assert summary(page) == {
            "name": "Make the name 120 characters or fewer",
            "email": "Enter an email address like name@example.org, or leave it empty.",
        }

    def test_who_helps_sees_that_and_may_stop(
        self, signed_in: SignIn, people: People, diary: UUID
    ) -> None:
        user = people.user("Cara")
        people.access(user, diary, AccessRole.CARER_LOG)
        cara = signed_in("Cara")
        page = cara.get("/sharing")
        assert "Helping with Ann’s diary" in words(page)
        assert "You can look, add and change entries." in words(page)
        for path in ("/sharing/invite", "/sharing/clinics", f"/sharing/people/{user}"):
            assert cara.get(path).status_code == 404
        assert cara.post(f"/sharing/people/{user}/stop", hidden(page)).location == "/more"
        assert cara.get("/sharing").status_code == 404

    def test_the_only_one_who_decides_stays(
        self, signed_in: SignIn, children: dict[str, UUID]
    ) -> None:
        pat = signed_in("Pat")
        listed = pat.get(f"/sharing?patient={children['Sam']}")
        path = re.search(r"/sharing/people/[0-9a-f-]+", listed.text)
        assert path is not None
        form = hidden(pat.get(f"{path[0]}?patient={children['Sam']}"))
        alone = "You are the only one who decides about this diary."
        assert alone in words(pat.post(path[0], form | {"role": "carer_read"}))
        assert alone in words(pat.post(f"{path[0]}/stop", form))
        assert pat.get(f"/?patient={children['Sam']}").status_code == 200

    def test_pages_about_a_child_name_the_child_and_stay_there(
        self, signed_in: SignIn, people: People, children: dict[str, UUID]
    ) -> None:
        pat, sam = signed_in("Pat"), children["Sam"]
        assert "Who can see Sam’s diary" in words(pat.get(f"/sharing?patient={sam}"))
        for path in ("/sharing/invite", "/sharing/clinics", "/sharing/hand-over"):
            page = pat.get(f"{path}?patient={sam}")
            assert "Sam’s diary" in words(page)
            assert hidden(page).get("patient", str(sam)) == str(sam)
        page = send(pat, f"/sharing/invite?patient={sam}", {"name": "Gran", "role": "carer_read"})
        accept(people, page.text, "Gran")
        gran = signed_in("Gran")
        assert "Sam’s diary" in words(gran.get("/"))
        assert gran.get(f"/?patient={children['Tim']}").status_code == 404


class TestClinics:
    """Which clinics may look."""

    def test_two_centres_look_until_they_may_no_more(
        self, ann: Browser, signed_in: SignIn, people: People, diary: UUID
    ) -> None:
        hub, spoke = people.clinic("Leeds"), people.clinic("York")
        people.staff("Nia", hub)
        people.staff("Joe", spoke, StaffRole.VIEWER)
        nia, joe = signed_in("Nia"), signed_in("Joe")
        path = f"/clinic/patients/{diary}"
        assert [one.get(path).status_code for one in (nia, joe)] == [404, 404]
        for clinic in (hub, spoke):
            done = send(ann, "/sharing/clinics", {"clinic": str(clinic)})
            assert done.location == "/sharing?done=shared"
        assert [one.get(path).status_code for one in (nia, joe)] == [200, 200]
        assert "There is no other clinic" in words(ann.get("/sharing/clinics"))

        page = ann.get(f"/sharing/clinics/{hub}")
        assert "What its own staff wrote down stays with the clinic" in words(page)
        assert ann.post(f"/sharing/clinics/{hub}/stop", hidden(page)).status_code == 303

        assert [one.get(path).status_code for one in (nia, joe)] == [404, 200]
        assert nia.get(f"{path}/charts.json").status_code == 404
        said = words(ann.get("/sharing"))
        assert "York can look since" in said
        assert "Leeds" not in said
        assert ann.get(f"/sharing/clinics/{hub}").status_code == 404
        assert ann.post(f"/sharing/clinics/{hub}/stop", hidden(page)).status_code == 404

    def test_a_clinic_has_to_be_chosen(self, ann: Browser, people: People) -> None:
        people.clinic("Leeds")
        for chosen in ("", str(uuid4()), "x"):
            page = send(ann, "/sharing/clinics", {"clinic": chosen})
            assert list(summary(page)) == ["clinic"]


class TestChildren:
    """A child's diary."""

    def test_a_diary_is_begun_for_a_child(
        self, ann: Browser, signed_in: SignIn, people: People
    ) -> None:
        leeds = people.clinic("Leeds")
        people.staff("Nia", leeds)
        answers = {
            "name": "Sam",
            "born": "2018-05-03",
            "centre": str(leeds),
            "centre_may_look": "y",
            "zone": "Europe/London",
        }
        form = hidden(ann.get("/sharing/child"))
        done = ann.post("/sharing/child", form | answers)
        assert done.status_code == 303
        again = ann.post("/sharing/child", form | answers)
        assert again.location == done.location
        page = ann.get(str(done.location))
        assert "Sam’s diary" in words(page)
        assert 'href="/log/bleed?patient=' in page.text
        assert "Sam" in words(signed_in("Nia").get("/clinic"))
        assert words(ann.get("/more")).count("Who can see Sam’s diary") == 1

    def test_what_is_missing_is_said(self, ann: Browser) -> None:
        page = send(ann, "/sharing/child", {"name": " ", "born": ""})
        assert summary(page) == {
            "name": "Enter their name.",
            "born": "Enter their date of birth.",
        }
        answers = {"name": "Sam", "centre": "", "zone": "Europe/London"}
        page = send(ann, "/sharing/child", answers | {"born": "2999-01-01"})
        assert list(summary(page)) == ["born"]
        page = send(ann, "/sharing/child", answers | {"born": "2018-13-45"})
        assert list(summary(page)) == ["born"]
        page = send(ann, "/sharing/child", answers | {"born": "2018-05-03", "zone": "Mars/One"})
        assert list(summary(page)) == ["zone"]

    def test_a_diary_is_handed_over_at_16(
        self, signed_in: SignIn, people: People, children: dict[str, UUID]
    ) -> None:
        pat, sam = signed_in("Pat"), children["Sam"]
        path = f"/sharing/hand-over?patient={sam}"
        page = send(pat, path, {"born": ""})
        assert summary(page) == {"born": "Enter the date of birth."}
        page = send(pat, path, {"born": "2020-01-01"})
        assert summary(page) == {"born": "That is possible from 1 January 2036 on."}
        page = send(pat, path, {"born": "2008-01-01"})
        found = CODE.search(page.text)
        assert found is not None
        user = people.user("Sam")
        accept_invitation(
            people.record,
            by=Viewer(user),
            code=found[1],
            carers_may=AccessRole.CARER_READ,
        )
        assert "Pat can look" in words(signed_in("Sam").get("/sharing"))
        assert "Helping with Sam’s diary" in words(pat.get(f"/sharing?patient={sam}"))
        assert pat.get(f"/log/bleed?patient={sam}").status_code == 404
        assert pat.get(path).status_code == 404

    def test_before_the_day_the_page_says_from_when(self, ann: Browser) -> None:
        form = hidden(ann.get("/sharing/child"))
        answers = {"name": "Sam", "born": "2018-05-03", "centre": "", "zone": "Europe/London"}
        begun = ann.post("/sharing/child", form | answers)
        sam = str(begun.location).split("patient=")[1]
        page = ann.get(f"/sharing/hand-over?patient={sam}")
        assert "Sam can take the diary over from 3 May 2034 on." in words(page)
        assert "Make the link" not in page.text

    def test_an_own_diary_is_handed_to_nobody(self, ann: Browser) -> None:
        assert ann.get("/sharing/hand-over").status_code == 404


def test_staff_without_a_diary_find_nothing_to_share(signed_in: SignIn, people: People) -> None:
    people.staff("Nia", people.clinic())
    nia = signed_in("Nia")
    assert nia.get("/sharing").status_code == 404
    assert "Begin a diary for a child" not in words(nia.get("/more"))


def test_an_address_is_kept_to_oneself_unless_mail_is_sent(ann: Browser) -> None:
    assert "Their email address" not in words(ann.get("/sharing/invite"))
    page = send(
        ann,
        "/sharing/invite",
        {"name": "Gran", "role": "carer_read", "email": email_of("Gran")},
    )
    assert "On its way by email" not in words(page)
