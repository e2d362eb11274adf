"""What the host may see is asked for the services that the agreement covers, not for the pair alone."""

import pytest

from alongside.apps.agreements.queries.force import may_see
from alongside.apps.audit.isolation import acting_for
from alongside.domain.agreement_force import Permit, Service
from alongside.domain.agreement_sharing import Item, Moment
from tests import factories
from tests.apps.agreements.conftest import TODAY, signed
from tests.apps.agreements.test_pages import at, words_of

pytestmark = [pytest.mark.row("M-64"), pytest.mark.promise("AL-3")]
HIPS, KNEES, EYES = Service("110", "110-hip"), Service("110", "110-knee"), Service("130")


def sees(two, services, item=Item.WAITING):
    with acting_for(two.board.id):
        answer = may_see(two.trust.id, two.hospital.id, item, Moment.PLANNED, TODAY, services)
    return "" if isinstance(answer, Permit) else answer.reason.rule


@pytest.mark.parametrize(
    ("services", "rule"),
    [
        (None, ""),
        (Service("110"), ""),
        (HIPS, ""),
        ((HIPS, KNEES), ""),
        (EYES, "AGR-9"),
        ((HIPS, EYES), "AGR-9"),
        ((), "AGR-9"),
    ],
    ids=[
        "of no service",
        "the function",
        "an operation of it",
        "several",
        "another",
        "one of them another",
        "none named",
    ],
)
def test_waiting_patients_are_seen_for_the_services_in_force(two, services, rule):
    """AGR-9: an agreement on orthopaedics tells nothing of who waits for eyes."""
    signed(two)
    assert sees(two, services) == rule


def test_the_refusal_names_the_service_that_is_not_covered(two):
    signed(two)
    with acting_for(two.board.id):
        answer = may_see(two.trust.id, two.hospital.id, Item.WAITING, Moment.PLANNED, TODAY, [HIPS, EYES])
    assert "does not cover Ophthalmology" in answer.reason.message


def test_an_organisation_sees_its_own(two):
    with acting_for(two.trust.id):
        assert isinstance(may_see(two.trust.id, two.trust.id, Item.IDENTITY, Moment.PLANNED, TODAY, EYES), Permit)


def test_page_names_the_services_whose_patients_are_seen(two):
    version = signed(two)
    page = words_of(factories.client_of(two.host_director).get(at("show-sharing", version.agreement_id)))
    assert "Trauma and Orthopaedics: every operation" in page
