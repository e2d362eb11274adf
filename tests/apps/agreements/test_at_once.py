"""Directors of both sides write one clause in the same instant: one edit stands, and nobody's words are lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from alongside.apps.agreements import actions
from alongside.apps.agreements.models import AgreementStep, ClauseAside, ClauseEdit
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.audit.isolation import acting_for
from alongside.domain.agreement_topics import Topic
from tests import factories
from tests.apps.agreements.conftest import TODAY, drafted, give, signed, two_of, whole

pytestmark = [pytest.mark.slow, pytest.mark.row("M-49")]
WRITERS = 8


def at_once(calls):
    """Run every call in a thread of its own, all from the same instant; the answers in order."""
    start = Barrier(len(calls))

    def run(call):
        by, work = call
        start.wait()
        try:
            with acting_for(by.organisation_id):
                return work(by)
        except AgreementRefused as refusal:
            return refusal.rule
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_no_words_are_lost_when_many_write_one_clause(committed_database):
    two = two_of()
    version = drafted(two)
    directors = [two.guest_director, two.host_director]

    def writing(text):
        words = whole(Topic.EXIT, 1, answer=text)
        return lambda by: actions.save_clause(version=version, words=words, by=by, today=TODAY)

    texts = [f"Words of writer {i}" for i in range(WRITERS)]
    kept = at_once([(directors[i % 2], writing(text)) for i, text in enumerate(texts)])
    assert sorted(type(one).__name__ for one in kept) == ["ClauseAside"] * (WRITERS - 1) + ["ClauseEdit"]
    with acting_for(two.trust.id):
        edits = ClauseEdit.objects.filter(version=version, topic="exit").values_list("answer", flat=True)
        asides = ClauseAside.objects.filter(version=version).values_list("answer", flat=True)
        assert sorted([*edits, *asides]) == sorted(["Answer on exit", *texts])


def test_of_two_people_who_settle_the_same_words_one_is_told(committed_database):
    two = two_of()
    version = drafted(two)
    with acting_for(two.hospital.id):
        aside = actions.save_clause(
            version=version, words=whole(Topic.EXIT, 0, answer="Second"), by=two.host_director, today=TODAY
        )

    def settling(text):
        words = whole(Topic.EXIT, 1, answer=text)
        return lambda by: actions.save_clause(version=version, words=words, settles=aside, by=by, today=TODAY)

    kept = at_once([(two.guest_director, settling("Mine")), (two.host_director, settling("Ours"))])
    assert sorted(one if isinstance(one, str) else type(one).__name__ for one in kept) == ["AGR-18", "ClauseEdit"]


def test_an_edit_and_a_signature_at_once_never_sign_other_words(committed_database):
    """Whichever comes first: a signature stands only for the words it was given on."""
    two = two_of()
    version = drafted(two)
    give(two, actions.agree_clinically, version.agreement)
    give(two, actions.sign, version.agreement, "guest")
    with acting_for(two.hospital.id):
        digest = AgreementStep.objects.filter(act="sign").get().digest
    words = whole(Topic.EXIT, 1, answer="Changed")
    kept = at_once(
        [
            (
                two.host_director,
                lambda by: actions.sign(agreement=version.agreement, digest=digest, by=by, today=TODAY),
            ),
            (two.guest_director, lambda by: actions.save_clause(version=version, words=words, by=by, today=TODAY)),
        ]
    )
    names = [one if isinstance(one, str) else type(one).__name__ for one in kept]
    assert names in (["AgreementStep", "ClauseAside"], ["AGR-19", "ClauseEdit"])


def test_both_sides_end_it_at_once(committed_database):
    two = two_of()
    version = signed(two)

    def ending(by):
        return actions.terminate(agreement=version.agreement, from_day=TODAY, reason="x", by=by, today=TODAY)

    kept = at_once([(two.guest_director, ending), (two.host_director, ending)])
    assert sorted(one if isinstance(one, str) else "ended" for one in kept) == ["AGR-10", "ended"]
    with acting_for(two.trust.id):
        assert AgreementStep.objects.filter(act="terminate").count() == 1


def test_the_same_agreement_is_begun_once(committed_database):
    two = two_of()

    def opening(by):
        return actions.open_agreement(guest=two.trust, host=two.hospital, by=by, today=TODAY)

    people = [two.guest_director, two.host_director, factories.person("booking_manager", two.trust)]
    kept = at_once([(by, opening) for by in people])
    assert sorted(one if isinstance(one, str) else "begun" for one in kept) == ["AGR-15", "AGR-15", "begun"]
