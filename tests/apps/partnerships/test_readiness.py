"""Readiness of real pairs: read under the reader's own rights, and raised by what is really done."""

from itertools import pairwise

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.directory import actions as directory
from alongside.apps.directory import facts
from alongside.apps.directory import queries as records
from alongside.apps.directory.actions.needs import Needs
from alongside.apps.governance import actions
from alongside.apps.governance.facts import policy_digest
from alongside.apps.partnerships import queries
from alongside.domain.site_sections import Section
from tests import factories
from tests.apps.governance.conftest import contact, policy, policy_words
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
    assert steps[0]["Transfer drill"] == (0, 4)
    assert steps[1]["Transfer drill"] == (3, 4), "the agreement says nothing of it yet"
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
    assert "0 of 43 things" in html
    for rule in range(1, 15):
        assert f"RDY-{rule}<" in html
    assert reverse("partnerships:show-partnership", args=[partnership.pk]) in html
    assert reverse("agreements:show-between", args=[area.trust.pk, area.host.pk]) in html
    assert f"organisation={area.host.code}" in html
    assert reverse("governance:list-systems") + f"?organisation={area.host.code}" in html
    text = director.get(path, {"format": "csv"}).content.decode()
    assert text.count("RDY-") == 43
    assert "Drill the transfer together" in text


@pytest.mark.row("M-42")
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


@pytest.mark.row("M-42")
def test_what_the_host_lacks_of_what_an_operation_asks_is_a_gap_until_it_is_there_and_attested(area):
    """By the service that the agreement names, at the sites that do the operation."""
    keeper = factories.person("services_manager", area.board)
    asked = {"needs": Needs(equipment=("laser",)), "why": "Guidance", "seen": None}
    act_for(area.board.id)
    directory.save_needs(group=area.group, **asked, by=keeper, today=TODAY)
    assert sites(area) == (0, "Name the services in the agreement")
    factories.agreement(area.trust, area.host, functions=("300",))
    assert sites(area) == (2, ""), "no operation of the agreement is asked about"
    factories.agreement(area.other, area.host, functions=("110/hip",))
    assert sites(area, area.other)[0] == 1
    assert "Hip replacement at Ashford Site needs surgical laser" in sites(area, area.other)[1]
    assert "(ELG-6)" in sites(area, area.other)[1]
    own = {"site": area.site, "by": area.manager, "today": TODAY}
    act_for(area.host.id)
    directory.say_section(section=Section.EQUIPMENT, rows=[{"kind": "laser", "count": 1}], **own)
    assert sites(area, area.other)[0] == 1
    assert "(ELG-8)" in sites(area, area.other)[1]
    act_for(area.host.id)
    seen = facts.fingerprint(records.find_site(area.manager, area.site.pk, TODAY))
    directory.attest_sections(sections=[Section.EQUIPMENT], seen=seen, **own)
    assert sites(area, area.other) == (2, "")


def sites(area, guest=None):
    """Points of the topic, and what would raise it."""
    act_for(area.board.id)
    one = queries.standing(area.coordinator, (guest or area.trust).pk, area.host.pk, TODAY)
    topic = next(each for each in one.readiness.topics if each.topic == "sites")
    return topic.points, "; ".join(dict.fromkeys(check.raised_by for check in topic.would_raise))


@pytest.mark.row("M-42")
def test_words_that_were_taken_over_from_count_for_nothing(area, partnership):
    """A version that newer words replaced keeps no pair from being ready, though its yes was taken back since."""
    named, by = contact(area.manager), area.manager
    first = policy(by, named, partner=area.trust)
    says_yes(area, first)
    act_for(area.host.id)
    words = policy_words(named, partner=area.trust, title="Shorter")
    newer = actions.change_policy(policy=first, words=words, seen=None, by=by, today=TODAY)
    waiting = points(area.director, area)["Policies"]
    says_yes(area, newer)
    agreed = points(area.director, area)["Policies"]
    act_for(area.trust.id)
    actions.take_back_yes(policy=first, seen=policy_digest(first), by=area.director, today=TODAY)
    assert agreed[0] == waiting[0] + 1
    assert points(area.director, area)["Policies"] == agreed


def says_yes(area, said):
    act_for(area.trust.id)
    actions.confirm_policy(policy=said, seen=policy_digest(said), by=area.director, today=TODAY)
