"""Which rules refused a patient of a plan somewhere, or asked for a review first, and has that patient a place?

The rules are those of `domain.counted_rules`: a fact that is not recorded is a question and is not counted.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from alongside.apps.plans.facts.long_rules import bit_of
from alongside.domain.reasons import Severity
from alongside.planner.eligibility import MOST_RULES, TOO_FAR

# What stands before any rule of the site: no agreement and sessions kept for others say which in `doors`.
DOORS = frozenset("ak")
SHUT = {"d": "DIR-1", "s": "DIR-3"}
REFUSES, ASKS, FAR = "x", "n", "t"
# Taken: then the rules named are those that ask for a review.
TAKES = frozenset("prfb")


def refused_by(lines: pl.DataFrame, proof: Mapping[str, Any]) -> Iterator[tuple[frozenset[str], bool]]:
    """By patient: the ids of the rules that refused or asked for review somewhere, and whether they have a place.

    `lines` has provider, treatment_function, procedure_group, site_id and considered; `proof` is the plan's evidence.
    """
    columns = ("provider", "treatment_function", "procedure_group", "site_id", "considered")
    # A site says the same to many patients of a kind: it is read once.
    known: dict[tuple[str, str, str], dict[tuple[Any, ...], frozenset[str]]] = {}
    for provider, function, group, site, considered in lines.select(columns).iter_rows():
        kind = (provider, function, group or "")
        said = known.setdefault(kind, {})
        rules: set[str] = set()
        for at, km, verdict, bits in json.loads(considered or "[]"):
            found = said.get((at, verdict, bits))
            if found is None:
                found = said[at, verdict, bits] = frozenset(refusals([at, km, verdict, bits], kind, proof))
            if found:
                rules |= found
        yield frozenset(rules), site is not None


def refusals(entry: list[Any], kind: tuple[str, str, str], proof: Mapping[str, Any]) -> Iterator[str]:
    """The rules by which one site refused or asks for review; a fact that is not recorded is neither."""
    at, _, verdict, bits = entry
    if verdict in DOORS:
        yield proof["doors"].get("|".join((*kind, str(at))), ("", ""))[0]
    if verdict in SHUT:
        yield SHUT[verdict]
    if verdict in {REFUSES, ASKS, FAR} and bits & int(TOO_FAR):
        yield "PLN-1"
    which = proof["which"].get(f"{at}|{kind[2]}", proof["which"].get(f"{at}|"))
    if which is None:
        if verdict == ASKS:
            yield "PLN-2"
    elif verdict == REFUSES or verdict in TAKES:
        yield from said_by_site(proof["sets"][which], verdict, bits)


def said_by_site(said: Mapping[str, Any], verdict: str, bits: int) -> Iterator[str]:
    for place, (rule, *_) in enumerate(said["rules"]):
        if bits >> bit_of(place) & 1:
            yield rule
    weight = Severity.NEEDS_REVIEW if verdict in TAKES else Severity.BLOCKS
    if verdict in TAKES or bits >> (MOST_RULES - 1) & 1:
        found = [rule for rule, _, one in said.get("general", ()) if one == weight]
        yield from found
        if verdict == REFUSES:
            yield "ELG"
