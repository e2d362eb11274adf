"""A site's own people say that something is paused, moved or given by telephone and video, and when that ends."""

from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import just_sent
from alongside.apps.audit.actions import record_event
from alongside.apps.directory.actions.ownership import lock
from alongside.apps.directory.models import ServiceNotice, Site
from alongside.domain.site_notices import NoticeKind


class NoticeRefusedError(Exception):
    """The notice cannot be kept; the message says what to change."""


@transaction.atomic
def add_notice(
    *,
    site: Site,
    kind: NoticeKind,
    function: str,
    starts_on: date,
    ends_on: date | None,
    to_site: Site | None = None,
    public_words: str = "",
    by: Acting,
) -> ServiceNotice:
    """Say it; from the next request everybody who asks is told. `function` "" is everything the site does."""
    record = lock(site, by, Permission.EDIT_SITE)
    if function and function not in record.functions:
        raise NoticeRefusedError(f"{site.name} does not list this treatment function, so it cannot be changed")
    if ends_on and ends_on < starts_on:
        raise NoticeRefusedError("The last day must be on or after the first day")
    if (kind is NoticeKind.MOVED) != (to_site is not None):
        raise NoticeRefusedError("Say to which site it has moved, and only when it has moved")
    if to_site is not None and (to_site.pk == site.pk or to_site.area_id != site.area_id):
        raise NoticeRefusedError("It can move only to another site of this area")
    said = {
        "kind": kind,
        "treatment_function": function,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "to_site": to_site,
        "public_words": public_words[:300],
    }
    sent: ServiceNotice | None = just_sent(ServiceNotice.objects.filter(site=site), by, **said)
    if sent:
        return sent
    notice = ServiceNotice.objects.create(
        site=site,
        organisation=site.organisation,
        **said,
        by=by.user,
        by_name=by.name,
        by_role=by.role.title,
    )
    record_event(
        "directory.notice_given", target=site, by=by, notice=str(kind), function=function,
        first=str(starts_on), last=str(ends_on or ""), words=public_words,
    )  # fmt: skip
    return notice


@transaction.atomic
def end_notice(*, notice: ServiceNotice, by: Acting, today: date) -> ServiceNotice:
    """The service is as usual again from today. A notice is ended once; ending it again changes nothing."""
    lock(notice.site, by, Permission.EDIT_SITE)
    found = ServiceNotice.objects.filter(ends=notice).first()
    if found is not None:
        return found
    end = ServiceNotice.objects.create(
        site=notice.site,
        organisation=notice.organisation,
        kind=notice.kind,
        treatment_function=notice.treatment_function,
        starts_on=today,
        ends=notice,
        by=by.user,
        by_name=by.name,
        by_role=by.role.title,
    )
    record_event("directory.notice_ended", target=notice.site, by=by, notice=str(notice.pk))
    return end
