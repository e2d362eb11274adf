"""How does each organisation of the area say that it works?"""

from uuid import UUID

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.meetings.models import HowWeWork


def ways_of_area(acting: Acting) -> list[tuple[Organisation, HowWeWork | None]]:
    """Every organisation of the area but its board, by name, with what it said last."""
    rows = HowWeWork.objects.filter(area_id=acting.area_id).order_by("organisation_id", "-version")
    newest = {row.organisation_id: row for row in rows.distinct("organisation_id")}
    return [(each, newest.get(each.pk)) for each in Organisation.objects.filter(board=acting.area_id).order_by("name")]


def find_organisation(acting: Acting, organisation_id: UUID) -> Organisation | None:
    """One of the area, or its board."""
    found = Organisation.objects.filter(pk=organisation_id).first()
    return found if found and found.area_id == acting.area_id else None


def versions(acting: Acting, organisation: Organisation) -> list[HowWeWork]:
    """All that it said, the newest first."""
    return list(HowWeWork.objects.filter(area_id=acting.area_id, organisation=organisation))
