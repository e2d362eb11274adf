"""What may anybody read of an area: which site does what, what sites announced, and what was published of waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory.facts import (
    SiteRecord,
    notice_of,
    notices_from,
    procedure_groups,
    record_of,
    with_everything,
)
from alongside.apps.directory.models import Site, SiteService
from alongside.apps.insight import queries as insight
from alongside.domain.site_notices import Notice
from alongside.formats.rtt import Statistics

# Waiting at the end of the month.
INCOMPLETE = "2"


@dataclass(frozen=True, slots=True)
class Service:
    """One treatment function at one site, who says that it is done there, and the notices that are about it."""

    site: Site
    function: str
    source: str
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """The newest published month, if any; figures by the codes of an organisation and a treatment function."""

    month: date | None
    figures: Mapping[tuple[str, str], Statistics]


def published_of(area: Organisation) -> Published:
    """What NHS England published of those who wait at each organisation for this board."""
    months = insight.months(area.code)
    if not months:
        return Published(None, {})
    return Published(months[0], insight.by_provider_and_function(area.code, months[0], INCOMPLETE))


def areas() -> list[Organisation]:
    return list(Organisation.objects.filter(kind=Organisation.Kind.BOARD))


def find_area(code: str) -> Organisation | None:
    return Organisation.objects.filter(kind=Organisation.Kind.BOARD, code=code.upper()).first()


def services_of(area: Organisation, on: date) -> list[Service]:
    """Every treatment function of every site of the area, read in the board's name: no rule and no person is in it."""
    with acting_for(area.id):
        notices: dict[object, list[Notice]] = {}
        for row in notices_from(on).filter(site__area_id=area.id):
            notices.setdefault(row.site_id, []).append(notice_of(row))
        pairs = SiteService.objects.filter(site__area_id=area.id).select_related("site__organisation")
        found = {(row.site_id, row.treatment_function): row for row in pairs}
    return [
        Service(
            row.site, function, row.source, tuple(one for one in notices.get(key, ()) if one.function in ("", function))
        )
        for (key, function), row in found.items()
    ]


def site_of(area: Organisation, code: str, on: date) -> SiteRecord | None:
    """One site of the area with what it says of itself, read in the board's name."""
    with acting_for(area.id):
        site = with_everything(Site.objects.filter(area_id=area.id, code=code.upper()), on).first()
        return record_of(site, procedure_groups()) if site else None
