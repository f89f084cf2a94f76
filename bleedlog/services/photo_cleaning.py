"""Photos made anew: of what somebody sent only the pixels go on, into a fresh JPEG.

Where a photo was taken, with which phone, what a program wrote beside it, and whatever else hides
in or behind a file ends here. This is a program of its own (`photo_apart` runs it): it loads
libraries that a worker's start must not wait for, and what it is fed may crash them.
"""

import io
import re
import resource
import sys
import warnings
from contextlib import suppress

from pi_heif import HeifImageFile
from PIL import Image, ImageCms

from bleedlog.models.picture import (
    LONGEST_SIDE,
    MOST_SENT_BYTES,
    MOST_SENT_PIXELS,
    PhotoFault,
    PhotoRefusedError,
    PhotoType,
    Picture,
)

MOST_MEMORY = 2 * 1024**3
"""Bytes of address space; the largest photo, a see-through WebP, takes 0.8 GB for a second."""
MOST_SECONDS = 15
"""Of a processor's time; the largest photo takes two."""

QUALITY = 85
MOST_SCANS = 100
"""Passes over a JPEG's pixels: real ones have about ten, a small hostile file may have thousands,
each of which takes as long as the whole picture."""

# The first bytes decide, never the name or the type that came along.
_BEGINNINGS = (
    (re.compile(rb"\xff\xd8\xff"), "JPEG"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "WEBP"),
    (re.compile(rb"....ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)", re.DOTALL), "HEIF"),
)

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by the EXIF orientation that it came with."""


def clean_photo(sent: bytes) -> Picture:
    """The photo's pixels, upright, in sRGB, at most 2048 along the longer side, as a new JPEG.

    Takes JPEG, PNG, WebP and HEIC (of several pictures in one file the first). Size and pixels
    are looked at before anything is decoded.

    Raises:
        PhotoRefusedError: saying what is wrong with it.
    """
    if not sent:
        raise PhotoRefusedError(PhotoFault.EMPTY)
    if len(sent) > MOST_SENT_BYTES:
        raise PhotoRefusedError(PhotoFault.TOO_MANY_BYTES)
    form = next((form for first, form in _BEGINNINGS if first.match(sent)), None)
    if form is None:
        raise PhotoRefusedError(PhotoFault.NOT_A_PHOTO)
    with warnings.catch_warnings():
        # What the library remarks about somebody's file is not for our log; errors are seen to.
        warnings.simplefilter("ignore")
        try:
            pixels = _pixels_of(sent, form)
        except (PhotoRefusedError, Image.DecompressionBombError) as error:
            fault = getattr(error, "fault", PhotoFault.TOO_MANY_PIXELS)
            raise PhotoRefusedError(fault) from None
        except Exception:  # noqa: BLE001 - a decoder fed with anything may say anything
            raise PhotoRefusedError(PhotoFault.BROKEN) from None
    written = io.BytesIO()
    pixels.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Picture(written.getvalue(), PhotoType.JPEG, pixels.width, pixels.height)


def _pixels_of(sent: bytes, form: str) -> Image.Image:
    image = _opened(sent, form)
    if image.width * image.height > MOST_SENT_PIXELS:
        raise PhotoRefusedError(PhotoFault.TOO_MANY_PIXELS)
    # A large JPEG is decoded at a half, a quarter or an eighth of its size.
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    profile, turn = image.info.get("icc_profile"), _turn(image)
    image = _resizable(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image = _in_srgb(_on_white(image), profile)
    if turn is not None:
        image = image.transpose(turn)
    # Comments, profiles and the like travel with an image through all the above and into the
    # file; through its bare pixels they do not.
    return Image.frombytes("RGB", image.size, image.tobytes())


def _opened(sent: bytes, form: str) -> Image.Image:
    if form == "HEIF":
        opened: Image.Image = HeifImageFile(io.BytesIO(sent))
        return opened
    if form == "JPEG" and sent.count(b"\xff\xda") > MOST_SCANS:
        raise PhotoRefusedError(PhotoFault.BROKEN)
    return Image.open(io.BytesIO(sent), formats=[form])


def _turn(image: Image.Image) -> Image.Transpose | None:
    """What makes the picture upright, if anything need be done."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - a photo is not refused for what is broken beside it
        return None


def _resizable(image: Image.Image) -> Image.Image:
    """The picture in a mode whose pixels can be averaged."""
    if image.mode.startswith("I;16"):
        # Sixteen bits of grey; converting would take everything from 256 on for white.
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in {"CMYK", "RGBA"}:
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours that every screen knows: phones' own would look paler without a profile."""
    if profile:
        try:
            described = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            plain = ImageCms.profileToProfile(
                image, described, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            plain = None
        if plain is not None:
            return plain
    return image.convert("RGB")


def answer(sent: bytes) -> bytes:
    """What the program writes: "kept", width, height, a line break, the photo; or why not."""
    try:
        kept = clean_photo(sent)
    except PhotoRefusedError as error:
        return f"refused {error.fault}\n".encode()
    return f"kept {kept.width} {kept.height}\n".encode() + kept.content


if __name__ == "__main__":
    # A crash leaves no picture of the memory behind: the photo would be in it.
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_CPU: MOST_SECONDS,
    }
    for what, most in limits.items():
        # The system may have a tighter limit, or (macOS) none of that kind.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
