"""The database itself returns no row to an organisation that takes no part (AL-8)."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from alongside.apps.audit.isolation import acting_for, is_plain_role
from alongside.apps.waiting.models import ClockEvent, Pathway, Patient
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.promise("AL-8")]

# Tables without row-level security, and why each holds nothing of a patient or partner.
OPEN_TABLES = {
    "accounts_organisation": "published ODS register",
    "accounts_user": "staff; read before an organisation is chosen, at log-in",
    "accounts_membership": "staff; read before an organisation is chosen, at log-in",
    "directory_postcodedistrict": "published geography",
    "directory_proceduregroup": "the house's own classification",
    "insight_publishedcount": "published statistics",
    "pghistory_context": "who and which page, without what was searched for",
    "account_emailaddress": "staff",
    "account_emailconfirmation": "staff",
    "mfa_authenticator": "staff",
    "socialaccount_socialaccount": "staff",
    "socialaccount_socialapp": "settings",
    "socialaccount_socialapp_sites": "settings",
    "socialaccount_socialtoken": "staff",
    "axes_accessattempt": "staff log-ins",
    "axes_accessattemptexpiration": "staff log-ins",
    "axes_accessfailurelog": "staff log-ins",
    "axes_accesslog": "staff log-ins",
    "auth_group": "unused by us",
    "auth_group_permissions": "unused by us",
    "auth_permission": "unused by us",
    "django_content_type": "the framework's own",
    "django_migrations": "the framework's own",
    "django_session": "signed-in browsers: the chosen membership, and ids of the last search, never an identity",
    "procrastinate_jobs": "queued work: ids only",
    "procrastinate_events": "queued work: ids only",
    "procrastinate_periodic_defers": "queued work: ids only",
    "procrastinate_workers": "queued work: ids only",
}


def tables(where: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
            f"WHERE relkind = 'r' AND nspname = 'public' AND {where}"
        )
        return {row[0] for row in cursor.fetchall()}


def test_role_of_the_tests_is_plain():
    assert is_plain_role()


def test_every_table_is_protected_or_says_why_not():
    assert tables("NOT (relrowsecurity AND relforcerowsecurity)") == set(OPEN_TABLES) & tables("true")


def test_protected_tables_are_empty_when_nobody_acts():
    """Each holds a row, seen by its owner, so that an empty answer proves something."""
    area = factories.board()
    trust = factories.trust(area)
    factories.pathway(trust)
    factories.session(factories.site(trust))
    seen = 0
    with connection.cursor() as cursor, acting_for(None):
        for table in tables("relforcerowsecurity"):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            assert cursor.fetchone()[0] == 0, table
            seen += 1
    assert seen >= 27


@pytest.fixture
def two_trusts():
    area = factories.board()
    return area, factories.trust(area), factories.trust(area)


def test_identity_is_seen_by_its_holder_alone(two_trusts):
    area, ours, theirs = two_trusts
    factories.pathway(ours)
    counts = {}
    for name, organisation in (("board", area), ("ours", ours), ("theirs", theirs)):
        with acting_for(organisation.id):
            counts[name] = (Patient.objects.count(), Pathway.objects.count())
    assert counts == {"board": (0, 1), "ours": (1, 1), "theirs": (0, 0)}


def test_another_organisations_row_cannot_be_written(two_trusts):
    _, ours, theirs = two_trusts
    pathway = factories.pathway(ours)
    with acting_for(theirs.id):
        assert Pathway.objects.filter(pk=pathway.pk).update(priority="P2") == 0
    with pytest.raises(DatabaseError, match="row-level security"), acting_for(theirs.id):
        Patient.objects.create(holder=ours, local_patient_identifier="X")


def test_board_may_read_a_pathway_but_not_change_it(two_trusts):
    area, ours, _ = two_trusts
    pathway = factories.pathway(ours)
    with acting_for(area.id):
        assert Pathway.objects.filter(pk=pathway.pk).update(priority="P2") == 0


@pytest.mark.promise("AL-1")
def test_one_pathway_is_never_on_two_lists(two_trusts):
    _, ours, theirs = two_trusts
    first = factories.pathway(ours)
    with pytest.raises(DatabaseError, match="one_pathway_on_one_list"), transaction.atomic():
        factories.pathway(theirs, pathway_identifier=first.pathway_identifier, pathway_issuer=first.pathway_issuer)


@pytest.mark.promise("AL-2")
def test_clock_events_are_append_only(two_trusts):
    _, ours, _ = two_trusts
    pathway = factories.pathway(ours)
    with acting_for(ours.id):
        event = ClockEvent.objects.create(
            pathway=pathway, provider=ours, area_id=ours.area_id, code="20", by_name="test"
        )
    for attempt in (lambda: event.delete(), lambda: ClockEvent.objects.update(code="30")):
        with pytest.raises(DatabaseError, match="append-only"), acting_for(ours.id):
            attempt()


def test_history_of_a_pathway_is_as_protected_as_the_pathway(two_trusts):
    _, ours, theirs = two_trusts
    pathway = factories.pathway(ours, priority="P4")
    with acting_for(ours.id):
        Pathway.objects.filter(pk=pathway.pk).update(priority="P2")
    changed = apps.get_model("waiting", "PathwayEvent")
    with acting_for(ours.id):
        assert [event.priority for event in changed.objects.filter(id=pathway.pk)] == ["P4"]
    with acting_for(theirs.id):
        assert not changed.objects.exists()
