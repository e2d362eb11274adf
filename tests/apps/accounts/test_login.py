"""Signing in, being locked out, and acting for one organisation at a time."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from alongside.apps.accounts.lockout import address_of
from alongside.apps.accounts.models import Membership, User
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "three random words here"


@pytest.fixture
def user():
    return User.objects.create_user("amy@example.org", "Amy Test", PASSWORD)


def log_in(client: Client, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": "amy@example.org", "password": password})


@pytest.mark.slow
def test_right_password_signs_in_and_leads_to_work(client, user):
    Membership.objects.create(user=user, organisation=factories.board(), role="coordinator")
    answer = log_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/work/")


@pytest.mark.slow
def test_fifth_wrong_password_locks_the_account_even_for_the_right_one(client, user):
    answers = [log_in(client, "wrong") for _ in range(5)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert "locked for 15 minutes" in answers[-1].content.decode()
    assert log_in(client).status_code == 429


@pytest.mark.slow
def test_wrong_password_and_unknown_account_get_the_same_words(client, user):
    known = log_in(client, "wrong").content.decode()
    unknown = client.post(
        reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"}
    ).content.decode()
    said = "The email address and/or password you specified are not correct."
    assert (said in known) == (said in unknown)


def test_nobody_can_sign_up_alone(client):
    assert client.get("/accounts/signup/").status_code == 404


def test_stranger_is_sent_to_the_login_page(client):
    answer = client.get(reverse("accounts:list-people"))
    assert answer["Location"].startswith(reverse("account_login"))


def test_person_with_two_roles_must_choose_and_then_acts_in_that_one():
    area = factories.board()
    person = factories.person("clinician", area)
    second = Membership.objects.create(user=person.user, organisation=factories.trust(area), role="administrator")
    client = factories.client_of(person)
    assert client.get(reverse("accounts:list-people"))["Location"] == reverse("accounts:choose-organisation")
    client.post(reverse("accounts:choose-organisation"), {"membership": second.pk})
    assert client.get(reverse("accounts:list-people")).status_code == 200


def test_role_of_somebody_else_cannot_be_chosen():
    person = factories.person("clinician", factories.board())
    other = factories.person("administrator", factories.board())
    theirs = Membership.objects.get(user=other.user)
    answer = factories.client_of(person).post(reverse("accounts:choose-organisation"), {"membership": theirs.pk})
    assert "Choose one of your own roles" in answer.content.decode()


def test_ended_role_opens_nothing():
    person = factories.person("administrator", factories.board())
    Membership.objects.filter(user=person.user).update(ended_at="2026-01-01T00:00Z")
    answer = factories.client_of(person).get(reverse("accounts:list-people"))
    assert answer["Location"] == reverse("accounts:choose-organisation")


def test_wrong_role_is_refused_in_words_that_name_no_patient():
    person = factories.person("clinician", factories.board())
    answer = factories.client_of(person).get(reverse("accounts:list-people"))
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("behind", "forwarded", "address"),
    [(True, "1.1.1.1, 2.2.2.2", "2.2.2.2"), (False, "1.1.1.1, 2.2.2.2", "127.0.0.1"), (True, "", "127.0.0.1")],
)
def test_address_of_a_login_is_the_one_the_proxy_wrote_down(rf, settings, behind, forwarded, address):
    settings.BEHIND_TLS_PROXY = behind
    assert address_of(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_form_of_somebody_signed_out_leads_to_sign_in_and_back_to_its_page(client):
    page = reverse("capacity:add-session")
    strict = Client(enforce_csrf_checks=True)
    answers = [each.post(page, {"room": "Theatre 2"}) for each in (client, strict)]
    assert [answer["Location"] for answer in answers] == [f"{reverse('account_login')}?next={page}"] * 2
    assert "what you sent was not saved" in client.get(answers[0]["Location"]).content.decode()


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/capacity/sessions/?site=1", "%3Fsite%3D1"),
        ("https://elsewhere.example/capacity/sessions/?site=1", "add/"),
    ],
)
def test_way_back_is_the_page_the_form_stood_on_and_never_another_site(client, referer, page):
    answer = client.post(reverse("capacity:add-session"), headers={"referer": referer})
    assert answer["Location"].endswith(page)
    assert "elsewhere" not in answer["Location"]


def test_form_opened_before_signing_in_again_says_how_to_send_it():
    person = factories.person("administrator", factories.board())
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user)
    page = f"http://testserver{reverse('accounts:add-person')}"
    answer = strict.post(reverse("accounts:add-person"), {"name": "A"}, headers={"referer": page})
    assert answer.status_code == 403
    words = answer.content.decode()
    assert f'href="{reverse("accounts:add-person")}"' in words
    assert f'href="{reverse("account_login")}?next=' in words


@pytest.mark.parametrize("path", ["/api/capacity/sessions//", "/api/nothing", "/api/capacity/sessions/%00/"])
def test_address_of_the_api_that_is_nowhere_answers_in_json(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["message"] == "There is nothing at this address."


@pytest.mark.slow
def test_second_factor_can_be_turned_on_after_entering_the_password_again(client, user):
    Membership.objects.create(user=user, organisation=factories.board(), role="coordinator")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    asked = client.get(reverse("mfa_activate_totp"))
    assert (asked.status_code, asked["Location"].split("?")[0]) == (302, reverse("account_reauthenticate"))
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert "Set up an authenticator app" in page
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_person_without_a_password_is_asked_to_set_one_not_to_change_it():
    person = factories.person("clinician", factories.board())
    answer = factories.client_of(person).get(reverse("account_change_password"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_set_password"))
