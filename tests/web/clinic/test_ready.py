"""The checklist in words: what is there, what is missing, how complete the diary is."""

from uuid import UUID

from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import rates, words

HEADER = "kind,start,end,value,unit"


def said(browser: Browser, patient: UUID) -> str:
    page = browser.get(f"/clinic/patients/{patient}/ready")
    return words(page.text.partition("<main")[2])


def test_what_is_missing_is_said_first(nia: Browser, bring: Bring) -> None:
    """It is 22 November 2026: the 26 weeks began on 24 May."""
    tom = bring(
        "no_bleeds,2026-06-01,2026-10-31,,",
        "no_bleeds,2026-11-03,2026-11-22,,",
        "alt,2026-10-06,,22,U/L",
        "inhibitor,2025-10-06,,0,BU/mL",
        header=HEADER,
    )
    page = said(nia, tom)
    assert "Missing: 11 days of the diary, AAV5 antibody titre, Liver: AST, Joint score" in page
    assert "171 of 182 days noted (94%). That many days bear a comparison." in page
    assert "Begun on 1 June 2026: 26 weeks are full on 30 November 2026." in page
    assert "Inhibitor Over a year old 0 BU/mL, 6 October 2025" in page
    assert "Liver: ALT There 22 U/L, 6 October 2026" in page
    assert "24 May to 30 May 0 of 7" in page
    assert "31 May to 6 Jun 6 of 7" in page
    assert "31 October to 2 November (3 days)" in page


def test_a_diary_without_entries_says_so(nia: Browser, bring: Bring) -> None:
    page = said(nia, bring())
    assert "Diary of 26 weeks Nothing noted 0 of 182 days noted (0%)." in page
    assert "too little for a comparison" in page
    assert "182 days of the diary" in page


def test_after_the_infusion_and_before_a_planned_one(nia: Browser, bring: Bring) -> None:
    treated = bring("gene_therapy,2026-03-02,,,", name="Ada", header=HEADER)
    assert "The 26 weeks before the infusion on 2 March 2026" in said(nia, treated)
    everything = (
        "no_bleeds,2026-01-01,2026-11-23,,", "alt,2026-11-01,,20,U/L", "ast,2026-11-01,,20,U/L",
        "inhibitor,2026-11-01,,0,BU/mL", "antibody,2026-11-01,,5,1:n", "joint_score,2026-11-01,,3,",
    )  # fmt: skip
    page = said(nia, bring(*everything, name="Bo", header=HEADER))
    assert "Nothing on this list is missing" in page
    assert "Diary of 26 weeks Complete" in page
    assert "Days not noted" not in page


def test_days_known_only_from_bleeds_bear_no_comparison(nia: Browser, bring: Bring) -> None:
    """100 quiet days and 10 bleeds on other days are a tenth at most; with 12 it is sparse."""
    quiet = "no_bleeds,2026-08-01,2026-11-09,,,"
    bleeds = [f"bleed,2026-0{month}-{day:02},,,," for month in (6, 7) for day in range(1, 30, 5)]
    some = said(nia, bring(quiet, *bleeds[:10], name="Ada", header=f"{HEADER},site"))
    assert "110 of 182 days noted (60%). That many days bear a comparison." in some
    tom = bring(quiet, *bleeds, name="Bo", header=f"{HEADER},site")
    assert "112 of 182 days noted (62%). That is too little for a comparison: over a tenth" in said(
        nia, tom
    )
    assert "sparse" in words(nia.get(f"/clinic/patients/{tom}").text)


def test_a_long_diary_that_ended_before_the_weeks_still_bears_a_comparison(
    nia: Browser, bring: Bring
) -> None:
    """Its page compares the whole lead-in; the checklist said that there was too little."""
    tom = bring(
        "no_bleeds,2024-03-02,2025-09-01,,",
        "gene_therapy,2026-03-02,,,",
        "no_bleeds,2026-03-02,2026-11-22,,",
        header=HEADER,
    )
    page = said(nia, tom)
    assert (
        "0 of 182 days noted (0%). These weeks alone are too little for a comparison. With" in page
    )
    lead_in = " ".join(rates(nia.get(f"/clinic/patients/{tom}"))["Lead-in"])
    assert "sparse" not in lead_in
    assert "548 of 730 days" in lead_in


def test_a_thin_diary_before_the_weeks_is_said(nia: Browser, bring: Bring) -> None:
    """The figures of the whole lead-in are sparse there, and those of its last 6 months are not."""
    tom = bring(
        "no_bleeds,2023-01-01,2023-01-08,,",
        "no_bleeds,2025-09-01,2026-03-02,,",
        "gene_therapy,2026-03-02,,,",
        "no_bleeds,2026-03-02,2026-11-22,,",
        header=HEADER,
    )
    page = said(nia, tom)
    assert "182 of 182 days noted (100%). That many days bear a comparison with the lead-in" in page
    whole = rates(nia.get(f"/clinic/patients/{tom}"))
    assert "sparse" in " ".join(whole["Lead-in"])
    last = rates(nia.get(f"/clinic/patients/{tom}?lead_in=6"))
    assert "sparse" not in " ".join(last["Lead-in"])
