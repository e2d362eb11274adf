"""What is held or booked at a service that its site has since paused or moved (DIR-3)?"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from alongside.apps.accounts.access import Acting
from alongside.apps.capacity.models import ACTIVE, BedBooking, SessionBooking, SessionState, TheatreSession
from alongside.apps.directory.queries import notices_by_site
from alongside.domain.site_notices import Notice, stopping

Notices = dict[UUID, list[Notice]]


@dataclass(frozen=True, slots=True)
class Stopped:
    """Our own holds and bookings, as guest or as host: of sessions, and of bed nights held for what is paused."""

    sessions: int
    nights: int

    @property
    def total(self) -> int:
        return self.sessions + self.nights


def stopped_sessions(acting: Acting, today: date) -> list[UUID]:
    """The sessions of which a part is taken and whose site says that it does nothing of the kind on their day."""
    notices = notices_by_site(acting, today)
    return sessions_of(acting, notices, today)


def sessions_of(acting: Acting, notices: Notices, today: date) -> list[UUID]:
    if not notices:
        return []
    taken = Exists(SessionBooking.objects.filter(ACTIVE, session=OuterRef("pk")))
    asked = TheatreSession.objects.filter(
        taken, area_id=acting.area_id, state=SessionState.OPEN, site_id__in=list(notices), on__gte=today
    )
    found = asked.order_by("on").values_list("pk", "site_id", "treatment_function", "on")
    return [key for key, site, function, on in found if stopping(notices[site], function, on)]


def stopped_bookings(acting: Acting, today: date) -> Stopped:
    """How many of those in which the organisation acting takes part."""
    notices = notices_by_site(acting, today)
    if not notices:
        return Stopped(0, 0)
    mine: Any = Q(organisation=acting.organisation) | Q(host=acting.organisation)
    sessions = SessionBooking.objects.filter(ACTIVE, mine, session_id__in=sessions_of(acting, notices, today)).count()
    beds = BedBooking.objects.filter(ACTIVE, mine, bed_night__site_id__in=list(notices), bed_night__night__gte=today)
    nights = beds.order_by().values_list("bed_night__site_id", "taken_for__treatment_function", "bed_night__night")
    return Stopped(sessions, sum(1 for site, service, night in nights if stopping(notices[site], service or "", night)))
