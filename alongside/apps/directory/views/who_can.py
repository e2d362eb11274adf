"""Who near here can do this operation for a patient like this?"""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import queries
from alongside.apps.directory.facts import SiteRecord, criteria_of, procedure_groups
from alongside.apps.directory.forms.asking import QuestionForm, choice_of, find_operations
from alongside.apps.directory.models import ProcedureGroup
from alongside.apps.directory.presenters import answers as presenter
from alongside.apps.directory.queries import AnswerRow, Question
from alongside.apps.directory.views.base import _DirectoryView
from alongside.domain.clinical_fields import FIELDS
from alongside.domain.criteria import IfMissing
from alongside.domain.postcodes import read_district
from alongside.web.exports import export
from alongside.web.query import query
from alongside.web.words import long_date


class WhoCanView(_DirectoryView):
    permission = Permission.SEE_DIRECTORY

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if district := shorter_district(request.GET.get("near", "")):
            return redirect(request.path + query(request.GET, near=district))
        records = queries.site_records(self.by, self.today)
        groups = procedure_groups()
        found = find_operations(request.GET.get("operation", ""), groups.values())
        data = request.GET if "operation" in request.GET else None
        asked = asked_by(records, found[0] if len(found) == 1 else None)
        form = QuestionForm(data, groups=groups.values(), districts=queries.districts(), asked=asked)
        context: dict[str, Any] = {"title": "Who can do this operation?", "form": form}
        context["operations"] = [choice_of(group) for group in form.groups]
        context["similar"] = [] if len(form.found) < 2 else [choice_of(group) for group in form.found]
        if not form.is_valid():
            return render(request, "directory/who_can.jinja", context)
        question = question_of(form)
        rows = queries.answers(records, question, self.today)
        shown = [presenter.answer_row(row) for row in rows]
        file = export(request.GET.get("format"), "Who can", presenter.FILE_COLUMNS, shown, self.about(form, question))
        context |= {**results(question, rows), **few_facts(form, rows, request), "asked_on": self.today}
        return file or render(request, "directory/who_can.jinja", context)

    def about(self, form: QuestionForm, question: Question) -> dict[str, str]:
        given = [f"{FIELDS[name].label}: {value}" for name, value in question.patient.items() if value is not None]
        return {
            "Operation": choice_of(question.group),
            "Postcode district": form.cleaned_data["near"] or "not given",
            "Furthest": form.cleaned_data["furthest"] or "any distance",
            "Patient": "; ".join(given) or "nothing given",
            "As of": long_date(self.today),
            "Source": "The rules of each site, in the version named in its row",
            "Distance": "Straight line from the middle of the postcode district",
        }


def shorter_district(given: str) -> str:
    """The district of a full postcode, so that an address never keeps where somebody lives; "" when it is short."""
    try:
        district = read_district(given)
    except ValueError:
        return ""
    return district if district != "".join(given.split()).upper() else ""


def asked_by(records: list[SiteRecord], group: ProcedureGroup | None) -> set[str]:
    """The facts that rules use: of the sites that do this operation, or of all when none is chosen yet."""
    if group:
        sets = [criteria_of(record, group) for record in records if record.does(group)]
    else:
        sets = [criteria_of(record, record.groups.get(code)) for record in records for code in record.versions]
    names = {rule.field for criteria in sets for rule in criteria.criteria}
    histories = {
        FIELDS[rule.field].history
        for criteria in sets
        for rule in criteria.criteria
        if rule.if_missing is IfMissing.PASS_IF_NO_HISTORY
    }
    return names | histories


def few_facts(form: QuestionForm, rows: list[AnswerRow], request: HttpRequest) -> dict[str, Any]:
    """A short form of what would decide most, beside all that was asked already."""
    doing = [row for row in rows if row.does_it and row.near_enough]
    facts = presenter.deciding(doing, form.measures)
    conditions = presenter.deciding(doing, form.conditions)
    names = ["no_others"] * bool(conditions and not form.cleaned_data.get("no_others")) + list(facts)
    few = QuestionForm(
        request.GET, groups=form.groups, districts=form.known_districts, asked=form.patient_fields, auto_id="few_%s"
    )
    labels = [FIELDS[name].label for name in form.conditions if not form.cleaned_data.get(name)]
    listed = ", ".join(f"{label[0].lower()}{label[1:]}" for label in labels)
    few.fields["no_others"].label = f"None of these is true of the patient: {listed}"
    kept = [(name, value) for name, value in request.GET.items() if name not in names and value]
    return {"few": [few[name] for name in names], "few_sites": facts, "kept": kept}


def question_of(form: QuestionForm) -> Question:
    furthest = form.cleaned_data["furthest"]
    return Question(form.found[0], form.patient, form.place, float(furthest) if furthest else None)


def results(question: Question, rows: list[AnswerRow]) -> dict[str, Any]:
    """Sites that do the operation near enough, then those too far, then those that do not do it."""
    doing = [row for row in rows if row.does_it and row.near_enough]
    far = [row for row in rows if row.does_it and not row.near_enough]
    absent = [row for row in rows if not row.does_it]
    return {
        "question": question,
        "operation": choice_of(question.group),
        "near_columns": presenter.NEAR_COLUMNS,
        "tally": presenter.tally(doing),
        "doing": [presenter.answer_row(row) for row in doing],
        "far": [presenter.answer_row(row) for row in far],
        "absent": [presenter.answer_row(row) for row in absent],
    }
