"""What the timeline says of laboratory results in words: sentences and tables."""

from bleedlog.charts.chart import Behind
from bleedlog.charts.finding import joined
from bleedlog.charts.words import count_words, day_words
from bleedlog.models.number_words import number_words
from bleedlog.statistics.laboratory import FactorLevel, Laboratory, LiverValue

ASSAY_WORDS = {"one_stage": "one-stage", "chromogenic": "chromogenic", None: "assay not said"}


def laboratory_summary(laboratory: Laboratory) -> str:
    """The last factor IX and ALT, how often ALT was above its limit, the last steroids."""
    return joined(
        *(_level(one) for one in laboratory.factor_levels[-1:]),
        *_liver(laboratory.alt),
        _steroids(laboratory),
    )


def _level(level: FactorLevel) -> str:
    infused = ", and may include infused factor" if level.may_include_infused else ""
    assay = ASSAY_WORDS[level.assay]
    return (
        f"The last factor IX was {number_words(level.value)} {level.unit} ({assay}) "
        f"on {day_words(level.day)}{infused}."
    )


def _liver(values: tuple[LiverValue, ...]) -> list[str]:
    if not values:
        return []
    last = values[-1]
    limit = (
        "no limit said" if last.upper_limit is None else f"limit {number_words(last.upper_limit)}"
    )
    known = [one.times_limit for one in values if one.times_limit is not None]
    above = sum(times > 1 for times in known)
    found = f"{number_words(last.value)} {last.unit}"
    sentences = [
        f"The last ALT was {found} ({limit}) on {day_words(last.day)}.",
        f"ALT was above its own limit in {above or 'none'} of {len(known):,}." if known else "",
    ]
    unknown = len(values) - len(known)
    if unknown:
        were = "result without a limit is" if unknown == 1 else "results without a limit are"
        sentences.append(f"{unknown:,} ALT {were} only in the table.")
    return sentences


def _steroids(laboratory: Laboratory) -> str:
    if not laboratory.steroids:
        return ""
    last = laboratory.steroids[-1]
    until = "and still running" if last.last is None else f"to {day_words(last.last)}"
    count = len(laboratory.steroids)
    which = "Steroids" if count == 1 else f"{count_words(count, 'steroid course')}, the last"
    return f"{which} from {day_words(last.first)} {until}."


def laboratory_tables(laboratory: Laboratory) -> tuple[Behind, ...]:
    """A table for each kind of result, the latest first; empty where there is none."""
    return (
        Behind(
            "factor-ix",
            "Factor IX activity",
            ("Day", "Activity", "Assay", "May include infused factor"),
            tuple(
                (
                    day_words(one.day),
                    f"{number_words(one.value)} {one.unit}",
                    ASSAY_WORDS[one.assay],
                    "yes" if one.may_include_infused else "no",
                )
                for one in reversed(laboratory.factor_levels)
            ),
        ),
        Behind(
            "alt",
            "ALT",
            ("Day", "ALT", "Upper limit", "Times the limit"),
            tuple(
                (
                    day_words(one.day),
                    f"{number_words(one.value)} {one.unit}",
                    "not said" if one.upper_limit is None else number_words(one.upper_limit),
                    "" if one.times_limit is None else f"{one.times_limit:.1f}",
                )
                for one in reversed(laboratory.alt)
            ),
        ),
        Behind(
            "steroids",
            "Steroids",
            ("From", "To", "Medicine"),
            tuple(
                (
                    day_words(one.first),
                    "still running" if one.last is None else day_words(one.last),
                    one.product or "not said",
                )
                for one in reversed(laboratory.steroids)
            ),
        ),
    )
