"""An organisation says how it works; each version stays."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import ChangedMeanwhileError, entered, must_be_allowed
from alongside.apps.audit.actions import record_event
from alongside.apps.meetings.actions.ownership import Refused
from alongside.apps.meetings.models import HowWeWork

CHANGED = "Somebody else has changed this since you opened the page."


@dataclass(frozen=True, slots=True)
class WaysWords:
    """What a newcomer asks first."""

    hours: str = ""
    terms: str = ""
    rota: str = ""
    escalation: str = ""


@transaction.atomic
def say_how_we_work(*, words: WaysWords, seen: int, by: Acting, today: date) -> HowWeWork:
    """The next version; `seen` is the number of the one that the writer started from, 0 for none."""
    must_be_allowed(by, Permission.KEEP_GOVERNANCE)
    said = {name: getattr(words, name) for name in WaysWords.__slots__}
    own = HowWeWork.objects.filter(organisation=by.organisation)
    last = own.first()
    if (last.version if last else 0) != seen:
        raise ChangedMeanwhileError(CHANGED)
    if not any(said.values()):
        raise Refused("Write at least one of the four parts.")
    if last and all(getattr(last, name) == value for name, value in said.items()):
        raise Refused("Nothing is different from the version that stands.")
    try:
        with transaction.atomic():
            written = HowWeWork.objects.create(
                organisation=by.organisation, area_id=by.area_id, version=seen + 1, on=today, by=by.user,
                by_name=by.name, source=entered(by, today), **said,
            )  # fmt: skip
    except IntegrityError as problem:
        raise ChangedMeanwhileError(CHANGED) from problem
    record_event("meetings.how_we_work_said", target=written, by=by, version=written.version)
    return written
