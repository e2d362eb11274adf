"""What did each site say to each patient, nearest first, in which version of its rules? Kept with the plan (AL-6).

A line keeps [site, km, verdict, rules] with numbers that point into the plan's `evidence`, so that forty thousand
explanations with every site considered stay small; `presenters.sites` turns them into words.
"""

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from alongside.apps.plans.facts import Facts
from alongside.apps.plans.facts.limits import said_to_all
from alongside.apps.plans.facts.places import HOUSE
from alongside.apps.plans.outcome.reviews import review_bits
from alongside.domain.clinical_fields import FIELDS, Kind, plain
from alongside.domain.criteria import CriteriaSet, Criterion, SiteFacts
from alongside.domain.eligibility import limit_of
from alongside.planner.eligibility import NEED_INFO, REVIEW, TOO_FAR
from alongside.planner.nearest import chunks, offering, refusing_bits
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem
from alongside.planner.site_verdicts import room_left, table_of
from alongside.planner.stage import fitting

KIND = ("provider", "treatment_function", "procedure_group")
PLACED, ROOM, FULL, BEYOND, LEFT_OUT = "p", "r", "f", "b", "o"
TAKES = (PLACED, ROOM, FULL, BEYOND)
ASKS, REFUSES, FAR, PAUSED, DOORS = "n", "x", "t", "s", {1: "a", 2: "d", 3: "k"}
DEMANDS = {
    "<=": "{} or below",
    "<": "below {}",
    ">=": "{} or above",
    ">": "above {}",
    "==": "{}",
    "!=": "not {}",
    "in": "{}",
    "not in": "not {}",
}


def considered(facts: Facts, problem: Problem, plan: Plan) -> pl.DataFrame:
    """id and considered: a JSON list of [site, km, verdict, rules] for every planned patient with a site to ask."""
    states = shortlist_states(problem, plan)
    parts = []
    for function in np.unique(problem.patients.function):
        places = np.union1d(offering(problem.cells, int(function)), paused(facts, problem.functions[int(function)]))
        wanted = np.flatnonzero(problem.patients.function == function)
        for rows in chunks(wanted, len(places)):
            if len(places):
                parts.append(asked(facts, problem, states, rows, places))
    empty = pl.DataFrame(schema={"row": pl.Int64, "considered": pl.String})
    lines = pl.concat(parts) if parts else empty
    return lines.select(problem.patients.ids.gather(lines["row"]).alias("id"), "considered")


def paused(facts: Facts, function: str) -> Any:
    """The sites that a notice stops on some of the plan's days, in the planner's order."""
    found = [at for at, site in enumerate(facts.sites) if (site.code, function) in facts.stopped]
    return np.array(found, np.int64)


def shortlist_states(problem: Problem, plan: Plan) -> dict[int, str]:
    """By patient x site: placed there, full, or with room (in every week of the stay) that was not chosen."""
    o, sites = problem.options, len(problem.sites)
    fits = fitting(table_of(problem), np.concatenate(room_left(problem, plan)).astype(float))
    key = o.patient.astype(np.int64) * sites + o.site
    held = plan.chosen[plan.chosen >= 0]
    states = dict.fromkeys(np.unique(key).tolist(), FULL)
    states |= dict.fromkeys(np.unique(key[fits]).tolist(), ROOM)
    return states | dict.fromkeys(key[held].tolist(), PLACED)


def asked(facts: Facts, problem: Problem, states: dict[int, str], rows: Any, places: Any) -> pl.DataFrame:
    bits, km = refusing_bits(problem.patients, problem.sites, facts.eligibility, rows, places)
    verdict = verdicts(facts, problem, rows, places, bits)
    order = np.argsort(km, axis=1, kind="stable")
    key = (rows[:, None].astype(np.int64) * len(problem.sites) + places[None, :]).ravel().tolist()
    found = np.array([states.get(one, "") for one in key]).reshape(verdict.shape)
    verdict = np.where(found != "", found, verdict)
    each = facts.eligibility.each_rule(rows, places, bits)
    asking = np.where(np.isin(verdict, TAKES), review_bits(facts.eligibility.clinical, rows, places), 0)
    columns = {
        "row": np.repeat(rows.astype(np.int64), len(places)),
        "site": places[order].ravel(),
        "km": np.take_along_axis(km, order, 1).round(1).ravel(),
        "verdict": np.take_along_axis(verdict, order, 1).ravel(),
        "bits": np.take_along_axis(each & ~int(HOUSE) | asking, order, 1).ravel(),
    }
    entry = pl.format('[{},{},"{}",{}]', "site", "km", "verdict", "bits")
    lines = pl.DataFrame(columns).group_by("row", maintain_order=True).agg(entry.str.join(","))
    return lines.select("row", considered=pl.format("[{}]", lines.columns[1]))


def verdicts(facts: Facts, problem: Problem, rows: Any, places: Any, bits: Any) -> Any:
    """What a site that is not on the shortlist says, worst reason first."""
    door = facts.eligibility.door(rows, places)
    clinical = bits & ~(REVIEW | TOO_FAR | HOUSE)
    out = problem.sites.excluded[places][None, :] | problem.patients.excluded[rows][:, None]
    open_ = np.isin(places, offering(problem.cells, int(problem.patients.function[rows[0]]))) if len(rows) else places
    verdict = np.where(bits & TOO_FAR > 0, FAR, np.where(open_[None, :], BEYOND, PAUSED))
    verdict = np.where(clinical > 0, REFUSES, verdict)
    verdict = np.where(bits & NEED_INFO > 0, ASKS, verdict)
    for number, letter in DOORS.items():
        verdict = np.where(door == number, letter, verdict)
    return np.where(out, LEFT_OUT, verdict)


def without_agreement(lines: pl.DataFrame) -> int:
    """How many have no place because no site that might take them has an agreement with their hospital."""
    asked = pl.col("considered").fill_null("")
    alone = asked.str.contains('"a"', literal=True) & ~asked.str.contains(f'"[^a{DOORS[2]}{DOORS[3]}]"')
    return lines.filter(pl.col("site_id").is_null() & alone).height


def evidence(facts: Facts, lines: pl.DataFrame) -> dict[str, Any]:
    """Sites, groups, rules, versions and agreements that the lines point into."""
    site_facts = dict(zip((site.code for site in facts.sites), facts.eligibility.clinical.sites, strict=True))
    at = {site.code: index for index, site in enumerate(facts.sites)}
    rule_sets: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    which = {}
    for (site, group), criteria in sorted(facts.sets.items()):
        said = {"version": criteria.version, "by": criteria.attested_by, "on": str(criteria.attested_on or "")}
        said |= {"rules": [rule_words(rule, site_facts[site]) for rule in criteria.criteria]}
        said |= {"general": general_words(criteria, site_facts[site], facts.plan.as_of)}
        said |= {"needs": criteria.needs.version}
        key = repr(said)
        if key not in seen:
            seen[key] = len(rule_sets)
            rule_sets.append(said)
        which[f"{at[site]}|{group}"] = seen[key]
    return {
        "sites": [
            {
                "id": str(site.id),
                "code": site.code,
                "name": site.name,
                "provider": site.organisation.name,
                "provider_id": str(site.organisation_id),
            }
            for site in facts.sites
        ],
        "sets": rule_sets,
        "which": which,
        "groups": facts.groups,
        "doors": door_words(facts),
        "permits": permits(facts, lines),
        "notices": {
            f"{at[site]}|{function}": [said.rule, said.message] for (site, function), said in facts.stopped.items()
        },
    }


def rule_words(rule: Criterion, site: SiteFacts) -> list[str]:
    """Rule id, what it asks, and the fact it needs: the patient's, or the site's where the site is silent."""
    field, needs = FIELDS[rule.field], FIELDS[rule.field].label
    limit = limit_of(rule, site)
    if field.kind is Kind.YES_NO:
        needs = "The infection pathway of this site" if rule.value_from and limit is None else needs
        asks = f"{field.label}: {'yes' if limit else 'no'}"
    elif limit is None:
        asks = f"{field.label}: the site has not stated its limit"
    else:
        values = limit if isinstance(limit, tuple) else (limit,)
        wanted = " or ".join(f"{plain(value)} {field.unit}".strip() for value in values)
        asks = f"{field.label} {DEMANDS[rule.op].format(wanted)}"
    return [rule.rule_id, f"{asks} ({rule.reason})" if rule.reason else asks, needs]


def general_words(criteria: CriteriaSet, site: SiteFacts, as_of: date) -> list[list[str]]:
    """Rule id, words and weight of what a site says to everybody: what the operation needs there, and attestation."""
    return [[reason.rule, reason.message, reason.severity.value] for reason in said_to_all(criteria, site, as_of)]


def door_words(facts: Facts) -> dict[str, list[str]]:
    """The closed doors by provider, function, group and site; the services that a site does not do are left out."""
    kinds = kinds_of(facts)
    return {
        "|".join([*kinds[kind], str(site)]): [refusal.rule_id, refusal.message]
        for (kind, site), refusal in facts.eligibility.words.items()
        if facts.eligibility.closed[kind, site] != 2
    }


def permits(facts: Facts, lines: pl.DataFrame) -> dict[str, list[Any]]:
    """Of the places that somebody has: the agreement, its version and its last day, by kind of patient and site."""
    kinds = kinds_of(facts)
    places = lines.select("id", "site_id").filter(pl.col("site_id").is_not_null())
    placed = set(facts.people.select("id", *KIND).join(places, on="id").select(*KIND, "site_id").unique().rows())
    return {
        "|".join([*kinds[kind], str(site)]): [permit.agreement, permit.version, str(permit.last_day or "")]
        for (kind, site), permit in facts.eligibility.permits.items()
        if (*kinds[kind], facts.sites[site].code) in placed
    }


def kinds_of(facts: Facts) -> list[tuple[str, ...]]:
    """The kinds of patient in the order in which the doors number them."""
    return facts.people.select(KIND).unique().sort(KIND).rows()
