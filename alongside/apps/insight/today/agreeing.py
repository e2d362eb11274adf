"""Which agreement needs this person?"""

from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.agreements import queries as agreements
from alongside.apps.agreements.facts import AgreementRecord, in_the_way, side_of
from alongside.apps.insight.today.need import Need
from alongside.domain.agreement_state import Act, State, may
from alongside.web.today import today


def own_agreements(acting: Acting) -> list[AgreementRecord]:
    """Those to which this organisation is a side; a board is of none."""
    if acting.organisation_id == acting.area_id:
        return []
    return [record for record in agreements.records(acting) if side_of(record.agreement, acting.organisation_id)]


def agreements_to_sign(acting: Acting) -> Need | None:
    """Our side has not agreed or signed words of which no clause lacks anything."""
    due = [record for record in own_agreements(acting) if waits_for_us(record, acting)]
    text = "No clause lacks anything; they hold once both sides have agreed and signed"
    return Need("Agreements to sign", text, where(due), len(due)) if due else None


def waits_for_us(record: AgreementRecord, acting: Acting) -> bool:
    side = side_of(record.agreement, acting.organisation_id)
    gaps = record.latest.gaps(today(), record.names)
    return any(
        may(record.latest.facts, act, side, in_the_way(act, gaps), today()).allowed for act in (Act.AGREE, Act.SIGN)
    )


def agreements_to_write(acting: Acting) -> Need | None:
    found = [record for record in own_agreements(acting) if record.is_written(today())]
    due = [record for record in found if any(gap.topic for gap in record.latest.gaps(today(), record.names))]
    text = "Something is missing in them; until both have signed nobody is placed under them"
    return Need("Agreements to write", text, where(due), len(due)) if due else None


def toolkit_to_state(acting: Acting) -> Need | None:
    """Agreements that cannot be signed, or share nothing, because our toolkit is not current (CLA-8, AGR-7)."""
    own = [(record, side_of(record.agreement, acting.organisation_id)) for record in own_agreements(acting)]
    due = [record for record, side in own if record.lacks_toolkit_of(side, today())]
    text = "Agreements wait for it: without it nobody can sign them and nothing is shared under them"
    return Need("Our security toolkit", text, reverse("agreements:state-security"), len(due)) if due else None


def agreements_that_end(acting: Acting) -> Need | None:
    """In force, over within 60 days, and no next version begun."""
    due = [record for record in own_agreements(acting) if record.latest.state(today()) is State.REVIEW_DUE]
    text = "They end within 60 days; plans that go further already place nobody under them"
    return Need("Agreements to renew", text, where(due), len(due)) if due else None


def where(due: list[AgreementRecord]) -> str:
    if len(due) == 1:
        return reverse("agreements:show-agreement", args=[due[0].agreement.pk])
    return reverse("agreements:list-agreements")
