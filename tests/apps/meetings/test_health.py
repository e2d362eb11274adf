"""The page of a pair shows its health with the working; Today tells when it fell."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.apps.agreements.models import AgreementStep
from alongside.apps.audit.isolation import acting_for
from alongside.apps.meetings import actions
from alongside.apps.partnerships import actions as partnerships
from alongside.domain.agreement_state import Side
from tests import factories
from tests.apps.meetings.conftest import TODAY, held
from tests.apps.meetings.test_pages import page


def since(area, days):
    with acting_for(area.trust.id):
        actions.set_rhythm(pair=area.pair, every_days=28, by=area.director, today=TODAY - timedelta(days=days))


@pytest.mark.row("M-73")
@pytest.mark.promise("AL-4")
def test_too_little_known_is_said_in_words(area):
    since(area, 30)
    html = page(factories.client_of(area.director), "show-pair", *area.pair.key)
    assert "Fewer than two meetings fell due" in html
    assert "not known" in page(factories.client_of(area.director), "list-pairs", format="csv")


@pytest.mark.row("M-73")
def test_score_shows_its_working_and_a_fall_is_told_on_today(area):
    since(area, 170)
    for days in (150, 120, 95):
        held(area, on=TODAY - timedelta(days=days))
    director = factories.client_of(area.director)
    html = page(director, "show-pair", *area.pair.key)
    assert "3 of 6 meetings that fell due in 26 weeks were held by both" in html
    assert "It fell by" in html
    assert "3 of 6" in page(director, "show-pair", *area.pair.key, format="csv", table="working")
    assert "2025-11-01" in page(director, "show-pair", *area.pair.key, format="csv", table="health")
    told = director.get(reverse("insight:today")).content.decode()
    assert "Partners to tend to" in told
    assert "Partners to tend to" not in factories.client_of(area.third).get(reverse("insight:today")).content.decode()


@pytest.mark.row("M-35", "M-73")
def test_visits_that_partners_keep_count_in_their_health_with_the_working(area):
    """Kept by partnerships, told here: one side went, once."""
    since(area, 170)
    held(area, on=TODAY - timedelta(days=150))
    site, began = factories.site(area.host), TODAY - timedelta(days=200)
    with acting_for(area.trust.id):
        kept = partnerships.open_partnership(trust=area.trust, site=site, by=area.director, today=began)
        said = {"visitors": area.trust, "who": "Two nurses", "learned": "The way in at night"}
        day = TODAY - timedelta(days=30)
        partnerships.log_visit(partnership=kept, on=day, **said, by=area.director, today=TODAY)
    director = factories.client_of(area.director)
    assert "one side visited the other, visits: 1" in page(director, "show-pair", *area.pair.key)
    assert "one side visited the other" in page(director, "show-pair", *area.pair.key, format="csv", table="working")


@pytest.mark.row("M-73")
def test_days_until_the_other_side_answers_count_with_the_working(area):
    """A problem of the trust answered after 10 days; an agreement that the hospital agreed 20 days later."""
    since(area, 170)
    words = actions.ProblemWords("Lists end early", "14 of 40 lists", "Theatre system", ago(60), "Head of theatres")
    with acting_for(area.trust.id):
        problem = actions.raise_problem(pair=area.pair, words=words, by=area.director, today=ago(60))
        actions.move_problem(problem=problem, state="open", words="Asked again", by=area.director, today=ago(58))
    with acting_for(area.host.id):
        actions.move_problem(problem=problem, state="open", words="We look", by=area.manager, today=ago(50))
    sent = factories.agreement(area.host, area.trust, signed_on=None)
    agrees(sent, area.host, ago(30))
    assert "Median of 20 days until the other side answered, of 2" in working(area)
    agrees(sent, area.trust, ago(10))
    assert "Median of 15 days until the other side answered, of 2" in working(area)


def test_words_that_were_agreed_anew_are_asked_anew(area):
    since(area, 170)
    sent = factories.agreement(area.trust, area.host, signed_on=None)
    agrees(sent, area.trust, ago(90), words="first")
    agrees(sent, area.trust, ago(20), words="second")
    assert "Median of 20 days until the other side answered, of 1" in working(area)
    factories.ended(sent, by=area.host, from_day=ago(2), on=ago(2))
    assert "Nothing was answered in 26 weeks" in working(area)


def ago(days):
    return TODAY - timedelta(days=days)


def working(area):
    return page(factories.client_of(area.director), "show-pair", *area.pair.key, format="csv", table="working")


def agrees(agreement, organisation, on, words="words"):
    side = Side.GUEST if organisation == agreement.guest else Side.HOST
    with acting_for(organisation.id):
        AgreementStep.objects.create(
            version=agreement.versions.get(), guest=agreement.guest, host=agreement.host, area_id=agreement.area_id,
            act="agree", side=side.value, on=on, digest=words, by_name="test", by_role="medical_director",
            by_organisation=organisation,
        )  # fmt: skip
