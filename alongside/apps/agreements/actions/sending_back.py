"""A side sends back words that were agreed or signed and have not begun, so that they can be mended."""

from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements.actions.opening import begin_next
from alongside.apps.agreements.actions.ownership import locked, must_be_a_side
from alongside.apps.agreements.actions.steps import add_step
from alongside.apps.agreements.facts import pair_key
from alongside.apps.agreements.models import Agreement, AgreementVersion
from alongside.apps.agreements.refusals import AgreementRefused, must_allow
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.domain.agreement_state import Act, may


@transaction.atomic
def send_back(*, agreement: Agreement, number: int, reason: str, by: Acting, today: date) -> AgreementVersion:
    """Version `number` never holds; the next begins as a copy of every word and day. What holds today goes on.

    AgreementRefused AGR-10, 12, 19 another version stands, 20 no reason.
    """
    side = must_be_a_side(agreement, by, Permission.SIGN_AGREEMENTS)
    if not reason.strip():
        raise AgreementRefused("AGR-20", "Say why these words go back: the other side reads it.")
    take_turns(pair_key(agreement.guest_id, agreement.host_id))
    record = locked(agreement.pk)
    latest = record.latest
    if latest.number != number:
        raise AgreementRefused("AGR-19", f"Version {latest.number} stands by now: read it before you send it back.")
    must_allow(may(latest.facts, Act.SEND_BACK, side, (), today))
    add_step(latest, Act.SEND_BACK, side, by, today, reason=reason)
    version = begin_next(record, f"Version {latest.number} was sent back: {reason}", by, today, every_word=True)
    record_event("agreements.send_back", target=agreement, by=by, version=latest.number, reason=reason)
    return version
