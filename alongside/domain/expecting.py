"""What may a patient or a colleague expect of a site, and what is different there? (EXP-1 to EXP-7)

What nobody recorded is said to be not known, never left out and never guessed (AL-4). Basis: HSIB, NHS surgery in
independent hospitals, 28 October 2021, on what differs between hospitals and was not known; the sentences are ours.
Read November 2026.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alongside.domain.site_capability import FEATURES
from alongside.domain.support_services import SUPPORT_SERVICES, Cover

MOVED = "If you became very ill, you would be moved by ambulance to a hospital that has it"
LEVELS = {
    0: f"There is no high-dependency or intensive care here. {MOVED}.",
    1: f"Patients can be watched closely, but there is no high-dependency or intensive care. {MOVED}.",
    2: f"There is high-dependency care here, but no intensive care. {MOVED}.",
    3: "There is intensive care here.",
}
NOT_KNOWN = "The hospital has not said. Ask before you come."
AT_NIGHT = {
    Cover.ROUND_THE_CLOCK: "A doctor is in the building day and night.",
    Cover.ON_CALL: "A doctor can be called at any hour, but is not always in the building.",
    Cover.HOURS: "A doctor is in the building in working hours. Nurses call for help at other times.",
    Cover.NONE: "No doctor stays in the building. Nurses call for help.",
}
URGENT_OPERATION = {
    Cover.ROUND_THE_CLOCK: "A second operation can be done here at any hour.",
    Cover.ON_CALL: "A team can be called in for a second operation at any hour.",
    Cover.HOURS: "A second operation can be done here in working hours. At other times you would be moved.",
    Cover.NONE: "A second operation that cannot wait is not done here. You would be moved.",
}
INTERPRETER = {
    Cover.ROUND_THE_CLOCK: "An interpreter can be had at any hour. Ask for one when you book.",
    Cover.ON_CALL: "An interpreter can be called. Ask for one when you book.",
    Cover.HOURS: "An interpreter can be had in working hours. Ask for one when you book.",
    Cover.NONE: "This hospital has no interpreters of its own. Tell who refers you that you need one.",
}
IN_A_WORD = {
    Cover.ROUND_THE_CLOCK: "at any hour",
    Cover.ON_CALL: "on call",
    Cover.HOURS: "in working hours",
    Cover.NONE: "not here",
}
TESTS = ("xray", "ultrasound", "ct", "mri", "pathology", "blood_transfusion", "pharmacy")


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing to know before coming. `is_known` is false when the site has said nothing of it."""

    rule: str
    about: str
    words: str
    is_known: bool = True


def expectations(
    level: int | None, support: Mapping[str, Cover], features: Mapping[str, bool]
) -> tuple[Expectation, ...]:
    """What to expect of a site: its critical care level (0 to 3), support services and accessibility features.

    A level, service or feature that is not given was not recorded. Always the same topics in the same order.

    >>> first, *_, last = expectations(0, {}, {"lift": True, "hoist": False})
    >>> first.rule, first.words[:32], first.is_known
    ('EXP-1', 'There is no high-dependency or i', True)
    >>> last.words
    'Not here: hoist for transfers.'
    """
    return (
        _said("EXP-1", "If you become very ill", LEVELS, level),
        _said("EXP-2", "A doctor at night", AT_NIGHT, support.get("resident_doctor")),
        _said("EXP-3", "If you need another operation soon", URGENT_OPERATION, support.get("emergency_theatre")),
        _tests(support),
        _said("EXP-5", "Interpreters", INTERPRETER, support.get("interpreter")),
        _access("EXP-6", "Getting in and about", features, "Here"),
        _access("EXP-7", "What is not here for access", features, "Not here"),
    )


def _said(rule: str, about: str, words: Mapping[Any, str], value: int | Cover | None) -> Expectation:
    if value is None:
        return Expectation(rule, about, NOT_KNOWN, is_known=False)
    return Expectation(rule, about, words[value])


def _tests(support: Mapping[str, Cover]) -> Expectation:
    told = [f"{SUPPORT_SERVICES[kind]} {IN_A_WORD[support[kind]]}" for kind in TESTS if kind in support]
    about = "Tests, blood and medicines"
    if not told:
        return Expectation("EXP-4", about, NOT_KNOWN, is_known=False)
    words = "; ".join(told)
    return Expectation("EXP-4", about, f"{words[0].upper()}{words[1:]}.", is_known=len(told) == len(TESTS))


def _access(rule: str, about: str, features: Mapping[str, bool], word: str) -> Expectation:
    """EXP-6 what is there, EXP-7 what is not; silence is neither."""
    wanted = word == "Here"
    told = [name for key, name in FEATURES.items() if features.get(key) is wanted]
    if told:
        return Expectation(rule, about, f"{word}: {'; '.join(told)}.")
    if not features:
        return Expectation(rule, about, NOT_KNOWN, is_known=False)
    return Expectation(rule, about, f"The hospital has named nothing that is {'' if wanted else 'not '}here.")
