"""The forms of a difference, sent by a slip, in malice, and twice."""

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import acting_for
from alongside.apps.regulations.models import Difference
from tests import factories
from tests.apps.regulations.test_differences import SENT, TODAY
from tests.hostile import Sent, kept_once, withstood

pytestmark = pytest.mark.slow
WORDS = ("topic", "nhs_rule", "independent_rule", "effect", "workaround", "basis", "owner")
ADD = reverse("regulations:add-difference")


@pytest.fixture(autouse=True)
def _it_is_that_day(settings):
    settings.FIXED_DAY = TODAY


@pytest.fixture
def keeper(db):
    return factories.person("medical_director", factories.board())


def count(keeper):
    with acting_for(keeper.organisation_id):
        return Difference.objects.count()


def test_every_form_says_what_to_do_and_what_is_sent_twice_is_kept_once(keeper):
    client = factories.client_of(keeper)
    withstood(client, Sent(ADD, SENT, words=WORDS, days=("review_on",), choices=("field", "route")))
    kept_once(client, Sent(ADD, SENT), lambda: count(keeper))
    with acting_for(keeper.organisation_id):
        change = reverse("regulations:change-difference", args=[Difference.objects.latest("number").pk])
    withstood(client, Sent(change, {**SENT, "why": "The law", "seen": "1"}, words=("why",), keys=("seen",)))


def test_the_form_is_for_the_board_alone(keeper):
    director = factories.person("medical_director", factories.trust(keeper.organisation))
    client = factories.client_of(director)
    assert [client.get(ADD).status_code, client.post(ADD, SENT).status_code] == [403, 403]
    assert ADD not in client.get(reverse("regulations:list-differences")).content.decode()
    assert count(keeper) == 0
