"""What a JPEG file is made of, read from its bytes by the standard (ITU-T T.81, annex B)."""

from dataclasses import dataclass

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


@dataclass(frozen=True)
class JpegParts:
    """Its segments up to the end of the picture, and what comes behind."""

    segments: list[tuple[int, bytes]]
    """Marker and content, in order; the content of a scan (SOS) is its header alone."""
    behind: bytes

    @property
    def markers(self) -> set[int]:
        return {marker for marker, _ in self.segments}


def jpeg_parts(file: bytes) -> JpegParts:
    """Take the file apart; fails if it is no whole JPEG."""
    assert file[:2] == bytes([0xFF, SOI])
    segments: list[tuple[int, bytes]] = []
    at = 2
    while True:
        assert file[at] == 0xFF, f"no marker at {at}"
        marker = file[at + 1]
        at += 2
        if marker == EOI:
            return JpegParts(segments, file[at:])
        length = int.from_bytes(file[at : at + 2], "big")
        segments.append((marker, file[at + 2 : at + length]))
        at += length
        if marker == SOS:
            at = _end_of_scan(file, at)


def _end_of_scan(file: bytes, at: int) -> int:
    """Where the next marker is; in a scan a stuffed zero or a restart follows FF."""
    while file[at] != 0xFF or file[at + 1] == 0 or file[at + 1] in ALONE:
        at += 1
    return at
