"""Giving and ending roles in one's own organisation."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from alongside.apps.accounts import actions
from alongside.apps.accounts.models import Membership, User
from alongside.apps.accounts.presenters import THINGS, address
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.audit.models import Event
from alongside.apps.audit.queries import events
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return factories.person("administrator", factories.board())


def add(administrator, **given):
    values = {"name": "Bo Test", "email": "bo@example.org", "role": "clinician", **given}
    return factories.client_of(administrator).post(reverse("accounts:add-person"), values)


def test_added_person_has_the_role_and_no_password(administrator):
    assert add(administrator).status_code == 302
    membership = Membership.objects.get(user__email="bo@example.org")
    assert (membership.organisation, membership.role) == (administrator.organisation, "clinician")
    assert not membership.user.has_usable_password()


def test_adding_the_same_role_twice_is_told_at_the_field(administrator):
    add(administrator)
    assert "already has this role" in add(administrator, email="BO@example.org").content.decode()
    assert User.objects.filter(email__iexact="bo@example.org").count() == 1


def test_what_was_done_is_kept_with_the_name_of_who_did_it(administrator):
    add(administrator)
    with acting_for(administrator.organisation_id):
        event = events(administrator.organisation_id).get(kind="person_added")
    assert event.by_name == administrator.name


def test_page_of_what_was_done_names_things_in_words_and_leads_to_them():
    area = factories.board()
    manager = factories.person("services_manager", factories.trust(area))
    site = factories.site(manager.organisation)
    act_for(manager.organisation_id)
    record_event("directory.attested", target=site, by=manager)
    record_event("person_added", target=Membership.objects.get(user=manager.user), by=manager)
    administrator = factories.person("administrator", manager.organisation)
    client = factories.client_of(administrator)
    html = client.get(reverse("accounts:list-events")).content.decode()
    assert f'<a class="nhsuk-link" href="{reverse("directory:show-site", args=[site.pk])}">Site</a>' in html
    assert "Somebody’s role" in html
    assert "directory." not in html
    assert "Site" in client.get(reverse("accounts:list-events"), {"format": "csv"}).content.decode()


@pytest.mark.parametrize(("kind", "named"), [(kind, name) for kind, (_, name) in THINGS.items()])
def test_every_thing_of_the_record_is_a_model_and_its_page_exists(kind, named):
    assert apps.get_model(kind)
    assert not named or address(kind, str(uuid4()))


def test_last_administrator_cannot_be_ended(administrator):
    own = Membership.objects.get(user=administrator.user)
    act_for(administrator.organisation_id)
    with pytest.raises(actions.LastAdministrator):
        actions.end_membership(membership=own, by=administrator)


def test_roles_of_another_organisation_are_not_found(administrator):
    other = factories.person("clinician", factories.board())
    theirs = Membership.objects.get(user=other.user)
    for name in ("end-membership", "password-link"):
        answer = factories.client_of(administrator).post(reverse(f"accounts:{name}", args=[theirs.pk]))
        assert answer.status_code == 404
        assert other.name not in answer.content.decode()


@pytest.mark.slow
def test_password_link_works_once(administrator, client):
    add(administrator)
    membership = Membership.objects.get(user__email="bo@example.org")
    act_for(administrator.organisation_id)
    link = actions.password_link(membership=membership, by=administrator)
    assert "common" in client.post(link, {"password": "password1234"}).content.decode()
    assert client.post(link, {"password": "horse battery staple"}).status_code == 302
    assert client.get(link).status_code == 404


def test_first_administrator_of_a_new_area_gets_a_link_and_a_trust_needs_its_board(client):
    with pytest.raises(actions.BoardUnknown, match="no board with the code 'QZZ'"):
        actions.add_organisation(code="RZZ", name="Trust", kind="trust", board="QZZ")
    board = actions.add_organisation(code="QZZ", name="Board", kind="board")
    trust = actions.add_organisation(code="RZZ", name="Trust", kind="trust", board="QZZ")
    assert trust.area_id == board.id
    assert actions.add_organisation(code="RZZ", name="Trust again", kind="trust") == trust
    link = actions.first_administrator(organisation=trust, name="Cy Test", email="Cy@example.org")
    assert client.get(link).status_code == 200


def test_what_was_done_links_only_to_pages_that_the_role_may_open(administrator):
    board = administrator.organisation
    place = factories.site(board)
    with acting_for(board.id):
        record_event("directory.attested", target=place, by=administrator)
        Event.objects.create(
            kind="plan_made", target_type="plans.plan", target_id=str(place.pk), organisation_id=board.id,
            by=administrator.user, by_name="x",
        )  # fmt: skip
    page = factories.client_of(administrator).get(reverse("accounts:list-events")).content.decode()
    assert reverse("directory:show-site", args=[place.pk]) in page
    assert reverse("plans:show-plan", args=[place.pk]) not in page
