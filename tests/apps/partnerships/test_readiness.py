"""Readiness of real pairs: read under the reader's own rights, and raised by what is really done."""

from itertools import pairwise

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.governance import actions
from alongside.apps.partnerships import queries
from tests import factories
from tests.apps.governance.conftest import contact
from tests.apps.partnerships.conftest import TODAY, complete


def points(by, area):
    act_for(by.organisation_id)
    one = queries.standing(by, area.trust.pk, area.host.pk, TODAY)
    return {topic.name: (topic.points, topic.of) for topic in one.readiness.topics}


@pytest.mark.row("M-42")
def test_what_is_done_raises_the_topic_and_no_other_falls(area, partnership):
    steps = [points(area.director, area)]
    complete(area, partnership)
    steps.append(points(area.director, area))
    factories.agreement(area.trust, area.host)
    steps.append(points(area.manager, area))
    called = contact(area.manager)
    steps.append(points(area.manager, area))
    act_for(area.trust.id)
    actions.log_call(contact=called, phone=called.phone, answered=True, by=area.director, today=TODAY)
    steps.append(points(area.coordinator, area))
    assert steps[0]["Transfer drill"] == (0, 3)
    assert steps[1]["Transfer drill"] == (3, 3)
    assert steps[1]["Contacts"] == (2, 4)
    assert steps[1]["Agreement"] == (0, 4)
    assert steps[2]["Agreement"] == (3, 4), "the agreement of the tests has two clauses alone"
    assert steps[3]["Contacts"] == (2, 4), "nobody has tried that number"
    assert steps[4]["Contacts"] == (3, 4)
    for before, after in pairwise(steps):
        assert all(after[name][0] >= before[name][0] for name in before)


@pytest.mark.promise("AL-8")
@pytest.mark.parametrize(("who", "status"), [("manager", 200), ("coordinator", 200), ("third", 404), ("stranger", 404)])
def test_only_both_sides_and_their_board_read_it(area, partnership, who, status):
    path = reverse("partnerships:show-readiness", args=[area.trust.pk, area.host.pk])
    assert factories.client_of(getattr(area, who)).get(path).status_code == status


@pytest.mark.row("M-42")
def test_page_prints_every_topic_with_what_would_raise_it(area, partnership):
    director = factories.client_of(area.director)
    path = reverse("partnerships:show-readiness", args=[area.trust.pk, area.host.pk])
    html = director.get(path).content.decode()
    assert "0 of 37 things" in html
    for rule in range(1, 14):
        assert f"RDY-{rule}<" in html
    assert reverse("partnerships:show-partnership", args=[partnership.pk]) in html
    assert reverse("agreements:show-between", args=[area.trust.pk, area.host.pk]) in html
    assert f"organisation={area.host.code}" in html
    assert reverse("governance:list-systems") + f"?organisation={area.host.code}" in html
    text = director.get(path, {"format": "csv"}).content.decode()
    assert text.count("RDY-") == 37
    assert "Drill the transfer together" in text


@pytest.mark.row("M-42", "M-44")
def test_systems_of_the_host_for_this_guest_or_everybody_raise_the_topic(area):
    def named(by, purpose, partner=None, how_to_get="Ask the site manager"):
        act_for(by.organisation_id)
        words = actions.SystemWords(purpose, f"System for {purpose}", "The ward", how_to_get, partner)
        actions.add_row(words=words, by=by, today=TODAY)
        return points(area.director, area)["IT systems"]

    assert named(area.manager, "booking", area.trust) == (1, 7)
    assert named(area.manager, "imaging") == (2, 7)
    assert named(area.manager, "results", area.other) == (2, 7), "that is for another trust's patients"
    assert named(area.third, "results") == (2, 7), "that is another hospital's system"
    assert named(area.manager, "results", how_to_get="") == (3, 7)
    assert named(area.manager, "prescribing") == (4, 7), "how access to results is got is not said"
    assert named(area.manager, "results") == (5, 7)
