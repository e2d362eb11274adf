"""What an ending ends, and how words that were signed are sent back before they begin."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.urls import reverse

from alongside.apps.agreements import actions
from alongside.apps.agreements.models import AgreementStep, ClauseEdit
from alongside.apps.agreements.queries.force import in_force
from alongside.apps.audit.isolation import acting_for
from alongside.domain.agreement_force import Permit, Service
from alongside.domain.agreement_state import State
from alongside.domain.agreement_topics import Topic
from tests import factories
from tests.apps.agreements.conftest import TERM, TODAY, drafted, give, renewed, signed, whole
from tests.apps.agreements.test_actions import record, refused
from tests.apps.agreements.test_pages import at, posted, words_of

pytestmark = [pytest.mark.row("M-39"), pytest.mark.promise("AL-3")]
SIGNING = (actions.agree_clinically, actions.sign)
JUNE = date(2026, 6, 1)


def end(by, agreement, from_day=TODAY, reason="Theatres close"):
    with acting_for(by.organisation_id):
        return actions.terminate(agreement=agreement, from_day=from_day, reason=reason, by=by, today=TODAY)


def send_back(by, agreement, number=2, reason="The term is a year too long"):
    with acting_for(by.organisation_id):
        return actions.send_back(agreement=agreement, number=number, reason=reason, by=by, today=TODAY)


def states(two, agreement, on=TODAY):
    return [one.state(on) for one in record(two.guest_director, agreement).versions]


@pytest.mark.parametrize("from_day", [TODAY, JUNE])
def test_an_ending_ends_a_renewal_that_its_side_has_signed(two, from_day):
    """AGR-22: else the other side alone could bring back what was ended."""
    agreement = signed(two).agreement
    renewed(two, TODAY, SIGNING, "host")
    end(two.host_director, agreement, from_day)
    with refused("AGR-10"):
        give(two, actions.sign, agreement, "guest")
    assert states(two, agreement, from_day) == [State.TERMINATED] * 2
    with acting_for(two.board.id):
        assert not isinstance(in_force(two.trust.id, two.hospital.id, Service("110"), from_day), Permit)


def test_after_an_ending_both_begin_anew_from_the_same_words(two):
    agreement = signed(two).agreement
    renewed(two, TODAY, SIGNING, "host")
    end(two.host_director, agreement, JUNE)
    found = record(two.guest_director, agreement)
    assert found.at(TODAY).number == 1
    assert found.at(JUNE).number == 1, "what was only being written never tells how the agreement stands"
    third = renewed(two, JUNE, SIGNING)
    assert third.number == 3
    assert states(two, agreement, JUNE) == [State.TERMINATED, State.TERMINATED, State.ACTIVE]


def test_a_draft_that_was_ended_is_no_reason_to_say_who_can_mend_it(two):
    """The gate names the ending of what held, with those who had signed it."""
    agreement = signed(two).agreement
    renewed(two, TODAY)
    end(two.host_director, agreement)
    with acting_for(two.board.id):
        answer = in_force(two.trust.id, two.hospital.id, Service("110"), TODAY)
    assert answer.reason.rule == "AGR-3"
    assert two.host_director.name in answer.mended_by


@pytest.mark.parametrize("who", ["guest_director", "host_director"])
@pytest.mark.parametrize("later", [0, 29])
def test_a_second_ending_that_says_nothing_new_is_refused(two, who, later):
    """AGR-23: of two endings the first counts, so a later one would be told wrongly."""
    agreement = signed(two).agreement
    end(two.host_director, agreement, JUNE)
    with refused("AGR-23"):
        end(getattr(two, who), agreement, JUNE + timedelta(days=later), "Another reason")
    end(getattr(two, who), agreement, JUNE - timedelta(days=1))
    assert states(two, agreement, JUNE - timedelta(days=1)) == [State.TERMINATED]


def test_page_of_a_later_ending_says_from_when_it_has_ended(two):
    version = signed(two)
    end(two.guest_director, version.agreement, JUNE)
    data = {"from_day_0": "30", "from_day_1": "6", "from_day_2": "2026", "reason": "Later"}
    page = words_of(posted(two, two.host_director, "terminate", version, data))
    assert "has been ended from 1 June 2026 already" in page
    assert "Ended from 30 June" not in page


def test_an_ending_sent_again_does_not_end_what_was_begun_after_it(two):
    agreement = signed(two).agreement
    first = end(two.host_director, agreement, JUNE)
    renewed(two, JUNE)
    assert end(two.host_director, agreement, JUNE) == first
    assert states(two, agreement) == [State.ACTIVE, State.DRAFT]


@pytest.mark.parametrize("who", ["guest_director", "host_director"])
def test_a_signed_renewal_is_sent_back_and_todays_agreement_goes_on(two, who):
    """AGR-24: words and days are copied, nothing that was given counts, and the words can be written again."""
    agreement = signed(two).agreement
    renewed(two, JUNE, SIGNING)
    assert states(two, agreement, JUNE) == [State.SUPERSEDED, State.ACTIVE]
    third = send_back(getattr(two, who), agreement)
    assert states(two, agreement) == [State.ACTIVE, State.SENT_BACK, State.DRAFT]
    assert states(two, agreement, JUNE) == [State.ACTIVE, State.SENT_BACK, State.DRAFT]
    found = record(two.guest_director, agreement)
    assert found.versions[2].facts.digest == found.versions[1].facts.digest
    with acting_for(two.trust.id):
        words = whole(Topic.TERM, 1, starts_on=JUNE, ends_on=date(2027, 5, 31))
        actions.save_clause(version=third, words=words, by=two.guest_director, today=TODAY)
    for step in SIGNING:
        give(two, step, agreement)
    assert states(two, agreement, JUNE) == [State.SUPERSEDED, State.SENT_BACK, State.ACTIVE]


def test_a_first_version_signed_too_early_is_sent_back(two):
    """Nothing holds meanwhile, and the time to ready runs from the first version to the one that stood."""
    version = drafted(two)
    with acting_for(two.trust.id):
        term = whole(Topic.TERM, 1, starts_on=JUNE, ends_on=TERM[1])
        actions.save_clause(version=version, words=term, by=two.guest_director, today=TODAY)
    for step in SIGNING:
        give(two, step, version.agreement)
    send_back(two.guest_director, version.agreement, 1)
    assert states(two, version.agreement, JUNE) == [State.SENT_BACK, State.DRAFT]
    assert record(two.guest_director, version.agreement).ready_after is None
    for step in SIGNING:
        give(two, step, version.agreement, today=TODAY + timedelta(days=5))
    assert record(two.guest_director, version.agreement).ready_after == 5


def test_one_signature_is_taken_back_before_the_other_is_given(two):
    agreement = signed(two).agreement
    renewed(two, JUNE, SIGNING, "host")
    send_back(two.host_director, agreement)
    with refused("AGR-10"):
        give(two, actions.sign, agreement, "guest")


def test_what_has_begun_or_was_never_agreed_is_not_sent_back(two):
    agreement = signed(two).agreement
    with refused("AGR-10"):
        send_back(two.guest_director, agreement, 1)
    renewed(two, JUNE)
    with refused("AGR-10"):
        send_back(two.guest_director, agreement)


def test_sending_back_asks_who_which_and_why(two):
    agreement = signed(two).agreement
    renewed(two, JUNE, SIGNING)
    for by, number, reason, rule in (
        (two.other_director, 2, "x", "AGR-12"),
        (two.host_director, 1, "x", "AGR-19"),
        (two.host_director, 2, " ", "AGR-20"),
    ):
        with refused(rule):
            send_back(by, agreement, number, reason)
    with pytest.raises(PermissionDenied):
        send_back(two.guest_manager, agreement)


def test_the_database_takes_no_signature_and_no_word_on_what_is_over(two):
    agreement = signed(two).agreement
    second = renewed(two, JUNE, SIGNING, "host")
    send_back(two.host_director, agreement)
    with acting_for(two.trust.id):
        old = AgreementStep.objects.get(version=second, act="agree", side="guest")
        edit = ClauseEdit.objects.get(version=second, topic="exit")
        for row, changes in ((old, {"act": "sign"}), (edit, {"number": 2})):
            forged = {f.attname: getattr(row, f.attname) for f in type(row)._meta.fields} | {"id": uuid4()} | changes
            with pytest.raises(Error, match="this version is over"), transaction.atomic():
                type(row).objects.create(**forged)


@pytest.mark.row("M-47")
def test_pages_from_a_wrong_word_to_the_next_version(two):
    version = signed(two)
    second = renewed(two, JUNE, SIGNING)
    client = factories.client_of(two.host_director)
    page = words_of(client.get(at("show-agreement", version.agreement_id)))
    assert "Version 2 is signed by both and begins on 1 June 2026" in page
    assert "Agreement, version 1" in page, "the words shown are those that hold"
    address = at("send-back", version.agreement_id)
    assert address in page
    assert "Send them back" in words_of(client.get(at("edit-clause", version.agreement_id, "exit")))
    asked = words_of(client.get(address))
    assert "Version 2 will never hold" in asked
    assert "The version that holds today goes on" in asked
    told = words_of(client.post(address, {"number": second.number, "reason": "A year too long"}, follow=True))
    assert "Version 3 is begun with the same words" in told
    assert "sent version 2 back on 31 January 2026: A year too long" in told
    again = words_of(client.post(address, {"number": second.number, "reason": "A year too long"}, follow=True))
    assert "AGR-19" in again
    assert address not in words_of(client.get(at("show-agreement", version.agreement_id)))


def test_a_manager_reads_and_sends_nothing_back(two):
    version = signed(two)
    renewed(two, JUNE, SIGNING)
    client = factories.client_of(two.guest_manager)
    address = reverse("agreements:send-back", args=[version.agreement_id])
    assert address not in words_of(client.get(at("show-agreement", version.agreement_id)))
    assert client.post(address, {"number": 2, "reason": "x"}).status_code == 403
