"""The pages on which an agreement is read, written, agreed, signed, compared, renewed and ended."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.apps.agreements import actions, queries
from alongside.apps.agreements.models import Agreement, AgreementStep
from alongside.apps.audit.isolation import acting_for
from alongside.domain.agreement_state import State
from alongside.domain.agreement_topics import Topic
from tests import factories
from tests.apps.agreements.conftest import TODAY, drafted, give, signed, whole

pytestmark = pytest.mark.row("M-47")


def words_of(page):
    return " ".join(page.content.decode().split())


def at(name, *args):
    return reverse(f"agreements:{name}", args=args)


def state_of(two, agreement, on=TODAY):
    with acting_for(two.trust.id):
        return queries.find(two.guest_director, agreement.pk).at(on).state(on)


def posted(two, by, name, version, data, *args):
    client = factories.client_of(by)
    return client.post(at(name, version.agreement_id, *args), data, follow=True)


def clause_data(version, number, **given):
    opened_on = version.number if version else 1
    return {
        "version": opened_on,
        "based_on": number,
        "answer": "Ours",
        "guest_owner": "Dr A",
        "host_owner": "Dr B",
        **given,
    }


def signed_other(two):
    """A second agreement, the other way round."""
    with acting_for(two.hospital.id):
        return actions.open_agreement(guest=two.hospital, host=two.trust, by=two.host_director, today=TODAY)


def test_two_directors_go_from_nothing_to_active_on_the_pages(two):
    """Begin, see every gap, write one and see it gone, agree and sign from both sides."""
    guest, host = factories.client_of(two.guest_director), factories.client_of(two.host_director)
    assert "No agreement yet" in words_of(guest.get(at("list-agreements")))
    between = words_of(guest.get(at("show-between", two.trust.id, two.hospital.id)))
    assert "Begin this agreement" in between
    assert "Exit" not in between
    assert "Leaving: write the answer" in between
    page = guest.post(
        at("new-agreement"), {"partner": two.hospital.id, "way": "guest", "template": "elective"}, follow=True
    )
    assert "What is missing before anybody can sign" in words_of(page)
    assert "Leaving: name who owns it at East Trust" in words_of(page)
    with acting_for(two.trust.id):
        agreement = Agreement.objects.get()
    edit = at("edit-clause", agreement.pk, "exit")
    page = guest.post(edit, clause_data(None, 1), follow=True)
    assert "Leaving: saved." in words_of(page)
    assert "Leaving: name" not in words_of(page)
    with acting_for(two.trust.id):
        version = agreement.versions.get()
        for topic in set(Topic) - {Topic.EXIT}:
            stood = queries.edits(version).get(topic)
            words = whole(topic, stood.number if stood else 0)
            actions.save_clause(version=version, words=words, by=two.guest_director, today=TODAY)
    for name in ("agree", "sign"):
        for client in (guest, host):
            page = client.get(at(name, agreement.pk))
            digest = page.content.decode().split('name="digest" value="')[1][:64]
            page = client.post(at(name, agreement.pk), {"digest": digest}, follow=True)
            assert page.status_code == 200
    assert "In force until the end of 31 December 2026" in words_of(page)
    assert "Ready 0 days after this version was begun" in words_of(page)
    assert state_of(two, agreement) is State.ACTIVE


def test_a_get_takes_no_step(two):
    version = drafted(two)
    client = factories.client_of(two.guest_director)
    for name in ("agree", "sign", "terminate", "renew"):
        assert client.get(at(name, version.agreement_id)).status_code == 200
    with acting_for(two.trust.id):
        assert not AgreementStep.objects.exists()


def test_agreeing_stale_words_shows_the_new_ones(two):
    version = drafted(two)
    page = posted(two, two.guest_director, "agree", version, {"digest": "0" * 64})
    assert "The words have changed since you read them" in words_of(page)
    digest = page.content.decode().split('name="digest" value="')[1][:64]
    assert digest != "0" * 64
    with acting_for(two.trust.id):
        assert not AgreementStep.objects.exists()


def test_ending_says_who_and_why(two):
    version = signed(two)
    day = TODAY + timedelta(days=1)
    data = {"from_day_0": day.day, "from_day_1": day.month, "from_day_2": day.year, "reason": "Theatre fire"}
    page = posted(two, two.host_director, "terminate", version, data)
    assert "it has been ended from 1 February 2026" in words_of(page)
    assert state_of(two, version.agreement, day) is State.TERMINATED
    past = {**data, "from_day_2": 2020}
    other = signed_other(two)
    assert "AGR-14" in words_of(posted(two, two.host_director, "terminate", other, past))


def test_the_readable_difference_names_the_words_that_came_and_went(two):
    version = signed(two)
    client = factories.client_of(two.guest_director)
    page = client.post(at("renew", version.agreement_id), {"why": "A longer term"}, follow=True)
    assert "Version 2 is begun as a copy" in words_of(page)
    words = clause_data(version, 1, answer="Answer on leaving early") | {"version": 2}
    client.post(at("edit-clause", version.agreement_id, "exit"), words)
    page = words_of(client.get(at("compare-versions", version.agreement_id, 2)))
    assert "<del>" in page
    assert "leaving early</ins>" in page
    assert client.get(at("compare-versions", version.agreement_id, 3)).status_code == 404


@pytest.mark.row("M-64")
def test_what_the_partner_sees_follows_from_the_words_and_the_days(two):
    version = signed(two)
    client = factories.client_of(two.host_director)
    page = words_of(client.get(at("show-sharing", version.agreement_id)))
    assert "Nothing is shared today" not in page
    rows = client.get(at("show-sharing", version.agreement_id), {"format": "csv"}).content.decode()
    assert '"Name, date of birth and NHS number",No,No,Yes,Yes,Yes' in rows
    assert "Imaging and reports,No,No,No,No,No" in rows
    with acting_for(two.trust.id):
        actions.terminate(agreement=version.agreement, from_day=TODAY, reason="x", by=two.guest_director, today=TODAY)
    page = words_of(client.get(at("show-sharing", version.agreement_id)))
    assert "Nothing is shared today" in page


def test_our_toolkit_is_stated_by_our_director(two):
    client = factories.client_of(two.other_director)
    data = {"status": "Standards met", "year": "2024/25", "on_0": "30", "on_1": "6", "on_2": "2025"}
    assert client.post(at("state-security"), data).status_code == 302
    assert "Standards met" in words_of(client.get(at("state-security")))
    future = client.post(at("state-security"), data | {"on_2": "2027"})
    assert "AGR-21" in words_of(future)
    late = client.post(at("state-security"), data | {"year": "2023/24", "on_2": "2024"}, follow=True)
    assert "What counts is still “Standards met”, published 30 June 2025" in words_of(late)
    page = words_of(client.get(at("state-security")))
    assert page.count("Counts now") == page.count("For the record") == 1
    wrong = client.post(at("state-security"), data | {"status": "Standards not met"}, follow=True)
    assert "nobody can sign, and nothing is shared" in words_of(wrong)


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_every_table_is_a_file_too(two, fmt):
    version = signed(two)
    client = factories.client_of(two.guest_director)
    one = version.agreement_id
    addresses = [
        at("list-agreements"),
        at("list-agreements") + "?table=without",
        at("show-agreement", one),
        at("show-agreement", one) + "?table=gaps",
        at("show-agreement", one) + "?table=versions",
        at("edit-clause", one, "exit"),
        at("compare-versions", one, 1),
        at("show-sharing", one),
        at("state-security"),
        at("show-between", two.trust.id, two.hospital.id),
    ]
    for address in addresses:
        page = client.get(address, {"format": fmt} if "?" not in address else None)
        if "?" in address:
            page = client.get(f"{address}&format={fmt}")
        assert page.status_code == 200, address
        assert "attachment" in page["Content-Disposition"], address


def test_a_third_trust_finds_nothing(two):
    version = signed(two)
    client = factories.client_of(two.other_director)
    one = version.agreement_id
    for name in ("show-agreement", "show-sharing", "agree", "sign", "terminate", "renew"):
        assert client.get(at(name, one)).status_code == 404
    assert client.get(at("edit-clause", one, "exit")).status_code == 404
    assert client.get(at("show-between", two.trust.id, two.hospital.id)).status_code == 404
    assert (
        "One Hospital"
        not in words_of(client.get(at("list-agreements")))
        .replace("Third Trust", "")
        .split("<h1")[1]
        .split("Without an agreement")[0]
    )


def test_the_board_reads_and_does_not_write(two):
    version = signed(two)
    client = factories.client_of(two.coordinator)
    page = words_of(client.get(at("show-agreement", version.agreement_id)))
    assert "Answer on exit" in page
    for name in ("agree", "sign", "terminate", "renew"):
        assert client.post(at(name, version.agreement_id)).status_code == 403


def test_a_clinician_reads_and_is_offered_no_step(two):
    version = drafted(two)
    client = factories.client_of(two.clinician)
    page = words_of(client.get(at("show-agreement", version.agreement_id)))
    assert at("agree", version.agreement_id) not in page
    assert client.get(at("edit-clause", version.agreement_id, "exit")).status_code == 403


def test_hostile_words_are_shown_as_words(two):
    version = drafted(two)
    data = clause_data(version, 1, answer="<script>alert(1)</script>", evidence="javascript:alert(1)")
    page = posted(two, two.guest_director, "edit-clause", version, data, "exit")
    assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;" in page.content.decode()
    assert 'href="javascript:' not in page.content.decode()


def test_the_list_asks_the_database_as_often_for_many_as_for_one(two, django_assert_max_num_queries):
    signed(two)
    signed_other(two)
    client = factories.client_of(two.guest_director)
    client.get(at("list-agreements"))
    with django_assert_max_num_queries(20):
        client.get(at("list-agreements"))


def test_digests_given_by_one_side_do_not_sign_for_the_other(two):
    version = drafted(two)
    give(two, actions.agree_clinically, version.agreement)
    give(two, actions.sign, version.agreement, "guest")
    assert state_of(two, version.agreement) is State.CLINICALLY_AGREED


def test_list_is_narrowed_by_name_and_state(two):
    signed(two)
    client = factories.client_of(two.guest_director)
    pair = f"{two.trust.name} patients at {two.hospital.name}"
    assert pair in words_of(
        client.get(at("list-agreements"), {"q": two.hospital.name[:4].upper(), "state": "In force"})
    )
    for asked in ({"q": "nobody of this name"}, {"state": "Draft"}):
        told = words_of(client.get(at("list-agreements"), asked))
        assert pair not in told
        assert "No agreement matches these filters" in told
        assert pair not in client.get(at("list-agreements"), asked | {"format": "csv"}).content.decode()


def test_services_are_compared_in_words(two):
    version = drafted(two)
    page = factories.client_of(two.guest_director).get(at("compare-versions", version.agreement_id, 1))
    html = words_of(page)
    assert "Trauma" in html
    assert ">110<" not in html


def test_nobody_is_offered_to_agree_while_a_clause_is_missing(two):
    """The page names what is missing, each with the way to it, instead of a button that would be refused."""
    version = drafted(two)
    with acting_for(two.trust.id):
        words = whole(Topic.EXIT, 1, answer="")
        actions.save_clause(version=version, words=words, by=two.guest_director, today=TODAY)
    client = factories.client_of(two.guest_director)
    agree, edit = at("agree", version.agreement_id), at("edit-clause", version.agreement_id, "exit")
    assert agree not in client.get(at("show-agreement", version.agreement_id)).content.decode()
    page = client.get(agree)
    assert "1 thing is missing before anybody can agree (AGR-11)" in words_of(page).replace(
        '<span class="al-rule-id">', ""
    ).replace("</span>", "")
    assert f'href="{edit}"' in page.content.decode()
    assert "<button" not in page.content.decode().split("<main")[1]
    client.post(edit, clause_data(version, 2))
    assert agree in client.get(at("show-agreement", version.agreement_id)).content.decode()


def test_pairs_without_an_agreement_stand_beneath_the_list(two):
    """Each leads to what is missing between the two; a third trust's pairs are its own."""
    page = words_of(factories.client_of(two.guest_director).get(at("list-agreements")))
    assert "Without an agreement" in page
    assert reverse("agreements:show-between", args=[two.trust.pk, two.hospital.pk]) in page
    assert reverse("agreements:show-between", args=[two.other.pk, two.hospital.pk]) not in page
    signed(two)
    assert "Without an agreement" not in words_of(factories.client_of(two.guest_director).get(at("list-agreements")))
