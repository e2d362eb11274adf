"""The migration that ends with an agreement what was being written of it, for endings that did not (AGR-22)."""

from datetime import timedelta
from importlib import import_module

import pytest

from alongside.apps.agreements import actions
from alongside.apps.agreements.models import Agreement, AgreementStep
from alongside.apps.agreements.queries import records
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.audit.isolation import acting_for
from alongside.config import database
from alongside.domain.agreement_state import Act, State
from alongside.domain.agreement_topics import Topic
from tests.apps.agreements.conftest import TODAY, give, renewed, signed, two_of, whole

pytestmark = [pytest.mark.slow, pytest.mark.promise("AL-3"), pytest.mark.row("M-47")]
migration = import_module("alongside.apps.agreements.migrations.0004_endings_close_drafts").Migration.operations[0]


@pytest.fixture
def as_owner(postgres, committed_database):
    """Run statements as the role that owns the tables, which row-level security binds."""

    def run(statements):
        with database.connect_as_superuser(postgres, committed_database) as connection, connection.transaction():
            connection.execute(f"SET LOCAL ROLE {database.OWNER}")
            connection.execute(statements)

    return run


def ended_alone(two, version):
    """As an ending was kept before: a step of the version that held, and none of what was being written."""
    by = two.host_director
    with acting_for(by.organisation_id):
        return AgreementStep.objects.create(
            version=version, guest_id=version.guest_id, host_id=version.host_id, area_id=version.area_id,
            act=Act.TERMINATE.value, side="host", on=TODAY, takes_effect=TODAY + timedelta(days=3), digest="",
            reason="No anaesthetist", by=by.user, by_name=by.name, by_role=by.role_name,
            by_organisation=by.organisation,
        )  # fmt: skip


def states(two, on=TODAY):
    with acting_for(two.trust.id):
        return [version.state(on) for version in records(two.guest_director)[0].versions]


def test_what_was_being_written_ends_with_it_and_comes_back_when_the_migration_does(as_owner):
    two = two_of()
    first = signed(two)
    second = renewed(two, TODAY + timedelta(days=10), [actions.agree_clinically])
    ending = ended_alone(two, first)
    before = states(two)
    assert before == [State.ACTIVE, State.CLINICALLY_AGREED]
    as_owner(migration.sql)
    assert states(two) == [State.ACTIVE, State.TERMINATED]
    with acting_for(two.trust.id):
        step = AgreementStep.objects.get(version=second, act=Act.TERMINATE.value)
        copied = ("side", "on", "takes_effect", "reason", "by_name", "by_organisation_id", "at")
        assert [getattr(step, name) for name in copied] == [getattr(ending, name) for name in copied]
    with pytest.raises(AgreementRefused, match="ended"):
        give(two, actions.sign, first.agreement)
    as_owner(migration.sql)
    assert states(two) == [State.ACTIVE, State.TERMINATED], "once is enough"
    as_owner(migration.reverse_sql)
    assert states(two) == before
    with acting_for(two.trust.id):
        assert AgreementStep.objects.filter(act=Act.TERMINATE.value).count() == 1, "the ending itself stays"


def test_what_both_have_signed_since_or_begun_afterwards_is_left_as_it_is(as_owner):
    """One signed by both holds patients' places by now; one begun after the ending is meant to follow it."""
    two = two_of()
    first = signed(two)
    renewed(two, TODAY, [actions.agree_clinically, actions.sign])
    ended_alone(two, first)
    with acting_for(two.trust.id):
        third = actions.renew(agreement=Agreement.objects.get(), by=two.guest_director, today=TODAY)
        term = whole(Topic.TERM, starts_on=TODAY, ends_on=TODAY + timedelta(days=90))
        actions.save_clause(version=third, words=term, by=two.guest_director, today=TODAY)
    before = states(two)
    assert before == [State.SUPERSEDED, State.ACTIVE, State.DRAFT]
    as_owner(migration.sql)
    assert states(two) == before


def test_the_walls_stand_again_afterwards(as_owner, committed_database, postgres):
    for statements in (migration.sql, migration.reverse_sql):
        as_owner(statements)
        with database.connect_as_superuser(postgres, committed_database) as connection:
            found = connection.execute(
                "SELECT relname FROM pg_class WHERE relname LIKE 'agreements_%' AND relkind = 'r' "
                "AND NOT (relrowsecurity AND relforcerowsecurity)"
            ).fetchall()
            shut = connection.execute(
                "SELECT tgenabled FROM pg_trigger WHERE tgname = 'agreements_agreementstep_append_only'"
            ).fetchall()
        assert (found, shut) == ([], [("O",)])
