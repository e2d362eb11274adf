"""May these two organisations share this service on this day?"""

from datetime import date

from alongside.apps.accounts.models import Organisation
from alongside.domain.reasons import Reason, Severity, Verdict


def may_share(sender: Organisation, receiver: Organisation, treatment_function: str, on: date) -> Verdict:
    """Every pair of organisations of one area may share; a pair of two areas may not.

    The one place that answers this question: plans, offers and moves all ask here.
    """
    if sender.area_id == receiver.area_id:
        return Verdict(())
    message = f"{sender.name} and {receiver.name} are in different areas and have no agreement"
    return Verdict((Reason("AGR-1", Severity.BLOCKS, message),))
