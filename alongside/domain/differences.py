"""What may an independent hospital not do that an NHS hospital may, and what does that mean for a patient's place?

A difference never refuses: it sends the patient to a named team first, with what is done meanwhile. Home oxygen: the
Home Oxygen Order Form, part A (static equipment) and part B (portable, after assessment); read November 2026.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from alongside.domain.clinical_fields import FIELDS
from alongside.domain.clinical_fields import Kind as FieldKind
from alongside.domain.criteria import ROUTES, Criterion, IfMissing, Kind

INDEPENDENT = "independent"
# The facts of a patient that a difference may turn on.
TURNS_ON = {name: field.label for name, field in FIELDS.items() if field.kind is FieldKind.YES_NO}


@dataclass(frozen=True, slots=True)
class Difference:
    """One version of a difference. `field` is the yes/no fact of the patients whom it touches; "" for none."""

    number: int
    version: int
    independent_rule: str
    workaround: str
    field: str = ""
    route: str = ""


def rule_id(number: int) -> str:
    """
    >>> rule_id(1)
    'REG-1'
    """
    return f"REG-{number}"


def gaps(difference: Difference) -> tuple[str, ...]:
    """What is wrong with it, a sentence each; nothing when it can be kept."""
    found = []
    if difference.field and difference.field not in TURNS_ON:
        found.append("Choose the fact that it turns on from the list.")
    if difference.field and difference.route not in ROUTES:
        found.append("Say who reviews these patients first.")
    if difference.field and not difference.workaround:
        found.append("Say what is done meanwhile: whoever reviews must know it.")
    return tuple(found)


def as_criterion(difference: Difference) -> Criterion | None:
    """The review rule that every independent hospital has by it; None for one that touches no patient's place.

    A fact that is not recorded passes: the difference asks for a review of whoever is known to need one, and does not
    ask for a fact of everybody (AL-4 allows it for a review rule alone).

    >>> oxygen = Difference(1, 2, "No portable oxygen.", "The NHS team orders it", "on_home_oxygen", "respiratory_team")
    >>> as_criterion(oxygen).reason
    'No portable oxygen. Meanwhile: The NHS team orders it; version 2'
    """
    if not difference.field:
        return None
    said = f"{difference.independent_rule.rstrip('. ')}. Meanwhile: {difference.workaround.rstrip('. ')}"
    return Criterion(
        rule_id(difference.number),
        difference.field,
        "==",
        True,
        Kind.REVIEW,
        f"{said}; version {difference.version}",
        difference.route,
        IfMissing.PASS,
    )


def rules_at(differences: Iterable[Difference], kind: str) -> tuple[Criterion, ...]:
    """The rules that these differences give to a hospital of this kind, by number.

    >>> rules_at([Difference(1, 1, "No portable oxygen", "Ask", "on_home_oxygen", "respiratory_team")], "trust")
    ()
    """
    if kind != INDEPENDENT:
        return ()
    found = (as_criterion(each) for each in sorted(differences, key=lambda each: each.number))
    return tuple(rule for rule in found if rule)
