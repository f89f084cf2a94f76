"""Photos are cleaned in a program of its own, which may crash without anybody being the worse."""

import io

import numpy as np
import pytest
from PIL import Image

from bleedlog.models.picture import PhotoFault, PhotoRefusedError, PhotoType
from bleedlog.services.photo_apart import clean_apart
from bleedlog.services.photo_cleaning import clean_photo
from tests.photo_corpus import HEIC, REFUSED, bomb, turned

CRASHED_IN_2026 = HEIC.replace(b"application/rdf+xml", b"application/rdf\xffxml")
"""Words that are no UTF-8 ended pi-heif 1.4.0 with a segmentation fault."""


def test_a_photo_comes_back_as_it_would_from_here() -> None:
    kept = clean_apart(turned(6))

    assert kept == clean_photo(turned(6))
    assert (kept.width, kept.height, kept.media_type) == (48, 64, PhotoType.JPEG)
    assert Image.open(io.BytesIO(kept.content)).size == (48, 64)


@pytest.mark.parametrize("name", ["nothing", "10 MB and a byte", "12,000 x 12,000", "page"])
def test_why_it_is_refused_comes_back(name: str) -> None:
    sent, fault = REFUSED[name]

    with pytest.raises(PhotoRefusedError) as refused:
        clean_apart(sent())

    assert refused.value.fault == PhotoFault(fault)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(8))
def test_a_crash_over_there_is_no_crash_here(number: int) -> None:
    damaged = bytearray(CRASHED_IN_2026)
    if number:
        where = np.random.default_rng(number).integers(30, 560, size=4)
        for at in where:
            damaged[at] = 255
    try:
        left = clean_apart(bytes(damaged)).content
    except PhotoRefusedError as refused:
        left = refused.fault.value.encode()

    assert left == b"broken" or left.startswith(b"\xff\xd8")
    assert b"PLANTED" not in left


@pytest.mark.slow
@pytest.mark.parametrize("form", ["PNG", "WEBP", "JPEG"])
def test_the_largest_photo_fits_the_limits(form: str) -> None:
    written = io.BytesIO()
    mode = "RGB" if form == "JPEG" else "RGBA"
    Image.new(mode, (8_000, 5_000), "teal").save(written, form, compress_level=1, method=0)

    kept = clean_apart(written.getvalue())

    assert (kept.width, kept.height) == (2048, 1280)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(PhotoRefusedError) as refused:
        clean_apart(bomb(10_000, 10_000))

    assert refused.value.fault is PhotoFault.TOO_MANY_PIXELS
