"""Keep what was rehearsed and who visited whom. Nothing of it is changed afterwards."""

from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.writing import entered, just_sent
from alongside.apps.audit.actions import record_event
from alongside.apps.partnerships.actions.ownership import Refused, locked, of
from alongside.apps.partnerships.models import Drill, Partnership, Visit


@transaction.atomic
def log_drill(
    *,
    partnership: Partnership,
    on: date,
    kind: str,
    passed: bool,
    minutes: int | None = None,
    learned: str = "",
    by: Acting,
    today: date,
) -> Drill:
    kept = locked(partnership, by)
    must_be_past(on, today)
    said = {"on": on, "kind": kind, "passed": passed, "minutes": minutes, "learned": learned}
    sent: Drill | None = just_sent(Drill.objects.filter(partnership=kept), by, **said)
    if sent:
        return sent
    drill = Drill.objects.create(**of(kept, by), **said, source=entered(by, today))
    record_event("partnerships.drilled", target=kept, by=by, passed=passed, on=on.isoformat())
    return drill


@transaction.atomic
def log_visit(
    *, partnership: Partnership, on: date, visitors: Organisation, who: str, learned: str, by: Acting, today: date
) -> Visit:
    kept = locked(partnership, by)
    must_be_past(on, today)
    if visitors.pk not in (kept.trust_id, kept.host_id):
        raise Refused("Say which of the two sides went.")
    said = {"on": on, "visitors": visitors, "who": who, "learned": learned}
    sent: Visit | None = just_sent(Visit.objects.filter(partnership=kept), by, **said)
    if sent:
        return sent
    visit = Visit.objects.create(**of(kept, by), **said, source=entered(by, today))
    record_event("partnerships.visited", target=kept, by=by, on=on.isoformat())
    return visit


def must_be_past(on: date, today: date) -> None:
    if on > today:
        raise Refused("The day must be today or before: what has not happened yet is not logged.")
