"""Bytes to the text of a diary file: UTF-8, and a plain name for what it is instead."""

import re
from typing import Final

from bleedlog.exchange.diary_file_faults import WHOLE_FILE, DiaryFault, DiaryFileError

RATES_LIMIT: Final = 150 * 1024 * 1024
"""Bytes of a file that is only counted: about a million rows of many people."""

_MEGABYTE = 1024 * 1024
_UTF_8 = "CSV UTF-8"
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SPREADSHEET = b"PK\x03\x04"
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_LOOKED_AT = 4096


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
    if data.startswith(_SPREADSHEET):
        raise _refused(1, "a spreadsheet (XLSX) or archive", f"text: save it as {_UTF_8}")
    if data.startswith(_BYTE_ORDER_MARKS) or _is_wide(data[:_LOOKED_AT]):
        raise _refused(1, "this file looks like UTF-16", f"UTF-8: save it as {_UTF_8}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
        looks = f"byte 0x{data[error.start]:02X}; this file "
        if _NOT_IN_CP1252.search(data):
            looks += "is not UTF-8"
        else:
            looks += "looks like Windows-1252 (cp1252)"
        raise _refused(line, looks, f"UTF-8: save it as {_UTF_8}") from None


def _is_wide(beginning: bytes) -> bool:
    """Whether every other byte is NUL, as in UTF-16 without a mark."""
    pairs = len(beginning) // 2
    if not pairs:
        return False
    return any(beginning[half::2].count(0) > pairs * 3 // 4 for half in (0, 1))


def _line_of(data: bytes, place: int) -> int:
    before = data[:place]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")


def _refused(line: int, found: str, expected: str) -> DiaryFileError:
    return DiaryFileError([DiaryFault(line, WHOLE_FILE, found, expected)])
