"""Two organisations begin an agreement, or the next version of one."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements.actions.ownership import locked, must_be_a_side
from alongside.apps.agreements.actions.writing import add_edit
from alongside.apps.agreements.facts import AgreementRecord
from alongside.apps.agreements.models import Agreement, AgreementVersion
from alongside.apps.agreements.refusals import AgreementRefused, must_allow
from alongside.apps.audit.actions import record_event
from alongside.domain.agreement_clauses import Clause
from alongside.domain.agreement_state import Act, may
from alongside.domain.agreement_templates import TEMPLATES
from alongside.domain.agreement_topics import Topic


@transaction.atomic
def open_agreement(
    *, guest: Organisation, host: Organisation, template: str = "", by: Acting, today: date
) -> AgreementVersion:
    """Begin version 1 of what these two agree, with the suggested words of a template; the version is a draft.

    AgreementRefused: AGR-12 not one of the two, AGR-15 they have an agreement, AGR-16 not two of one area.
    """
    agreement = Agreement(
        guest=guest, host=host, area_id=guest.area_id, template=template, made_by=by.user, made_by_name=by.name
    )
    must_be_a_side(agreement, by, Permission.EDIT_AGREEMENTS)
    if guest == host or guest.area_id != host.area_id or Organisation.Kind.BOARD in (guest.kind, host.kind):
        raise AgreementRefused("AGR-16", "An agreement is between two different providers of one area.")
    try:
        with transaction.atomic():
            agreement.save(force_insert=True)
    except IntegrityError as problem:
        raise AgreementRefused("AGR-15", f"{guest.name} and {host.name} have an agreement already.") from problem
    version = _begin(agreement, 1, None, by, today)
    for topic, words in TEMPLATES[template].answers.items() if template in TEMPLATES else ():
        add_edit(version, Clause(topic, 1, words), None, by)
    record_event("agreements.opened", target=agreement, by=by, template=template)
    return version


@transaction.atomic
def renew(*, agreement: Agreement, why: str = "", by: Acting, today: date) -> AgreementVersion:
    """Begin the next version as a copy without its days; the one before it holds until the new one begins."""
    side = must_be_a_side(agreement, by, Permission.EDIT_AGREEMENTS)
    record = locked(agreement.pk)
    latest = record.latest
    if record.is_written(today):
        raise AgreementRefused("AGR-10", f"Version {latest.number} is being written already.")
    must_allow(may(latest.facts, Act.RENEW, side, (), today))
    version = begin_next(record, why, by, today)
    record_event("agreements.renewal_opened", target=agreement, by=by, version=version.number, why=why)
    return version


def begin_next(
    record: AgreementRecord, why: str, by: Acting, today: date, *, every_word: bool = False
) -> AgreementVersion:
    """The next version as a copy of the newest; its days are to be written anew unless `every_word` is copied."""
    latest = record.latest
    version = _begin(record.agreement, latest.number + 1, latest.version, by, today, why)
    for topic, clause in latest.clauses.items():
        if every_word or topic is not Topic.TERM:
            add_edit(version, clause, None, by, number=1)
    return version


def _begin(
    agreement: Agreement, number: int, copies: AgreementVersion | None, by: Acting, today: date, why: str = ""
) -> AgreementVersion:
    return AgreementVersion.objects.create(
        agreement=agreement,
        guest_id=agreement.guest_id,
        host_id=agreement.host_id,
        area_id=agreement.area_id,
        number=number,
        copies=copies,
        opened_on=today,
        why=why[:300],
        made_by=by.user,
        made_by_name=by.name,
        made_at=timezone.now(),
    )
