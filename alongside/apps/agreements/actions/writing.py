"""Either side writes a clause. No path drops words: what comes second is kept as an aside until somebody settles it."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements.actions.ownership import locked, must_be_a_side
from alongside.apps.agreements.models import AgreementVersion, ClauseAside, ClauseEdit
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.audit.actions import record_event
from alongside.domain.agreement_clauses import Clause, same_words
from alongside.domain.agreement_state import Act, may
from alongside.domain.agreement_topics import TOPICS, read_facts


@transaction.atomic
def save_clause(
    *, version: AgreementVersion, words: Clause, settles: ClauseAside | None = None, by: Acting, today: date
) -> ClauseEdit | ClauseAside:
    """Keep these words; `words.number` is the number of the edit that the writer started from, 0 for none.

    The words stand as the next edit; or, when others stood there meanwhile or both sides have signed, they are kept as
    an aside. `settles` is an aside whose words were weighed in these. AgreementRefused AGR-12, AGR-17 bad parts.
    """
    side = must_be_a_side(version, by, Permission.EDIT_AGREEMENTS)
    record = locked(version.agreement_id)
    current = next(one for one in record.versions if one.version.pk == version.pk)
    stood = current.clauses.get(words.topic)
    facts, problems = read_facts(words.topic, words.facts)
    if problems:
        raise AgreementRefused("AGR-17", f"{problems[0].message}.")
    words = replace(words, facts=facts)
    if settles is not None:
        _must_be_open(settles, version, words)
    if settles is None and stood and same_words(stood, words):
        return ClauseEdit.objects.get(version=version, topic=words.topic, number=stood.number)
    closed = not may(current.facts, Act.EDIT, side, (), today).allowed
    if closed or words.number != (stood.number if stood else 0):
        return _keep_aside(version, words, by)
    edit = add_edit(version, words, settles, by, number=words.number + 1)
    record_event(
        "agreements.clause_saved",
        target=version,
        by=by,
        topic=words.topic.value,
        number=edit.number,
        settles=str(settles.pk) if settles else "",
    )
    return edit


def _must_be_open(aside: ClauseAside, version: AgreementVersion, words: Clause) -> None:
    if aside.topic != words.topic or aside.version.agreement_id != version.agreement_id:
        raise AgreementRefused("AGR-18", "These other words belong to another clause.")
    if aside.settled_by.exists():
        raise AgreementRefused("AGR-18", "Somebody has settled these other words meanwhile: look at the clause again.")


def _keep_aside(version: AgreementVersion, words: Clause, by: Acting) -> ClauseAside:
    aside = ClauseAside.objects.create(**_columns(version, words, by), based_on=words.number)
    record_event(
        "agreements.words_kept_aside", target=version, by=by, topic=words.topic.value, label=TOPICS[words.topic].label
    )
    return aside


def add_edit(
    version: AgreementVersion, words: Clause, settles: ClauseAside | None, by: Acting, *, number: int = 1
) -> ClauseEdit:
    return ClauseEdit.objects.create(**_columns(version, words, by), number=number, settles=settles)


def _columns(version: AgreementVersion, words: Clause, by: Acting) -> dict[str, Any]:
    return {
        "version": version,
        "guest_id": version.guest_id,
        "host_id": version.host_id,
        "area_id": version.area_id,
        "topic": words.topic.value,
        "answer": words.answer,
        "facts": dict(words.facts),
        "guest_owner": words.guest_owner,
        "host_owner": words.host_owner,
        "evidence": words.evidence,
        "starts_on": words.starts_on,
        "ends_on": words.ends_on,
        "by": by.user,
        "by_name": by.name,
        "by_organisation": by.organisation,
    }
