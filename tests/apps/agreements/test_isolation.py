"""The words of an agreement are read by its two sides and their board; a third trust reads that it exists, no more."""

import pytest
from django.db import Error, transaction

from alongside.apps.agreements import actions, queries
from alongside.apps.agreements.models import (
    Agreement,
    AgreementStep,
    AgreementVersion,
    ClauseAside,
    ClauseEdit,
    SecurityStanding,
)
from alongside.apps.audit.isolation import acting_for
from alongside.domain.agreement_topics import Topic
from tests import factories
from tests.apps.agreements.conftest import TODAY, signed, whole

pytestmark = pytest.mark.promise("AL-8")
TABLES = (Agreement, AgreementVersion, AgreementStep, ClauseEdit, ClauseAside, SecurityStanding)


@pytest.fixture
def world(two):
    two.version = signed(two)
    with acting_for(two.hospital.id):
        actions.save_clause(
            version=two.version, words=whole(Topic.EXIT, 9, answer="Late"), by=two.host_director, today=TODAY
        )
    two.stranger = factories.trust(factories.board())
    return two


def seen_by(organisation):
    with acting_for(organisation.id if organisation else None):
        return {model.__name__ for model in TABLES if model.objects.exists()}


def test_who_reads_what(world):
    everything = {model.__name__ for model in TABLES}
    words = {"ClauseEdit", "ClauseAside"}
    for reader in (world.trust, world.hospital, world.board):
        assert seen_by(reader) == everything
    assert seen_by(world.other) == everything - words
    assert seen_by(world.stranger) == set()
    assert seen_by(None) == set()


def test_a_third_trust_finds_no_agreement_to_read(world):
    with acting_for(world.other.id):
        assert queries.records(world.other_director) == []
        assert queries.find(world.other_director, world.version.agreement_id) is None
        assert queries.pair(world.other_director, world.trust.id, world.hospital.id) is None


@pytest.mark.parametrize("writer", ["other", "board", "stranger"])
def test_nobody_else_writes_a_word_or_a_step(world, writer):
    """The database itself refuses, whatever the code in front of it does."""
    with acting_for(world.trust.id):
        rows = [model.objects.first() for model in (AgreementVersion, AgreementStep, ClauseAside)]
    for row in rows:
        copy = {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name != "id"}
        copy |= (
            {"number": 2} if isinstance(row, AgreementVersion) else {"digest": "x"} if hasattr(row, "digest") else {}
        )
        refused = pytest.raises(Error, match="row-level security")
        with acting_for(getattr(world, writer).id), refused, transaction.atomic():
            type(row).objects.create(**copy)


@pytest.mark.parametrize("model", TABLES)
def test_what_is_kept_is_never_changed_or_removed(world, model):
    writer = world.trust if model is ClauseEdit else world.hospital
    with acting_for(writer.id):
        own = model.objects.all()
        if hasattr(model, "by_organisation"):
            own = own.filter(by_organisation=writer)
        if model is SecurityStanding:
            own = own.filter(organisation=writer)
        for change in (lambda: own.update(area_id=world.stranger.id), lambda: own._raw_delete(own.db)):
            with pytest.raises(Error, match="append-only"), transaction.atomic():
                change()


def test_words_cannot_be_put_under_another_pair(world):
    """The pair of a row is that of its version, by a foreign key."""
    with acting_for(world.other.id):
        mine = {"guest": world.other, "host": world.hospital, "area_id": world.board.id}
        with pytest.raises(Error), transaction.atomic():
            ClauseAside.objects.create(
                version_id=world.version.id,
                topic="exit",
                based_on=0,
                by_name="x",
                by_organisation=world.other,
                **mine,
            )
