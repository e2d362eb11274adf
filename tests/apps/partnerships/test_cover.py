"""The agreement fills in the way back, its contradictions are named, and ending a partnership names the agreement."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from alongside.apps.agreements import actions as agreements
from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.partnerships import actions, queries
from alongside.domain.agreement_topics import Topic
from tests import factories
from tests.apps.agreements.conftest import give, whole, write_all
from tests.apps.governance.conftest import contact
from tests.apps.partnerships.conftest import RING, TODAY, complete, drill, record, settle
from tests.apps.partnerships.test_pages import address, page

TRANSFER = {
    **whole(Topic.TRANSFER_BACK).facts, "route": "Acute medical unit", "phone": "01233 100001",
    "alternate_1": "Emergency department", "alternate_2": "West Infirmary", "drilled_on": "2026-01-10",
}  # fmt: skip
SERVICES = {"services": ["110", "300"]}


def agreed(area, *, signed=True, **transfer):
    """An agreement of the trust's patients at the hospital with a whole clause on transfers."""
    lead = factories.person("medical_director", area.host)
    two = SimpleNamespace(trust=area.trust, hospital=area.host, guest_director=area.director, host_director=lead)
    for by in (area.director, lead):
        with acting_for(by.organisation_id):
            agreements.state_security(
                status="Standards met", year="2024/25", on=date(2025, 6, 30), by=by, today=TODAY
            )  # fmt: skip
    with acting_for(area.trust.id):
        version = agreements.open_agreement(guest=area.trust, host=area.host, by=area.director, today=TODAY)
        given = {"transfer_back": {"facts": TRANSFER | transfer}, "services": {"facts": SERVICES}}
        write_all(version, area.director, **given)
    if signed:
        give(two, agreements.agree_clinically, version.agreement)
        give(two, agreements.sign, version.agreement)
    return version.agreement


@pytest.mark.row("M-48")
def test_what_the_agreement_holds_already_is_filled_in_and_not_asked_again(area, partnership):
    agreed(area)
    manager = factories.client_of(area.manager)
    html = page(manager, "settle", partnership.pk)
    assert "Filled in from your agreement and the directory: services, where a transfer goes, its telephone" in html
    for words in ("Acute medical unit", "01233 100001", "Emergency department", "West Infirmary"):
        assert f"{words}" in html
    act_for(area.host.id)
    held = queries.held_elsewhere(area.manager, record(area.manager, partnership), TODAY)
    assert held["services"] == ["110"], "the site does no 300"
    settle(area.manager, partnership)
    act_for(area.host.id)
    assert queries.held_elsewhere(area.manager, record(area.manager, partnership), TODAY) == {}


def test_number_of_the_directory_is_filled_in_where_no_agreement_has_one(area, partnership):
    contact(area.director, topic="transfer-back", phone="01233 200001", night_phone="01233 200002")
    contact(area.director, topic="sepsis", phone="01233 200003")
    act_for(area.host.id)
    assert queries.held_elsewhere(area.manager, record(area.manager, partnership), TODAY) == {"phone": "01233 200002"}


@pytest.mark.row("M-48", "M-42")
def test_contradiction_of_agreement_and_drill_is_named_and_the_drill_counts(area, partnership):
    agreed(area)
    complete(area, partnership)
    director = factories.client_of(area.director)
    assert "The agreement gives 01233 100001 for the route; here it is 01632 960701" in page(
        director, "show-partnership", partnership.pk
    )
    settle(area.director, partnership, phone="01233 100001")
    assert "The agreement says drilled" not in page(director, "show-partnership", partnership.pk)
    path = reverse("partnerships:show-readiness", args=[area.trust.pk, area.host.pk])
    assert "4 of 4 <span class='par-rule'>RDY-12" in director.get(path).content.decode()
    drill(area.manager, partnership, passed=False)
    words = "The agreement says drilled on 10 January 2026; the last drill here, on 31 January 2026, failed"
    assert words in page(director, "show-partnership", partnership.pk)
    html = director.get(path).content.decode()
    assert words in html
    assert "1 of 4 <span class='par-rule'>RDY-12" in html
    assert words not in page(factories.client_of(area.third), "show-partnership", partnership.pk), "AL-8"


def test_agreement_that_says_drilled_without_a_drill_logged_is_named(area, partnership):
    agreed(area)
    html = page(factories.client_of(area.manager), "show-partnership", partnership.pk)
    assert "The agreement says drilled on 10 January 2026; no drill is logged here" in html
    assert "In the agreement" in html


@pytest.mark.row("M-48")
def test_lead_can_be_rung_from_page_card_and_file(area, partnership):
    ours = contact(area.director, post="Operations desk", phone="01233 300001", hours="8am to 6pm")
    theirs = contact(area.manager, phone="01233 300002")
    director, manager = factories.client_of(area.director), factories.client_of(area.manager)
    sent = {"name": "Dr Lead", "post": "Director", "contact": str(ours.pk), "phone": ""}
    foreign = director.post(address("name-lead", partnership.pk), sent | {"contact": str(theirs.pk)})
    assert "from the list" in foreign.content.decode()
    assert director.post(address("name-lead", partnership.pk), sent).status_code == 302
    sent = {"name": "Ms Host", "post": "Matron", "phone": RING}
    assert manager.post(address("name-lead", partnership.pk), sent).status_code == 302
    html = page(manager, "show-partnership", partnership.pk)
    assert html.count('href="tel:01233300001"') == 2, "on the page and on the card"
    assert html.count('href="tel:01233633331"') == 2
    assert "(8am to 6pm)" in html
    text = page(manager, "list-partnerships", format="csv")
    assert "01233 300001" in text
    assert RING in text
    with acting_for(area.trust.id):
        type(ours).objects.filter(pk=ours.pk).update(ended_on=TODAY)
    gaps = record(area.director, partnership).gaps(TODAY)
    assert ("PAR-1", "The lead has no telephone number") in [(gap.rule, gap.words) for gap in gaps]


def test_contact_of_the_partner_is_no_number_of_our_lead(area, partnership):
    theirs = contact(area.manager)
    act_for(area.trust.id)
    with pytest.raises(actions.Refused, match="your own organisation"):
        actions.name_lead(
            partnership=partnership, name="A", post="B", contact=theirs, by=area.director, today=TODAY
        )  # fmt: skip


@pytest.mark.row("M-48")
def test_ending_tells_that_the_agreement_goes_on_before_and_after(area, partnership):
    agreement = agreed(area)
    director, manager = factories.client_of(area.director), factories.client_of(area.manager)
    title = "Agreements without a partnership"
    html = page(manager, "end-partnership", partnership.pk)
    assert "Patients of East Trust are still placed at Ashford Hospital under" in html
    assert reverse("agreements:show-agreement", args=[agreement.pk]) in html
    assert title not in director.get("/work/").content.decode()
    manager.post(address("end-partnership", partnership.pk), {"why": "The ward closes"})
    for client in (director, manager):
        assert title in client.get("/work/").content.decode()
    assert title not in factories.client_of(area.third).get("/work/").content.decode()
    with acting_for(area.trust.id):
        actions.open_partnership(trust=area.trust, site=area.site, by=area.director, today=TODAY)
    assert title not in director.get("/work/").content.decode(), "they are partners again"


def test_ending_without_an_agreement_in_force_says_that_nobody_is_placed(area, partnership):
    agreed(area, signed=False)
    manager = factories.client_of(area.manager)
    assert "nobody is placed" in page(manager, "end-partnership", partnership.pk)
    manager.post(address("end-partnership", partnership.pk), {"why": "The ward closes"})
    assert "Agreements without a partnership" not in manager.get("/work/").content.decode()
