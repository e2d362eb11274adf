"""Two directors, a third trust and a coordinator in one area; and every clause as they would write it."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from alongside.apps.agreements import actions
from alongside.apps.audit.isolation import acting_for
from alongside.domain.agreement_clauses import Clause
from alongside.domain.agreement_topics import TOPICS, Topic
from tests import factories

TODAY = date(2026, 1, 31)
TERM = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def _it_is_that_day(settings):
    settings.FIXED_DAY = TODAY


def whole(topic, number=0, **given):
    """A clause with nothing missing."""
    facts = {rule.key: f"{rule.label}" for rule in TOPICS[topic].facts}
    facts |= {
        Topic.SERVICES: {"services": ["110"]},
        Topic.SHARING: {"items": ["waiting", "identity", "letters"]},
        Topic.TRANSFER_BACK: {"drilled_on": "2026-01-10", "phone": "01233 633331"},
        Topic.SAFETY: {"hazards": ["Bleeding | Two units held | Ward sister"]},
    }.get(topic, {})
    starts_on, ends_on = TERM if topic is Topic.TERM else (None, None)
    words = Clause(
        topic,
        number,
        f"Answer on {topic.value}",
        facts,
        "Dr Guest",
        "Dr Host",
        "https://example.org/a",
        starts_on,
        ends_on,
    )
    return replace(words, **given)


def write_all(version, by, today=TODAY, **given):
    """Everything that a version needs; `given` are the facts of the services and the days of the term."""
    for topic in TOPICS:
        extra = given.get(topic.name.lower(), {})
        actions.save_clause(version=version, words=whole(topic, **extra), by=by, today=today)


@pytest.fixture
def two(db):
    return two_of()


def two_of():
    board = factories.board()
    trust, hospital = factories.trust(board, name="East Trust"), factories.independent(board, name="One Hospital")
    other = factories.trust(board, name="Third Trust")
    found = SimpleNamespace(
        board=board,
        trust=trust,
        hospital=hospital,
        other=other,
        guest_director=factories.person("medical_director", trust),
        host_director=factories.person("medical_director", hospital),
        guest_manager=factories.person("booking_manager", trust),
        other_director=factories.person("medical_director", other),
        coordinator=factories.person("coordinator", board),
        clinician=factories.person("clinician", trust),
    )
    for director in (found.guest_director, found.host_director):
        with acting_for(director.organisation_id):
            actions.state_security(
                status="Standards met", year="2024/25", on=date(2025, 6, 30), by=director, today=TODAY
            )
    return found


def drafted(two):
    """Version 1, nothing missing, nothing agreed."""
    with acting_for(two.trust.id):
        version = actions.open_agreement(guest=two.trust, host=two.hospital, by=two.guest_director, today=TODAY)
        write_all(version, two.guest_director)
    return version


def give(two, act, agreement, who="both", today=TODAY):
    """One or both directors agree or sign what stands."""
    from alongside.apps.agreements import queries

    people = {"guest": [two.guest_director], "host": [two.host_director]}
    for by in people.get(who, [two.guest_director, two.host_director]):
        with acting_for(by.organisation_id):
            digest = queries.find(by, agreement.pk).latest.facts.digest
            act(agreement=agreement, digest=digest, by=by, today=today)


def renewed(two, starts_on, steps=(), who="both"):
    """Version 2 with nothing missing; both take these steps on it, the last of them `who`."""
    from alongside.apps.agreements import queries

    with acting_for(two.trust.id):
        agreement = queries.records(two.guest_director)[0].agreement
        second = actions.renew(agreement=agreement, by=two.guest_director, today=TODAY)
        term = whole(Topic.TERM, starts_on=starts_on, ends_on=date(2027, 12, 31))
        actions.save_clause(version=second, words=term, by=two.guest_director, today=TODAY)
    for step in steps:
        give(two, step, agreement, who if step is steps[-1] else "both")
    return second


def signed(two):
    """Version 1, signed by both."""
    version = drafted(two)
    give(two, actions.agree_clinically, version.agreement)
    give(two, actions.sign, version.agreement)
    return version
