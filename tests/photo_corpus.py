"""Photos as people send them, and as nobody should: each made here, with something planted in it.

What is planted says PLANTED; nothing of it may be left in what is kept.
"""

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image, ImageCms, PngImagePlugin

PLANTED = b"PLANTED-51.5074N-0.1278W"
HTML = b"<html><script>alert('PLANTED')</script></html>"

RED, BLUE, GREEN = (200, 30, 30), (30, 30, 200), (30, 160, 30)

TURNED = {
    1: [],
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_90],
    6: [Image.Transpose.ROTATE_90],
    7: [Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_270],
    8: [Image.Transpose.ROTATE_270],
}
"""How a phone lays an upright picture down, by the EXIF orientation that it writes beside it.

By the table of the EXIF standard: which edge of the stored rows is the picture's top, which its
left. (ROTATE_90 turns to the left.)
"""


def upright(width: int = 48, height: int = 64) -> Image.Image:
    """Green above; below it red at the left and blue at the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    image.paste(GREEN, (0, 0, width, height // 4))
    return image


def saved(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """The image as a file."""
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: the turn, its name, where it was."""
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010F] = PLANTED.decode()
    found.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + PLANTED
    found.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.6), 29: PLANTED.decode()})
    return found


def turned(orientation: int, form: str = "JPEG") -> bytes:
    """The upright picture laid down, with the word how to take it up again."""
    image = upright()
    for turn in TURNED[orientation]:
        image = image.transpose(turn)
    return saved(image, form, exif=exif(orientation), quality=95)


def with_segment(jpeg: bytes, marker: int, content: bytes) -> bytes:
    """A JPEG with one segment more, right behind its beginning."""
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + jpeg[2:]


def _jpeg_with(marker: int, content: bytes) -> bytes:
    return with_segment(saved(upright(), quality=95), marker, content)


def _zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("PLANTED.html", HTML + PLANTED)
    return written.getvalue()


def swapped_profile() -> bytes:
    """A colour profile by which red means blue, with the words that profiles carry."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")
    return swapped.replace("built-in".encode("utf-16-be"), "PLANTED!".encode("utf-16-be"))


def _two_pictures() -> bytes:
    second = with_segment(saved(Image.new("RGB", (48, 64), "white")), 0xFE, PLANTED)
    return saved(upright(), "MPO", save_all=True, append_images=[Image.open(io.BytesIO(second))])


def chunk(name: bytes, content: bytes) -> bytes:
    """One part of a PNG."""
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def png(width: int, height: int, depth: int, colours: int, rows: bytes) -> bytes:
    """A PNG of these rows, each begun by its filter byte (0)."""
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    begun = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return begun + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def _png_with_texts() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", PLANTED.decode())
    texts.add_text("Packed", PLANTED.decode(), zip=True)
    texts.add_itxt("XML:com.adobe.xmp", f"<x>{PLANTED.decode()}</x>")
    texts.add(b"prVt", PLANTED)
    return saved(upright(), "PNG", pnginfo=texts, exif=exif()) + PLANTED


def animated(form: str) -> bytes:
    """Two pictures that take turns; the first is the upright one."""
    second = Image.new("RGB", (48, 64), "white")
    return saved(upright(), form, save_all=True, append_images=[second], duration=100)


HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAhJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    "AAAAAAAAAAAAAEZpbG9jAAAAAERAAAMAAQAAAAACNgABAAAAAAAAAKgAAgAAAAAC3gABAAAAAAAAADwAAwAAAAAD"
    "GgABAAAAAAAAABEAAABiaWluZgAAAAAAAwAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlm"
    "AAAAACppbmZlAgAAAQADAABtaW1lAGFwcGxpY2F0aW9uL3JkZit4bWwAAAAAAA5waXRtAAAAAAABAAABB2lwcnAA"
    "AADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroC"
    "QGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29s"
    "cm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv//"
    "//AAAAACAAAAEHBpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAoaXJlZgAA"
    "AAAAAAAOY2RzYwACAAEAAQAAAA5jZHNjAAMAAQABAAAA/W1kYXQAAACkKAGvCeAhOR7f/xCn/+mJ//ug0Hv/bNOu"
    "/MaNv6XkF9MfcHp2d3tRA5E2kPS1Lq7dJ/Nv4RXTca4Ia1KdJLhSV6j7UaGwveT19vs0NBWcjoPn/f/qTUWEyAC3"
    "2/+KDEKyh5GmjEx+g4s4FA+apTp5Jf1iDUrGRhXeT19usMDahXe9/8UGIVlDx8bjC3/Pc+AidKwh4zJZNq1NXzaw"
    "SdlztPJQESAAAAAGRXhpZgAATU0AKgAAAAgAAgEOAAIAAAAMAAAAJgESAAMAAAABAAYAAAAAAABDQU5BUlktRVhJ"
    "RgA8eD5DQU5BUlktWE1QPC94Pg=="
)
"""The upright picture as an iPhone keeps it: laid down, and turned by its container; with EXIF
and XMP. (Its text is here because writing one takes a video encoder.)"""

TAKEN: dict[str, Callable[[], bytes]] = {
    "EXIF and GPS": lambda: turned(1),
    "XMP": lambda: _jpeg_with(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + PLANTED + b"</x>"),
    "IPTC": lambda: _jpeg_with(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x1a" + PLANTED),
    "JPEG comment": lambda: _jpeg_with(0xFE, PLANTED),
    "JPEG comment that is a page": lambda: _jpeg_with(0xFE, HTML),
    "unknown segment": lambda: _jpeg_with(0xEF, PLANTED),
    "more behind the end": lambda: saved(upright(), quality=95) + PLANTED,
    "JPEG and ZIP": lambda: saved(upright(), quality=95) + _zip(),
    "JPEG and HTML": lambda: saved(upright(), quality=95) + HTML,
    "two pictures": _two_pictures,
    "progressive JPEG": lambda: with_segment(
        saved(upright(), quality=95, progressive=True), 0xFE, PLANTED
    ),
    "PNG texts": _png_with_texts,
    "APNG": lambda: animated("PNG"),
    "WebP": lambda: saved(upright(), "WEBP", exif=exif(), xmp=PLANTED, quality=95),
    "animated WebP": lambda: animated("WEBP"),
    "HEIC": lambda: HEIC,
}
"""Files that hold the upright picture, by what is planted in them."""


def bomb(width: int, height: int, form: str = "PNG") -> bytes:
    """A small file that says it is a huge picture."""
    if form == "PNG":
        return png(width, height, 1, 0, bytes((width // 8 + 1) * height))
    small = saved(upright(), form)
    at = small.index(b"\xff\xc0")
    return small[: at + 5] + struct.pack(">HH", height, width) + small[at + 9 :]


def _noise() -> Image.Image:
    return Image.effect_noise((99, 99), 50)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "10 MB and a byte": (lambda: saved(upright()).ljust(10_000_001, b"\0"), "too-many-bytes"),
    "100 megapixels": (lambda: bomb(10_000, 10_000), "too-many-pixels"),
    "12,000 x 12,000": (lambda: bomb(12_000, 12_000, "JPEG"), "too-many-pixels"),
    "65,000 x 65,000": (lambda: bomb(65_000, 65_000, "JPEG"), "too-many-pixels"),
    "one row too many": (lambda: bomb(8_000, 5_001), "too-many-pixels"),
    "half a JPEG": (lambda: saved(_noise())[:2000], "broken"),
    "half a PNG": (lambda: saved(_noise(), "PNG")[:2000], "broken"),
    "half a HEIC": (lambda: HEIC[:600], "broken"),
    "the beginning of a JPEG": (lambda: b"\xff\xd8\xff", "broken"),
    "a thousand passes": (lambda: saved(upright()) + b"\xff\xda" * 1000, "broken"),
    "animated GIF": (lambda: animated("GIF"), "not-a-photo"),
    "TIFF": (lambda: saved(upright(), "TIFF"), "not-a-photo"),
    "page": (lambda: HTML, "not-a-photo"),
    "page, then JPEG": (lambda: HTML + saved(upright()), "not-a-photo"),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not-a-photo"),
    "PDF": (lambda: b"%PDF-1.7 ...", "not-a-photo"),
    "ZIP": (_zip, "not-a-photo"),
    "film": (lambda: b"\0\0\0\x18ftypisom" + bytes(99), "not-a-photo"),
    "words": ("Ein Stoß am Knie".encode, "not-a-photo"),
}
"""Files that are not taken, and why."""
