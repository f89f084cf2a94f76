"""Of a photo only its pixels are kept, upright, in the right colours; what is none is refused."""

import io
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageCms

from bleedlog.models.picture import MOST_BYTES, PhotoFault, PhotoRefusedError
from bleedlog.services.photo_cleaning import clean_photo
from tests.jpeg_parts import jpeg_parts
from tests.photo_corpus import (
    BLUE,
    GREEN,
    HEIC,
    PLANTED,
    RED,
    REFUSED,
    TAKEN,
    TURNED,
    animated,
    bomb,
    png,
    saved,
    swapped_profile,
    turned,
    upright,
    with_segment,
)

# JFIF's own header, tables of quantisation and of Huffman codes, one plain frame, its one scan.
APP0, DQT, SOF0, DHT, SOS = 0xE0, 0xDB, 0xC0, 0xC4, 0xDA

Colour = tuple[int, ...]


def colours(content: bytes, *places: tuple[float, float]) -> list[Colour]:
    """The colours at these parts of the width and height."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    found = [image.getpixel((int(x * image.width), int(y * image.height))) for x, y in places]
    return [one for one in found if isinstance(one, tuple)]


def near(found: Colour, wanted: Colour, off: int = 12) -> bool:
    return all(abs(one - other) <= off for one, other in zip(found, wanted, strict=True))


def shows_upright(content: bytes) -> bool:
    above, left, right = colours(content, (0.25, 0.1), (0.25, 0.7), (0.75, 0.7))
    return near(above, GREEN) and near(left, RED) and near(right, BLUE)


@pytest.mark.parametrize("name", TAKEN)
def test_only_the_pixels_are_kept(name: str) -> None:
    sent = TAKEN[name]()

    kept = clean_photo(sent).content

    parts = jpeg_parts(kept)
    assert parts.markers == {APP0, DQT, SOF0, DHT, SOS}
    assert [content for marker, content in parts.segments if marker == APP0] == [
        b"JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    ]
    assert parts.behind == b""
    assert b"PLANTED" not in kept
    assert PLANTED.decode().encode("utf-16-be") not in kept
    assert shows_upright(kept)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", TURNED)
def test_every_way_to_hold_a_phone_is_upright(orientation: int, form: str) -> None:
    kept = clean_photo(turned(orientation, form))

    assert (kept.width, kept.height) == (48, 64)
    assert shows_upright(kept.content)


def test_turning_is_said_once() -> None:
    """A HEIC is turned by its container; its EXIF, which says so again, is not heeded."""
    kept = clean_photo(HEIC)

    assert (kept.width, kept.height) == (48, 64)
    assert shows_upright(kept.content)


@pytest.mark.parametrize(
    "broken", [b"Exif\0\0", b"Exif\0\0MM\0*\0\0\0\xff", b"Exif\0\0II" + bytes(50)]
)
def test_a_photo_is_not_refused_for_what_is_broken_beside_it(broken: bytes) -> None:
    sent = with_segment(saved(upright(), quality=95), 0xE1, b"Exif\0\0" + broken)

    assert shows_upright(clean_photo(sent).content)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_or_too_much_is_refused(name: str) -> None:
    sent, fault = REFUSED[name]

    with pytest.raises(PhotoRefusedError) as refused:
        clean_photo(sent())

    assert refused.value.fault == PhotoFault(fault)


def test_forty_megapixels_are_taken() -> None:
    kept = clean_photo(bomb(8_000, 5_000))

    assert (kept.width, kept.height) == (2048, 1280)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_bomb_takes_no_memory(form: str) -> None:
    """100 megapixels would be 400 MB; what it took is measured in a program of its own."""
    program = """
import resource, sys
from bleedlog.services.photo_cleaning import clean_photo
from bleedlog.models.picture import PhotoRefusedError
sent = sys.stdin.buffer.read()
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
try:
    clean_photo(sent)
except PhotoRefusedError:
    print(peak() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=bomb(10_000, 10_000, form),
        capture_output=True,
        check=True,
    )

    assert int(done.stdout) < 20


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((4096, 3072), (2048, 1536)),
        ((3000, 4000), (1536, 2048)),
        ((2049, 10), (2048, 10)),
        ((20_000, 20), (2048, 2)),
        ((9, 9_000), (2, 2048)),
        ((640, 480), (640, 480)),
        ((1, 1), (1, 1)),
    ],
)
def test_large_photos_are_made_smaller(size: tuple[int, int], kept: tuple[int, int]) -> None:
    for form in ("JPEG", "PNG"):
        clean = clean_photo(saved(Image.new("RGB", size, RED), form))

        assert (clean.width, clean.height) == kept
        assert Image.open(io.BytesIO(clean.content)).size == kept
        assert near(colours(clean.content, (0.5, 0.5))[0], RED)


def test_the_noisiest_photo_fits_what_is_kept() -> None:
    noise = np.random.default_rng(1).bytes(2048 * 2048 * 3)

    kept = clean_photo(saved(Image.frombytes("RGB", (2048, 2048), noise), quality=60)).content

    assert len(kept) <= MOST_BYTES


def test_a_profile_s_colours_are_kept_though_it_is_not() -> None:
    sent = saved(Image.new("RGB", (40, 40), RED), quality=95, icc_profile=swapped_profile())

    kept = clean_photo(sent).content

    assert near(colours(kept, (0.5, 0.5))[0], BLUE)
    assert "PLANTED".encode("utf-16-be") not in kept


@pytest.mark.parametrize("profile", [b"PLANTED", swapped_profile()[:200]])
def test_a_profile_that_cannot_be_read_is_left_out(profile: bytes) -> None:
    kept = clean_photo(saved(upright(), quality=95, icc_profile=profile)).content

    assert shows_upright(kept)
    assert b"PLANTED" not in kept


def test_a_grey_photo_with_a_profile_for_colours() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    kept = clean_photo(saved(Image.new("L", (40, 40), 90), icc_profile=profile)).content

    assert near(colours(kept, (0.5, 0.5))[0], (90, 90, 90))


def _sixteen_bit_grey() -> bytes:
    return png(8, 8, 16, 0, (b"\0" + b"\x80\x11" * 8) * 8)


def _sixteen_bit_colour() -> bytes:
    return png(8, 8, 16, 2, (b"\0" + b"\xc8\x11\x1e\x22\x1e\x33" * 8) * 8)


def _clear_png() -> bytes:
    return saved(Image.new("RGBA", (8, 8), (*RED, 128)), "PNG")


def _palette_png() -> bytes:
    return saved(Image.new("RGB", (8, 8), RED).quantize(4), "PNG")


def _clear_palette_png() -> bytes:
    image = Image.new("P", (8, 8), 1)
    image.putpalette([0, 0, 0, *RED])
    return saved(image, "PNG", transparency=1)


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        (lambda: saved(Image.new("CMYK", (40, 40), (0, 255, 255, 0))), (255, 0, 0)),
        (_sixteen_bit_grey, (128, 128, 128)),
        (_sixteen_bit_colour, RED),
        (_clear_png, (228, 143, 143)),
        (_palette_png, RED),
        (_clear_palette_png, (255, 255, 255)),
        (lambda: saved(Image.new("1", (8, 8), 1), "PNG"), (255, 255, 255)),
        (lambda: saved(Image.new("L", (8, 8), 77)), (77, 77, 77)),
        (lambda: saved(Image.new("LA", (8, 8), (77, 0)), "PNG"), (255, 255, 255)),
    ],
)
def test_colours_of_every_sort_are_seen_as_meant(sent: Callable[[], bytes], seen: Colour) -> None:
    assert near(colours(clean_photo(sent()).content, (0.5, 0.5))[0], seen)


def test_of_a_film_the_first_picture_is_kept() -> None:
    for form in ("PNG", "WEBP"):
        assert shows_upright(clean_photo(animated(form)).content)


# A damaged HEIC may crash its reader: that is tried where a crash does no harm.
@pytest.mark.parametrize("name", [name for name in TAKEN if name != "HEIC"])
def test_whatever_is_damaged_is_kept_clean_or_refused(name: str) -> None:
    """Forty damages of each file: a decoder's surprise is never anybody else's."""
    sent, dice = TAKEN[name](), np.random.default_rng(len(name))
    for _ in range(40):
        damaged = np.frombuffer(sent, np.uint8).copy()
        where = dice.integers(12, len(damaged), size=8)
        damaged[where] = dice.integers(256, size=8)
        length = len(damaged) if dice.integers(2) else dice.integers(20, len(damaged))
        try:
            kept = clean_photo(damaged[:length].tobytes()).content
        except PhotoRefusedError:
            continue
        assert jpeg_parts(kept).markers == {APP0, DQT, SOF0, DHT, SOS}
        assert b"PLANTED" not in kept
