"""Where would you send this patient? Asked of clinicians once a day, counted for the area without a name."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from alongside.apps.audit.isolation import act_for
from alongside.apps.audit.models import Event
from alongside.apps.directory import actions, queries
from alongside.apps.directory.facts import fingerprint, procedure_groups
from alongside.apps.directory.models import CheckAnswer, SiteService
from alongside.domain.clinician_check import FEWEST, NONE_OF_THESE, WELL
from alongside.domain.criteria_reading import read_criteria
from tests import factories
from tests.apps.directory.conftest import TODAY

CHECK, RESULTS = "directory:take-check", "directory:show-understanding"


@pytest.fixture
def strict(area):
    """The clinic takes nobody under 80: so the two sites differ for nearly every patient."""
    act_for(area.hospital.id)
    rules, _ = read_criteria([{"rule_id": "age_min", "field": "age_years", "op": ">=", "value": 80}])
    actions.save_criteria(site=area.clinic, group=None, rules=rules, based_on=1, by=area.director, today=TODAY)
    record = queries.find_site(area.director, area.clinic.id, TODAY)
    actions.attest(site=area.clinic, seen=fingerprint(record), by=area.director, today=TODAY)
    act_for(area.trust.id)
    return area


def asked(area, on=TODAY):
    act_for(area.trust.id)
    return queries.question_of_today(area.clinician, on)


def answer(area, chosen, on=TODAY, by=None):
    act_for((by or area.clinician).organisation_id)
    question = queries.question_of_today(by or area.clinician, on)
    return actions.answer_check(asked=question, chosen=chosen(question), by=by or area.clinician, today=on)


def rightly(question):
    return min(question.right)


def wrongly(question):
    return next(o.site for o in question.options if o.site not in question.right)


@pytest.mark.row("M-43")
@pytest.mark.promise("AL-6")
def test_question_is_that_of_the_person_and_day_and_its_answers_are_who_cans(strict):
    question = asked(strict)
    assert question == asked(strict)
    assert len({str(asked(strict, TODAY + timedelta(day))) for day in range(6)}) > 1
    patient = queries.Question(procedure_groups()[question.group], {**WELL, **question.patient})
    said = {row.site.code: row.decision.outcome for row in queries.who_can(strict.clinician, patient, TODAY)}
    assert {option.site: option.outcome for option in question.options} == said


@pytest.mark.row("M-43")
def test_answer_is_kept_with_the_versions_and_without_a_name(strict):
    kept = answer(strict, rightly)
    assert kept.is_right
    assert {row["site"]: row["version"] for row in kept.options} == {o.site: o.version for o in asked(strict).options}
    words = str({field.name: getattr(kept, field.name) for field in CheckAnswer._meta.fields})
    assert strict.clinician.name not in words
    assert str(strict.clinician.user.pk) not in kept.drawn_for
    assert queries.answer_of_today(strict.clinician, TODAY).options == kept.options


@pytest.mark.row("M-43")
@pytest.mark.promise("AL-8")
def test_nothing_that_is_kept_says_who_answered_that_day(strict):
    """One person of the organisation answers: an event with their name and the day would give the answer away."""
    act_for(strict.trust.id)
    before = Event.objects.count()
    client = factories.client_of(strict.clinician)
    assert client.post(reverse(CHECK), {"site": wrongly(asked(strict))}).status_code == 302
    act_for(strict.trust.id)
    assert CheckAnswer.objects.count() == 1
    assert Event.objects.count() == before


def test_second_answer_of_a_day_changes_nothing(strict):
    first = answer(strict, wrongly)
    assert answer(strict, rightly) == first
    assert not first.is_right
    assert CheckAnswer.objects.count() == 1
    answer(strict, rightly, TODAY + timedelta(1))
    assert CheckAnswer.objects.count() == 2


@pytest.mark.promise("AL-8")
def test_answers_are_appended_and_others_areas_do_not_read_them(strict):
    answer(strict, rightly)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CheckAnswer.objects.update(is_right=False)
    act_for(strict.hospital.id)
    assert CheckAnswer.objects.count() == 1
    other = factories.trust(factories.board())
    act_for(other.id)
    assert CheckAnswer.objects.count() == 0


def test_who_may_not_answer_and_what_was_not_asked(strict):
    question = asked(strict)
    with pytest.raises(actions.NotYoursError):
        actions.answer_check(asked=question, chosen=NONE_OF_THESE, by=strict.other_manager, today=TODAY)
    with pytest.raises(actions.CheckRefusedError):
        actions.answer_check(asked=question, chosen="ZZZ99", by=strict.clinician, today=TODAY)
    assert factories.client_of(strict.other_manager).get(reverse(CHECK)).status_code == 403


@pytest.mark.row("M-43")
def test_page_asks_once_and_then_tells_what_each_site_answers(strict):
    client = factories.client_of(strict.clinician)
    html = client.get(reverse(CHECK)).content.decode()
    assert "How it is counted" in html
    assert "Select where you would send this patient" in client.post(reverse(CHECK), {}).content.decode()
    page = client.post(reverse(CHECK), {"site": "ZZZ99"}).content.decode()
    assert "Where would you send this patient" in page
    assert not CheckAnswer.objects.exists()
    assert client.post(reverse(CHECK), {"site": wrongly(asked(strict))}).status_code == 302
    html = client.get(reverse(CHECK)).content.decode()
    assert any(words in html for words in ("Not what the rules say", "This site would look first"))
    assert "Version of its rules" in client.get(reverse(CHECK), {"format": "csv"}).content.decode()
    assert "Canterbury Clinic" in html
    assert client.post(reverse(CHECK), {"site": NONE_OF_THESE}).status_code == 302
    act_for(strict.trust.id)
    assert CheckAnswer.objects.count() == 1


def test_no_question_where_the_sites_do_not_differ(area):
    act_for(area.trust.id)

    SiteService.objects.all().delete()
    act_for(area.hospital.id)
    SiteService.objects.all().delete()
    assert "There is no question today" in factories.client_of(area.clinician).get(reverse(CHECK)).content.decode()


@pytest.mark.row("M-43")
def test_results_hide_numbers_under_five(strict):
    client = factories.client_of(strict.other_manager)
    for day in range(FEWEST - 1):
        answer(strict, rightly, TODAY + timedelta(day))
    page = client.get(reverse(RESULTS))
    assert "Too few answers" in page.content.decode()
    answer(strict, wrongly, TODAY + timedelta(FEWEST))
    text = client.get(reverse(RESULTS), {"table": "checks", "format": "csv"}).content.decode()
    assert ",5,4," in text
    assert ",5,4," in client.get(reverse(RESULTS), {"table": "districts", "format": "csv"}).content.decode()
    assert strict.clinician.name not in text
