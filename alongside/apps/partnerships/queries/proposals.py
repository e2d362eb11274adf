"""Which trusts and independent sites could be partners, as the rules of a proposal ask for them?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import queries as directory
from alongside.apps.directory.models import Site
from alongside.apps.partnerships.facts import hospitals_of, nearest
from alongside.apps.partnerships.models import Partnership
from alongside.apps.plans import queries as plans
from alongside.apps.plans.models import Plan
from alongside.domain.buddy_proposals import Candidate, Proposal, propose


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal, or why there is none, with whom it is about."""

    proposal: Proposal
    trust: Organisation
    site: Site


def proposals(acting: Acting, on: date) -> tuple[Plan | None, list[Proposed]]:
    """Every trust with every independent site of the area, or our own alone; those proposed first, best first.

    The plan is that from which the unmet need is; a reader who may not see a trust's lines is told nothing of it.
    """
    trusts = Organisation.objects.filter(board_id=acting.area_id, kind=Organisation.Kind.TRUST)
    by_code = {trust.code: trust for trust in trusts}
    sites = directory.sites_of_area(acting).filter(organisation__kind=Organisation.Kind.INDEPENDENT)
    at = {site.code: site for site in sites}
    plan = plans.latest_plan(acting)
    found = candidates(acting, by_code, at, plan, on)
    answered = [Proposed(one, by_code[one.trust], at[one.site]) for one in propose(found)]
    return plan, [one for one in answered if concerns(acting, one)]


def concerns(acting: Acting, one: Proposed) -> bool:
    return acting.organisation_id in (one.trust.pk, one.site.organisation_id, acting.area_id)


def candidates(
    acting: Acting, trusts: Mapping[str, Organisation], sites: Mapping[str, Site], plan: Plan | None, on: date
) -> list[Candidate]:
    does = done_by(acting)
    hospitals = hospitals_of([trust.pk for trust in trusts.values()])
    waiting = plans.without_a_place(acting, plan) if plan else {}
    known = known_to(acting, trusts, waiting)
    joined = set(Partnership.objects.filter(area_id=acting.area_id, ended_on=None).values_list("trust_id", "site_id"))
    partners = Counter(site_id for _, site_id in joined)
    found = []
    for trust in trusts.values():
        for site in sites.values():
            near = nearest(site, hospitals.get(trust.pk, ()))
            found.append(
                Candidate(
                    trust.code,
                    site.code,
                    near[1] if near else None,
                    does.get(trust.pk, frozenset()),
                    does.get(site.pk, frozenset()),
                    known.get(trust.pk) if plan else None,
                    (trust.pk, site.pk) in joined,
                    partners[site.pk] - ((trust.pk, site.pk) in joined),
                )
            )
    return found


def done_by(acting: Acting) -> dict[UUID, frozenset[str]]:
    """Procedure groups by site, and by organisation over all its sites."""
    by_site = directory.services_of(acting)
    owners = dict(directory.sites_of_area(acting).values_list("pk", "organisation_id"))
    found: dict[UUID, frozenset[str]] = dict(by_site)
    for site_id, codes in by_site.items():
        found[owners[site_id]] = found.get(owners[site_id], frozenset()) | codes
    return found


def known_to(
    acting: Acting, trusts: Mapping[str, Organisation], waiting: Mapping[UUID, dict[str, int]]
) -> dict[UUID, dict[str, int]]:
    """What this reader may know: a trust its own need, a board everybody's. Nobody absent is read as nobody waiting."""
    may_know = [trust.pk for trust in trusts.values() if acting.organisation_id in (trust.pk, acting.area_id)]
    return {trust_id: waiting.get(trust_id, {}) for trust_id in may_know} if acting.may(Permission.SEE_PLANS) else {}
