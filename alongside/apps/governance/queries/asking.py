"""Whose policy applies at a host, at which of its sites, and whom does a ward ring there?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements import queries as agreements
from alongside.apps.agreements.queries.force import Book, book
from alongside.apps.directory.models import Site
from alongside.apps.governance.facts import row_of
from alongside.apps.governance.models import Contact, Policy
from alongside.apps.governance.queries.keeping import contacts, organisations_of_area, policies, sites_of
from alongside.domain.agreement_force import Refusal
from alongside.domain.whose_policy import Applies, Between, NotAgreed, PolicyRow, applies

ENDED = ("AGR-3", "AGR-4")


@dataclass(frozen=True, slots=True)
class Answer:
    """For patients of one organisation: the rule's answer, the policy behind it, and whom to ring either way.

    `sites` are those at which it is the answer; none where every site asked about has the same. `later` are newer
    words that have not begun. `is_elsewhere`: whom to ring is the contact of another site.
    """

    guest: Organisation
    verdict: Applies | NotAgreed
    policy: Policy | None
    contact: Contact | None
    sites: tuple[Site, ...] = ()
    later: Policy | None = None
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """All that the answers at one host are made of."""

    topic: str
    host: Organisation
    on: date
    policies: Mapping[str, Policy]
    rows: Sequence[PolicyRow]
    contacts: Mapping[UUID, Contact]

    def policy(self, row: PolicyRow | None) -> Policy | None:
        return self.policies[row.key] if row else None

    def verdict(self, guest: Organisation, site: Site | None, between: Between) -> Applies | NotAgreed:
        return applies(
            self.rows,
            self.topic,
            guest=guest.code,
            host=self.host.code,
            site=site.code if site else "",
            on=self.on,
            between=between,
        )

    def contact(self, verdict: Applies | NotAgreed, site: Site | None) -> Contact | None:
        """The one that the policy names, else the host's own for this topic there."""
        named = self.policy(verdict.row) if isinstance(verdict, Applies) else None
        found = self.contacts.get(named.contact_id) if named else None
        return found or to_ring(self.contacts.values(), self.host, self.topic, site)

    def is_elsewhere(self, contact: Contact | None, site: Site | None) -> bool:
        return contact is not None and contact.organisation_id == self.host.pk and not is_of(contact, site)


def answers(
    acting: Acting, topic: str, host: Organisation, *, site: str = "", guest: str = "", on: date
) -> list[Answer]:
    """Whose policy applies at `host`, for its own patients first, then for each other organisation of the area.

    Without a site, what holds at each site; sites with the same answer come together. An organisation that treats
    inpatients nowhere and that nothing was said about is left out, unless asked for.
    """
    said = list(policies(acting).filter(organisation=host, topic=topic))
    asked = Asked(
        topic,
        host,
        on,
        {str(policy.pk): policy for policy in said},
        [row_of(policy) for policy in said],
        {contact.pk: contact for contact in contacts(acting, on)},
    )
    places: list[Site | None] = [one for one in sites_of(acting, host) if site in ("", one.code)]
    signed = book(agreements.records(acting), on)
    found = [
        answer
        for each in guests(acting, host, {row.guest for row in asked.rows} | {guest})
        if guest in ("", each.code)
        for answer in at_sites(asked, each, places or [None], between(acting, signed, each, host, on))
    ]
    return sorted(found, key=lambda answer: (answer.guest != host, isinstance(answer.verdict, NotAgreed)))


def at_sites(asked: Asked, guest: Organisation, places: Sequence[Site | None], between: Between) -> list[Answer]:
    """What patients of one guest are answered, once for all the sites that have the same answer."""
    alike: dict[tuple[Applies | NotAgreed, Contact | None, bool], list[Site | None]] = defaultdict(list)
    for site in places:
        verdict = asked.verdict(guest, site, between)
        contact = asked.contact(verdict, site)
        alike[verdict, contact, asked.is_elsewhere(contact, site)].append(site)
    return [
        Answer(
            guest,
            verdict,
            asked.policy(verdict.row if isinstance(verdict, Applies) else verdict.stated),
            contact,
            tuple(site for site in sites if site) if len(alike) > 1 else (),
            asked.policy(verdict.later) if isinstance(verdict, Applies) else None,
            is_elsewhere,
        )
        for (verdict, contact, is_elsewhere), sites in alike.items()
    ]


def between(acting: Acting, signed: Book, guest: Organisation, host: Organisation, on: date) -> Between:
    """Has the agreement of the two ended? The two and their board may read it."""
    if acting.organisation_id not in (guest.pk, host.pk, acting.area_id):
        return Between(None)
    answer = signed.in_force(guest.pk, host.pk, None, on)
    has_ended = isinstance(answer, Refusal) and answer.reason.rule in ENDED
    return Between(f"{answer.reason.message} ({answer.reason.rule})" if has_ended else "")  # type: ignore[union-attr]


def agreements_ended(acting: Acting, policies: Iterable[Policy], on: date) -> dict[UUID, str]:
    """By policy, why the agreement of host and partner holds no more; nothing of one that has not ended (POL-4)."""
    signed = book(agreements.records(acting), on)
    named = [policy for policy in policies if policy.partner]
    pairs = {(policy.partner_id, policy.organisation_id): policy for policy in named}
    told = {
        pair: between(acting, signed, policy.partner, policy.organisation, on).ended  # type: ignore[arg-type]
        for pair, policy in pairs.items()
    }
    return {policy.pk: words for policy in named if (words := told[policy.partner_id, policy.organisation_id])}


def guests(acting: Acting, host: Organisation, named: set[str]) -> QuerySet[Organisation]:
    """Whose patients may be there: the host's own, those of every trust, and of whoever is named."""
    return organisations_of_area(acting).filter(Q(kind="trust") | Q(pk=host.pk) | Q(code__in=named))


def to_ring(known: Iterable[Contact], host: Organisation, topic: str, site: Site | None) -> Contact | None:
    """The host's contact at this site, else of the whole host, else of another site; for the topic, else for all."""
    own = [contact for contact in known if contact.organisation_id == host.pk and contact.topic in (topic, "")]
    return max(own, key=lambda one: (is_of(one, site), one.site_id is not None, one.topic == topic), default=None)


def is_of(contact: Contact, site: Site | None) -> bool:
    """Is it given for this site? One of the whole host is."""
    return contact.site_id is None or (site is not None and contact.site_id == site.pk)


def topics_said(acting: Acting, host: Organisation) -> set[str]:
    """The topics on which this host says anything at one site or more."""
    return set(policies(acting).filter(organisation=host, ended_on=None).values_list("topic", flat=True))
