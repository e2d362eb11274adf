"""An organisation states its own standing in the Data Security and Protection Toolkit."""

from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import must_be_allowed
from alongside.apps.agreements.models import SecurityStanding
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.domain.agreement_sharing import DSPT_STATUSES


@transaction.atomic
def state_security(*, status: str, year: str, on: date, by: Acting, today: date) -> SecurityStanding:
    """Keep the status published on this day; the newest statement counts, and the same again is no new one.

    AgreementRefused AGR-21.
    """
    must_be_allowed(by, Permission.SIGN_AGREEMENTS)
    if status not in DSPT_STATUSES:
        raise AgreementRefused("AGR-21", "Choose one of the toolkit's own statuses.")
    if on > today:
        raise AgreementRefused("AGR-21", "A standing that is not yet published cannot be stated.")
    take_turns("writing", by.organisation_id)
    newest = SecurityStanding.objects.filter(organisation=by.organisation).order_by("-at").first()
    if newest and (newest.status, newest.year, newest.on) == (status, year[:9], on):
        return newest
    standing = SecurityStanding.objects.create(
        organisation=by.organisation,
        area_id=by.area_id,
        status=status,
        year=year[:9],
        on=on,
        source=f"Stated by {by.name}, {by.organisation.name}, {today:%-d %B %Y}"[:300],
        by=by.user,
        by_name=by.name,
    )
    record_event("agreements.security_stated", target=standing, by=by, status=status, on=on.isoformat())
    return standing
