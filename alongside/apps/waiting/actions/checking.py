"""Is every open pathway of an organisation's list spoken for by that organisation alone (AL-1)? Kept for the page."""

from alongside.apps.accounts.models import Organisation
from alongside.apps.audit.isolation import acting_for
from alongside.apps.waiting.facts import on_no_list
from alongside.apps.waiting.models import Pathway, ReportedList


def check_list(*, organisation: Organisation) -> int:
    """How many are on no list; the count is kept beside the list."""
    with acting_for(organisation.id):
        count = on_no_list(Pathway.objects.filter(provider=organisation)).count()
        ReportedList.objects.filter(organisation=organisation).update(limbo=count)
    return count
