"""Names and numbers of people who do not exist."""

from collections.abc import Iterator

from bleedlog.services.demo.dice import Dice

# First names that one meets, with surnames out of no telephone book: nobody takes them for a
# patient, and they can be told apart at a glance.
NAMES = (
    "Adam Larkmoor", "Aidan Fernhollow", "Aled Thistlecombe", "Alexei Marrowby",
    "Amir Inkpenny", "Anthony Saltwhistle", "Ben Emberlight", "Bilal Windlesea",
    "Callum Copperdew", "Carl Puddlecote", "Chidi Hazelwick", "Christopher Foxlantern",
    "Colin Rookhaven", "Daniel Tallowbee", "David Merrydew", "Dominic Starlingford",
    "Edward Bellwether-Moss", "Emeka Driftwell", "Ewan Kettlewick", "Farid Nettlefold-Grey",
    "Fergus Pebblecombe", "Gareth Quaverley", "George Riddlemere", "Graham Skyleaf",
    "Harpreet Amberthorn", "Harry Thimblegate", "Hassan Willowquill", "Hugh Yarrowby",
    "Ian Acornshaw", "Isaac Brambleside", "Ivan Candlebrook", "Jack Dandelow",
    "Jakub Elderspring", "James Figgleton", "Jamal Gooseberrow", "Jon Hollowreed",
    "Joseph Icklewood", "Kamal Juniperlea", "Keith Knollybrook", "Kofi Lavenderhay",
    "Lewis Mossgather", "Liam Nutmegson", "Luca Otterbank", "Malcolm Pennywhisk",
    "Marek Quincebury", "Mark Robinsgate", "Martin Sorrelway", "Matthew Teaselby",
    "Michael Umberfield", "Mohan Violetsworth", "Nathan Wrenbridge", "Nikhil Applegrove-Hythe",
    "Oliver Barleymoon", "Omar Cloverwell", "Owen Duskwater", "Patrick Evenlode-Finch",
    "Paul Finchleaf", "Peter Gorsebank", "Rafal Heatherhob", "Rhys Ivorywold",
    "Richard Jasmineford", "Robert Kindlewood", "Samir Lilacombe", "Sarah Moonpenny",
)  # fmt: skip
TESTING = 999
"""NHS numbers that begin so are for tests; no patient has one."""


def check_digit(nine: str) -> int | None:
    """The tenth digit of an NHS number, or None if these nine digits begin none.

    Source: NHS Data Dictionary, NHS NUMBER, modulus 11.
    """
    remainder = sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
    digit = (11 - remainder) % 11
    return None if digit == 10 else digit


def nhs_numbers(dice: Dice) -> Iterator[str]:
    """Endless valid NHS numbers for tests, each once."""
    given: set[str] = set()
    while True:
        nine = f"{TESTING}{dice.whole(0, 999_999):06}"
        digit = check_digit(nine)
        if digit is not None and nine not in given:
            given.add(nine)
            yield f"{nine}{digit}"
