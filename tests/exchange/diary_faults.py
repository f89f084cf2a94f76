"""What is wrong with a diary file, in short, for tests."""

from bleedlog.exchange.diary_file import read_diary
from bleedlog.exchange.diary_file_faults import DiaryFileError


def faults_of(text: str) -> list[str]:
    """One line a fault, without the file's name; empty for a good file."""
    try:
        read_diary(text)
    except DiaryFileError as error:
        return [fault.text("f").removeprefix("f:") for fault in error.faults]
    return []


def places_of(text: str) -> list[str]:
    """`LINE: column` of each fault."""
    return [":".join(fault.split(":")[:2]) for fault in faults_of(text)]
