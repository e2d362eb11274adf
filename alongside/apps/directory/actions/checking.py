"""A clinician says where they would send a modelled patient: kept with what the sites' rules said, without a name.

This one deed leaves no event: where one person of an organisation answers on a day, an event that names the person and
the day would name whose the answer is. The answer itself can never be changed, so that no other trace is needed.
"""

from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import must_be_allowed
from alongside.apps.directory.facts import drawn_for
from alongside.apps.directory.models import CheckAnswer, Site
from alongside.domain.clinician_check import NONE_OF_THESE, Asked

SOURCE = "A clinician's answer about a modelled patient; right or not by the rules of the sites, in the versions kept"


class CheckRefusedError(Exception):
    """The answer cannot be kept; the message says why."""


@transaction.atomic
def answer_check(*, asked: Asked, chosen: str, by: Acting, today: date) -> CheckAnswer:
    """Keep the answer to today's question. A second answer of the same day changes nothing: the first is returned."""
    must_be_allowed(by, Permission.TAKE_CHECK)
    options = {option.site: option for option in asked.options}
    if chosen not in {*options, NONE_OF_THESE}:
        raise CheckRefusedError("This site is no longer among those asked about: choose again")
    site = Site.objects.get(code=chosen) if chosen in options else None
    answer, _ = CheckAnswer.objects.get_or_create(
        drawn_for=drawn_for(by, today),
        on=today,
        defaults={
            "organisation": by.organisation,
            "area_id": by.area_id,
            "procedure_group_id": asked.group,
            "treatment_function": asked.function,
            "question": {"patient": dict(asked.patient), "district": asked.district},
            "options": [
                {
                    "site": option.site, "name": option.name, "km": option.km, "answer": option.outcome.value,
                    "version": option.version, "reasons": list(option.reasons),
                }
                for option in asked.options
            ],
            "site": site,
            "is_right": chosen in asked.right,
            "source": SOURCE,
        },
    )  # fmt: skip
    return answer
