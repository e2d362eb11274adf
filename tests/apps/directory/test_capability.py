"""Equipment, trained staff, infection pathway, access and opening hours: said by a site's own people, found by all."""

from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.directory import actions, facts, queries
from alongside.apps.directory.models import Competence, Equipment, Site
from alongside.domain.site_sections import IN_DEPTH, Section, Standing
from tests import factories
from tests.apps.directory.conftest import TODAY
from tests.apps.directory.test_sections import fields_of

LAST = date(2026, 12, 31)
NURSES = {"staff_group": "nurses", "skill": "end_of_life", "trained": 8, "expires_on": LAST}
ALL = {
    Section.EQUIPMENT: [{"kind": "laser", "count": 2}, {"kind": "ventilator", "count": 0}],
    Section.STAFF: [NURSES],
    Section.INFECTION: [{"colour": "green", "from_day": date(2026, 1, 1)}],
    Section.ACCESS: [{"feature": "lift", "has": True}, {"feature": "hoist", "has": False}],
    Section.HOURS: [{"weekday": 0, "opens": time(8), "closes": time(18)}],
}


@pytest.fixture
def manager(area):
    return factories.client_of(area.manager)


@pytest.fixture
def own(area):
    act_for(area.hospital.id)
    return {"site": area.clinic, "by": area.manager, "today": TODAY}


@pytest.fixture
def said(own):
    for section, rows in ALL.items():
        actions.say_section(section=section, rows=rows, **own)


def record(area, on=TODAY):
    return queries.find_site(area.manager, area.clinic.id, on)


def address(area, section):
    return reverse(f"directory:edit-{section}", args=[area.clinic.id])


def found(client, **filters):
    html = client.get(reverse("directory:list-sites"), {**filters, "format": "csv"}).content.decode()
    return {name for name in ("Ashford General", "Canterbury Clinic") if name in html}


@pytest.mark.row("M-16", "M-62")
def test_what_is_said_of_a_section_is_held_and_asks_for_a_word(area, own, said):
    held = record(area).capability
    assert (held.equipment, held.features) == ({"laser": 2, "ventilator": 0}, {"lift": True, "hoist": False})
    standing = facts.sections_standing(record(area), TODAY)
    assert {standing[section] for section in IN_DEPTH} == {Standing.NEVER}
    actions.attest_sections(seen=facts.fingerprint(record(area)), sections=IN_DEPTH, **own)
    assert facts.is_attested(record(area))
    actions.say_section(section=Section.EQUIPMENT, rows=[], **own)
    assert facts.sections_standing(record(area), TODAY)[Section.EQUIPMENT] is Standing.CHANGED
    actions.attest(seen=facts.fingerprint(record(area)), **own)
    assert facts.is_attested(record(area))


def test_rows_that_stay_keep_their_source_and_what_changed_keeps_its_old_row(area, own, said):
    before = {row.kind: row.source for row in Equipment.objects.filter(site=area.clinic)}
    rows = [{"kind": "laser", "count": 2}, {"kind": "ventilator", "count": 1}]
    actions.say_section(section=Section.EQUIPMENT, rows=rows, **{**own, "today": TODAY + timedelta(3)})
    after = {row.kind: row.source for row in Equipment.objects.filter(site=area.clinic)}
    assert after["laser"] == before["laser"]
    assert after["ventilator"] != before["ventilator"]
    from django.apps import apps

    old = apps.get_model("directory", "EquipmentEvent").objects.filter(site=area.clinic)
    assert [(row.kind, row.count) for row in old] == [("ventilator", 0)]


@pytest.mark.promise("AL-8")
def test_only_the_own_organisation_writes(area, own):
    with pytest.raises(actions.NotYoursError):
        actions.say_section(section=Section.STAFF, rows=[NURSES], **{**own, "by": area.other_manager})
    with pytest.raises(actions.NotYoursError):
        actions.say_section(section=Section.STAFF, rows=[NURSES], **{**own, "by": area.clinician})
    act_for(area.trust.id)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Equipment.objects.create(site=area.clinic, organisation=area.hospital, kind="laser", count=1, source="x")


@pytest.mark.parametrize(
    ("section", "rows"),
    [
        (Section.EQUIPMENT, [{"kind": "space ship", "count": 1}]),
        (Section.EQUIPMENT, [{"kind": "laser", "count": -1}]),
        (Section.STAFF, [NURSES, NURSES]),
        (Section.ACCESS, [{"feature": "", "has": True}]),
    ],
)
def test_unsound_rows_are_refused_whole(area, own, said, section, rows):
    before = record(area).capability
    with pytest.raises(ValueError, match="choice|blank|twice|greater"), transaction.atomic():
        actions.say_section(section=section, rows=rows, **own)
    assert record(area).capability == before


@pytest.mark.row("M-62", "M-29")
@pytest.mark.promise("AL-4")
def test_finder_finds_what_is_there_and_counts_today(area, said, settings):
    client = factories.client_of(area.clinician)
    here, nowhere = {"Canterbury Clinic"}, set()
    assert found(client, skill="end_of_life") == found(client, equipment="laser") == here
    assert found(client, equipment="ventilator") == found(client, equipment="dexa") == nowhere
    assert found(client, feature="lift") == found(client, pathway="green") == here
    assert found(client, feature="hoist") == found(client, pathway="red") == nowhere
    settings.FIXED_DAY = LAST
    assert found(client, skill="end_of_life") == here
    settings.FIXED_DAY = LAST + timedelta(1)
    assert found(client, skill="end_of_life") == nowhere


@pytest.mark.row("M-10")
def test_community_diagnostic_centre_is_a_kind_of_site(area):
    act_for(area.hospital.id)
    Site.objects.filter(pk=area.clinic.pk).update(sector="community_diagnostic")
    client = factories.client_of(area.clinician)
    assert found(client, sector="community_diagnostic") == {"Canterbury Clinic"}
    assert "Community diagnostic centre" in client.get(reverse("directory:list-sites")).content.decode()


@pytest.mark.row("M-62", "M-60")
def test_site_page_shows_each_part_says_what_is_run_out_and_gives_files(area, said, settings):
    site = reverse("directory:show-site", args=[area.clinic.id])
    settings.FIXED_DAY = LAST + timedelta(1)
    html = factories.client_of(area.clinician).get(site).content.decode()
    for words in ("No: run out", "Green: planned patients alone", "08:00 to 18:00", "Closed", "Hoist for transfers"):
        assert words in html
    assert address(area, "staff") not in html
    text = factories.client_of(area.clinician).get(site, {"table": "staff", "format": "csv"}).content.decode()
    assert "End-of-life care,Registered nurses,8,2026-12-31,No: run out" in text
    workbook = factories.client_of(area.clinician).get(site, {"table": "hours", "format": "xlsx"})
    assert workbook.content[:2] == b"PK"


def test_nothing_recorded_is_said_and_its_owner_may_say_it(area, manager):
    site = reverse("directory:show-site", args=[area.clinic.id])
    html = manager.get(site).content.decode()
    assert "Not recorded, which is not the same as not here" in html
    assert all(address(area, section) in html for section in IN_DEPTH)
    assert "Change equipment" not in html


@pytest.mark.row("M-16")
@pytest.mark.parametrize("section", [section.value for section in IN_DEPTH])
def test_form_is_filled_with_what_is_held_and_saving_it_again_changes_nothing(area, said, manager, section):
    before = record(area).capability
    _, sent = fields_of_selects(manager.get(address(area, section)).content.decode())
    assert manager.post(address(area, section), sent).status_code == 302
    act_for(area.hospital.id)
    assert record(area).capability == before


def fields_of_selects(html):
    """What a browser sends unchanged, chosen options too."""
    import re

    form, sent = fields_of(html)
    sent = {name: value for name, value in sent.items() if 'type="radio"' not in form or name != "colour"}
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    for tag in re.findall(r'<input[^>]*type="radio"[^>]*>', form):
        if " checked" in tag:
            sent["colour"] = re.search(r'value="([^"]*)"', tag)[1]
    return form, sent


@pytest.mark.parametrize(
    ("section", "given", "words"),
    [
        ("equipment", {"laser": "many"}, "Surgical laser must be a whole number"),
        ("equipment", {"laser": "-1"}, "Surgical laser must be 0 or more"),
        ("equipment", {"laser": "99999"}, "Surgical laser must be 9999 or less"),
        ("staff", {"skill_new": "sepsis", "trained_new": "4"}, "Select the staff group"),
        ("staff", {"group_new": "nurses", "skill_new": "sepsis"}, "Enter how many are trained"),
        (
            "staff",
            {"group_new": "nurses", "skill_new": "sepsis", "trained_new": "4"},
            "Enter the earliest day on which one of these trainings ends",
        ),
        ("staff", {"group_new": "nurses", "skill_new": "end_of_life", "trained_new": "0"}, "in the list already"),
        ("staff", {"skill_new": "magic"}, "Select skill from the list"),
        ("infection", {"colour": "red", "from_day_0": "", "from_day_1": "", "from_day_2": ""}, "Enter the day since"),
        ("hours", {"opens_0": "18:00", "closes_0": "08:00"}, "Monday must close after it opens"),
        ("hours", {"opens_1": "08:00"}, "Enter when it closes on Tuesday"),
        ("hours", {"opens_1": "soon", "closes_1": "09:00"}, "Opens at, Tuesday: must be a time, like 08:30"),
    ],
)
def test_bad_answer_is_told_and_nothing_is_saved(area, said, manager, section, given, words):
    before = record(area).capability
    _, sent = fields_of_selects(manager.get(address(area, section)).content.decode())
    response = manager.post(address(area, section), {**sent, **given})
    assert response.status_code == 200
    assert words in response.content.decode()
    act_for(area.hospital.id)
    assert record(area).capability == before


@pytest.mark.row("M-23")
def test_infection_pathway_may_be_taken_back(area, said, manager):
    _, sent = fields_of_selects(manager.get(address(area, "infection")).content.decode())
    manager.post(address(area, "infection"), {**sent, "colour": "none"})
    act_for(area.hospital.id)
    assert record(area).capability.pathway is None


@pytest.mark.row("M-62")
def test_new_skill_is_added_and_an_emptied_line_is_removed(area, said, manager):
    _, sent = fields_of_selects(manager.get(address(area, "staff")).content.decode())
    new = {"group_new": "doctors", "skill_new": "sepsis", "trained_new": "5"}
    new |= {"last_new_0": "1", "last_new_1": "3", "last_new_2": "2027"}
    manager.post(address(area, "staff"), {**sent, **new, "trained_nurses.end_of_life": ""})
    act_for(area.hospital.id)
    assert [(c.staff_group, c.skill, c.trained) for c in record(area).capability.competences] == [
        ("doctors", "sepsis", 5)
    ]


def test_second_of_two_writers_is_told_and_loses_nothing_of_the_first(area, own, said, manager):
    _, sent = fields_of_selects(manager.get(address(area, "staff")).content.decode())
    first = {"staff_group": "doctors", "skill": "sepsis", "trained": 5, "expires_on": LAST}
    actions.say_section(section=Section.STAFF, rows=[NURSES, first], **own)
    response = manager.post(address(area, "staff"), {**sent, "trained_nurses.end_of_life": "9"})
    assert "Somebody else changed this" in response.content.decode()
    _, both = fields_of_selects(response.content.decode())
    assert manager.post(address(area, "staff"), both).status_code == 302
    act_for(area.hospital.id)
    assert {(c.skill, c.trained) for c in record(area).capability.competences} == {("end_of_life", 9), ("sepsis", 5)}


@pytest.mark.row("M-62")
def test_owner_is_reminded_of_training_that_runs_out(area, said, settings):
    list_of_sites = reverse("directory:list-sites")
    settings.FIXED_DAY = LAST - timedelta(10)
    assert "DIR-6" in factories.client_of(area.director).get(list_of_sites).content.decode()
    settings.FIXED_DAY = LAST + timedelta(10)
    assert "DIR-5" in factories.client_of(area.director).get(list_of_sites).content.decode()
    assert "DIR-5" not in factories.client_of(area.clinician).get(list_of_sites).content.decode()
    assert Competence.objects.count() == 1


@pytest.mark.promise("AL-8")
def test_database_refuses_a_training_without_a_last_day(own):
    with pytest.raises(DatabaseError, match="training_has_a_last_day"), transaction.atomic():
        actions.say_section(section=Section.STAFF, rows=[{**NURSES, "expires_on": None}], **own)
