"""Which agreements may this organisation read, and what has been said about one of them?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements import facts
from alongside.apps.agreements.facts import AgreementRecord
from alongside.apps.agreements.models import Agreement, AgreementVersion, ClauseAside, ClauseEdit, SecurityStanding
from alongside.apps.directory.models import ProcedureGroup, SiteService
from alongside.domain.agreement_topics import Topic
from alongside.domain.treatment_functions import treatment_function_name

Choices = list[tuple[str, str]]


def records(acting: Acting) -> list[AgreementRecord]:
    """The agreements whose words this organisation may read: its own, or a board's whole area."""
    return facts.records_of(Agreement.objects.filter(_readable(acting)).order_by("guest__name", "host__name"))


def find(acting: Acting, agreement_id: UUID) -> AgreementRecord | None:
    return next(iter(facts.records_of(Agreement.objects.filter(_readable(acting), pk=agreement_id))), None)


def find_between(acting: Acting, guest_id: UUID, host_id: UUID) -> AgreementRecord | None:
    asked = Agreement.objects.filter(_readable(acting), guest=guest_id, host=host_id)
    return next(iter(facts.records_of(asked)), None)


def _readable(acting: Acting) -> Q:
    me = acting.organisation_id
    return Q(guest=me) | Q(host=me) | Q(area_id=me)


def pair(acting: Acting, guest_id: UUID, host_id: UUID) -> tuple[Organisation, Organisation] | None:
    """Two different providers of the area acted in, one of which is acting or whose board is."""
    found = Organisation.objects.filter(board=acting.area_id).in_bulk([guest_id, host_id])
    if len(found) != len({"guest", "host"}) or not _concerns(acting, guest_id, host_id):
        return None
    return found[guest_id], found[host_id]


def _concerns(acting: Acting, guest_id: UUID, host_id: UUID) -> bool:
    return acting.organisation_id in (guest_id, host_id, acting.area_id)


def partners(acting: Acting) -> list[Organisation]:
    """Those of the same area with whom this organisation may stand up an agreement."""
    members = Organisation.objects.filter(board=acting.area_id).exclude(pk=acting.organisation_id)
    return list(members.order_by("name"))


def edits(version: AgreementVersion) -> dict[Topic, ClauseEdit]:
    """The newest edit of each clause, with who wrote it."""
    rows = ClauseEdit.objects.filter(version=version).select_related("by_organisation")
    return {Topic(row.topic): row for row in rows.order_by("topic", "-number").distinct("topic")}


def history_of(version: AgreementVersion, topic: Topic) -> list[ClauseEdit]:
    """Every edit of one clause, newest first."""
    rows = ClauseEdit.objects.filter(version=version, topic=topic.value).select_related("by_organisation", "settles")
    return list(rows.order_by("-number"))


def open_asides(agreement: Agreement) -> dict[Topic, list[ClauseAside]]:
    """Words that came second and wait to be settled, in any version."""
    rows = ClauseAside.objects.filter(version__agreement=agreement, settled_by=None).select_related("by_organisation")
    found: dict[Topic, list[ClauseAside]] = defaultdict(list)
    for row in rows.order_by("at"):
        found[Topic(row.topic)].append(row)
    return found


def waiting_asides(acting: Acting) -> dict[UUID, int]:
    """How many such words each readable agreement has."""
    rows = ClauseAside.objects.filter(Q(guest=acting.organisation_id) | Q(host=acting.organisation_id), settled_by=None)
    counts: dict[UUID, int] = defaultdict(int)
    for agreement_id in rows.values_list("version__agreement_id", flat=True):
        counts[agreement_id] += 1
    return counts


def find_aside(agreement: Agreement, aside_id: UUID) -> ClauseAside | None:
    return ClauseAside.objects.filter(version__agreement=agreement, pk=aside_id).first()


def services_at(host_id: UUID, chosen: Iterable[str]) -> Choices:
    """What the host's sites list, as codes and words, and whatever is chosen already."""
    listed = SiteService.objects.filter(organisation=host_id).values_list("treatment_function", "procedure_group")
    names = group_names()
    codes = {code for function, group in listed for code in (function, f"{function}/{group}" if group else function)}
    return [(code, service_words(code, names)) for code in sorted(codes | set(chosen))]


def service_words(code: str, names: Mapping[str, str]) -> str:
    """A service as a reader meets it.

    >>> service_words("110/hip", {"hip": "Hip replacement"}), service_words("130", {})
    ('Trauma and Orthopaedics: Hip replacement', 'Ophthalmology: every operation')
    """
    function, _, group = code.partition("/")
    return f"{treatment_function_name(function)}: {names.get(group, group) if group else 'every operation'}"


def group_names() -> dict[str, str]:
    return dict(ProcedureGroup.objects.values_list("code", "name"))


def own_standings(acting: Acting) -> list[SecurityStanding]:
    """What this organisation has stated of its toolkit, newest first."""
    return list(SecurityStanding.objects.filter(organisation=acting.organisation_id))


def own_standing(acting: Acting) -> SecurityStanding:
    """Of these the one that counts; KeyError before the first."""
    return facts.counted(own_standings(acting))[acting.organisation_id]


def may_write(acting: Acting, agreement: Agreement, permission: Permission = Permission.EDIT_AGREEMENTS) -> bool:
    return acting.may(permission) and facts.side_of(agreement, acting.organisation_id) is not None


def without(acting: Acting, found: Iterable[AgreementRecord]) -> list[tuple[Organisation, Organisation]]:
    """Pairs that have no agreement: each trust of the area that concerns the one acting, and each independent host."""
    members = list(Organisation.objects.filter(board=acting.area_id).order_by("name"))
    have = {(record.agreement.guest_id, record.agreement.host_id) for record in found}
    trusts, hosts = (
        [one for one in members if one.kind == kind]
        for kind in (Organisation.Kind.TRUST, Organisation.Kind.INDEPENDENT)
    )
    return [
        (guest, host)
        for guest in trusts
        for host in hosts
        if (guest.pk, host.pk) not in have and _concerns(acting, guest.pk, host.pk)
    ]
