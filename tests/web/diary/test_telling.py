"""What a person reads of their own figures: each case has its own sentence, none promises."""

from datetime import date

import pytest

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.kinds import INPUTS
from bleedlog.models.vocabulary import Kind
from bleedlog.services.columns import diaries_of, reading_of
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import PersonFigures
from bleedlog.statistics.rule import Rule
from bleedlog.web.diary.telling import Telling, tell

TREATED = "2024-07-01"


def entry(kind: Kind, start: str, **said: object) -> EntryInput:
    return INPUTS[kind].model_validate({"start": start, **said})


def told(first: str, end: str) -> EntryInput:
    return entry(Kind.OBSERVED, first, end=end)


def bleeds(*days: str) -> list[EntryInput]:
    return [entry(Kind.BLEED, day, site="knee", side="left") for day in days]


def figures(*entries: EntryInput, treated: bool = True) -> PersonFigures:
    said = [*entries, *([entry(Kind.GENE_THERAPY, TREATED)] if treated else [])]
    readings = [reading_of("P", one, order) for order, one in enumerate(said)]
    return person_figures(diaries_of(readings, ["P"]), Rule())


def telling(*entries: EntryInput, treated: bool = True, recalled: bool = False) -> Telling:
    return tell(figures(*entries, treated=treated), recalled_lead_in=recalled)


# One observed year before, and 365 days from month 7 on (1 January 2025).
BEFORE = told("2023-07-01", "2024-07-01")
AFTER = told("2024-07-01", "2026-01-01")
MONTHLY = [f"2023-{month:02}-15" for month in range(7, 13)] + [
    f"2024-{month:02}-15" for month in range(1, 7)
]


def test_fewer_is_said_when_the_interval_leaves_out_1() -> None:
    # 12 bleeds in 366 days: 11.98 a year, exact 6.19 to 20.92. 1 in 365: 1.0, 0.03 to 5.58.
    said = telling(BEFORE, AFTER, *bleeds(*MONTHLY, "2024-09-01", "2025-05-01"))
    assert said.heading == "Fewer bleeds since your treatment"
    assert said.sentences == (
        "Before: about 12 bleeds a year (6 to 21).",
        "Since month 7: about 1 bleed a year (0 to 6).",
        "Your first 6 months are counted apart: 1 bleed.",
    )


def test_five_to_one_is_too_early_to_tell() -> None:
    # The rules' own example: 5 in 1 year, 1 in 1 year, ratio 0.2 (0.004 to 1.8).
    said = telling(BEFORE, AFTER, *bleeds(*MONTHLY[:5], "2025-05-01"))
    assert said.heading == "Too early to tell"
    assert said.sentences[-1] == "The two are too close to tell them apart yet."


def test_more_sends_to_the_team() -> None:
    after = [day.replace("2023", "2025") for day in MONTHLY[:6]]
    after += [f"2025-{month:02}-15" for month in range(1, 7)]
    said = telling(BEFORE, AFTER, *bleeds("2023-09-01", *after))
    assert said.heading == "More bleeds since your treatment"
    assert said.sentences[-1] == "Tell your team."


def test_no_bleeds_since_fits_with_up_to() -> None:
    # 0 in 365 days: the exact upper limit is 3.69.
    said = telling(BEFORE, AFTER, *bleeds(*MONTHLY))
    assert (
        "Since month 7: No bleeds noted in 365 days. That fits with up to about 4 a year."
        in said.sentences
    )


def test_no_bleeds_before_is_said() -> None:
    said = telling(BEFORE, AFTER, *bleeds("2025-05-01"))
    assert said.heading == "Too early to tell"
    assert (
        "No bleeds were noted before, so it cannot be said how much has changed." in said.sentences
    )


def test_no_bleeds_at_all() -> None:
    said = telling(BEFORE, AFTER)
    assert said.heading == "No bleeds noted before or since"
    assert said.sentences[-1] == "So no change can be seen."


def test_a_short_time_gives_counts_and_days_only() -> None:
    said = telling(told("2024-05-02", "2024-07-01"), AFTER, *bleeds("2024-05-10"))
    # No waiting makes the time before longer.
    assert said.heading == "Before and after cannot be compared"
    assert said.sentences[0] == (
        "Before: 1 bleed in 60 days noted. That is too few days to work out a year."
    )
    assert "So before and after cannot be compared." in said.sentences


def test_the_time_since_may_still_grow() -> None:
    said = telling(BEFORE, told("2024-07-01", "2025-02-01"), *bleeds(*MONTHLY))
    assert said.heading == "Too early to tell"
    assert "So before and after cannot be compared yet." in said.sentences


def test_a_sparse_time_gives_counts_and_days_only() -> None:
    sparse = told("2023-07-01", "2023-10-15")
    said = telling(sparse, AFTER, *bleeds("2023-07-10"))
    assert said.sentences[0] == (
        "Before: 1 bleed in 106 days noted. Too many days are not noted to work out a year."
    )


def test_nothing_before() -> None:
    said = telling(AFTER, *bleeds("2025-05-01"))
    assert said.heading == "Your bleeds since treatment"
    assert said.sentences[0] == (
        "Nothing is noted from before your treatment, so there is no before and after."
    )


def test_nothing_is_said_of_first_months_of_which_nothing_is_noted() -> None:
    # The treatment may be years ago: these are not its first months.
    said = telling(BEFORE, *bleeds(*MONTHLY))
    assert said.heading == "Your bleeds before treatment"
    assert said.sentences == (
        "Before: about 12 bleeds a year (6 to 21).",
        "Nothing is noted since your treatment, so there is no before and after yet.",
    )


def test_the_first_months() -> None:
    said = telling(BEFORE, told("2024-07-01", "2024-09-01"), *bleeds(*MONTHLY))
    assert said.heading == "Your first months after treatment"
    assert said.sentences[-1] == "Before and after can be compared from month 7 on."


def test_a_lead_in_from_memory_is_said() -> None:
    said = telling(BEFORE, AFTER, *bleeds(*MONTHLY), recalled=True)
    assert "That time was noted afterwards, so some bleeds may be missing." in said.sentences


def test_back_on_prophylaxis_claims_nothing() -> None:
    back = entry(Kind.BACK_ON_PROPHYLAXIS, "2025-06-01")
    said = telling(BEFORE, AFTER, *bleeds(*MONTHLY), back)
    assert said.heading == "Back on regular factor IX since 1 June 2025"
    assert (
        said.sentences[-1]
        == "Since then your figures show regular factor IX and the treatment together."
    )
    assert not any("Fewer" in sentence for sentence in said.sentences)


def test_without_treatment_there_is_no_before_and_after() -> None:
    said = telling(BEFORE, *bleeds(*MONTHLY), treated=False)
    assert said.heading == "Your bleeds so far"
    assert said.sentences == (
        "Year 1: about 12 bleeds a year (6 to 21).",
        "No treatment date is noted, so there is no before and after.",
    )


def test_a_number_across_the_treatment_is_no_number_of_either_side() -> None:
    """It counts whole before, and the first 6 months would look quiet."""
    number = entry(Kind.BLEED_COUNT, "2024-04-01", end="2024-11-01", value=9)
    said = telling(told("2023-07-01", "2024-04-01"), number, told("2024-11-01", "2026-01-01"))
    assert said.heading == "Before and after cannot be compared"
    assert said.sentences == (
        "Before: not known. A number of bleeds is noted for days of that time and others.",
        "Since month 7: No bleeds noted in 365 days. That fits with up to about 4 a year.",
        "Your first 6 months are counted apart: not known.",
        "So before and after cannot be compared.",
    )


def test_an_empty_diary_says_how_to_begin() -> None:
    said = telling(treated=False)
    assert said.heading == "Nothing is noted yet"


@pytest.mark.parametrize("word", ["cured", "ratio", "streak", "well done", "congratulations"])
def test_nothing_is_promised(word: str) -> None:
    cases = [
        telling(BEFORE, AFTER, *bleeds(*MONTHLY)),
        telling(BEFORE, AFTER),
        telling(AFTER),
        telling(treated=False),
    ]
    for case in cases:
        assert word not in " ".join((case.heading, *case.sentences)).lower()


def test_sentences_are_short() -> None:
    said = telling(BEFORE, AFTER, *bleeds(*MONTHLY), recalled=True)
    for text in said.sentences:
        for sentence in text.split(". "):
            assert len(sentence.split()) <= 20, sentence


def test_dates_are_the_figures_own() -> None:
    assert figures(BEFORE, AFTER).treated_on == date(2024, 7, 1)


def test_of_somebody_else_it_says_the_name() -> None:
    of_sam = tell(
        figures(BEFORE, AFTER, *bleeds(*MONTHLY, "2024-09-01", "2025-05-01")),
        recalled_lead_in=False,
        whose="Sam’s",
    )
    assert of_sam.heading == "Fewer bleeds since Sam’s treatment"
    assert of_sam.sentences[-1] == "Sam’s first 6 months are counted apart: 1 bleed."

    before = tell(figures(BEFORE, treated=False), recalled_lead_in=False, whose="Sam’s")
    assert before.heading == "Sam’s bleeds so far"


def test_the_team_is_the_reader_s_whoever_it_is_about() -> None:
    few = [BEFORE, AFTER, *bleeds("2023-08-01")]
    many = bleeds(*(f"2025-{month:02}-15" for month in range(1, 13)))
    said = tell(figures(*few, *many), recalled_lead_in=False, whose="Sam’s")
    assert said.heading == "More bleeds since Sam’s treatment"
    assert "Tell your team." in said.sentences


def test_a_name_is_words_whatever_it_is_made_of() -> None:
    said = tell(figures(BEFORE, treated=False), recalled_lead_in=False, whose=r"\1 O\g’s")
    assert r"\1 O\g’s" in " ".join((said.heading, *said.sentences))
