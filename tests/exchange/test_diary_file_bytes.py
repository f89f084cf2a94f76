"""A file that is no UTF-8 text is named for what it is; a huge one is refused by its size."""

import pytest

from bleedlog.exchange.diary_file_bytes import RATES_LIMIT, check_size, decode_diary
from bleedlog.exchange.diary_file_faults import DiaryFault, DiaryFileError

TEXT = "kind,start,note\nbleed,2024-03-01,plain\nbleed,2024-03-02,café – “ouch” €5\n"


def refusal(data: bytes) -> DiaryFault:
    with pytest.raises(DiaryFileError) as caught:
        decode_diary(data)
    (fault,) = caught.value.faults
    return fault


def test_utf_8_is_read_with_and_without_its_mark() -> None:
    assert decode_diary(TEXT.encode()) == TEXT
    assert decode_diary(b"\xef\xbb\xbf" + TEXT.encode()) == TEXT
    assert decode_diary(b"") == ""


def test_windows_1252_is_named_with_its_line_and_the_way_out() -> None:
    fault = refusal(TEXT.encode("cp1252"))
    assert fault.line == 3
    assert "this file looks like Windows-1252 (cp1252)" in fault.found
    assert "save it as CSV UTF-8" in fault.expected
    assert refusal(TEXT.replace("\n", "\r").encode("cp1252")).line == 3
    assert refusal(TEXT.replace("\n", "\r\n").encode("cp1252")).line == 3


def test_the_byte_that_is_named_is_the_one_in_the_file_with_a_mark_before_it_too() -> None:
    fault = refusal(b"\xef\xbb\xbfkind,note\nbleed,caf\xe9\n")
    assert (fault.line, fault.found[:10]) == (2, "byte 0xE9;")


@pytest.mark.parametrize("cut", [1, 2])
def test_a_file_cut_off_within_a_character_is_not_called_windows(cut: int) -> None:
    whole = f"{TEXT}bleed,2024-03-03,5 €".encode()
    assert refusal(whole[:-cut]) == DiaryFault(
        4, "file", "an end within a character", "the whole file: it was cut off"
    )
    # Where nothing before says that it was UTF-8, an é at the very end is the likelier.
    assert "cp1252" in refusal("kind,start,note\nbleed,2024-03-01,café".encode("cp1252")).found


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named_with_and_without_its_mark(encoding: str) -> None:
    assert "UTF-16" in refusal(TEXT.encode(encoding)).found


@pytest.mark.parametrize(
    ("beginning", "name"),
    [
        (b"PK\x03\x04\x14\x00", "XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
    ],
)
def test_a_file_of_another_kind_is_named(beginning: bytes, name: str) -> None:
    fault = refusal(beginning + bytes(4096))
    assert name in fault.found
    assert "save it as CSV UTF-8" in fault.expected


def test_a_file_of_nothing_but_zeros_is_not_called_utf_16() -> None:
    # As a disk that lost power leaves one; what reads it tells of its NUL characters.
    assert decode_diary(bytes(100)) == "\0" * 100


def test_bytes_of_no_known_encoding_are_not_called_windows() -> None:
    fault = refusal(b"kind,start\nbleed,\x81\xff\n")
    assert (fault.line, "cp1252" in fault.found) == (2, False)


def test_two_hundred_megabytes_are_too_many() -> None:
    check_size(RATES_LIMIT, RATES_LIMIT)
    with pytest.raises(DiaryFileError) as caught:
        check_size(200_000_000, RATES_LIMIT)
    (fault,) = caught.value.faults
    assert "191 MB" in fault.found
    assert "150 MB" in fault.expected
