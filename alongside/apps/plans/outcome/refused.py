"""Which rules refused a patient of a plan somewhere, or asked for a review first, and has that patient a place?"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from alongside.apps.plans.facts.long_rules import bit_of
from alongside.domain.reasons import Severity
from alongside.planner.eligibility import MOST_RULES

NO_AGREEMENT = "a"
# Refused by rules, or taken: then the rules named are those that ask for a review.
TOLD = frozenset("xprfb")


def refused_by(lines: pl.DataFrame, proof: Mapping[str, Any]) -> Iterator[tuple[frozenset[str], bool]]:
    """By patient: the ids of the rules that refused or asked for review somewhere, and whether they have a place.

    `lines` has provider, treatment_function, procedure_group, site_id and considered; `proof` is the plan's evidence.
    """
    columns = ("provider", "treatment_function", "procedure_group", "site_id", "considered")
    for provider, function, group, site, considered in lines.select(columns).iter_rows():
        kind = (provider, function, group or "")
        rules = {rule for entry in json.loads(considered or "[]") for rule in refusals(entry, kind, proof)}
        yield frozenset(rules), site is not None


def refusals(entry: list[Any], kind: tuple[str, str, str], proof: Mapping[str, Any]) -> Iterator[str]:
    """The rules by which one site refused or asks for review; a fact that is not recorded is a question, neither."""
    at, _, verdict, bits = entry
    if verdict == NO_AGREEMENT:
        yield proof["doors"].get("|".join((*kind, str(at))), ("", ""))[0]
    if verdict not in TOLD or not bits:
        return
    which = proof["which"].get(f"{at}|{kind[2]}", proof["which"].get(f"{at}|"))
    said = proof["sets"][which] if which is not None else {"rules": ()}
    for place, (rule, *_) in enumerate(said["rules"]):
        if bits >> bit_of(place) & 1:
            yield rule
    if bits >> (MOST_RULES - 1) & 1:
        yield "ELG"
        yield from (rule for rule, _, weight in said.get("general", ()) if weight == Severity.BLOCKS)
