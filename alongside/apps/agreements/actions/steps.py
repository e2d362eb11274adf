"""A side agrees, signs or ends an agreement; each is a row of its own and none is ever taken back."""

from datetime import date

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements.actions.ownership import locked, must_be_a_side
from alongside.apps.agreements.facts import VersionRecord, in_the_way, pair_key
from alongside.apps.agreements.models import Agreement, AgreementStep
from alongside.apps.agreements.refusals import AgreementRefused, must_allow
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.domain.agreement_state import Act, Side, ended_from, ends_now, may, may_end_from


def agree_clinically(*, agreement: Agreement, digest: str, by: Acting, today: date) -> AgreementStep:
    """This side's clinicians stand by the words with this digest. AgreementRefused AGR-10 to AGR-13 and AGR-19."""
    return _give(Act.AGREE, agreement, digest, by, today)


def sign(*, agreement: Agreement, digest: str, by: Acting, today: date) -> AgreementStep:
    """This side signs the words with this digest; the second signature brings it into force from its first day.

    AgreementRefused AGR-10 to AGR-13 and AGR-19.
    """
    return _give(Act.SIGN, agreement, digest, by, today)


@transaction.atomic
def _give(act: Act, agreement: Agreement, digest: str, by: Acting, today: date) -> AgreementStep:
    side = must_be_a_side(agreement, by, Permission.SIGN_AGREEMENTS)
    take_turns(pair_key(agreement.guest_id, agreement.host_id))
    record = locked(agreement.pk)
    latest = record.latest
    if digest != latest.facts.digest:
        raise AgreementRefused("AGR-19", "The words have changed since you read them: read them again.")
    must_allow(may(latest.facts, act, side, in_the_way(act, latest.gaps(today, record.names)), today))
    step = add_step(latest, act, side, by, today)
    record_event(f"agreements.{act.value}", target=agreement, by=by, version=latest.number, digest=digest)
    return step


@transaction.atomic
def terminate(
    *, agreement: Agreement, from_day: date, reason: str, by: Acting, today: date
) -> tuple[AgreementStep, ...]:
    """End the agreement from this day on, whichever versions hold or wait to hold; what is being written ends at once.

    Patients already booked stay booked. Waits for holds under way between the two. The same ending sent twice is one.
    AgreementRefused AGR-10, 12, 14, 20 no reason, 23 ended from an earlier day.
    """
    side = must_be_a_side(agreement, by, Permission.SIGN_AGREEMENTS)
    must_allow(may_end_from(from_day, today))
    if not reason.strip():
        raise AgreementRefused("AGR-20", "Say why the agreement ends: patients' lines will show it.")
    take_turns(pair_key(agreement.guest_id, agreement.host_id))
    record = locked(agreement.pk)
    live = [one for one in record.versions if may(one.facts, Act.TERMINATE, side, (), today).allowed]
    if not live:
        must_allow(may(record.at(today).facts, Act.TERMINATE, side, (), today))
    numbers = ends_now((one.facts for one in record.versions), from_day, today)
    before = () if numbers else _said_before(live, side, from_day, reason)
    if before:
        return before
    if not numbers:
        must_allow(may_end_from(from_day, today, max(filter(None, (ended_from(one.facts) for one in live)))))
    ending = [one for one in record.versions if one.number in numbers]
    steps = tuple(add_step(one, Act.TERMINATE, side, by, today, from_day, reason) for one in ending)
    record_event("agreements.terminate", target=agreement, by=by, from_day=from_day.isoformat(), reason=reason)
    return steps


def _said_before(live: list[VersionRecord], side: Side, from_day: date, reason: str) -> tuple[AgreementStep, ...]:
    """The same ending, where it is the one that counts."""
    said = (Act.TERMINATE.value, side.value, from_day, reason[:300])
    return tuple(
        step
        for one in live
        for step in one.steps
        if (step.act, step.side, step.takes_effect, step.reason) == said and ended_from(one.facts) == from_day
    )


def add_step(
    record: VersionRecord,
    act: Act,
    side: Side,
    by: Acting,
    today: date,
    takes_effect: date | None = None,
    reason: str = "",
) -> AgreementStep:
    version = record.version
    return AgreementStep.objects.create(
        version=version,
        guest_id=version.guest_id,
        host_id=version.host_id,
        area_id=version.area_id,
        act=act.value,
        side=side.value,
        on=today,
        takes_effect=takes_effect,
        digest=record.facts.digest,
        reason=reason[:300],
        by=by.user,
        by_name=by.name,
        by_role=by.role_name,
        by_organisation=by.organisation,
    )
