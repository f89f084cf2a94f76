"""`bleedlog rates`: tables for people, with what they have to know of each figure."""

import json

import pytest

from bleedlog.cli.rates_table import window_words
from tests.cli.rates_command import DIARY, SECOND, run, table
from tests.rates_of_text import rates_of_text


def test_people_get_tables_with_counts_intervals_known_days_and_the_rule() -> None:
    found = table(DIARY)
    assert "P1: treated 2024-03-01" in found
    assert "366 of 366" in found
    # 3 in 366 days: 2.99 a year; Garwood for 3 is 0.6187 to 8.7673.
    assert "All bleeds 3 2.99" in found
    assert "0.62 to 8.75" in found
    assert "unknown cause 1" in found
    assert "Target joint: left knee since 2023-06-02" in found
    assert "Counting rule 1." in found
    assert "72 hours" in found
    assert "clusters make the truth less sure" in found
    assert "All together" not in found


def test_what_cannot_be_compared_is_said() -> None:
    sparse = table(DIARY.replace("2023-03-01,2025-09-01", "2024-06-01,2025-09-01"))
    assert "not comparable" in sparse
    assert "too short, under 90 known days" in sparse
    assert "too little is known of days without a bleed" in sparse


def test_a_mid_p_interval_is_called_one_and_told_from_its_p() -> None:
    usual, middle = (" ".join(run("-", *option).stdout.split()) for option in ((), ("--mid-p",)))
    assert "mid-P" not in usual
    assert "Ratio Mid-P interval p" in middle
    assert "A person's ratios have mid-P intervals, and the p of the exact ones." in middle
    # 1 in 365 days after 3 in 366. With 4 trials at p = 0.7577, odds of 3.1359 * 365 / 366,
    # P(X = 0) and half of P(X = 1) are 2.5%.
    assert "All bleeds 0.33 0.01 to 4.16 0.63" in usual
    assert "All bleeds 0.33 0.01 to 3.14 0.63" in middle


REMEMBERED = """patient,kind,start,end,source
P1,observed,2023-03-01,2024-01-23,prospective
P1,observed,2024-01-23,2025-09-01,recalled
P1,bleed,2023-04-01,,prospective
P1,bleed,2024-02-01,,recalled
P1,gene_therapy,2024-03-01,,recalled
"""


def test_a_lead_in_noted_afterwards_says_so_in_the_table_and_nowhere_else() -> None:
    # From 23 January 38 of 366 days: more than a tenth.
    lead_in, _, after = table(REMEMBERED).partition("First 6 months")
    assert "Before treatment" in lead_in
    assert "noted afterwards" in lead_in
    assert "noted afterwards" not in after
    assert "noted afterwards" not in table(REMEMBERED.replace("2024-01-23", "2024-01-25"))
    said = rates_of_text(REMEMBERED)
    assert said == rates_of_text(REMEMBERED.replace("recalled", "prospective"))


def test_a_blank_source_is_imported_where_others_are_said_and_unknown_where_none_is() -> None:
    blank = table(REMEMBERED.replace("recalled", ""))
    assert "noted afterwards" in blank
    silent = table(REMEMBERED.replace("recalled", "").replace("prospective", ""))
    assert "noted afterwards" not in silent
    unsaid = "No row says in its source whether it was noted at the time or afterwards."
    assert unsaid in silent
    assert unsaid not in blank
    assert unsaid not in table("kind,start,end\nobserved,2024-01-01,2025-01-01\n")


def test_sources_can_be_left_out_but_not_the_day_of_the_treatment() -> None:
    options = ("--without-source", "recalled", "--without-source", "imported")
    result = run("-", *options, "--json", given=REMEMBERED)
    found = json.loads(result.stdout)
    assert found["rule"]["without_sources"] == ["imported", "recalled"]
    (patient,) = found["patients"]
    assert patient["treated_on"] == "2024-03-01"
    (lead_in,) = patient["windows"]
    assert (lead_in["end"], lead_in["observed_days"]) == ("2024-01-23", 328)
    assert lead_in["rates"]["all"]["episodes"] == 1
    shown = " ".join(run("-", *options, given=REMEMBERED).stdout.split())
    assert "Left out by source: imported, recalled." in shown
    assert "noted afterwards" not in shown
    assert "without_sources" not in rates_of_text(REMEMBERED)["rule"]
    assert run("-", "--without-source", "memory").exit_code == 2


def test_a_cohort_says_how_many_lead_ins_were_noted_afterwards() -> None:
    found = table(REMEMBERED + REMEMBERED.partition("\n")[2].replace("P1", "P2"))
    cohort = found.partition("All together")[2]
    assert cohort.count("2 noted afterwards") == 1


DOSES = """kind,start,end,dose_iu
observed,2023-03-01,2025-10-01,
gene_therapy,2024-03-01,,
infusion,2023-03-01,,2000
infusion,2023-03-08,,2500
infusion,2024-02-29,,
infusion,2024-05-01,,2000
"""


def test_factor_stands_by_the_week_with_doses_of_unknown_size_apart() -> None:
    found = table(DOSES)
    # 3 doses in 366 days, 4,500 IU and one unknown; 1 in the 184 days that follow.
    assert "Factor IX a week Doses IU Unknown size" in found
    assert "Before treatment 0.06 86 1" in found
    assert "First 6 months 0.04 76 0" in found
    # 579 days at the old rate would have been 4.7 doses, of which one was given.
    assert "About 4 doses were not needed since treatment, at the rate before it." in found
    assert "Factor IX" not in table(DIARY)


def test_doses_are_not_called_spared_once_somebody_is_back_on_them() -> None:
    back = table(DOSES + "back_on_prophylaxis,2025-01-01,,\n")
    assert "Factor IX a week" in back
    assert "not needed" not in back


def test_several_people_get_the_cohort_too() -> None:
    found = table(DIARY + SECOND)
    assert "P2: no gene therapy" in found
    assert "All together: 2 people" in found
    assert "fewer than 10" in found


def test_a_median_stands_with_its_quartiles_and_intervals_with_their_confidence() -> None:
    shown = " ".join(run("-", "--confidence", "0.9").stdout.split())
    assert "Intervals are 90%." in shown
    # One person's rate before: 3 in 366 days is median and both quartiles.
    assert "median, quartiles 2.99 2.99 to 2.99" in table(DIARY + SECOND)


def test_a_cohort_shows_its_bleed_free_share_and_its_unknown_causes() -> None:
    found = table(DIARY + DIARY.partition("\n")[2].replace("P1", "P2"))
    cohort = found.partition("All together")[2]
    # Clopper-Pearson: none of two is 0 to 84.2%, both are 15.8 to 100%.
    assert "All bleeds 6 2.99 1.10 to 6.52 2 people 0 bleed-free 0% 0% to 84%" in cohort
    assert "0.00 to 1.85 unknown cause 2 2 bleed-free 100% 16% to 100%" in cohort


def test_a_long_lead_in_has_its_last_year_beside_it_and_unknown_rates_say_so() -> None:
    found = table(
        "kind,start,end,value\nobserved,2020-03-01,2025-09-01,\ngene_therapy,2024-03-01,,\n"
        "bleed_count,2021-01-01,2022-01-01,7\nbleed,2023-06-01,,\nbleed,2023-06-01,,\n"
    )
    assert "Last 12 months before" in found
    # Seven by the count and two noted, and of the seven nobody knows which joint.
    assert "Before treatment All bleeds 9 2.25" in found
    assert "Joint not known" in found


def test_a_silent_stretch_shows_what_silence_would_mean() -> None:
    # 101 of 366 days: 1 bleed is 3.62 a year of them, 1.00 a year if the others were quiet.
    found = table(
        "kind,start,end\nobserved,2024-01-01,2024-04-10\nbleed,2024-02-01,\n"
        "observed,2024-12-31,2025-01-01\n"
    )
    assert "If silence meant no bleeds: 1.00 instead of 3.62 a year." in found


def test_ten_people_or_more_get_a_model() -> None:
    lines = ["patient,kind,start,end"]
    for number in range(12):
        before = [f"2023-{month:02}-10" for month in range(4, 6 + number % 4)]
        after = ["2024-10-10"] * (number % 2)
        lines += [
            f"P{number},observed,2023-03-01,2025-09-01",
            f"P{number},gene_therapy,2024-03-01,",
            *(f"P{number},bleed,{day}," for day in [*before, *after]),
        ]
    found = table("\n".join(lines))
    assert "All together: 12 people with known days" in found
    assert "12.0 years" in found
    # 2, 3, 4, 5 thrice each before, in 366 days; 6 after, in 365.
    assert "All bleeds 42 3.49" in found
    model = found.split("Model: Months 7 to 18 / Before treatment")[1]
    assert "All bleeds 0.14" in model
    assert " 12 " in model


def test_a_return_to_prophylaxis_stands_beside_its_windows() -> None:
    back = DIARY + "P1,back_on_prophylaxis,2025-01-01,,,,\n"
    found = table(back)
    # Of the four windows the primary one and all after month 6 reach beyond it.
    assert found.count("back on prophylaxis") == 2
    assert found.count("since 2025-01-01") == 2


def test_the_time_back_on_prophylaxis_can_be_looked_away_from() -> None:
    back = DIARY + "P1,back_on_prophylaxis,2025-01-01,,,,\nP1,bleed,2025-06-01,,,,\n"
    whole, _, before = table(back).partition("As if the data ended on the day before the return")
    assert "All bleeds 2 2.00" in whole
    # 1 September to 31 December 2024: one bleed in 122 days is 2.99 a year, 0.08 to 16.68.
    assert "122 of 122, 100% Joint" in before
    assert "All bleeds 1 2.99 0.08 to 16.68" in before
    assert "back on prophylaxis" not in before.partition("Counting rule")[0]
    assert "As if" not in table(DIARY)


def test_nobody_is_said_plainly() -> None:
    assert table("kind,start\n").startswith("There is nobody in this file.")
    assert "No day is known" in table("kind,start\nsteroid_course,2024-01-01\n")


def test_a_name_cannot_give_the_terminal_orders() -> None:
    result = run("-", given=DIARY.replace("P1", "[red]\x1b[31mP1:smile:"))
    assert "\x1b" not in result.stdout
    assert "[red]" in result.stdout
    assert ":smile:" in result.stdout


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lead_in", "Before treatment"),
        ("months_7_18", "Months 7 to 18"),
        ("months_19_30", "Months 19 to 30"),
        ("after_6m", "From month 7 on"),
        ("year_2", "Year 2"),
    ],
)
def test_windows_have_names_for_people(name: str, words: str) -> None:
    assert window_words(name) == words
