"""A site is attested part by part, in one button when nothing has changed, and is never asked what is held already."""

import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.directory import actions, facts, queries
from alongside.apps.directory.models import Attestation, SectionAttestation
from alongside.apps.directory.queries import Question
from alongside.domain.eligibility import Outcome
from alongside.domain.site_sections import Section, Standing
from tests import factories
from tests.apps.directory.conftest import TODAY

WELL = {"age_years": 66, "asa": 2, "bmi": 27, "expected_critical_care_level": 1}
ATTESTED_ON = date(2026, 11, 1)


@pytest.fixture
def manager(area):
    return factories.client_of(area.manager)


@pytest.fixture
def own(area):
    act_for(area.hospital.id)
    return {"site": area.clinic, "by": area.manager, "today": TODAY}


def record(area, on=TODAY):
    return queries.find_site(area.manager, area.clinic.id, on)


def outcome(area, on=TODAY):
    return decision(area, area.hip, on).outcome


def decision(area, group, on=TODAY):
    return queries.answer_of(record(area, on), Question(group, WELL), on).decision


def standing(area, on=TODAY):
    return facts.sections_standing(record(area, on), on)


def fields_of(html):
    """What a browser sends when a person fills in nothing and presses the button."""
    form = next(f for f in re.findall(r"<form.*?</form>", html, re.S) if 'name="seen"' in f)
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind, name = re.search(r'type="(\w+)"', tag), re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if kind and kind[1] == "checkbox" and " checked" not in tag:
            continue
        sent.setdefault(name[1], []).append(value[1] if value else "")
    return form, sent


@pytest.mark.row("M-16")
def test_whole_word_of_old_counts_for_all_its_parts(area):
    assert set(standing(area).values()) == {Standing.ATTESTED}
    assert standing(area, ATTESTED_ON + timedelta(76))[Section.LEVEL] is Standing.DUE
    assert standing(area, ATTESTED_ON + timedelta(91))[Section.LEVEL] is Standing.STALE
    assert not SectionAttestation.objects.exists()


@pytest.mark.row("M-16")
def test_nothing_changed_takes_two_clicks_and_one_post(area, manager):
    """From the site's page: the link, then the button. No field is empty that must be filled."""
    site = reverse("directory:show-site", args=[area.clinic.id])
    address = reverse("directory:attest-site", args=[area.clinic.id])
    assert f'href="{address}"' in manager.get(site).content.decode()
    form, sent = fields_of(manager.get(address).content.decode())
    assert form.count('type="submit"') == 1
    assert set(sent["sections"]) == {section.value for section in Section} & set(sent["sections"])
    assert len(sent["sections"]) >= 4
    response = manager.post(address, sent)
    assert response.status_code == 302
    act_for(area.hospital.id)
    assert Attestation.objects.filter(site=area.clinic, on=TODAY, by=area.manager.user).count() == 1
    assert standing(area, TODAY + timedelta(70))[Section.RULES] is Standing.ATTESTED


@pytest.mark.row("M-16")
def test_one_section_keeps_the_word_on_the_others(area, own):
    later = ATTESTED_ON + timedelta(80)
    seen = facts.fingerprint(record(area))
    actions.attest_sections(**{**own, "today": later}, seen=seen, sections=[Section.LEVEL, Section.SUPPORT])
    found = standing(area, later)
    assert (found[Section.LEVEL], found[Section.RULES]) == (Standing.ATTESTED, Standing.DUE)
    assert outcome(area, later) is Outcome.ACCEPT
    # the rules' word is over 90 days old: the whole answer is for review, though the level is fresh
    assert outcome(area, ATTESTED_ON + timedelta(91)) is Outcome.REVIEW


@pytest.mark.row("M-16")
@pytest.mark.promise("AL-4")
def test_changed_section_needs_its_own_word_and_no_more(area, own):
    actions.set_support(covers={"xray": "24x7", "ct": "hours"}, **own)
    assert standing(area)[Section.SUPPORT] is Standing.CHANGED
    assert standing(area)[Section.LEVEL] is Standing.ATTESTED
    assert outcome(area) is Outcome.NEED_INFO
    actions.attest_sections(seen=facts.fingerprint(record(area)), sections=[Section.LEVEL], **own)
    assert outcome(area) is Outcome.NEED_INFO
    actions.attest_sections(seen=facts.fingerprint(record(area)), sections=[Section.SUPPORT], **own)
    assert outcome(area) is Outcome.ACCEPT
    assert facts.is_attested(record(area))


@pytest.mark.row("M-16")
@pytest.mark.promise("AL-4")
def test_operation_listed_since_the_last_word_waits_for_its_own_word_and_no_other_operation_does(area, own):
    cataract = facts.procedure_groups()["cataract"]
    assert decision(area, cataract).reasons[0].rule == "DIR-1"
    actions.set_services(services=[("110", "hip"), ("130", "cataract")], **own)
    assert decision(area, cataract).outcome is Outcome.NEED_INFO
    (reason,) = decision(area, cataract).reasons
    assert (reason.rule, "attested that it does this operation" in reason.message) == ("ELG-4", True)
    assert queries.criteria_in_force(area.manager, TODAY)[area.clinic.id, "cataract"].attested_on is None
    assert outcome(area) is Outcome.ACCEPT
    others = [Section.LEVEL, Section.SUPPORT, Section.RULES]
    actions.attest_sections(seen=facts.fingerprint(record(area)), sections=others, **own)
    assert decision(area, cataract).outcome is Outcome.NEED_INFO
    actions.attest_sections(seen=facts.fingerprint(record(area)), sections=[Section.SERVICES], **own)
    assert decision(area, cataract).outcome is outcome(area) is Outcome.ACCEPT


@pytest.mark.row("M-16")
def test_word_on_the_operations_grows_old_like_the_others(area, own):
    """Level, support and rules are said again on the 80th day; the operations are not."""
    later = ATTESTED_ON + timedelta(80)
    others = [Section.LEVEL, Section.SUPPORT, Section.RULES]
    actions.attest_sections(**{**own, "today": later}, seen=facts.fingerprint(record(area)), sections=others)
    assert [outcome(area, ATTESTED_ON + timedelta(day)) for day in (90, 91)] == [Outcome.ACCEPT, Outcome.REVIEW]


def test_section_word_is_append_only_and_for_the_own_site(area, own):
    seen = facts.fingerprint(record(area))
    (row,) = actions.attest_sections(seen=seen, sections=[Section.LEVEL], **own)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SectionAttestation.objects.filter(pk=row.pk).update(note="x")
    with pytest.raises(actions.NotYoursError):
        actions.attest_sections(seen=seen, sections=[Section.LEVEL], **{**own, "by": area.other_manager})
    with pytest.raises(actions.ChangedMeanwhileError):
        actions.attest_sections(seen="other", sections=[Section.LEVEL], **own)


@pytest.mark.row("M-16")
def test_evidence_link_is_shown_and_only_a_web_address_is_taken(area, manager):
    address = reverse("directory:attest-site", args=[area.clinic.id])
    _, sent = fields_of(manager.get(address).content.decode())
    bad = manager.post(address, {**sent, "link_level": "javascript:alert(1)"})
    assert bad.status_code == 200
    assert "There is a problem" in bad.content.decode()
    manager.post(address, {**sent, "sections": ["level"], "link_level": "https://example.org/level.pdf"})
    html = manager.get(reverse("directory:show-site", args=[area.clinic.id])).content.decode()
    assert 'href="https://example.org/level.pdf"' in html
    assert "Critical care level: attested by" in html


def test_nothing_ticked_attests_nothing(area, manager):
    address = reverse("directory:attest-site", args=[area.clinic.id])
    _, sent = fields_of(manager.get(address).content.decode())
    response = manager.post(address, {**sent, "sections": []})
    assert response.status_code == 200
    act_for(area.hospital.id)
    assert Attestation.objects.filter(site=area.clinic).count() == 1


@pytest.mark.row("M-16")
@pytest.mark.parametrize(("days", "rule"), [(75, ""), (76, "ATT-3"), (91, "ATT-1")])
def test_reminder_stands_on_the_list_of_those_who_attest(area, settings, days, rule):
    settings.FIXED_DAY = ATTESTED_ON + timedelta(days)
    html = factories.client_of(area.director).get(reverse("directory:list-sites")).content.decode()
    assert ("Your word is wanted" in html) is bool(rule)
    assert rule in html
    assert (
        "Your word is wanted"
        not in factories.client_of(area.clinician).get(reverse("directory:list-sites")).content.decode()
    )


def test_parts_are_a_file(area, manager):
    address = reverse("directory:show-site", args=[area.clinic.id])
    text = manager.get(address, {"table": "sections", "format": "csv"}).content.decode()
    assert "Critical care level" in text
    assert "2027-01-30" in text
