"""Each organisation keeps its own words; the partner's yes is to the words it read."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.audit.models import Event
from alongside.apps.governance import actions, queries
from alongside.apps.governance.actions import ChangedMeanwhileError, ContactWords, Refused
from alongside.apps.governance.facts import is_confirmed, light_of, policy_digest, row_digest
from alongside.apps.governance.models import Contact, Policy, TestCall
from alongside.domain.call_tests import Light
from alongside.domain.whose_policy import Applies
from tests import factories
from tests.apps.governance.conftest import TODAY, contact, policy, policy_words


def applies(acting, host, guest, on=TODAY):
    act_for(acting.organisation_id)
    (answer,) = queries.answers(acting, "sepsis", host, guest=guest.code, on=on)
    return isinstance(answer.verdict, Applies), answer


@pytest.fixture
def said(area):
    return policy(area.keeper, contact(area.keeper), partner=area.guest)


def confirm(area, policy, seen=None):
    with acting_for(area.guest.id):
        digest = seen or policy_digest(Policy.objects.get(pk=policy.pk))
        return actions.confirm_policy(policy=policy, seen=digest, by=area.guest_keeper, today=TODAY)


@pytest.mark.row("M-63")
@pytest.mark.promise("AL-4")
def test_policy_applies_when_the_partner_has_said_yes_and_not_before(area, said):
    assert not applies(area.nurse, area.host, area.guest)[0]
    confirm(area, said)
    agreed, answer = applies(area.nurse, area.host, area.guest)
    assert agreed
    assert answer.contact.post == "Doctor on call"
    assert Event.objects.filter(kind="governance.policy_added", target_id=str(said.pk)).exists()


def say_anew(area, said, on=TODAY, **given):
    act_for(area.host.id)
    named = given.pop("contact", said.contact)
    words = policy_words(named, partner=area.guest, **{"title": "Sepsis, shorter"} | given)
    return actions.change_policy(policy=said, words=words, seen=policy_digest(said), by=area.keeper, today=on)


def title(area, on=TODAY):
    """What a ward of the host is told for patients of the guest; None where nothing is agreed."""
    agreed, answer = applies(area.nurse, area.host, area.guest, on)
    return answer.policy.title if agreed else None


def take_back(area, said, on=TODAY):
    with acting_for(area.guest.id):
        return actions.take_back_yes(
            policy=said, seen=policy_digest(said), why="It changed", by=area.guest_keeper, today=on
        )


@pytest.mark.row("M-63")
def test_other_words_wait_for_another_yes_and_what_was_agreed_goes_on(area, said):
    confirm(area, said)
    newer = say_anew(area, said)
    assert title(area) == "Sepsis in adults"
    assert applies(area.nurse, area.host, area.guest)[1].later == newer
    confirm(area, newer)
    assert title(area) == "Sepsis, shorter"
    act_for(area.host.id)
    assert [one.title for one in queries.versions_of(area.keeper, said)] == ["Sepsis, shorter", "Sepsis in adults"]


def test_words_for_next_month_take_over_on_their_day(area, said):
    confirm(area, said)
    confirm(area, say_anew(area, said, starts_on=TODAY + timedelta(days=28)))
    assert title(area, TODAY + timedelta(days=27)) == "Sepsis in adults"
    assert title(area, TODAY + timedelta(days=28)) == "Sepsis, shorter"


def test_changing_again_takes_back_the_words_that_waited(area, said):
    confirm(area, said)
    waiting = say_anew(area, said)
    with pytest.raises(ChangedMeanwhileError, match="newer words"):
        say_anew(area, said, title="Sepsis, third")
    third = say_anew(area, waiting, title="Sepsis, third")
    assert say_anew(area, third, title="Sepsis, third") == third, "sent twice"
    waiting.refresh_from_db()
    assert (third.number, third.line, waiting.ended_on) == (3, said.pk, TODAY)
    with pytest.raises(Refused, match="ended meanwhile"):
        confirm(area, waiting)
    assert title(area) == "Sepsis in adults"


def test_new_words_are_of_the_same_thing(area, said):
    with pytest.raises(Refused, match="same topic"):
        say_anew(area, said, topic="falls")
    act_for(area.host.id)
    words = policy_words(said.contact, partner=area.guest, title="Another")
    with pytest.raises(Refused, match="change that one"):
        actions.add_policy(words=words, by=area.keeper, today=TODAY)


def test_partner_takes_its_yes_back_and_nothing_older_returns(area, said):
    confirm(area, said)
    newer = say_anew(area, said)
    confirm(area, newer)
    tomorrow = TODAY + timedelta(days=1)
    assert take_back(area, newer, tomorrow) == take_back(area, newer, tomorrow), "sent twice"
    agreed, answer = applies(area.nurse, area.host, area.guest, tomorrow)
    assert not agreed
    assert (answer.verdict.rule, answer.policy) == ("POL-3", newer)
    assert queries.policies_to_confirm(area.guest_keeper, TODAY) == []
    confirm(area, newer)
    assert title(area) == "Sepsis, shorter"


def test_yes_that_is_taken_back_on_its_own_day_was_never_given(area, said):
    confirm(area, said)
    newer = say_anew(area, said)
    confirm(area, newer)
    take_back(area, newer)
    assert title(area) == "Sepsis in adults"


@pytest.mark.parametrize("who", ["keeper", "other_keeper", "guest_nurse"])
def test_only_the_partner_takes_its_yes_back(area, said, who):
    confirm(area, said)
    by = getattr(area, who)
    act_for(by.organisation_id)
    with pytest.raises(PermissionDenied):
        actions.take_back_yes(policy=said, seen=policy_digest(said), by=by, today=TODAY)


def test_yes_that_was_never_given_is_not_taken_back(area, said):
    with pytest.raises(Refused, match="not said yes"):
        take_back(area, said)


def test_words_that_never_began_are_taken_back_alone(area, said):
    confirm(area, said)
    waiting = say_anew(area, said)
    act_for(area.host.id)
    actions.end_policy(policy=waiting, by=area.keeper, today=TODAY)
    assert title(area) == "Sepsis in adults"
    again = say_anew(area, said, title="Sepsis, again")
    act_for(area.host.id)
    actions.end_policy(policy=said, by=area.keeper, today=TODAY)
    again.refresh_from_db()
    assert (title(area), again.ended_on) == (None, TODAY)


@pytest.mark.row("M-63")
def test_nothing_is_agreed_by_both_once_their_agreement_has_ended(area, said):
    confirm(area, said)
    signed = factories.agreement(area.guest, area.host)
    assert title(area) == "Sepsis in adults"
    ended_from = TODAY + timedelta(days=1)
    factories.ended(signed, by=area.host, from_day=ended_from, on=TODAY)
    assert title(area) == "Sepsis in adults"
    for reader in (area.nurse, area.guest_nurse, area.coordinator):
        agreed, answer = applies(reader, area.host, area.guest, ended_from)
        assert not agreed
        assert answer.verdict.rule == "POL-4"
        assert "AGR-3" in answer.verdict.words
    agreed, answer = applies(area.other_keeper, area.host, area.guest, ended_from)
    assert agreed
    assert "theirs to read" in answer.verdict.words


@pytest.fixture
def second_site(area):
    return factories.site(area.host, name="Second site")


def places(area, topic="sepsis", site=""):
    """For the guest's patients: the sites of each answer, its rule, whom to ring and whether that is elsewhere."""
    act_for(area.host.id)
    found = queries.answers(area.nurse, topic, area.host, site=site, guest=area.guest.code, on=TODAY)
    return {
        tuple(one.name for one in answer.sites): (
            answer.verdict.rule,
            answer.contact and answer.contact.post,
            answer.is_elsewhere,
        )
        for answer in found
    }


@pytest.mark.row("M-63")
@pytest.mark.promise("AL-4")
def test_without_a_site_each_site_is_answered_for(area, second_site):
    """What holds at one site is never told as nothing agreed, nor as agreed at the other."""
    named = contact(area.keeper)
    confirm(area, policy(area.keeper, named, partner=area.guest, site=second_site))
    assert places(area) == {
        (area.site.name,): ("POL-2", "Doctor on call", False),
        ("Second site",): ("POL-1", "Doctor on call", False),
    }
    assert places(area, site=second_site.code) == {(): ("POL-1", "Doctor on call", False)}
    assert places(area, "falls") == {(): ("POL-2", "Doctor on call", False)}


@pytest.mark.row("M-44")
def test_ward_rings_its_own_site(area, second_site):
    contact(area.keeper, post="Here", site=area.site)
    contact(area.keeper, post="Here, sepsis", site=area.site, topic="sepsis")
    assert places(area, site=area.site.code)[()][1:] == ("Here, sepsis", False)
    assert places(area, site=second_site.code)[()][1:] == ("Here, sepsis", True)
    contact(area.keeper, post="Whole host")
    assert places(area, site=second_site.code)[()][1:] == ("Whole host", False)
    contact(area.keeper, post="There", site=second_site)
    assert places(area, site=second_site.code)[()][1:] == ("There", False)
    assert set(places(area)) == {(area.site.name,), ("Second site",)}


def test_yes_to_words_that_changed_meanwhile_is_not_kept(area, said):
    with pytest.raises(ChangedMeanwhileError):
        confirm(area, said, seen="0123456789abcdef")
    act_for(area.host.id)
    assert not is_confirmed(said)


def test_ended_policy_applies_no_more(area, said):
    confirm(area, said)
    act_for(area.host.id)
    actions.end_policy(policy=said, by=area.keeper, today=TODAY)
    assert not applies(area.nurse, area.host, area.guest)[0]
    act_for(area.host.id)
    with pytest.raises(Refused):
        actions.end_policy(policy=said, by=area.keeper, today=TODAY)


def test_contact_that_has_ended_keeps_its_last_day_and_its_words(area):
    ended = contact(area.keeper)
    act_for(area.host.id)
    actions.end_contact(contact=ended, by=area.keeper, today=TODAY)
    with pytest.raises(Refused, match="contact has ended"):
        actions.end_contact(contact=ended, by=area.keeper, today=TODAY + timedelta(days=3))
    words = ContactWords(post="Somebody else", phone="01632 960199")
    with pytest.raises(Refused, match="add a new one"):
        actions.change_contact(contact=ended, words=words, seen=None, by=area.keeper, today=TODAY)
    assert Contact.objects.get(pk=ended.pk).ended_on == TODAY


@pytest.mark.parametrize("who", ["nurse", "guest_keeper", "other_keeper", "stranger"])
def test_nobody_else_changes_what_a_host_says(area, said, who):
    by = getattr(area, who)
    act_for(by.organisation_id)
    with pytest.raises(PermissionDenied):
        actions.end_policy(policy=said, by=by, today=TODAY)
    with pytest.raises(PermissionDenied):
        actions.end_contact(contact=said.contact, by=by, today=TODAY)
    if who != "nurse":
        assert Policy.objects.filter(pk=said.pk).update(title="Ours") == 0, "the database lets no partner write"


@pytest.mark.parametrize("who", ["keeper", "other_keeper", "guest_nurse"])
def test_only_the_partner_says_yes(area, said, who):
    by = getattr(area, who)
    act_for(by.organisation_id)
    with pytest.raises(PermissionDenied):
        actions.confirm_policy(policy=said, seen=policy_digest(said), by=by, today=TODAY)


@pytest.mark.parametrize(
    "given",
    [
        {"partner": None, "follows": "guest"},
        {"partner": "host"},
        {"site": "guest"},
    ],
)
def test_unsound_words_are_refused(area, given):
    named = contact(area.keeper)
    act_for(area.guest.id)
    real = {"host": area.host, "guest": area.guest.sites.get() if given.get("site") else None, None: None}
    given = {name: real.get(value, value) for name, value in given.items()}
    act_for(area.host.id)
    with pytest.raises(Refused):
        actions.add_policy(words=policy_words(named, **given), by=area.keeper, today=TODAY)


def test_contact_of_a_third_organisation_cannot_be_named(area):
    named = contact(area.other_keeper)
    act_for(area.host.id)
    with pytest.raises(Refused):
        actions.add_policy(words=policy_words(named, partner=area.guest), by=area.keeper, today=TODAY)


def test_contact_that_a_policy_names_cannot_end(area, said):
    act_for(area.host.id)
    with pytest.raises(Refused, match="1 of the area"):
        actions.end_contact(contact=said.contact, by=area.keeper, today=TODAY)
    actions.end_policy(policy=said, by=area.keeper, today=TODAY)
    actions.end_contact(contact=said.contact, by=area.keeper, today=TODAY)
    assert queries.find_contact(area.keeper, said.contact_id, TODAY) is None


def test_contact_of_words_that_were_taken_over_from_may_end(area, said):
    confirm(area, said)
    newer = say_anew(area, said, contact=contact(area.keeper, post="Newer post"))
    act_for(area.host.id)
    with pytest.raises(Refused, match="1 of the area"):
        actions.end_contact(contact=said.contact, by=area.keeper, today=TODAY)
    confirm(area, newer)
    act_for(area.host.id)
    actions.end_contact(contact=said.contact, by=area.keeper, today=TODAY)
    with pytest.raises(Refused, match="1 of the area"):
        actions.end_contact(contact=newer.contact, by=area.keeper, today=TODAY)


def test_second_of_two_changes_at_once_is_told(area):
    kept = contact(area.keeper)
    act_for(area.host.id)
    seen = row_digest(kept)
    words = ContactWords(post="Doctor on call", phone="01632 960999")
    actions.change_contact(contact=kept, words=words, seen=seen, by=area.keeper, today=TODAY)
    with pytest.raises(ChangedMeanwhileError):
        actions.change_contact(contact=kept, words=words, seen=seen, by=area.keeper, today=TODAY)


def ring(area, kept, days_ago, *, answered=True, by=None):
    by = by or area.guest_nurse
    act_for(by.organisation_id)
    day = TODAY - timedelta(days=days_ago)
    actions.log_call(contact=kept, phone=kept.phone, answered=answered, by=by, today=day)


def light(area, kept):
    act_for(area.host.id)
    return light_of(queries.find_contact(area.nurse, kept.pk, TODAY), TODAY)


@pytest.mark.row("M-44")
def test_number_turns_red_at_91_days_and_after_a_call_that_failed(area):
    kept = contact(area.keeper)
    assert light(area, kept) is Light.RED
    ring(area, kept, 91)
    assert light(area, kept) is Light.RED
    ring(area, kept, 90)
    assert light(area, kept) is Light.AMBER
    ring(area, kept, 3)
    assert light(area, kept) is Light.GREEN
    ring(area, kept, 0, answered=False)
    assert light(area, kept) is Light.RED
    assert [found.pk for found in queries.red_contacts(area.keeper, TODAY)] == [kept.pk]


def test_a_new_number_has_no_calls_and_the_worst_number_counts(area):
    kept = contact(area.keeper)
    ring(area, kept, 1)
    assert light(area, kept) is Light.GREEN
    words = ContactWords(post=kept.post, phone=kept.phone, night_phone="01632 960104")
    actions.change_contact(contact=kept, words=words, seen=None, by=area.keeper, today=TODAY)
    assert light(area, kept) is Light.RED


def test_call_to_a_number_that_is_not_the_contacts_is_refused(area):
    kept = contact(area.keeper)
    for phone in ("", "01632 960999"):
        with pytest.raises(Refused):
            actions.log_call(contact=kept, phone=phone, answered=True, by=area.nurse, today=TODAY)


def test_answer_that_changes_within_a_minute_is_logged_each_time(area):
    """Unanswered, answered, unanswered again: the last word counts, though it was said before."""
    kept = contact(area.keeper)
    for answered in (False, False, True, False):
        ring(area, kept, 0, answered=answered)
    assert list(TestCall.objects.order_by("at").values_list("answered", flat=True)) == [False, True, False]


@pytest.mark.promise("AL-8")
def test_log_is_appended_and_another_area_reads_none_of_it(area, said):
    ring(area, said.contact, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        TestCall.objects.update(answered=False)
    act_for(area.stranger.organisation_id)
    assert not any(model.objects.exists() for model in (Contact, TestCall, Policy))
