"""A team space as its rows tell it: is it open, who is in the team, what is it for, and which notes still hold?"""

from uuid import UUID

from alongside.apps.directory.models import SiteService
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.models import Space, SpaceClosing, SpaceMember, SpaceNote

Pathway = tuple[str, str]


def closing_of(space: Space) -> SpaceClosing | None:
    return getattr(space, "closing", None)


def team(space: Space) -> list[SpaceMember]:
    """The newest row of each post of either side, where it says that the post is in the team."""
    newest = {(row.organisation_id, row.post.casefold()): row for row in space.members.all()}
    return sorted((row for row in newest.values() if row.is_in), key=lambda row: (row.organisation.name, row.post))


def corrections(space: Space) -> dict[UUID, SpaceNote]:
    """What came in the place of each note that was corrected, by the note's id."""
    return {note.corrects_id: note for note in space.notes.all() if note.corrects_id}


def purpose_of(space: Space) -> SpaceNote | None:
    """The newest word on what the space is for."""
    corrected = corrections(space)
    told = (note for note in space.notes.all() if note.kind == SpaceNote.Kind.PURPOSE)
    return next((note for note in told if note.pk not in corrected), None)


def is_done_by(pair: Pair, pathway: Pathway) -> bool:
    """Does a site of one of the two offer the procedure group, or the whole specialty?"""
    function, group = pathway
    offered = SiteService.objects.filter(site__organisation__in=pair.sides, treatment_function=function)
    return offered.filter(procedure_group=group).exists() if group else offered.exists()
