"""Which team spaces do two organisations share, and what of the rest of the product belongs to one pathway?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements import queries as agreements
from alongside.apps.directory.models import SiteService
from alongside.apps.governance import queries as governance
from alongside.apps.governance.models import Contact, Responsibility
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.models import JointAction, Meeting, Problem, Space, SpaceClosing, SpaceMember, SpaceNote
from alongside.apps.meetings.queries import actions, meetings, problems, readable
from alongside.domain.agreement_force import Permit, Refusal, Service
from alongside.domain.treatment_functions import treatment_function_name


@dataclass(frozen=True, slots=True)
class Direction:
    """Patients of one at the other, for this pathway: the agreement that permits it today, or why none does."""

    guest: Organisation
    host: Organisation
    answer: Permit | Refusal


def spaces(acting: Acting) -> QuerySet[Space]:
    """Every space of ours (a board: of its area) with its team, notes, actions and problems; open ones and closed."""
    found = Space.objects.filter(readable(acting)).select_related("trust", "host", "closing", "organisation")
    return found.prefetch_related(
        Prefetch("members", SpaceMember.objects.select_related("organisation", "contact")),
        Prefetch("notes", SpaceNote.objects.select_related("organisation")),
    )


def find_space(acting: Acting, space_id: UUID) -> Space | None:
    return spaces(acting).filter(pk=space_id).first()


def changed_by_partners(acting: Acting, since: date) -> list[Space]:
    """Our own spaces in which the other side wrote after this day: a note, a member, an action, a problem, its end."""
    me = acting.organisation_id
    theirs = Q(trust=me) | Q(host=me), ~Q(organisation=me)
    found: set[UUID] = set(Space.objects.filter(*theirs, opened_on__gt=since).values_list("pk", flat=True))
    for model, day in ((SpaceNote, "on"), (SpaceMember, "on"), (SpaceClosing, "on"), (JointAction, "opened_on"),
                       (Problem, "raised_on")):  # fmt: skip
        rows = model.objects.filter(*theirs, space__isnull=False, **{f"{day}__gt": since})
        found |= set(rows.values_list("space_id", flat=True))
    return list(Space.objects.filter(pk__in=found).select_related("trust", "host"))


def open_spaces(acting: Acting) -> list[Space]:
    """Those of ours that a problem may be raised in; a board raises none."""
    me = acting.organisation_id
    return [each for each in spaces(acting).filter(closing=None) if me in (each.trust_id, each.host_id)]


def find_note(acting: Acting, note_id: UUID) -> SpaceNote | None:
    notes = SpaceNote.objects.filter(readable(acting), pk=note_id)
    return notes.select_related("space__trust", "space__host", "organisation").first()


def find_member(acting: Acting, member_id: UUID) -> SpaceMember | None:
    members = SpaceMember.objects.filter(readable(acting), pk=member_id)
    return members.select_related("space__trust", "space__host", "organisation").first()


def actions_of(acting: Acting, space: Space | None = None) -> QuerySet[JointAction]:
    """What was taken on in the space or about a problem of it; in all spaces where none is named."""
    asked = Q(space=space) | Q(problem__space=space)
    return actions(acting).filter(asked if space else Q(space__isnull=False) | Q(problem__space__isnull=False))


def problems_of(acting: Acting, space: Space | None = None) -> QuerySet[Problem]:
    return problems(acting).filter(space=space) if space else problems(acting).filter(space__isnull=False)


def steps_of(acting: Acting, space: Space) -> QuerySet[Responsibility]:
    """Who does what on this pathway, out of the register, at either of the two for the other's patients.

    By the codes of the pathway, whatever it is called; a line that was kept by its words alone, by these.
    """
    sides = (space.trust_id, space.host_id)
    kept = governance.responsibilities(acting).filter(organisation__in=sides, partner__in=sides)
    by_code = Q(function=space.function, group=space.group)
    named = kept.filter(by_code | Q(function="", pathway__iexact=space.name))
    return named.order_by("organisation__name", "step", "pathway")


def next_meeting(acting: Acting, pair: Pair, on: date) -> Meeting | None:
    """The next that the two have opened."""
    return meetings(acting).filter(trust=pair.trust, host=pair.host, on__gte=on).order_by("on").first()


def directions(space: Space, on: date) -> list[Direction]:
    """Both ways: whose patients may go where for this pathway."""
    service = Service(space.function, space.group)
    ways = ((space.trust, space.host), (space.host, space.trust))
    return [Direction(guest, host, agreements.in_force(guest.pk, host.pk, service, on)) for guest, host in ways]


def own_contacts(acting: Acting, on: date) -> list[Contact]:
    """Those that a member of our side may be reached by."""
    return list(governance.contacts(acting, on).filter(organisation=acting.organisation_id))


def numbers(acting: Acting, on: date) -> dict[UUID, Contact]:
    """Every contact of the area that has not ended, by id."""
    return {contact.pk: contact for contact in governance.contacts(acting, on)}


def pathways(acting: Acting) -> list[tuple[str, str]]:
    """What sites of the area do, as keys and names: each specialty as a whole, then each procedure group of it."""
    rows = SiteService.objects.filter(site__area_id=acting.area_id).values_list(
        "treatment_function", "procedure_group", "procedure_group__name"
    )
    found = {(function, group or ""): (treatment_function_name(function), name or "") for function, group, name in rows}
    found |= {(function, ""): (treatment_function_name(function), "") for function, _, _ in rows}
    named = sorted(found.items(), key=lambda item: item[1])
    return [
        (f"{function}/{group}", f"{whole}: {name}" if name else whole) for (function, group), (whole, name) in named
    ]
