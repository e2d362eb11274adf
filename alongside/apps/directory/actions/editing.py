"""A site's own people say what it has and does."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import entered
from alongside.apps.audit.actions import record_event
from alongside.apps.directory.actions.ownership import lock, must_be_as_seen
from alongside.apps.directory.models import Site, SiteService, SupportService
from alongside.domain.support_services import SUPPORT_SERVICES
from alongside.domain.treatment_functions import read_treatment_function


@transaction.atomic
def change_site(
    *, site: Site, critical_care_level: int | None, phone: str, by: Acting, today: date, seen: str | None = None
) -> None:
    """Say the site's critical care level and its telephone number for clinicians."""
    record = lock(site, by, Permission.EDIT_SITE)
    must_be_as_seen(record, seen, "level")
    now = record.site
    before = {"critical_care_level": now.critical_care_level, "phone": now.phone}
    if before == {"critical_care_level": critical_care_level, "phone": phone}:
        return
    if critical_care_level != now.critical_care_level:
        now.level_source = entered(by, today)
    now.critical_care_level, now.phone = critical_care_level, phone
    now.save(update_fields=["critical_care_level", "phone", "level_source"])
    record_event("directory.site_changed", target=site, by=by, before=before, level=critical_care_level, phone=phone)


@transaction.atomic
def set_services(
    *, site: Site, services: Iterable[tuple[str, str]], by: Acting, today: date, seen: str | None = None
) -> None:
    """Say what the site does: pairs of treatment function and procedure group ("" for a clinic without operations)."""
    record = lock(site, by, Permission.EDIT_SITE)
    must_be_as_seen(record, seen, "services")
    before = set(record.services)
    after = {(read_treatment_function(function), code) for function, code in services}
    unknown = sorted(code for _, code in after if code and code not in record.groups)
    if unknown:
        raise ValueError(f"“{unknown[0]}” is not a procedure group")
    if before == after:
        return
    for function, code in before - after:
        SiteService.objects.filter(site=site, treatment_function=function, procedure_group=code or None).delete()
    SiteService.objects.bulk_create(
        SiteService(
            site=site,
            organisation=site.organisation,
            treatment_function=function,
            procedure_group_id=code or None,
            source=entered(by, today),
        )
        for function, code in sorted(after - before)
    )
    record_event(
        "directory.services_changed",
        target=site,
        by=by,
        added=sorted(after - before),
        removed=sorted(before - after),
    )


@transaction.atomic
def set_support(*, site: Site, covers: Mapping[str, str], by: Acting, today: date, seen: str | None = None) -> None:
    """Say which support services stand behind an operation, and when; one left blank is not recorded."""
    record = lock(site, by, Permission.EDIT_SITE)
    must_be_as_seen(record, seen, "support")
    before = {kind: str(cover) for kind, cover in record.support.items()}
    after = {kind: str(SupportService.Cover(cover)) for kind, cover in covers.items() if cover}
    unknown = sorted(set(after) - set(SUPPORT_SERVICES))
    if unknown:
        raise ValueError(f"“{unknown[0]}” is not a support service we know")
    if before == after:
        return
    SupportService.objects.filter(site=site, kind__in=set(before) - set(after)).delete()
    for kind in sorted(after):
        if before.get(kind) != after[kind]:
            SupportService.objects.update_or_create(
                site=site,
                kind=kind,
                defaults={
                    "organisation": site.organisation,
                    "cover": after[kind],
                    "source": entered(by, today),
                },
            )
    record_event("directory.support_changed", target=site, by=by, before=before, after=after)
