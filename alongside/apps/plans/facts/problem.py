"""What is asked of the planner, exactly? One plan's question with the list, the rules and the capacity of this moment.

Places are the sessions and beds that sites offer to the area, their own trust's among them; minutes that are held or
booked are not offered. A trust's own list sessions are no part of a plan.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.queries import organisations_of_area
from alongside.apps.agreements.queries.force import book_of_area
from alongside.apps.directory import queries as directory
from alongside.apps.directory.models import ProcedureGroup, Site
from alongside.apps.plans.facts.limits import said_to_all, tightest
from alongside.apps.plans.facts.long_rules import SiteRules
from alongside.apps.plans.facts.offered import Stopped, offered_beds, offered_sessions, own_minutes, stopped_sessions
from alongside.apps.plans.facts.people import planner_patients, set_aside, with_planning_columns
from alongside.apps.plans.facts.places import Doors, HouseRules, middle_of, planner_sites
from alongside.apps.plans.models import Adjustment, Plan
from alongside.apps.waiting.queries import pathways_to_plan
from alongside.domain.clinical_fields import TO_KNOW_BEFORE
from alongside.domain.criteria import CriteriaSet
from alongside.domain.patient_needs import that_can_bite
from alongside.planner.problem import Problem, build
from alongside.planner.tables import Adjustments, Pin


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything a plan was worked out from. `people` are planned, `aside` are not; `listed` is both, in order.

    `own_minutes` are the theatre minutes of providers' own lists in these weeks, which no plan counts. `sites` are
    those with sessions in these weeks; `stopped` says by which notice some or all of their days are out.
    """

    plan: Plan
    listed: pl.DataFrame
    people: pl.DataFrame
    aside: pl.DataFrame
    sites: list[Site]
    providers: dict[str, Organisation]
    groups: dict[str, str]
    sets: dict[tuple[str, str], CriteriaSet]
    sessions: pl.DataFrame
    beds: pl.DataFrame
    eligibility: HouseRules
    adjustments: Adjustments
    own_minutes: int
    digest: str
    stopped: Stopped

    def problem(self, *, tie_break: bool | None = None) -> Problem:
        """The planner's problem; `tie_break` overrides what the plan asks, to measure its effect."""
        wanted = self.plan.equity_tie_break if tie_break is None else tie_break
        return build(
            planner_patients(self.people, tie_break=wanted).drop("tie_break" if not wanted else []),
            planner_sites(self.sites),
            self.sessions,
            self.beds,
            eligibility=self.eligibility,
            nearest=self.plan.nearest,
            adjustments=self.adjustments,
        )


def read_facts(acting: Acting, plan: Plan) -> Facts:
    """Read in the one transaction of the caller, so that all of it is of one moment."""
    every = sorted(directory.sites_of_area(acting), key=lambda site: site.code)
    codes = {str(site.id): site.code for site in every}
    offered, kept = offered_sessions(acting, plan, codes)
    stopped = stopped_sessions(acting, plan, codes)
    open_ = set(offered["site_id"])
    sites = [site for site in every if site.code in open_ | {code for code, _ in stopped}]
    beds = offered_beds(acting, plan, codes, sorted(open_))
    listed = with_planning_columns(
        pathways_to_plan(acting, treatment_functions=plan.treatment_functions, providers=plan.providers),
        plan,
        directory.districts(),
        middle_of(sites),
    )
    aside = set_aside(listed, plan.starts_on)
    people = listed.join(aside.select("id"), on="id", how="anti", maintain_order="left")
    groups = dict(ProcedureGroup.objects.values_list("code", "name"))
    sets = criteria_sets(acting, plan, {site.code for site in sites}, needs_recorded(listed))
    adjustments = adjustments_of(plan)
    providers = {organisation.code: organisation for organisation in organisations_of_area(acting.area_id)}
    doors = Doors(
        providers,
        directory.services_of(acting),
        kept,
        groups,
        book_of_area(acting, plan.as_of),
        plan.starts_on,
        plan.last_day,
    )
    rules = HouseRules.of(clinical_rules(acting, plan, people, sites, sets), people, sites, doors)
    digest = digest_of(plan, listed, offered, beds, sets, rules, adjustments, stopped)
    own = own_minutes(acting, plan)
    return Facts(
        plan,
        listed,
        people,
        aside,
        sites,
        providers,
        groups,
        sets,
        offered,
        beds,
        rules,
        adjustments,
        own,
        digest,
        stopped,
    )


def criteria_sets(
    acting: Acting, plan: Plan, codes: set[str], recorded: frozenset[str]
) -> dict[tuple[str, str], CriteriaSet]:
    """The rules in force of each site by procedure group, "" for the whole site.

    A rule about a need that nobody on the list is `recorded` to have can say nothing here, and takes no room.
    """
    found = directory.criteria_in_force(acting, plan.as_of)
    return {
        (one.site, group or ""): replace(
            one, procedure_group=group or "", criteria=tightest(that_can_bite(one.criteria, recorded))
        )
        for (_, group), one in found.items()
        if one.site in codes
    }


def needs_recorded(listed: pl.DataFrame) -> frozenset[str]:
    """The access needs that somebody on this list has, and a known infection if somebody has one."""
    return frozenset(name for name in TO_KNOW_BEFORE if listed[name].any())


def clinical_rules(
    acting: Acting, plan: Plan, people: pl.DataFrame, sites: list[Site], sets: dict[tuple[str, str], CriteriaSet]
) -> SiteRules:
    """What is asked of a site must be there until the last day of the plan, on which somebody may be treated."""
    held = directory.site_facts(acting, plan.as_of)
    facts = [replace(held[site.id], care_until=plan.last_day) for site in sites]
    return SiteRules.of(people, facts, list(sets.values()), as_of=plan.as_of)


def adjustments_of(plan: Plan) -> Adjustments:
    """What people changed by hand, as the planner takes it."""
    rows = list(plan.adjustments.filter(in_question=True, lifted=False).select_related("site"))
    kinds = Adjustment.Kind

    def of(kind: str) -> list[Adjustment]:
        return [row for row in rows if row.kind == kind]

    def code(row: Adjustment) -> str:
        return row.site.code if row.site else ""

    return Adjustments(
        pins=tuple(Pin(str(row.pathway_id), code(row), row.week) for row in of(kinds.PIN)),
        excluded_patients=frozenset(str(row.pathway_id) for row in of(kinds.EXCLUDE_PATIENT)),
        excluded_sites=frozenset(code(row) for row in of(kinds.EXCLUDE_SITE)),
        excluded_cells=frozenset(
            (code(row), row.treatment_function, row.week or 0) for row in of(kinds.EXCLUDE_SESSIONS)
        ),
    )


def digest_of(
    plan: Plan,
    listed: pl.DataFrame,
    sessions: pl.DataFrame,
    beds: pl.DataFrame,
    sets: dict[tuple[str, str], CriteriaSet],
    rules: HouseRules,
    adjustments: Adjustments,
    stopped: Stopped,
) -> str:
    """The same for the same question, list, rules and capacity: then the plan is the same too (AL-6).

    Each clinical fact is a column of its own beside the whole of them.
    """
    asked = ("weeks", "nearest", "travel_limit_km", "policy", "effort", "equity_tie_break", "seed")
    parts: list[Any] = [plan.as_of, plan.starts_on, *(getattr(plan, name) for name in asked)]
    parts += [plan.based_on.input_digest] if plan.keeps_places and plan.based_on else []
    parts += [sorted(repr(one) for one in sets.values()), sorted((k, v.message) for k, v in rules.words.items())]
    parts += [sorted((k, repr(permit)) for k, permit in rules.permits.items())]
    parts += [site_says(rules.clinical), [(key, reason.message) for key, reason in stopped.items()]]
    parts += [adjustments.pins, *(sorted(map(str, each)) for each in sets_of(adjustments))]
    digest = hashlib.sha256(repr(parts).encode())
    for frame in (listed.drop("clinical_facts"), sessions, beds):
        digest.update(frame.write_csv().encode())
    return digest.hexdigest()


def site_says(rules: SiteRules) -> list[Any]:
    """What decides of the sites beside their rules: level, infection pathway, and what an operation needs there."""
    site = {facts.site: facts for facts in rules.sites}
    general = sorted((key, repr(said_to_all(one, site[key[0]], rules.as_of))) for key, one in rules.sets.items())
    return [[(facts.site, facts.critical_care_level, facts.takes_infection) for facts in rules.sites], general]


def sets_of(adjustments: Adjustments) -> tuple[frozenset[Any], ...]:
    return adjustments.excluded_patients, adjustments.excluded_sites, adjustments.excluded_cells
