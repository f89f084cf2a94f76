"""What a diary says of its bleeds as a whole, so that a file of it can always be read again.

A diary may hold what a file may not: a bleed whose start was moved past one that names it, a
link to a withdrawn entry. Such a link is left out, as counting leaves it to the clock.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bleedlog.exchange.diary_file_links import circular, onset_of
from bleedlog.models.moment import parse_moment, zone_of
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind, Treated, Verdict

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Whole:
    """A diary's entries seen together. They come in the order entered, none withdrawn."""

    def __init__(self, entries: Sequence[Any]) -> None:
        self.onsets = {entry.id: onset_of(entry.start, entry.zone) for entry in entries}
        """Of every entry, by id."""
        self._bleeds = {entry.id: entry for entry in entries if entry.kind in BLEED_KINDS}
        self._verdicts = {
            entry.about: entry for entry in entries if entry.kind is Kind.ADJUDICATION
        }
        self._same_as = self._sound_same_as()
        self._doses: dict[UUID, list[Any]] = defaultdict(list)
        for entry in entries:
            if entry.kind is Kind.INFUSION and entry.treats in self._bleeds:
                self._doses[entry.treats].append(entry)
        self._days = sorted(
            self.onsets[bleed.id].moment.day
            for bleed in self._bleeds.values()
            if self._is_logged(bleed)
        )

    def verdict(self, bleed: Any) -> Verdict | None:
        """The latest entered verdict about it, or None."""
        ruling = self._verdicts.get(bleed.id)
        return None if ruling is None else Verdict(ruling.verdict)

    def same_as(self, bleed: Any) -> UUID | None:
        """The entry whose bleed it is too; a verdict's word overrides the entry's own."""
        return self._same_as.get(bleed.id)

    def treats(self, dose: Any) -> UUID | None:
        """The bleed that an infusion is for, unless it is not in the diary or began later."""
        if dose.treats not in self._bleeds:
            return None
        before = self.onsets[dose.id].is_before(self.onsets[dose.treats])
        return None if before else dose.treats

    def treatment(self, bleed: Any) -> tuple[str | None, str | None]:
        """First and last clotting factor, local to the bleed's zone, linked infusions included.

        The last is None where it is the first. Treated without any time stands at the onset.
        """
        texts = [text for text in (bleed.treated_from, bleed.treated_until) if text is not None]
        texts += [self._local_start(dose, bleed) for dose in self._doses[bleed.id]]
        if not texts:
            return (bleed.start if bleed.treated == Treated.YES else None), None

        def minute(text: str) -> int:
            return parse_moment(text).minute(bleed.zone)

        first, last = min(texts, key=minute), max(texts, key=minute)
        return first, None if last == first else last

    def holds_a_bleed(self, span: Any) -> bool:
        """Whether a bleed with its onset is logged in a span of days."""
        first, end = parse_moment(span.start).day, parse_moment(span.end).day
        return bisect_left(self._days, first) < bisect_left(self._days, end)

    def _is_logged(self, bleed: Any) -> bool:
        """Whether somebody says that it is a bleed, sure or not (counting rule 1, point 1)."""
        verdict = self.verdict(bleed)
        if verdict is Verdict.NOT_A_BLEED:
            return False
        said = bleed.kind is Kind.BLEED or bleed.certainty == Certainty.CERTAIN
        return said or verdict is Verdict.BLEED

    def _sound_same_as(self) -> dict[UUID, UUID]:
        named: dict[UUID, UUID] = {}
        for bleed in self._bleeds.values():
            ruling = self._verdicts.get(bleed.id)
            other = bleed.same_as
            if ruling is not None and ruling.verdict == Verdict.SAME_AS:
                other = ruling.same_as
            if other in self._bleeds and self._is_no_later(other, bleed.id):
                named[bleed.id] = other
        for bleed in self._openings(named):
            del named[bleed]
        return named

    def _is_no_later(self, other: UUID, bleed: UUID) -> bool:
        return other != bleed and self.onsets[other].minute <= self.onsets[bleed].minute

    def _openings(self, named: Mapping[UUID, UUID]) -> list[UUID]:
        """Of each circle the entry entered first: without its link there is no circle."""
        on_circles = set(circular(named))
        openings = []
        for bleed in self._bleeds:
            if bleed not in on_circles:
                continue
            openings.append(bleed)
            node = bleed
            while node in on_circles:
                on_circles.remove(node)
                node = named[node]
        return openings

    def _local_start(self, dose: Any, bleed: Any) -> str:
        """When a dose was, in the bleed's own zone; at its onset if it would be before.

        A day alone stands for noon where the dose was, which is another time of day elsewhere.
        """
        text: str = dose.start
        start: str = bleed.start
        onset = self.onsets[dose.id]
        if onset.moment.minute(bleed.zone) != onset.minute:
            instant = _EPOCH + timedelta(minutes=onset.minute)
            text = f"{instant.astimezone(zone_of(bleed.zone)):%Y-%m-%dT%H:%M}"
        there = onset_of(text, bleed.zone)
        return start if there.is_before(self.onsets[bleed.id]) else text
