"""What may be serious, as a table: any kind, by place, by how bad it is, by pain."""

from typing import Any

import pytest

from bleedlog.models.bleed import BleedInput, BruiseInput, JointPainInput
from bleedlog.models.serious import is_serious
from bleedlog.models.vocabulary import Site

EVERYWHERE = ("head", "eye", "neck", "throat", "groin", "iliopsoas")


def said(kind: Any, **answers: Any) -> bool:
    return is_serious(kind.model_validate({"start": "2024-07-10", **answers}))


@pytest.mark.parametrize("kind", [BleedInput, BruiseInput, JointPainInput])
@pytest.mark.parametrize("site", EVERYWHERE)
def test_these_places_are_serious_for_every_kind(kind: Any, site: str) -> None:
    assert said(kind, site=site)


@pytest.mark.parametrize("site", sorted(set(Site) - {*EVERYWHERE, "abdomen"}))
def test_all_other_places_are_not(site: str) -> None:
    assert not said(BleedInput, site=site)
    assert not said(BruiseInput, site=site, size="larger", pain=7)


@pytest.mark.parametrize(
    ("manifestation", "serious"),
    [
        *(("head", True), ("gut", True)),
        *(("joint", False), ("muscle", False), ("nose", False), ("mouth_gum", False)),
        *(("wound", False), ("skin", False), ("urine", False), ("other", False), (None, False)),
    ],
)
def test_how_it_shows_without_a_place(manifestation: str | None, serious: bool) -> None:
    assert said(BleedInput, manifestation=manifestation) is serious


@pytest.mark.parametrize(
    ("kind", "size", "pain", "serious"),
    [
        (BleedInput, None, None, True),
        (BleedInput, None, 0, True),
        (JointPainInput, None, None, True),
        (BruiseInput, None, None, False),
        (BruiseInput, "coin", None, False),
        (BruiseInput, "palm", 0, False),
        (BruiseInput, "larger", None, True),
        (BruiseInput, "coin", 1, True),
        (BruiseInput, None, 3, True),
    ],
)
def test_the_tummy_but_a_bruise_there_only_if_larger_or_painful(
    kind: Any, size: str | None, pain: int | None, serious: bool
) -> None:
    assert said(kind, site="abdomen", size=size, pain=pain) is serious


@pytest.mark.parametrize("kind", [BleedInput, BruiseInput, JointPainInput])
@pytest.mark.parametrize(
    ("severity", "pain", "serious"),
    [
        *(("minor", None, False), ("moderate", 7, False), ("major", None, True)),
        *((None, 0, False), (None, 7, False), (None, 8, True), (None, 10, True)),
        *(("minor", 8, True), (None, None, False)),
    ],
)
def test_how_bad_it_is_and_how_much_it_hurts(
    kind: Any, severity: str | None, pain: int | None, serious: bool
) -> None:
    assert said(kind, site="knee", side="left", severity=severity, pain=pain) is serious
