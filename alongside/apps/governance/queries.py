"""Whose policy applies at a host, whom to ring, and which numbers nobody has tried lately?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models import Site
from alongside.apps.governance.facts import is_confirmed, light_of, row_of
from alongside.apps.governance.models import Barrier, BarrierCount, Contact, Policy, Responsibility, SystemUse, TestCall
from alongside.apps.regulations import queries as regulations
from alongside.apps.regulations.models import DifferenceVersion
from alongside.domain.call_tests import Light
from alongside.domain.whose_policy import Applies, NotAgreed, applies


@dataclass(frozen=True, slots=True)
class Answer:
    """For patients of one organisation: the rule's answer, the policy behind it, and whom to ring either way."""

    guest: Organisation
    verdict: Applies | NotAgreed
    policy: Policy | None
    contact: Contact | None


def organisations_of_area(acting: Acting) -> QuerySet[Organisation]:
    """Every organisation of the area but its board, by name."""
    return Organisation.objects.filter(board_id=acting.area_id).order_by("name")


def hosts(acting: Acting) -> QuerySet[Organisation]:
    """Those with a site at which somebody may be a guest."""
    return organisations_of_area(acting).filter(sites__isnull=False).distinct()


def sites_of(acting: Acting, organisation: Organisation) -> QuerySet[Site]:
    return Site.objects.filter(area_id=acting.area_id, organisation=organisation).order_by("name")


def contacts(acting: Acting, on: date) -> QuerySet[Contact]:
    """Every contact of the area that has not ended, each with the last call to each of its numbers as `latest`."""
    calls = TestCall.objects.filter(on__lte=on).order_by("contact_id", "phone", "-on", "-at")
    last = Prefetch("calls", calls.distinct("contact_id", "phone"), to_attr="latest")
    found = Contact.objects.filter(area_id=acting.area_id).filter(Q(ended_on=None) | Q(ended_on__gt=on))
    return found.select_related("organisation", "site").prefetch_related(last)


def find_contact(acting: Acting, contact_id: UUID, on: date) -> Contact | None:
    return contacts(acting, on).filter(pk=contact_id).first()


def calls_to(acting: Acting, contact: Contact) -> QuerySet[TestCall]:
    """Every call to this contact, newest first."""
    return TestCall.objects.filter(area_id=acting.area_id, contact=contact).select_related("organisation")


def red_contacts(acting: Acting, on: date) -> list[Contact]:
    """Our own contacts of which a number was never tried, failed, or was last tried too long ago."""
    own = contacts(acting, on).filter(organisation_id=acting.organisation_id)
    return [contact for contact in own if light_of(contact, on) is Light.RED]


def policies(acting: Acting) -> QuerySet[Policy]:
    """Every policy of the area, ended ones too."""
    joined = Policy.objects.filter(area_id=acting.area_id).select_related(
        "organisation", "partner", "site", "contact__organisation"
    )
    return joined.prefetch_related("confirmations").order_by("organisation__name", "topic", "partner__name", "id")


def policies_of(acting: Acting) -> QuerySet[Policy]:
    """What our organisation says of its own sites, and what others say of our patients."""
    mine = Q(organisation_id=acting.organisation_id) | Q(partner_id=acting.organisation_id)
    return policies(acting).filter(mine)


def find_policy(acting: Acting, policy_id: UUID) -> Policy | None:
    """One policy that our organisation says or is asked to confirm."""
    return policies_of(acting).filter(pk=policy_id).first()


def policies_to_confirm(acting: Acting, on: date) -> list[Policy]:
    """What a host says of our patients and we have not said yes to."""
    asked = policies(acting).filter(partner_id=acting.organisation_id).filter(Q(ended_on=None) | Q(ended_on__gt=on))
    return [policy for policy in asked if not is_confirmed(policy)]


def answers(
    acting: Acting, topic: str, host: Organisation, *, site: str = "", guest: str = "", on: date
) -> list[Answer]:
    """Whose policy applies at `host`, for its own patients first, then for each other organisation of the area.

    An organisation that treats inpatients nowhere and that nothing was said about is left out, unless asked for.
    """
    said = list(policies(acting).filter(organisation=host, topic=topic))
    by_key, rows = {str(policy.pk): policy for policy in said}, [row_of(policy) for policy in said]
    known = {str(contact.pk): contact for contact in contacts(acting, on)}
    ring = to_ring(known.values(), host, topic)
    found = []
    for each in guests(acting, host, {row.guest for row in rows} | {guest}):
        if guest and each.code != guest:
            continue
        verdict = applies(rows, topic, guest=each.code, host=host.code, site=site, on=on)
        row = verdict.row if isinstance(verdict, Applies) else verdict.stated
        policy = by_key[row.key] if row else None
        named = known.get(str(policy.contact_id)) if policy and isinstance(verdict, Applies) else None
        found.append(Answer(each, verdict, policy, named or ring))
    return sorted(found, key=lambda answer: (answer.guest != host, isinstance(answer.verdict, NotAgreed)))


def guests(acting: Acting, host: Organisation, named: set[str]) -> QuerySet[Organisation]:
    """Whose patients may be there: the host's own, those of every trust, and of whoever is named."""
    return organisations_of_area(acting).filter(Q(kind="trust") | Q(pk=host.pk) | Q(code__in=named))


def to_ring(known: Iterable[Contact], host: Organisation, topic: str) -> Contact | None:
    """The host's own contact for this topic, or its contact for everything."""
    own = [contact for contact in known if contact.organisation_id == host.pk and contact.topic in (topic, "")]
    return max(own, key=lambda contact: contact.topic == topic, default=None)


def topics_said(acting: Acting, host: Organisation) -> set[str]:
    """The topics on which this host says anything."""
    return set(policies(acting).filter(organisation=host).values_list("topic", flat=True))


def systems(acting: Acting) -> QuerySet[SystemUse]:
    """Which systems each organisation of the area uses."""
    return SystemUse.objects.filter(area_id=acting.area_id).select_related("organisation", "partner")


def responsibilities(acting: Acting) -> QuerySet[Responsibility]:
    """Who does what, for each pathway between two organisations of the area, step by step."""
    return Responsibility.objects.filter(area_id=acting.area_id).select_related("organisation", "partner")


def barriers(acting: Acting) -> QuerySet[Barrier]:
    """Every barrier of the area with its newest count as `latest`, a list of one or none."""
    newest = BarrierCount.objects.order_by("barrier_id", "-on", "-at").distinct("barrier_id")
    found = Barrier.objects.filter(area_id=acting.area_id).select_related("organisation", "difference")
    return found.prefetch_related(Prefetch("counts", newest, to_attr="latest"))


def counts_of(acting: Acting, barrier: Barrier) -> QuerySet[BarrierCount]:
    """What each plan counted, newest first."""
    return BarrierCount.objects.filter(area_id=acting.area_id, barrier=barrier)


def differences(acting: Acting) -> QuerySet[DifferenceVersion]:
    """What independent hospitals of the area may not do, of which a barrier may come."""
    return regulations.differences(acting)
