"""The list, one partnership, and the forms by which either side keeps it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.partnerships import actions
from alongside.apps.partnerships.models import Drill, Partnership, Visit
from tests import factories
from tests.apps.partnerships.conftest import PHONES, RING, TODAY, complete, drill, mean_to_meet, record

ON = dict(zip(("on_0", "on_1", "on_2"), ("30", "1", "2026"), strict=True))


def address(name, *args):
    return reverse(f"partnerships:{name}", args=args)


def page(client, name, *args, **params):
    response = client.get(address(name, *args), params)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def director(area):
    return factories.client_of(area.director)


@pytest.fixture
def manager(area):
    return factories.client_of(area.manager)


@pytest.mark.row("M-19", "M-48")
def test_both_sides_make_a_partnership_whole_and_the_page_names_what_is_missing(area, director, manager):
    made = director.post(address("new-partnership"), {"trust": str(area.trust.pk), "site": str(area.site.pk)})
    kept = made.url.strip("/").split("/")[-1]
    html = page(director, "show-partnership", kept)
    for rule in range(1, 8):
        assert f"PAR-{rule}" in html
    assert "Ask them" in html, "the lead of the other side is theirs to name"
    given = {"services": ["110"], "route": "Acute unit", "alternate_1": "A",
             "alternate_2": "B", "escalate_minutes": "60", **PHONES}  # fmt: skip
    given["seen"] = record(area.manager, Partnership(pk=kept)).digest
    assert manager.post(address("settle", kept), given).status_code == 302
    assert reverse("meetings:set-rhythm", args=[area.trust.pk, area.host.pk]) in page(manager, "show-partnership", kept)
    mean_to_meet(area.manager, area)
    for client in (director, manager):
        lead = client.post(address("name-lead", kept), {"name": "Dr Lead", "post": "Director", "phone": RING})
        assert lead.status_code == 302
    assert "Incomplete" not in page(manager, "show-partnership", kept)
    manager.post(address("log-drill", kept), {**ON, "kind": "call", "passed": "yes", "minutes": "30"})
    html = page(director, "show-partnership", kept)
    assert "Complete" in html
    assert "What is missing" not in html
    assert f'href="tel:{PHONES["phone_2"].replace(" ", "")}"' in html
    assert "5.0 km in a straight line to East Infirmary" in html
    assert "Contact card to print" in html
    assert "Every 30 days" in html


@pytest.mark.promise("AL-8")
def test_third_organisation_reads_who_and_how_and_no_number(area, partnership):
    complete(area, partnership)
    html = page(factories.client_of(area.third), "show-partnership", partnership.pk)
    assert "3 of 3 telephone numbers are given" in html
    assert "01632" not in html
    assert address("settle", partnership.pk) not in html
    assert PHONES["phone"] in page(factories.client_of(area.coordinator), "show-partnership", partnership.pk)
    stranger = factories.client_of(area.stranger)
    assert stranger.get(address("show-partnership", partnership.pk)).status_code == 404


@pytest.mark.parametrize("name", ["settle", "name-lead", "log-drill", "log-visit", "end-partnership"])
def test_only_the_two_sides_open_a_form(area, partnership, manager, name):
    path = address(name, partnership.pk)
    assert manager.get(path).status_code == 200
    answers = {"third": 403, "clinician": 403, "coordinator": 403, "stranger": 404}
    for who, status in answers.items():
        assert factories.client_of(getattr(area, who)).get(path).status_code == status, who


def test_list_puts_what_is_red_first_and_its_files_hold_what_it_shows(area, partnership, manager):
    complete(area, partnership)
    drill(area.manager, partnership, on=TODAY - timedelta(1), passed=False)
    html = page(manager, "list-partnerships")
    assert "Complete" in html
    drill(area.manager, partnership, passed=False)
    assert "Drill red" in page(manager, "list-partnerships", state="red")
    assert "No partnership to show" in page(manager, "list-partnerships", state="complete")
    assert "No partnership to show" in page(manager, "list-partnerships", q="nobody")
    text = manager.get(address("list-partnerships"), {"format": "csv"}).content.decode()
    assert "Drill: The last drill failed" in text
    assert "5.0" in text
    assert "01632" not in text
    assert manager.get(address("list-partnerships"), {"format": "xlsx"}).content.startswith(b"PK")


def test_each_table_of_a_partnership_is_a_file(area, partnership, manager):
    drill(area.manager, partnership)
    manager.post(
        address("log-visit", partnership.pk),
        {**ON, "visitors": str(area.trust.pk), "who": "Two nurses", "learned": "The way in at night"},
    )
    for table, words in (("gaps", "No lead is named"), ("drills", "Worked"), ("visits", "The way in at night")):
        asked = {"format": "csv", "table": table}
        assert words in manager.get(address("show-partnership", partnership.pk), asked).content.decode()


@pytest.mark.parametrize(
    ("name", "sent", "words"),
    [
        ("log-drill", {}, "Enter day of the drill"),
        ("log-drill", {**ON, "on_2": "2027", "kind": "call", "passed": "yes"}, "not happened yet"),
        ("log-drill", {**ON, "kind": "call", "passed": "yes", "minutes": "0"}, "must be 1 or more"),
        ("log-drill", {**ON, "kind": "call", "passed": "no", "learned": "999 000 0018"}, "looks like an NHS number"),
        ("log-visit", {**ON, "visitors": "x", "who": "A", "learned": "B"}, "from the list"),
        ("settle", {"phone": "javascript:alert(1)"}, "can be dialled"),
        ("settle", {"services": ["999"]}, "Select services"),
        ("settle", {"escalate_minutes": "9999"}, "must be 1440 or less"),
        ("name-lead", {"name": "", "post": ""}, "Enter name of our lead"),
        ("name-lead", {"name": "A", "post": "B"}, "Choose a contact, or enter a number"),
        ("name-lead", {"name": "A", "post": "B", "contact": "x"}, "from the list"),
        ("name-lead", {"name": "A", "post": "B", "phone": "ring me"}, "can be dialled"),
        ("end-partnership", {"why": ""}, "Enter why it ends"),
        ("settle", {"seen": "9990000018abcdef"}, "Somebody else has changed this"),
    ],
)
def test_bad_answer_is_refused_in_words_and_nothing_is_kept(area, partnership, manager, name, sent, words):
    html = manager.post(address(name, partnership.pk), sent).content.decode()
    assert words in html
    act_for(area.host.id)
    assert not Drill.objects.exists()
    assert not Visit.objects.exists()
    kept = Partnership.objects.get()
    assert (kept.services, kept.ended_on, kept.numbers) == ([], None, 0)


def test_ended_partnership_is_kept_apart(area, partnership, manager):
    manager.post(address("end-partnership", partnership.pk), {"why": "The ward closes"})
    assert "No partnership to show" in page(manager, "list-partnerships")
    html = page(manager, "show-partnership", partnership.pk)
    assert "The ward closes" in html
    assert "Log a drill" not in html
    assert "Ended" in page(manager, "list-partnerships", state="ended")
    assert (
        "has ended"
        in manager.post(
            address("name-lead", partnership.pk), {"name": "A", "post": "B", "phone": RING}
        ).content.decode()
    )


def test_today_names_what_we_can_mend(area, partnership, manager):
    assert "Partnerships to mend" in manager.get("/work/").content.decode()
    complete(area, partnership)
    assert "Partnerships to mend" not in manager.get("/work/").content.decode()
    assert "Partnerships to mend" not in factories.client_of(area.third).get("/work/").content.decode()


def test_list_asks_the_database_no_more_for_more_of_them(area, partnership, manager, django_assert_max_num_queries):
    for _ in range(4):
        trust = factories.trust(area.board)
        by = factories.person("medical_director", trust)
        act_for(trust.id)
        actions.open_partnership(trust=trust, site=area.site, by=by, today=TODAY)
    with django_assert_max_num_queries(22):
        assert page(manager, "list-partnerships").count("Incomplete") >= 5
    assert record(area.manager, partnership) is not None


def test_list_has_pages_and_its_file_has_all(area, partnership, manager):
    for number in range(30):
        site = factories.site(area.host, name=f"Site {number:02}")
        act_for(area.host.id)
        actions.open_partnership(trust=area.trust, site=site, by=area.manager, today=TODAY)
    first, second = (page(manager, "list-partnerships", page=number) for number in ("1", "2"))
    assert "Showing <strong>1</strong> to <strong>25</strong> of <strong>31 partnerships</strong>" in first
    assert "Site 29" not in first
    assert "Site 29" in second
    text = page(manager, "list-partnerships", format="csv")
    assert text.count("Ashford Hospital") >= 31
