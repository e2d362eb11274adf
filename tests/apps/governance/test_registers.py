"""The registers: systems, who does what, barriers with the cases that plans counted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.directory.models import CriteriaVersion, ProcedureGroup, SiteService
from alongside.apps.governance import actions
from alongside.apps.governance.actions import (
    BarrierWords,
    ChangedMeanwhileError,
    Refused,
    ResponsibilityWords,
    SystemWords,
)
from alongside.apps.governance.facts import row_digest
from alongside.apps.governance.models import Barrier, BarrierCount, BarrierStep, Responsibility, SystemUse
from tests import factories
from tests.apps.governance.conftest import TODAY

SYSTEM = {"purpose": "imaging", "system": "Picture archive", "who_has_access": "Ward doctors"}
BARRIER = {"rule": "No oxygen", "blocks": "Patients on oxygen", "effect": "They wait"}


def step(area, **given):
    said = {"partner": area.guest, "pathway": "Hip", "step": "03-preop", "responsible": "Nurse", "accountable": "Dr"}
    return ResponsibilityWords(**said | given)


def add(by, words):
    act_for(by.organisation_id)
    return actions.add_row(words=words, by=by, today=TODAY)


@pytest.mark.row("M-44")
def test_a_step_has_one_line_in_each_pathway(area):
    add(area.keeper, step(area))
    with pytest.raises(Refused, match="already"):
        add(area.keeper, step(area, responsible="Somebody else"))
    add(area.keeper, step(area, pathway="Knee"))
    with pytest.raises(Refused, match="another organisation"):
        add(area.keeper, step(area, partner=area.host))


@pytest.mark.row("M-66")
def test_only_its_keeper_changes_or_removes_a_line(area):
    words = SystemWords(**SYSTEM)
    row = add(area.keeper, words)
    for by in (area.guest_keeper, area.nurse, area.stranger):
        act_for(by.organisation_id)
        with pytest.raises(PermissionDenied):
            actions.change_row(row=row, words=words, seen=None, by=by, today=TODAY)
        with pytest.raises(PermissionDenied):
            actions.remove_row(row=row, by=by)
    act_for(area.guest.id)
    assert SystemUse.objects.filter(pk=row.pk).update(system="Ours") == 0
    act_for(area.host.id)
    seen = row_digest(row)
    actions.change_row(row=row, words=replace(words, system="Newer"), seen=seen, by=area.keeper, today=TODAY)
    with pytest.raises(ChangedMeanwhileError):
        actions.change_row(row=row, words=words, seen=seen, by=area.keeper, today=TODAY)
    actions.remove_row(row=row, by=area.keeper)
    assert not SystemUse.objects.exists()


@pytest.mark.row("M-38")
def test_anybody_who_may_raise_logs_a_barrier(area):
    assert add(area.nurse, BarrierWords(**BARRIER)).organisation == area.host
    with pytest.raises(PermissionDenied):
        add(factories.person("administrator", area.host), BarrierWords(**BARRIER))


def counted(area, barrier, refused=30, without=2, **given):
    kept = actions.KeptPlan(
        area.board, area.board.id, **{"name": "A plan", "on": TODAY, "planned": 60, "whole_list": True} | given
    )
    with acting_for(area.board.id):
        actions.keep_counts(plan=kept, found={barrier.pk: (refused, without)})


@pytest.mark.row("M-38")
@pytest.mark.promise("AL-12")
def test_evidence_pack_says_rule_cases_source_and_day(area):
    barrier = add(area.nurse, BarrierWords(**BARRIER, counted_by="AGR-", raised_with="The board", status="raised"))
    counted(area, barrier)
    client = factories.client_of(area.guest_nurse)
    address = reverse("governance:show-barrier", args=[barrier.pk])
    html = client.get(address).content.decode()
    assert "this rule refused 30 of 60 patients, or sent them to review first, at one site" in html
    assert "; fewer than 5 of them have no place" in html
    text = client.get(address, {"format": "csv"}).content.decode()
    for words in ("No oxygen", "The board", "Raised", "A plan", "60,30,fewer than 5,Modelled: counted from the plan"):
        assert words in text
    assert client.get(address, {"format": "xlsx"}).content[:2] == b"PK"
    assert "No oxygen" in client.get(reverse("governance:list-barriers"), {"format": "csv"}).content.decode()


@pytest.mark.row("M-38")
def test_counts_are_appended_by_the_board_and_add_up(area):
    barrier = add(area.nurse, BarrierWords(**BARRIER, counted_by="AGR-1"))
    counted(area, barrier)
    act_for(area.board.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        BarrierCount.objects.update(refused=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        counted(area, barrier, refused=20, without=30)
    assert actions.rules_to_count(area.board) == {barrier.pk: "AGR-1"}


@pytest.mark.parametrize(
    ("name", "sent", "model"),
    [
        ("system", SYSTEM, SystemUse),
        (
            "responsibility",
            {"pathway": "Hip", "step": "03-preop", "responsible": "N", "accountable": "D"},
            Responsibility,
        ),
        ("barrier", BARRIER | {"counted_by": "AGR-", "status": "noted"}, Barrier),
    ],
)
@pytest.mark.row("M-38", "M-44", "M-66")
def test_line_is_added_found_changed_and_removed_on_pages(area, name, sent, model):
    client = factories.client_of(area.keeper)
    many = {"responsibility": "responsibilities"}.get(name, f"{name}s")
    sent = sent | ({"partner": str(area.guest.pk)} if name == "responsibility" else {})
    assert client.post(reverse(f"governance:add-{name}"), {}).status_code == 200
    assert client.post(reverse(f"governance:add-{name}"), sent).status_code == 302
    act_for(area.host.id)
    row = model.objects.get()
    change = reverse(f"governance:change-{name}", args=[row.pk])
    assert client.get(change).status_code == 200
    again = client.post(change, sent | {"seen": "somebody else's"})
    assert "Somebody else has changed this" in again.content.decode()
    assert client.post(change, sent | {"seen": row_digest(row)}).status_code == 302
    listed = client.get(reverse(f"governance:list-{many}"), {"q": "nothing like it"}).content.decode()
    assert "Nothing to show" in listed
    assert "Ashford Hospital" in client.get(reverse(f"governance:list-{many}"), {"format": "csv"}).content.decode()
    if name != "barrier":
        remove = reverse(f"governance:remove-{name}", args=[row.pk])
        assert client.get(remove).status_code == 200
        client.post(remove)
        act_for(area.host.id)
        assert not model.objects.exists()


@pytest.mark.promise("AL-8")
def test_nhs_number_in_a_barrier_is_refused(area):
    client = factories.client_of(area.nurse)
    answer = client.post(reverse("governance:add-barrier"), BARRIER | {"status": "noted", "blocks": "999 000 0018"})
    assert "leave patients out" in answer.content.decode()


@pytest.fixture
def oxygen_rule(area):
    """A site of the area has a rule about oxygen."""
    with acting_for(area.host.id):
        given = {"site": area.site, "organisation": area.host, "made_by_name": "Test", "source": "test"}
        CriteriaVersion.objects.create(**given, version=1, criteria=[{"rule_id": "weight"}])
        CriteriaVersion.objects.create(**given, version=2, criteria=[{"rule_id": "oxygen"}])


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("'; DROP", "must be an id of letters"),
        ("oxigen", "no site of the area has it. Do you mean oxygen?"),
        ("weight", "no site of the area has it"),
        ("RTT-", "kept without a count"),
        ("oxygen", ""),
        ("AGR-", ""),
        ("", ""),
    ],
)
@pytest.mark.promise("AL-12")
def test_rule_that_counts_is_one_that_plans_count(area, oxygen_rule, rule, told):
    """A mistyped rule would be told as no case for ever."""
    client = factories.client_of(area.nurse)
    answer = client.post(reverse("governance:add-barrier"), BARRIER | {"status": "noted", "counted_by": rule})
    assert answer.status_code == (200 if told else 302)
    assert told in answer.content.decode()
    act_for(area.host.id)
    assert Barrier.objects.exists() is not bool(told)


def listed(area):
    return factories.client_of(area.nurse).get(reverse("governance:list-barriers"), {"format": "csv"}).content.decode()


@pytest.mark.row("M-38")
@pytest.mark.promise("AL-12")
def test_rule_that_nobody_can_count_is_not_counted_rather_than_none(area, oxygen_rule):
    """Kept while a site had the rule; now none has, so plans pass it over and an old zero is no evidence."""
    barrier = add(area.nurse, BarrierWords(**BARRIER, counted_by="oxygen"))
    assert actions.rules_to_count(area.board) == {barrier.pk: "oxygen"}
    counted(area, barrier, refused=0, without=0)
    act_for(area.host.id)
    html = shown(area, barrier)
    assert "not counted" not in html
    with acting_for(area.host.id):
        site = {"site": area.site, "organisation": area.host, "made_by_name": "Test", "source": "test"}
        CriteriaVersion.objects.create(**site, version=3, criteria=[])
    assert actions.rules_to_count(area.board) == {}
    html = shown(area, barrier)
    assert "no site of the area has a rule of this name" in html
    assert html.count("not counted") == 3
    words = replace(BarrierWords(**BARRIER, counted_by="oxygen"), effect="They wait longer")
    act_for(area.host.id)
    assert actions.change_row(row=barrier, words=words, seen=None, by=area.nurse, today=TODAY).counted_by == "oxygen"


def shown(area, barrier, **params):
    client = factories.client_of(area.guest_nurse)
    return client.get(reverse("governance:show-barrier", args=[barrier.pk]), params).content.decode()


@pytest.mark.row("M-38")
@pytest.mark.promise("AL-12")
def test_headline_is_of_the_newest_plan_of_the_whole_list(area):
    barrier = add(area.nurse, BarrierWords(**BARRIER, counted_by="AGR-1"))
    assert "not counted" in listed(area)
    counted(area, barrier, refused=50, without=40, name="Trial of one specialty", whole_list=False)
    assert "this rule refused" not in shown(area, barrier)
    assert "not counted,not counted,no plan of the whole list" in listed(area)
    counted(area, barrier, name="Everybody", on=TODAY - timedelta(days=30))
    html = shown(area, barrier)
    assert "In the plan “Everybody”, of the whole list as of 1 January 2026, this rule refused 30 of 60" in html
    assert "a part of the list" in html, "the trial stands in the table beneath"
    assert "30,fewer than 5,“Everybody" not in listed(area)
    assert '30,fewer than 5,"Everybody, list as of 1 January 2026"' in listed(area)
    act_for(area.host.id)
    words = BarrierWords(**BARRIER, counted_by="AGR-2")
    actions.change_row(row=barrier, words=words, seen=None, by=area.nurse, today=TODAY)
    assert "this rule refused" not in shown(area, barrier), "those were the cases of another rule"


@pytest.mark.row("M-38")
def test_steps_of_a_barrier_have_their_days_on_its_page_and_in_the_evidence(area):
    barrier = add(area.nurse, BarrierWords(**BARRIER, since=date(2025, 12, 1)))
    client = factories.client_of(area.nurse)
    sent = BARRIER | {"status": "raised", "since_0": "5", "since_1": "1", "since_2": "2026"}

    def post(said):
        act_for(area.host.id)
        barrier.refresh_from_db()
        address = reverse("governance:change-barrier", args=[barrier.pk])
        answer = client.post(address, said | {"seen": row_digest(barrier)})
        return "saved" if answer.status_code == 302 else answer.content.decode()

    assert "Say with whom it was raised (BAR-1)" in post(sent)
    sent |= {"raised_with": "The board"}
    assert post(sent) == "saved"
    assert "before the step of 5 January 2026 (BAR-3)" in post(sent | {"status": "answered", "since_0": "4"})
    assert "on a day to come (BAR-2)" in post(sent | {"status": "answered", "since_1": "2"})
    told = BARRIER | {"status": "answered", "raised_with": "The board", "answer": "They will ask the ministry"}
    assert [post(told), post(told)] == ["saved", "saved"]
    html = shown(area, barrier)
    for words in ("1 December 2025", "5 January 2026", "31 January 2026", "Answer: They will ask the ministry"):
        assert words in html
    line = "Noted 1 December 2025. Raised 5 January 2026. With The board. Answered 31 January 2026. With The board."
    assert line in shown(area, barrier, format="csv")
    act_for(area.host.id)
    assert barrier.steps.count() == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        BarrierStep.objects.update(on=TODAY)


def responsibilities(client, **params):
    return client.get(reverse("governance:list-responsibilities"), params).content.decode()


@pytest.mark.row("M-44")
def test_each_pathway_says_which_standard_steps_have_nobody(area):
    add(area.keeper, step(area, step="07-operation"))
    for code in ("01-referral", "02-clock", "05-transport", "06-admission", "08-ward", "09-worse", "10-discharge"):
        add(area.keeper, step(area, step=code))
    client = factories.client_of(area.keeper)
    gap = "Nobody is named for: pre-operative assessment; consent; follow-up; incidents and complaints."
    assert f"Hip at Ashford Hospital, patients of East Trust. {gap}" in responsibilities(client)
    lines = responsibilities(client, format="csv").splitlines()
    assert [line.split(",")[0] for line in lines if "nobody is named" in line] == [
        "Pre-operative assessment",
        "Consent",
        "Follow-up",
        "Incidents and complaints",
    ]
    assert lines[-2].startswith("Follow-up"), "in the order of the pathway"
    link = f"{reverse('governance:add-responsibility')}?partner={area.guest.pk}&amp;step=04-consent"
    assert link in responsibilities(client)
    assert link not in responsibilities(factories.client_of(area.guest_keeper)), "only its keeper is led to the form"


@pytest.mark.row("M-44")
def test_pathway_is_chosen_from_what_sites_do_or_named_in_words(area):
    ProcedureGroup.objects.create(
        code="110-hip", name="Hip replacement", treatment_function="110", theatre_minutes=90, bed_nights=1, source="t"
    )
    with acting_for(area.host.id):
        SiteService.objects.create(
            site=area.site, organisation=area.host, treatment_function="110", procedure_group_id="110-hip", source="t"
        )
    client = factories.client_of(area.keeper)
    sent = {"partner": str(area.guest.pk), "step": "03-preop", "responsible": "Nurse", "accountable": "Doctor"}
    address = reverse("governance:add-responsibility")
    assert "Choose a pathway, or name another" in client.post(address, sent).content.decode()
    assert client.post(address, sent | {"service": "110/110-hip"}).status_code == 302
    assert client.post(address, sent | {"service": "110/", "pathway": "ignored"}).status_code == 302
    assert client.post(address, sent | {"pathway": "Rehabilitation"}).status_code == 302
    act_for(area.host.id)
    kept = set(Responsibility.objects.values_list("function", "group", "pathway"))
    assert kept == {
        ("110", "110-hip", "Hip replacement"),
        ("110", "", "Trauma and Orthopaedics"),
        ("", "", "Rehabilitation"),
    }
    row = Responsibility.objects.get(group="110-hip")
    html = client.get(reverse("governance:change-responsibility", args=[row.pk])).content.decode()
    assert '<option value="110/110-hip" selected>' in html
    assert "110/110-hip" in responsibilities(client, format="csv")
    filled = client.get(address, {"service": "110/110-hip", "step": "04-consent", "partner": str(area.guest.pk)})
    assert '<option value="04-consent" selected>' in filled.content.decode()


@pytest.mark.row("M-44")
def test_a_pathway_that_is_renamed_keeps_its_steps_together(area):
    """By its code: one matrix, and no second line for a step that was named under the older words."""
    hip = ProcedureGroup.objects.create(
        code="110-hip", name="Hip replacement", treatment_function="110", theatre_minutes=90, bed_nights=1, source="t"
    )
    coded = {"function": "110", "group": "110-hip"}
    kept = add(area.keeper, step(area, step="07-operation", **coded))
    hip.name = "New hips"
    hip.save()
    after = add(area.keeper, step(area, step="04-consent", **coded))
    assert (kept.pathway, after.pathway) == ("Hip replacement", "New hips")
    client = factories.client_of(area.keeper)
    html = responsibilities(client)
    assert html.count("Nobody is named for:") == 1
    assert "Nobody is named for: referral and list; reporting the clock; pre-operative assessment; transport" in html
    with pytest.raises(Refused, match="a line for this step already"):
        add(area.keeper, step(area, step="07-operation", **coded))
    act_for(area.host.id)
    with pytest.raises(Refused, match="a line for this step already"):
        actions.change_row(
            row=after, words=step(area, step="07-operation", **coded), seen=None, by=area.keeper, today=TODAY
        )
    again = step(area, step="04-consent", **coded)
    assert add(area.keeper, again) == after, "sent twice"


def test_a_line_that_was_removed_meanwhile_is_told_and_breaks_nothing(area):
    words = SystemWords(**SYSTEM)
    row = add(area.keeper, words)
    same = SystemUse.objects.get(pk=row.pk)
    actions.remove_row(row=row, by=area.keeper)
    for writing in (
        lambda: actions.remove_row(row=same, by=area.keeper),
        lambda: actions.change_row(row=same, words=words, seen=None, by=area.keeper, today=TODAY),
    ):
        with pytest.raises(Refused, match="removed this line meanwhile"):
            writing()
