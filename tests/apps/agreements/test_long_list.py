"""Thousands of agreements, or of pairs without one: the list asks the database as often, and its page is no longer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements.models import Agreement, AgreementVersion, ClauseEdit
from alongside.apps.audit.isolation import act_for
from tests import factories
from tests.apps.agreements.conftest import TERM, TODAY, drafted

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ADDRESS = "/agreements/"
A_PAGE, PAIRS, LETTERS = 25, 50, 300_000


def hospitals(two, count):
    return Organisation.objects.bulk_create(
        Organisation(code=f"X{i:05}", name=f"Hospital {i}", kind=Organisation.Kind.INDEPENDENT, board=two.board)
        for i in range(count)
    )


def begun(two, hosts):
    """Drafts of our trust with each of these hospitals."""
    act_for(two.trust.id)
    pairs = [{"guest": two.trust, "host": host, "area_id": two.board.pk} for host in hosts]
    made = Agreement.objects.bulk_create(Agreement(**pair) for pair in pairs)
    versions = AgreementVersion.objects.bulk_create(
        AgreementVersion(agreement=one, number=1, opened_on=TODAY, made_by_name="x", **pair)
        for one, pair in zip(made, pairs, strict=True)
    )
    by = {"by_organisation": two.trust, "by_name": "x"}
    ClauseEdit.objects.bulk_create(
        ClauseEdit(version=one, topic="term", number=1, starts_on=TERM[0], ends_on=TERM[1], **pair, **by)
        for one, pair in zip(versions, pairs, strict=True)
    )


def read(client):
    with CaptureQueriesContext(connection) as queries:
        page = client.get(ADDRESS, {"page": "2"}).content.decode()
    return len(queries), page


def test_a_list_of_thousands_is_asked_and_shown_as_one_of_a_page(two):
    """Ours with two thousand hospitals, and ten thousand with whom we have none."""
    drafted(two)
    client = factories.client_of(two.guest_director)
    few, _ = read(client)
    hosts = hospitals(two, 12_000)
    begun(two, hosts[:1999])
    many, page = read(client)
    assert many <= few
    assert "of <strong>2,000 agreements" in page
    assert "9,951 more pairs without an agreement" in page
    assert page.count("<tr") <= A_PAGE + PAIRS + 2
    assert len(page) < LETTERS
