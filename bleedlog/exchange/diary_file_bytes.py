"""Bytes to the text of a diary file: UTF-8, and a plain name for what it is instead."""

import re
from typing import Final

from bleedlog.exchange.diary_file_faults import WHOLE_FILE, DiaryFault, DiaryFileError

RATES_LIMIT: Final = 150 * 1024 * 1024
"""Bytes of a file that is only counted: about a million rows of many people."""

_MEGABYTE = 1024 * 1024
_UTF_8 = "CSV UTF-8"
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OTHER_KINDS = {
    b"PK\x03\x04": "a spreadsheet (XLSX) or archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet (XLS)",
    b"\x1f\x8b": "a compressed file",
    b"%PDF-": "a PDF",
}
"""Files that are given for text now and then, by how they begin."""
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_LOOKED_AT = 4096
_CUT_OFF = "unexpected end of data"
"""Python's reason where the last character's bytes are not all there."""


def check_size(size: int, limit: int) -> None:
    """Refuse a file of `size` bytes before it is read.

    Raises:
        DiaryFileError: if it is larger than `limit` bytes.
    """
    if size > limit:
        raise _refused(1, f"{size / _MEGABYTE:,.0f} MB or more", f"at most {limit // _MEGABYTE} MB")


def decode_diary(data: bytes) -> str:
    """The text of a diary file; a byte-order mark of UTF-8 is left out.

    Raises:
        DiaryFileError: naming the encoding or file type that it looks like, and the line.
    """
    for beginning, kind in _OTHER_KINDS.items():
        if data.startswith(beginning):
            raise _refused(1, kind, f"text: save it as {_UTF_8}")
    if data.startswith(_BYTE_ORDER_MARKS) or _is_wide(data[:_LOOKED_AT]):
        raise _refused(1, "what looks like UTF-16", f"UTF-8: save it as {_UTF_8}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_utf_8(error) from None


def _no_utf_8(error: UnicodeDecodeError) -> DiaryFileError:
    # The error counts from after a byte-order mark, and so do the bytes it holds.
    data, place = error.object, error.start
    line = _line_of(data, place)
    if error.reason == _CUT_OFF and not data[:place].isascii():
        return _refused(line, "an end within a character", "the whole file: it was cut off")
    looks = f"byte 0x{data[place]:02X}; this file "
    if _NOT_IN_CP1252.search(data):
        looks += "is not UTF-8"
    else:
        looks += "looks like Windows-1252 (cp1252)"
    return _refused(line, looks, f"UTF-8: save it as {_UTF_8}")


def _is_wide(beginning: bytes) -> bool:
    """Whether every other byte is NUL and those between are not, as in UTF-16 without a mark."""
    many = len(beginning) // 2 * 3 // 4
    first, second = (beginning[half::2].count(0) > many for half in (0, 1))
    return first != second


def _line_of(data: bytes, place: int) -> int:
    before = data[:place]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")


def _refused(line: int, found: str, expected: str) -> DiaryFileError:
    return DiaryFileError([DiaryFault(line, WHOLE_FILE, found, expected)])
