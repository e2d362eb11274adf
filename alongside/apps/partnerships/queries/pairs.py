"""Which partnerships has the area, and with whom could one be begun?"""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models import Site, SiteService
from alongside.apps.partnerships.facts import Record, records_of
from alongside.apps.partnerships.models import Partnership
from alongside.domain.treatment_functions import treatment_function_name

Choices = list[tuple[str, str]]


def partnerships(acting: Acting, on: date, *, ended: bool = False) -> list[Record]:
    """Every partnership of the area that has not ended on the day `on`, or those that have."""
    over = Q(ended_on__lte=on)
    rows = Partnership.objects.filter(area_id=acting.area_id).filter(over if ended else ~over | Q(ended_on=None))
    return records_of(rows, on)


def find(acting: Acting, partnership_id: UUID, on: date) -> Record | None:
    rows = Partnership.objects.filter(area_id=acting.area_id, pk=partnership_id)
    return next(iter(records_of(rows, on)), None)


def unfinished(acting: Acting, on: date) -> list[Record]:
    """Our own partnerships that lack something."""
    own = [record for record in partnerships(acting, on) if acting.organisation_id in record.parties]
    return [record for record in own if record.gaps(on)]


def trusts(acting: Acting) -> QuerySet[Organisation]:
    """The trusts of the area, or ourselves alone where we are one."""
    return _ours_or_all(acting, Organisation.Kind.TRUST)


def _ours_or_all(acting: Acting, kind: str) -> QuerySet[Organisation]:
    members = Organisation.objects.filter(board_id=acting.area_id, kind=kind).order_by("name")
    return members.filter(pk=acting.organisation_id) if acting.organisation.kind == kind else members


def independent_sites(acting: Acting) -> QuerySet[Site]:
    """The independent sites of the area, or our own alone where we are an independent provider."""
    owners = _ours_or_all(acting, Organisation.Kind.INDEPENDENT)
    return sites_of_independents(acting).filter(organisation__in=owners)


def sites_of_independents(acting: Acting) -> QuerySet[Site]:
    sites = Site.objects.filter(area_id=acting.area_id, organisation__kind=Organisation.Kind.INDEPENDENT)
    return sites.select_related("organisation").order_by("name")


def sites_with_trusts(acting: Acting) -> tuple[Choices, Choices]:
    """What a new partnership may be chosen from: trusts, then independent sites."""
    return (
        [(str(one.pk), one.name) for one in trusts(acting)],
        [(str(site.pk), site.name) for site in independent_sites(acting)],
    )


def functions_at(site: Site) -> Choices:
    """The treatment functions that a site serves, as codes and names."""
    codes = SiteService.objects.filter(site=site).values_list("treatment_function", flat=True).distinct()
    return [(code, treatment_function_name(code)) for code in sorted(codes)]


def sites_on_map(acting: Acting) -> list[Site]:
    """Every site of the area that does something, by name."""
    sites = Site.objects.filter(area_id=acting.area_id, services__isnull=False).distinct()
    return list(sites.select_related("organisation").order_by("name"))
