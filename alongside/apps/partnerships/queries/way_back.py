"""What does a partnership keep of unplanned transfers, for the clause of an agreement that asks the same?"""

from datetime import date
from uuid import UUID

from alongside.apps.agreements.told import WayBack
from alongside.apps.partnerships.facts import Record, records_of
from alongside.apps.partnerships.models import Partnership


def ways_back(guest_id: UUID, host_id: UUID, on: date) -> list[WayBack]:
    """Of each partnership of the guest with a site of the host that goes on."""
    found = Partnership.objects.filter(trust=guest_id, host=host_id, ended_on=None)
    return [way_back(record) for record in records_of(found, on)]


def way_back(record: Record) -> WayBack:
    row, numbers = record.partnership, record.numbers
    last = record.drills[0] if record.drills else None
    return WayBack(
        site=row.site.name,
        route=row.route,
        phone=numbers.phone if numbers else "",
        alternate_1=row.alternate_1,
        alternate_2=row.alternate_2,
        drilled_on=last.on if last else None,
        passed=last.passed if last else None,
    )
