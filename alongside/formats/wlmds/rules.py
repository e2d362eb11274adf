"""Which rules does a row of the waiting list have to meet, and does breaking one return the row or only warn?"""

from dataclasses import dataclass

from alongside.domain.reasons import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    severity: Severity
    title: str


def _blocks(number: int, title: str) -> Rule:
    return Rule(f"WL-{number}", Severity.BLOCKS, title)


def _warns(number: int, title: str) -> Rule:
    return Rule(f"WL-{number}", Severity.WARNS, title)


RULES = {
    rule.name: rule
    for rule in (
        _blocks(1, "A required value is missing"),
        _blocks(2, "The row has values without a heading, or characters that cannot be read"),
        _blocks(3, "A date is not a date"),
        _blocks(4, "It cannot be told which number of a date is the day"),
        _blocks(5, "A date lies in the future, or too far from today to be believed"),
        _blocks(6, "The date of birth is after the clock start"),
        _blocks(7, "The NHS number is not one"),
        _blocks(8, "There is neither an NHS number nor a local patient identifier"),
        _blocks(9, "A code is not in the national list"),
        _blocks(10, "A code does not have the shape of one"),
        _blocks(11, "The pathway identifier is not 20 letters and digits"),
        _blocks(12, "A spreadsheet has changed the pathway identifier"),
        _blocks(13, "The row belongs to another organisation"),
        _blocks(14, "The RTT status is not that of an open pathway here"),
        _blocks(15, "The pathway has an RTT end date, so it is not open"),
        _blocks(16, "The decision to admit is before the clock start"),
        _blocks(17, "The same waiting period is in the file more than once; the last row is kept"),
        _warns(18, "The week does not end on a Sunday; the Sunday that ends it is used"),
        _blocks(19, "A number is not a number, or too small or large to be believed"),
        _blocks(20, "A text is too long"),
        _warns(21, "A value that the planner needs is missing; it will ask for it"),
        _warns(22, "A booking reference of 12 digits was padded to 20 characters"),
        _warns(23, "One NHS number has two dates of birth"),
        _warns(24, "One pathway has two open waiting periods"),
        _warns(25, "A code is not in the list we know, which is not complete; it is kept"),
        _warns(26, "A column mixes day-first and month-first dates; day first was used"),
    )
}
