"""The pages of the directory: what they show, to whom, and as which files."""

import re

import pytest
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.directory import actions, facts
from alongside.domain.criteria import Criterion, IfMissing
from tests import factories
from tests.apps.directory.conftest import TODAY

QUESTION = {"operation": "W37.1", "near": "TN24", "age_years": "66", "asa": "2", "bmi": "27"}


@pytest.fixture
def clinician(area):
    return factories.client_of(area.clinician)


@pytest.fixture
def manager(area):
    return factories.client_of(area.manager)


def page(client, name, *args, **params):
    response = client.get(reverse(f"directory:{name}", args=args), params)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.row("M-10", "M-16")
def test_list_shows_each_site_with_who_attested_it(clinician):
    html = page(clinician, "list-sites")
    assert "Ashford General" in html
    assert "Canterbury Clinic" in html
    assert "1 Nov 2026 by Dr A Director, Medical director" in html


@pytest.mark.parametrize(
    ("params", "shown"),
    [
        ({"q": "canterbury"}, {"Canterbury Clinic"}),
        ({"q": "TN24 0LZ"}, {"Ashford General", "Canterbury Clinic"}),
        ({"q": "tn240lz"}, {"Ashford General", "Canterbury Clinic"}),
        ({"q": "'; DROP TABLE --"}, set()),
        ({"run_by": "Independent"}, {"Canterbury Clinic"}),
        ({"sector": "community"}, set()),
        ({"function": "110"}, {"Ashford General", "Canterbury Clinic"}),
        ({"level": "2"}, set()),
        ({"level": "1"}, {"Ashford General", "Canterbury Clinic"}),
        ({"state": "never"}, set()),
    ],
)
@pytest.mark.row("M-10")
def test_list_filters_and_its_file_hold_the_same_sites(clinician, params, shown):
    for text in (page(clinician, "list-sites", **params), page(clinician, "list-sites", **params, format="csv")):
        assert {name for name in ("Ashford General", "Canterbury Clinic") if name in text} == shown


def test_list_near_a_district_gives_distances(clinician):
    html = page(clinician, "list-sites", near="CT1")
    assert html.index("Canterbury Clinic</a>") < html.index("Ashford General</a>")
    assert "We do not know where ZZ1 is" in page(clinician, "list-sites", near="ZZ1")


@pytest.mark.row("M-60", "M-61")
def test_site_page_says_what_it_does_whom_it_takes_and_who_says_so(area, clinician):
    html = page(clinician, "show-site", area.clinic.id)
    for words in (
        "Hip replacement",
        "W37.1, W38.1",
        "BMI must be 40 kg/m² or below",
        "ASA grade 3",
        "reviewed first by an anaesthetist",
        "Level 1: enhanced ward or outreach",
        "24 hours a day, 7 days a week",
        "not recorded",
        "modelled: test",
        "Attested by Dr A Director",
    ):
        assert words in html, words
    assert "Change whom it takes" not in html


@pytest.mark.parametrize("table", ["services", "support", "rules"])
def test_each_table_of_a_site_is_a_file(area, clinician, table):
    assert page(clinician, "show-site", area.clinic.id, table=table, format="csv").count("\r\n") > 2
    response = clinician.get(reverse("directory:show-site", args=[area.clinic.id]), {"table": table, "format": "xlsx"})
    assert response.content.startswith(b"PK")


@pytest.mark.promise("AL-8")
def test_site_of_another_area_is_not_found(area):
    stranger = factories.client_of(factories.person("clinician", factories.trust(factories.board())))
    response = stranger.get(reverse("directory:show-site", args=[area.clinic.id]))
    assert response.status_code == 404
    assert b"Canterbury" not in response.content


@pytest.mark.row("M-59")
@pytest.mark.promise("AL-4", "AL-6")
def test_who_can_asks_what_rules_use_and_answers_with_reasons(clinician):
    asked = page(clinician, "who-can")
    assert 'name="bmi"' in asked
    assert 'name="on_dialysis"' not in asked
    html = page(clinician, "who-can", **QUESTION)
    assert "Expected critical care level is not recorded, and this site needs it to decide" in html
    assert "Needs to know:</strong> Expected critical care level" in html
    assert "Rules version 2" in html
    html = page(clinician, "who-can", **QUESTION, expected_critical_care_level="1")
    assert "Nothing in this site’s rules stands against it" in html
    assert html.index("Ashford General") < html.index("Canterbury Clinic")


@pytest.mark.row("M-59")
def test_who_can_is_a_file_with_every_site(clinician):
    text = page(clinician, "who-can", operation="Cataract", format="csv")
    assert text.count("DIR-1") == 2


def test_who_can_keeps_no_full_postcode_in_its_address(clinician):
    response = clinician.get(reverse("directory:who-can"), {**QUESTION, "near": "TN24 0LZ"})
    assert response.status_code == 302
    assert response["Location"].endswith("near=TN24")
    assert "0LZ" not in response["Location"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"operation": "replacement"}, "Did you mean"),
        ({"operation": "<script>alert(1)</script>"}, "No operation here is called"),
        ({"operation": ""}, "Enter operation"),
        ({"near": "nonsense"}, "This is not a UK postcode"),
        ({"near": "", "furthest": "30"}, "Enter the patient’s postcode district"),
        ({"bmi": "4000"}, "BMI (kg/m²) must be 150 or less"),
        ({"bmi": "nan"}, "BMI (kg/m²) must be a number"),
        ({"asa": "9"}, "Select ASA grade from the list"),
    ],
)
def test_who_can_says_what_is_wrong_with_a_question(clinician, given, words):
    html = page(clinician, "who-can", **{**QUESTION, **given})
    assert words in html
    assert "There is a problem" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("name", ["edit-site", "edit-services", "edit-support", "attest-site", "list-criteria"])
def test_pages_that_change_a_site_are_for_its_own_people(area, manager, name):
    address = reverse(f"directory:{name}", args=[area.clinic.id])
    assert manager.get(address).status_code == 200
    for acting in (area.coordinator, area.clinician, area.other_manager):
        assert factories.client_of(acting).get(address).status_code == 403
        assert factories.client_of(acting).post(address, {}).status_code in (403, 405)


def test_nobody_logged_in_is_sent_to_log_in(area, client):
    response = client.get(reverse("directory:list-sites"))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_list_asks_few_queries_however_many_sites(area, clinician, django_assert_max_num_queries):
    for number in range(30):
        factories.site(area.trust, code=f"ZZ{number:03}")
    with django_assert_max_num_queries(21):
        page(clinician, "list-sites")


def test_versions_page_says_what_each_version_changed(area, clinician):
    act_for(area.hospital.id)
    actions.save_criteria(
        site=area.clinic, group=area.hip, rules=[], based_on=2, why="New scanner", by=area.manager, today=TODAY
    )
    html = page(clinician, "list-criteria-versions", area.clinic.id, "hip")
    assert "Version 3" in html
    assert "Why: New scanner" in html
    assert "Removed" in html
    text = page(clinician, "list-criteria-versions", area.clinic.id, "hip", format="csv")
    assert "BMI must be 40 kg/m² or below" in text


@pytest.mark.row("M-59")
@pytest.mark.promise("AL-4")
def test_none_of_these_answers_conditions_and_nothing_else(area, clinician):
    act_for(area.hospital.id)
    rules = [
        Criterion("mi", "months_since_mi", ">=", 6, if_missing=IfMissing.PASS_IF_NO_HISTORY),
        Criterion("dialysis", "on_dialysis", "==", False),
        Criterion("carer", "has_carer_at_home", "==", True),
    ]
    actions.save_criteria(site=area.clinic, group=area.hip, rules=rules, based_on=2, by=area.manager, today=TODAY)
    question = {**QUESTION, "expected_critical_care_level": "1"}
    before = page(clinician, "who-can", **question, format="csv")
    after = page(clinician, "who-can", **question, no_others="on", format="csv")
    assert "Time since heart attack, On dialysis, Has an adult at home" in before
    assert "On dialysis" not in after
    assert "Has an adult at home" in after


def test_question_asks_few_queries_however_many_sites(area, clinician, django_assert_max_num_queries):
    for number in range(30):
        factories.site(area.trust, code=f"ZZ{number:03}")
    with django_assert_max_num_queries(22):
        page(clinician, "who-can", **QUESTION)


@pytest.mark.promise("AL-12")
def test_modelled_rules_say_so_beside_the_answer(clinician):
    assert 'nhsuk-tag--purple al-tag">Modelled' in page(clinician, "who-can", **QUESTION)


def test_answer_asks_again_for_the_few_facts_that_would_decide_most(clinician):
    html = page(clinician, "who-can", operation=QUESTION["operation"])
    few = html.split('class="dir-few"')[1].split("</form>")[0]
    assert f'name="operation" value="{QUESTION["operation"]}"' in few
    assert 'id="few_bmi"' in few
    assert "wait" in few
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.promise("AL-12")
def test_modelled_word_is_never_called_attested(area, clinician, monkeypatch):
    monkeypatch.setattr(facts, "MODELLED", "Medical director")
    for html in (
        page(clinician, "list-sites"),
        page(clinician, "who-can", **QUESTION),
        page(clinician, "show-site", area.clinic.pk),
    ):
        assert "obody at this hospital has attested it" in html
        assert "Dr A Director" not in html
        assert 'nhsuk-tag--green al-tag">Attested' not in html
    assert "Canterbury Clinic" in page(clinician, "list-sites", state="modelled")
    assert "Canterbury Clinic" not in page(clinician, "list-sites", state="attested")
