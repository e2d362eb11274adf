"""What independent hospitals may not do: kept by the board in versions, said by who-can, read by the area."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import act_for, acting_for
from alongside.apps.directory import queries as directory
from alongside.apps.insight import today as insight
from alongside.apps.regulations import actions, queries
from alongside.apps.regulations.actions import ChangedMeanwhileError, DifferenceWords, Refused
from alongside.apps.regulations.models import Difference, DifferenceVersion
from alongside.domain.patient_needs import OURS
from tests import factories

TODAY = date(2026, 1, 31)
OXYGEN = DifferenceWords(
    topic="Portable oxygen",
    nhs_rule="An NHS team prescribes it",
    independent_rule="It cannot be prescribed",
    effect="Nobody goes home with it",
    workaround="The NHS team sends part B of the form",
    basis="Home Oxygen Order Form",
    owner="Respiratory lead",
    review_on=date(2026, 7, 31),
    field="on_home_oxygen",
    route="respiratory_team",
)
SENT = {
    **{name: getattr(OXYGEN, name) for name in ("topic", "nhs_rule", "independent_rule", "effect", "workaround")},
    "basis": OXYGEN.basis,
    "owner": OXYGEN.owner,
    "review_on_0": "31",
    "review_on_1": "7",
    "review_on_2": "2026",
    "field": OXYGEN.field,
    "route": OXYGEN.route,
}


@pytest.fixture(autouse=True)
def _it_is_that_day(settings):
    settings.FIXED_DAY = TODAY


@pytest.fixture
def board(db):
    return factories.board()


@pytest.fixture
def keeper(board):
    return factories.person("medical_director", board)


@pytest.fixture
def oxygen(keeper):
    with acting_for(keeper.organisation_id):
        return actions.add_difference(words=OXYGEN, by=keeper, today=TODAY)


def change(version, keeper, seen=None, **given):
    with acting_for(keeper.organisation_id):
        return actions.change_difference(
            difference=version.difference, words=replace(OXYGEN, **given), seen=seen, by=keeper, today=TODAY
        )


@pytest.mark.row("M-67")
@pytest.mark.promise("AL-6")
def test_independent_hospital_has_the_rule_and_a_trust_has_not(board, oxygen):
    hospital, trust = (factories.site(make(board)) for make in (factories.independent, factories.trust))
    reader = factories.person("clinician", hospital.organisation)
    with acting_for(board.id):
        found = {record.id: record for record in directory.site_records(reader, TODAY)}
        rules = {key: [rule.rule_id for rule in record.regulations] for key, record in found.items()}
        assert rules == {hospital.id: ["REG-1"], trust.id: []}
        sets = directory.criteria_in_force(reader, TODAY)
        asked = [rule.rule_id for rule in sets[hospital.id, None].criteria]
        assert [rule for rule in asked if rule not in OURS] == ["REG-1"]
        assert directory.find_site(reader, hospital.id, TODAY).regulations[0].reason.endswith("version 1")


@pytest.mark.row("M-67")
def test_other_areas_have_none_of_it(oxygen):
    other = factories.independent(factories.board())
    with acting_for(other.id):
        assert queries.independent_rules(other.area_id) == ()
        assert not Difference.objects.exists()


def test_new_words_are_a_version_and_the_old_stay(keeper, oxygen):
    later = change(oxygen, keeper, seen=1, workaround="Ring the team", why="The form has changed")
    with acting_for(keeper.organisation_id):
        assert [v.version for v in queries.versions_of(keeper, oxygen.difference_id)] == [2, 1]
        (rule,) = queries.independent_rules(keeper.area_id)
        assert rule.reason == "It cannot be prescribed. Meanwhile: Ring the team; version 2"
        assert later.difference_id == oxygen.difference_id


def test_two_at_once_lose_nobodys_words(keeper, oxygen):
    change(oxygen, keeper, seen=1)
    with pytest.raises(ChangedMeanwhileError):
        change(oxygen, keeper, seen=1, owner="Another")


def test_words_sent_twice_are_one_version(keeper, oxygen):
    first = change(oxygen, keeper, seen=1, owner="Another")
    assert change(oxygen, keeper, seen=1, owner="Another") == first
    with pytest.raises(ChangedMeanwhileError):
        change(oxygen, factories.person("coordinator", keeper.organisation), seen=1, owner="Another")


def test_difference_that_has_ended_asks_nobody(keeper, oxygen):
    change(oxygen, keeper, in_force=False)
    with acting_for(keeper.organisation_id):
        assert queries.independent_rules(keeper.area_id) == ()
        assert not queries.differences_to_review(keeper, date(2030, 1, 1)).exists()


def test_numbers_are_never_used_again(keeper, oxygen):
    change(oxygen, keeper, in_force=False)
    with acting_for(keeper.organisation_id):
        second = actions.add_difference(words=OXYGEN, by=keeper, today=TODAY)
    assert str(second.difference) == "REG-2"


def test_todays_page_asks_the_board_to_review(keeper, oxygen):
    assert "Differences to review" not in told_today(keeper)
    change(oxygen, keeper, review_on=TODAY)
    assert "Differences to review" in told_today(keeper)


def test_review_is_due_from_its_day(keeper, oxygen):
    with acting_for(keeper.organisation_id):
        due = [queries.differences_to_review(keeper, on).count() for on in (date(2026, 7, 30), date(2026, 7, 31))]
    assert due == [0, 1]


def told_today(by):
    with acting_for(by.organisation_id):
        return {need.title for need in insight.needs(by)}


@pytest.mark.promise("AL-4")
@pytest.mark.parametrize("given", [{"route": ""}, {"workaround": ""}, {"field": "bmi"}])
def test_rule_without_reviewer_or_workaround_is_refused(keeper, given):
    with acting_for(keeper.organisation_id), pytest.raises(Refused):
        actions.add_difference(words=replace(OXYGEN, **given), by=keeper, today=TODAY)


def test_board_alone_keeps_them_and_nothing_is_changed(board, keeper, oxygen):
    for by in (factories.person("medical_director", factories.trust(board)), factories.person("clinician", board)):
        act_for(by.organisation_id)
        with pytest.raises(PermissionDenied):
            actions.add_difference(words=OXYGEN, by=by, today=TODAY)
        with pytest.raises(PermissionDenied):
            actions.change_difference(difference=oxygen.difference, words=OXYGEN, seen=None, by=by, today=TODAY)
    trust = factories.trust(board)
    act_for(trust.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        Difference.objects.create(organisation=trust, area_id=board.id, number=9)
    act_for(board.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        DifferenceVersion.objects.update(owner="Somebody")


def test_difference_is_said_changed_and_read_on_pages(board, keeper):
    client = factories.client_of(keeper)
    assert "No difference is kept yet" in client.get(reverse("regulations:list-differences")).content.decode()
    add = reverse("regulations:add-difference")
    assert client.get(add).status_code == 200
    assert "who reviews" in client.post(add, SENT | {"route": ""}).content.decode()
    page = client.post(add, SENT, follow=True).content.decode()
    assert "Saved as REG-1" in page
    assert "reviewed first by the NHS respiratory team" in page
    act_for(board.id)
    key = Difference.objects.get().pk
    edit = reverse("regulations:change-difference", args=[key])
    assert "It cannot be prescribed" in client.get(edit).content.decode()
    changed = SENT | {"in_force": "on", "why": "New owner", "owner": "Lung team"}
    assert "open it again" in client.post(edit, changed | {"seen": "7"}).content.decode()
    page = client.post(edit, changed | {"seen": "1"}, follow=True).content.decode()
    assert "Owner: was “Respiratory lead”" in page
    reader = factories.client_of(factories.person("clinician", factories.trust(board)))
    for address in (reverse("regulations:list-differences"), reverse("regulations:show-difference", args=[key])):
        assert "REG-1" in reader.get(address).content.decode()
        assert "Lung team" in reader.get(address, {"format": "csv"}).content.decode()
        assert reader.get(address, {"format": "xlsx"}).content[:2] == b"PK"
    assert "Nothing to show" in reader.get(reverse("regulations:list-differences"), {"state": "no"}).content.decode()


@pytest.mark.promise("AL-8")
def test_nhs_number_in_a_difference_is_refused(keeper):
    answer = factories.client_of(keeper).post(
        reverse("regulations:add-difference"), SENT | {"effect": "Asked by 999 000 0018"}
    )
    assert "leave patients out" in answer.content.decode()


def test_keeper_of_a_trust_is_told_that_it_is_the_boards(board, oxygen):
    client = factories.client_of(factories.person("medical_director", factories.trust(board)))
    assert client.get(reverse("regulations:change-difference", args=[oxygen.difference_id])).status_code == 403
    assert client.post(reverse("regulations:add-difference"), SENT).status_code == 403
