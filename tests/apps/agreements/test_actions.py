"""Two directors stand up an agreement, and each step is refused until what it needs is there."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction

from alongside.apps.agreements import actions, queries
from alongside.apps.agreements.facts import standings_of
from alongside.apps.agreements.models import AgreementStep, ClauseAside, ClauseEdit
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.audit.isolation import acting_for
from alongside.apps.audit.models import Event
from alongside.domain.agreement_clauses import Clause
from alongside.domain.agreement_state import State
from alongside.domain.agreement_topics import Topic
from tests.apps.agreements.conftest import TERM, TODAY, drafted, give, signed, whole, write_all

pytestmark = pytest.mark.row("M-39")


def record(by, agreement):
    with acting_for(by.organisation_id):
        return queries.find(by, agreement.pk)


def refused(rule):
    return pytest.raises(AgreementRefused, check=lambda problem: problem.rule == rule)


def test_an_agreement_stands_up_from_nothing_to_active(two):
    """Draft, each gap named, agreed by both, signed by both: in force the same day, and the days counted."""
    with acting_for(two.trust.id):
        version = actions.open_agreement(
            guest=two.trust, host=two.hospital, template="elective", by=two.guest_director, today=TODAY
        )
        found = queries.find(two.guest_director, version.agreement_id)
        assert {gap.topic for gap in found.latest.gaps(TODAY, found.names)} == set(Topic)
        for topic in Topic:
            stood = found.latest.clauses.get(topic)
            actions.save_clause(
                version=version, words=whole(topic, stood.number if stood else 0), by=two.guest_director, today=TODAY
            )
            found = queries.find(two.guest_director, version.agreement_id)
            assert topic not in {gap.topic for gap in found.latest.gaps(TODAY, found.names)}
    assert found.latest.state(TODAY) is State.DRAFT
    give(two, actions.agree_clinically, version.agreement)
    assert record(two.host_director, version.agreement).latest.state(TODAY) is State.CLINICALLY_AGREED
    give(two, actions.sign, version.agreement, today=TODAY + timedelta(days=3))
    after = record(two.host_director, version.agreement).latest
    assert after.state(TODAY + timedelta(days=2)) is State.CLINICALLY_AGREED
    assert after.state(TODAY + timedelta(days=3)) is State.ACTIVE
    assert after.ready_after == 3


def test_agreeing_with_a_gap_is_refused(two):
    with acting_for(two.trust.id):
        version = actions.open_agreement(guest=two.trust, host=two.hospital, by=two.guest_director, today=TODAY)
        write_all(version, two.guest_director, safety={"facts": {}})
    with refused("AGR-11"):
        give(two, actions.agree_clinically, version.agreement, "guest")


def test_an_edit_after_agreeing_needs_both_again(two):
    version = drafted(two)
    give(two, actions.agree_clinically, version.agreement)
    give(two, actions.sign, version.agreement, "guest")
    with acting_for(two.hospital.id):
        words = whole(Topic.EXIT, 1, answer="Other words")
        actions.save_clause(version=version, words=words, by=two.host_director, today=TODAY)
    assert record(two.guest_director, version.agreement).latest.state(TODAY) is State.DRAFT
    with refused("AGR-10"):
        give(two, actions.sign, version.agreement, "host")


def test_nobody_signs_words_they_did_not_read(two):
    version = drafted(two)
    seen = record(two.guest_director, version.agreement).latest.facts.digest
    with acting_for(two.hospital.id):
        words = whole(Topic.EXIT, 1, answer="Other words")
        actions.save_clause(version=version, words=words, by=two.host_director, today=TODAY)
    with acting_for(two.trust.id), refused("AGR-19"):
        actions.agree_clinically(agreement=version.agreement, digest=seen, by=two.guest_director, today=TODAY)


def test_the_same_side_gives_once(two):
    version = drafted(two)
    give(two, actions.agree_clinically, version.agreement, "guest")
    with refused("AGR-13"):
        give(two, actions.agree_clinically, version.agreement, "guest")


def test_a_manager_may_write_and_not_sign(two):
    version = drafted(two)
    with acting_for(two.trust.id):
        saved = actions.save_clause(
            version=version, words=whole(Topic.EXIT, 1, answer="Hers"), by=two.guest_manager, today=TODAY
        )
        assert (saved.number, saved.by_name) == (2, two.guest_manager.name)
        with pytest.raises(PermissionDenied):
            actions.sign(agreement=version.agreement, digest="", by=two.guest_manager, today=TODAY)
        with pytest.raises(PermissionDenied):
            actions.save_clause(version=version, words=whole(Topic.EXIT, 2), by=two.clinician, today=TODAY)


def test_a_third_organisation_may_do_nothing(two):
    version = signed(two)
    with acting_for(two.other.id):
        for act in (
            lambda: actions.save_clause(
                version=version, words=whole(Topic.EXIT, 1), by=two.other_director, today=TODAY
            ),
            lambda: actions.sign(agreement=version.agreement, digest="", by=two.other_director, today=TODAY),
            lambda: actions.renew(agreement=version.agreement, by=two.other_director, today=TODAY),
            lambda: actions.terminate(
                agreement=version.agreement, from_day=TODAY, reason="x", by=two.other_director, today=TODAY
            ),
            lambda: actions.open_agreement(guest=two.trust, host=two.hospital, by=two.other_director, today=TODAY),
        ):
            with refused("AGR-12"):
                act()


@pytest.mark.parametrize(
    ("guest", "host", "rule"),
    [("trust", "hospital", "AGR-15"), ("trust", "trust", "AGR-16"), ("trust", "board", "AGR-16")],
)
def test_an_agreement_is_of_two_and_once(two, guest, host, rule):
    drafted(two)
    with acting_for(two.trust.id), refused(rule):
        actions.open_agreement(guest=getattr(two, guest), host=getattr(two, host), by=two.guest_director, today=TODAY)


@pytest.mark.promise("AL-3")
def test_either_side_ends_it_alone_from_a_day(two):
    version = signed(two)
    day = TODAY + timedelta(days=10)
    with acting_for(two.hospital.id):
        actions.terminate(
            agreement=version.agreement, from_day=day, reason="Theatres close", by=two.host_director, today=TODAY
        )
    latest = record(two.guest_director, version.agreement).latest
    assert latest.state(day - timedelta(days=1)) is State.ACTIVE
    assert latest.state(day) is State.TERMINATED


def test_it_never_ends_in_the_past_nor_without_a_reason(two):
    version = signed(two)
    with acting_for(two.trust.id):
        for day, reason, rule in ((TODAY - timedelta(days=1), "x", "AGR-14"), (TODAY, " ", "AGR-20")):
            with refused(rule):
                actions.terminate(
                    agreement=version.agreement, from_day=day, reason=reason, by=two.guest_director, today=TODAY
                )


def test_a_draft_cannot_be_ended(two):
    version = drafted(two)
    with acting_for(two.trust.id), refused("AGR-10"):
        actions.terminate(agreement=version.agreement, from_day=TODAY, reason="x", by=two.guest_director, today=TODAY)


def test_a_renewal_holds_from_its_first_day_and_the_old_version_until_then(two):
    version = signed(two)
    begins = TERM[1] - timedelta(days=90)
    with acting_for(two.trust.id):
        second = actions.renew(agreement=version.agreement, by=two.guest_director, today=TODAY)
        with refused("AGR-10"):
            actions.renew(agreement=version.agreement, by=two.guest_director, today=TODAY)
        found = queries.find(two.guest_director, version.agreement_id)
        assert [gap.reason.rule for gap in found.latest.gaps(TODAY, found.names)] == ["CLA-5"]
        term = whole(Topic.TERM, starts_on=begins, ends_on=date(2027, 12, 31))
        actions.save_clause(version=second, words=term, by=two.guest_director, today=TODAY)
    give(two, actions.agree_clinically, version.agreement)
    give(two, actions.sign, version.agreement)
    old, new = record(two.guest_director, version.agreement).versions
    before = begins - timedelta(days=1)
    assert (old.state(before), new.state(before)) == (State.ACTIVE, State.SIGNED)
    assert (old.state(begins), new.state(begins)) == (State.SUPERSEDED, State.ACTIVE)
    with acting_for(two.hospital.id):
        actions.terminate(agreement=version.agreement, from_day=TODAY, reason="x", by=two.host_director, today=TODAY)
    states = [one.state(begins) for one in record(two.guest_director, version.agreement).versions]
    assert states == [State.TERMINATED] * 2


def test_words_that_come_second_are_kept_and_settled(two):
    version = drafted(two)
    with acting_for(two.trust.id):
        actions.save_clause(
            version=version, words=whole(Topic.EXIT, 1, answer="First"), by=two.guest_director, today=TODAY
        )
    with acting_for(two.hospital.id):
        aside = actions.save_clause(
            version=version, words=whole(Topic.EXIT, 1, answer="Second"), by=two.host_director, today=TODAY
        )
        assert isinstance(aside, ClauseAside)
        assert queries.open_asides(version.agreement)[Topic.EXIT] == [aside]
        joined = actions.save_clause(
            version=version,
            words=whole(Topic.EXIT, 2, answer="First. Second"),
            settles=aside,
            by=two.host_director,
            today=TODAY,
        )
        assert (joined.number, joined.settles) == (3, aside)
        assert not queries.open_asides(version.agreement)
        with refused("AGR-18"):
            actions.save_clause(
                version=version, words=whole(Topic.EXIT, 3), settles=aside, by=two.host_director, today=TODAY
            )


def test_words_that_come_after_both_signatures_are_kept_too(two):
    version = signed(two)
    with acting_for(two.hospital.id):
        late = actions.save_clause(
            version=version, words=whole(Topic.EXIT, 1, answer="Late"), by=two.host_director, today=TODAY
        )
    assert isinstance(late, ClauseAside)
    assert record(two.guest_director, version.agreement).latest.state(TODAY) is State.ACTIVE


def test_saving_the_same_words_writes_nothing(two):
    version = drafted(two)
    with acting_for(two.trust.id):
        before = ClauseEdit.objects.count()
        actions.save_clause(version=version, words=whole(Topic.EXIT, 1), by=two.guest_director, today=TODAY)
        assert ClauseEdit.objects.count() == before


def test_bad_parts_are_refused(two):
    version = drafted(two)
    with acting_for(two.trust.id), refused("AGR-17"):
        words = Clause(Topic.SERVICES, 1, facts={"services": ["nonsense"]})
        actions.save_clause(version=version, words=words, by=two.guest_director, today=TODAY)


def test_the_database_itself_lets_signed_words_stand(two):
    version = signed(two)
    with acting_for(two.trust.id):
        edit = ClauseEdit.objects.filter(version=version, topic="exit").get()
        edit.pk, edit.number = uuid4(), 2
        with pytest.raises(Error, match="signed words stand"), transaction.atomic():
            edit.save(force_insert=True)


def test_the_database_refuses_a_signature_in_anothers_name(two):
    version = drafted(two)
    give(two, actions.agree_clinically, version.agreement, "guest")
    with acting_for(two.trust.id):
        step = AgreementStep.objects.get()
        for change in ({"side": "host"}, {"side": "host", "by_organisation_id": two.hospital.id}):
            forged = {f.attname: getattr(step, f.attname) for f in AgreementStep._meta.fields if f.name != "id"}
            with pytest.raises(Error), transaction.atomic():
                AgreementStep.objects.create(**{**forged, **change})


def test_steps_are_told_to_the_audit(two):
    version = signed(two)
    with acting_for(two.trust.id):
        kinds = set(Event.objects.filter(target_id=str(version.agreement_id)).values_list("kind", flat=True))
    assert {"agreements.opened", "agreements.agree", "agreements.sign"} <= kinds


def test_a_standing_of_the_future_or_of_no_known_kind_is_refused(two):
    with acting_for(two.trust.id):
        for status, day in (("Standards met", TODAY + timedelta(days=1)), ("Splendid", TODAY)):
            with refused("AGR-21"):
                actions.state_security(status=status, year="", on=day, by=two.guest_director, today=TODAY)


@pytest.mark.parametrize(
    ("status", "year", "on", "counts"),
    [
        ("Standards not met", "2023/24", date(2024, 6, 30), "Standards met"),
        ("Standards not met", "2025/26", date(2025, 12, 30), "Standards not met"),
        ("Standards not met", "2024-25", date(2025, 6, 29), "Standards not met"),
        ("Standards exceeded", "2023/24", date(2025, 6, 30), "Standards exceeded"),
    ],
    ids=["last year's, for the record", "this year's", "a correction of the same year", "the same day, said last"],
)
def test_the_statement_that_counts_is_of_the_last_day_published(two, status, year, on, counts):
    """AGR-21: an older year entered later changes nothing; of one year the last word corrects the first."""
    with acting_for(two.trust.id):
        actions.state_security(status=status, year=year, on=on, by=two.guest_director, today=TODAY)
        assert standings_of([two.trust.id])[two.trust.id].status == counts
        assert queries.own_standing(two.guest_director).status == counts


def test_a_toolkit_out_of_date_stops_the_signature(two):
    """CLA-8: fifteen months after publication. Clinicians may agree meanwhile: it is no word of theirs."""
    version = drafted(two)
    late = date(2026, 9, 30)
    give(two, actions.agree_clinically, version.agreement, today=late)
    with refused("AGR-11"):
        give(two, actions.sign, version.agreement, "guest", today=late)
