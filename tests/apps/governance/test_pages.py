"""The pages that a ward asks, and those on which an organisation keeps its words."""

from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.governance.forms.keeping import PolicyForm
from alongside.apps.governance.models import Contact, Policy, TestCall
from tests import factories
from tests.apps.governance.conftest import contact, policy
from tests.apps.governance.test_actions import confirm

FORM = {
    "topic": "sepsis",
    "follows": "guest",
    "title": "Sepsis in adults",
    "version": "4",
    "link": "https://policies.example.org/sepsis",
    "starts_on_0": "1",
    "starts_on_1": "1",
    "starts_on_2": "2026",
}


@pytest.fixture
def nurse(area):
    return factories.client_of(area.nurse)


@pytest.fixture
def keeper(area):
    return factories.client_of(area.keeper)


@pytest.fixture
def said(area):
    kept = policy(area.keeper, contact(area.keeper, night_phone="01632 960104"), partner=area.guest)
    confirm(area, kept)
    return kept


def page(client, name, *args, **params):
    response = client.get(reverse(f"governance:{name}", args=args), params)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.row("M-63", "M-44")
def test_ward_reads_the_policy_and_a_number_to_tap(nurse, said):
    html = page(nurse, "show-topic", "sepsis")
    assert "The policy of East Trust" in html
    assert 'href="https://policies.example.org/sepsis"' in html
    assert 'href="tel:01632960104"' in html
    assert html.index("01632 960104") < html.index("01632 960103"), "the number for the night comes first"


@pytest.mark.promise("AL-4")
@pytest.mark.row("M-63")
def test_nothing_agreed_says_so_and_whom_to_ring(nurse, area, said):
    html = page(nurse, "show-topic", "sepsis", guest=area.other.code)
    assert "assume neither policy" in html
    assert "POL-2" in html
    assert "Doctor on call" in html, "that post answers for everything"


def test_words_of_one_side_are_shown_as_such(nurse, area):
    policy(area.keeper, contact(area.keeper), partner=area.other)
    html = page(nurse, "show-topic", "sepsis", guest=area.other.code)
    assert "POL-3" in html
    assert "not confirmed by the other" in html


@pytest.mark.parametrize(
    ("text", "goes_to"), [("septic", "sepsis"), ("falls", "falls"), ("'; DROP TABLE --", None), ("", None)]
)
@pytest.mark.row("M-63")
def test_search_that_finds_one_topic_goes_there(nurse, text, goes_to):
    response = nurse.get(reverse("governance:ask"), {"q": text, "host": "X"})
    if goes_to is None:
        assert response.status_code == 200
        assert "Sepsis" in response.content.decode()
    else:
        assert response["Location"] == reverse("governance:show-topic", args=[goes_to]) + "?host=X"


def test_unknown_topic_is_not_found(nurse):
    assert nurse.get(reverse("governance:show-topic", args=["zebra"])).status_code == 404


@pytest.mark.parametrize("params", [{"host": "nowhere"}, {"host": ""}])
def test_board_says_first_where_the_patient_is(area, said, params):
    html = page(factories.client_of(area.coordinator), "show-topic", "sepsis", **params)
    assert "Say where the patient is" in html
    assert "Sepsis in adults" not in html


def test_other_host_can_be_asked(area, said):
    html = page(factories.client_of(area.guest_nurse), "show-topic", "sepsis", host=area.host.code, site="nowhere")
    assert "The policy of East Trust" in html


def test_files_hold_the_answers_of_the_page(nurse, said):
    text = page(nurse, "show-topic", "sepsis", format="csv")
    assert "01632 960104" in text
    assert "Nothing agreed" in text
    assert nurse.get(reverse("governance:show-topic", args=["sepsis"]), {"format": "xlsx"}).content[:2] == b"PK"


@pytest.mark.row("M-63")
def test_card_prints_the_same_with_its_site_and_what_may_not_be_relied_on(nurse, area, said):
    address = reverse("governance:log-call", args=[said.contact_id])
    nurse.post(address, {"phone": "01632 960104", "answered": "no"})
    html = page(nurse, "print-card", "sepsis")
    assert "Sepsis in adults, version 3" in html
    assert "31 January 2026" in html
    assert area.site.name in html
    assert "01632 960104 (nights and weekends, nobody answered when it was last tried (TEL-1)" in html


@pytest.mark.row("M-44")
def test_number_of_the_day_is_not_given_for_the_night(nurse, area):
    """TEL-4, on the ward's page, its card and its file, in the list of contacts, and on Today of who keeps it."""
    kept = contact(area.keeper, hours="8am to 6pm")
    for name in ("show-topic", "print-card"):
        assert "No number for nights and weekends (TEL-4)" in page(nurse, name, "sepsis")
    rows = page(nurse, "show-topic", "sepsis", format="csv")
    assert "No number for nights and weekends,01632 960103" in rows
    assert "No number for nights and weekends" in page(nurse, "show-contact", kept.pk)
    assert "Doctor on call" in page(nurse, "list-contacts", state="no-night")
    assert "No number for nights and weekends" in page(nurse, "list-contacts", state="no-night", format="csv")
    today = factories.client_of(area.keeper).get(reverse("insight:today")).content.decode()
    assert "Nobody to ring at night" in today
    contact(area.keeper, post="Day and night", hours="24 hours")
    assert "Day and night" not in page(nurse, "list-contacts", state="no-night")


@pytest.mark.row("M-44")
def test_number_of_another_site_is_said_to_be_one(nurse, area):
    other = factories.site(area.host, name="Second site", phone="01632 960999")
    contact(area.keeper, site=area.site)
    html = page(nurse, "show-topic", "sepsis", site=other.code)
    assert f"No contact is given for Second site. This one is of {area.site.name}." in html
    assert 'href="tel:01632960999"' in html
    assert "Second site" in page(nurse, "show-topic", "sepsis", format="csv")
    assert f"No contact is given for Second site. This one is of {area.site.name};" in page(
        nurse, "print-card", "sepsis", site=other.code
    )


@pytest.mark.row("M-44")
def test_contacts_are_red_first_and_filtered(nurse, area, said):
    act_for(area.guest.id)
    contact(area.guest_keeper, post="Bed manager")
    html = page(nurse, "list-contacts", organisation=area.guest.code, state="red")
    assert "Bed manager" in html
    assert "Doctor on call" not in html
    assert "Bed manager" not in page(nurse, "list-contacts", state="green")
    assert "Doctor on call" in page(nurse, "list-contacts", q="doctor 960103", format="csv")


@pytest.mark.row("M-44")
def test_call_is_logged_from_the_page(nurse, area, said):
    address = reverse("governance:log-call", args=[said.contact_id])
    assert "Select" in nurse.post(address, {}).content.decode()
    sent = {"phone": "01632 960104", "answered": "no", "note": "Rang out"}
    assert nurse.post(address, sent).status_code == 302
    act_for(area.host.id)
    assert TestCall.objects.get().answered is False
    html = page(nurse, "show-contact", said.contact_id)
    assert "Rang out" in html
    assert "Nobody answered when it was last tried" in html
    assert "Rang out" in page(nurse, "show-contact", said.contact_id, format="csv")


@pytest.mark.promise("AL-8")
def test_nhs_number_in_a_note_is_refused_and_not_kept(nurse, area, said):
    sent = {"phone": "01632 960104", "answered": "yes", "note": "about 999 000 0018"}
    answer = nurse.post(reverse("governance:log-call", args=[said.contact_id]), sent)
    assert "leave patients out" in answer.content.decode()
    act_for(area.host.id)
    assert not TestCall.objects.exists()


def test_key_of_a_choice_is_not_read_as_an_nhs_number(area):
    """A key of a row is drawn by chance, and one in some hundreds has ten digits that check out."""
    named = Contact(pk=UUID("00000000-0000-4000-8000-009990000018"), organisation=area.host, post="Doctor on call")
    data = FORM | {"follows": "host", "contact": str(named.pk)}
    form = PolicyForm(data, partners=[], sites=[], contacts=[named])
    assert form.is_valid(), form.errors
    assert form.words.contact is named
    told = PolicyForm(data | {"title": "For 999 000 0018"}, partners=[], sites=[], contacts=[named])
    assert "NHS number" in str(told.errors["title"])


@pytest.mark.parametrize(("phone", "good"), [("01632 960777", True), ("+44 1632 960777", True), ("call me", False)])
def test_contact_is_added_with_a_number_that_can_be_dialled(keeper, area, phone, good):
    sent = {"post": "Bleep holder", "phone": phone, "test_every_days": "30"}
    answer = keeper.post(reverse("governance:add-contact"), sent)
    assert answer.status_code == (302 if good else 200)
    act_for(area.host.id)
    assert Contact.objects.filter(post="Bleep holder").exists() is good


def test_contact_is_changed_and_ended(keeper, area, said):
    kept = contact(area.keeper, post="Second on call")
    address = reverse("governance:change-contact", args=[kept.pk])
    seen = keeper.get(address).context["form"].initial["seen"] if keeper.get(address).context else ""
    sent = {"post": "Third on call", "phone": "01632 960111", "test_every_days": "30", "seen": seen}
    assert keeper.post(address, sent | {"seen": "somebody else's"}).status_code == 200
    keeper.post(reverse("governance:end-contact", args=[kept.pk]))
    keeper.post(reverse("governance:end-contact", args=[said.contact_id]))
    act_for(area.host.id)
    assert Contact.objects.get(pk=kept.pk).ended_on == date(2026, 1, 31)
    assert Contact.objects.get(pk=said.contact_id).ended_on is None


def seen_on(html):
    return html.split('name="seen" value="')[1].split('"')[0]


@pytest.mark.row("M-63")
def test_policy_is_said_anew_confirmed_taken_back_and_ended_on_pages(keeper, area, said, settings):
    guest, ward = factories.client_of(area.guest_keeper), factories.client_of(area.nurse)
    change = reverse("governance:change-policy", args=[said.pk])
    html = page(keeper, "change-policy", said.pk)
    assert "goes on until these words" in html
    assert 'name="topic"' not in html
    sent = FORM | {"contact": str(said.contact_id), "title": "Sepsis, newest", "starts_on_0": "20"}
    assert keeper.post(change, sent | {"seen": seen_on(html)}).status_code == 302
    act_for(area.host.id)
    newest = Policy.objects.get(title="Sepsis, newest")
    told = page(ward, "show-topic", "sepsis", guest=area.guest.code)
    assert "Sepsis in adults" in told
    assert "Version 4 follows from 20 January 2026 once both have said yes. Until then this one." in told
    assert "Waits for the partner" in page(keeper, "list-policies")
    assert "Sepsis, newest" in page(guest, "list-policies", format="csv")
    assert "Read and confirm" in page(guest, "show-policy", newest.pk)
    seen = seen_on(page(guest, "confirm-policy", newest.pk))
    guest.post(reverse("governance:confirm-policy", args=[newest.pk]), {"seen": seen})
    assert "Sepsis, newest" in page(ward, "show-topic", "sepsis", guest=area.guest.code)
    history = page(keeper, "show-policy", said.pk)
    for words in ("There are newer words", "Sepsis in adults, version 3", "Sepsis, newest, version 4", "Replaced"):
        assert words in history
    back = reverse("governance:take-back-policy", args=[newest.pk])
    assert "NHS number" in guest.post(back, {"seen": seen, "why": "of 999 000 0018"}).content.decode()
    assert "Take back our yes" in page(guest, "show-policy", newest.pk)
    settings.FIXED_DAY = date(2026, 2, 1)
    guest.post(back, {"seen": seen_on(page(guest, "take-back-policy", newest.pk)), "why": "It is out of date"})
    assert "Not agreed" in page(ward, "show-topic", "sepsis", guest=area.guest.code)
    assert "Policies to agree anew" in keeper.get(reverse("insight:today")).content.decode()
    history = page(keeper, "show-policy", newest.pk)
    assert "Yes taken back by" in history
    assert "1 February 2026: It is out of date" in history
    keeper.post(reverse("governance:end-policy", args=[newest.pk]))
    act_for(area.host.id)
    newest.refresh_from_db()
    assert newest.ended_on == date(2026, 2, 1)
    assert guest.post(back, {"seen": seen}).status_code == 302


def test_unsound_policy_is_told_on_the_form(keeper, area, said):
    sent = FORM | {"contact": str(said.contact_id), "partner": ""}
    assert "Your own patients follow your own policy" in keeper.post(
        reverse("governance:add-policy"), sent
    ).content.decode().replace("&#39;", "'")
    assert keeper.post(reverse("governance:add-policy"), {}).status_code == 200


@pytest.mark.row("M-63")
def test_session_leads_to_whose_policy_applies_there(keeper, area):
    session = factories.session(area.site)
    html = keeper.get(reverse("capacity:show-session", args=[session.pk])).content.decode()
    assert f"{reverse('governance:ask')}?host={area.host.code}&amp;site={area.site.code}" in html


@pytest.mark.row("M-44")
def test_today_names_red_numbers_and_policies_to_confirm(area, said):
    policy(area.keeper, said.contact, partner=area.guest, topic="falls")
    today = reverse("insight:today")
    assert "Numbers that nobody can rely on" in factories.client_of(area.keeper).get(today).content.decode()
    assert "Policies to confirm" in factories.client_of(area.guest_keeper).get(today).content.decode()
    assert "Whose policy applies?" in factories.client_of(area.nurse).get(today).content.decode()


def test_questions_to_the_database_do_not_grow_with_the_policies(area, nurse, django_assert_max_num_queries):
    named = [contact(area.keeper, post=f"Post {number}") for number in range(12)]
    for each in named:
        policy(area.keeper, each, partner=factories.trust(area.board))
    for name, arguments in (("show-topic", ["sepsis"]), ("list-contacts", []), ("list-policies", [])):
        with django_assert_max_num_queries(22):
            page(nurse, name, *arguments)


@pytest.mark.row("M-63")
def test_policy_of_two_whose_agreement_has_ended_says_so_on_its_own_page(keeper, area, said, settings):
    """Nobody reads "In force" of what wards are told is not agreed (POL-4); its own patients' policy goes on."""
    own = policy(area.keeper, said.contact, partner=None, follows="host", title="Our own", topic="falls")
    signed = factories.agreement(area.guest, area.host)
    ends = date(2026, 2, 1)
    factories.ended(signed, by=area.host, from_day=ends, on=date(2026, 1, 31), reason="No anaesthetist")
    guest = factories.client_of(area.guest_keeper)
    for client in (keeper, guest):
        assert "In force" in page(client, "show-policy", said.pk)
    settings.FIXED_DAY = ends
    for client in (keeper, guest):
        html = page(client, "show-policy", said.pk)
        assert "In force" not in html
        assert "Agreement ended" in html
        assert "ended from 1 February 2026 by Ashford Hospital: No anaesthetist (AGR-3)" in html
        assert reverse("agreements:show-between", args=[area.guest.pk, area.host.pk]) in html
        assert "Agreement ended" in page(client, "list-policies")
        assert "Agreement ended" in page(client, "list-policies", format="csv")
    assert "In force" in page(keeper, "show-policy", own.pk)
