"""The patients of a plan, and one patient's explanation."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.plans import queries
from alongside.apps.plans.forms.lines import LineFilterForm
from alongside.apps.plans.models import PlanLine
from alongside.apps.plans.presenters import figures
from alongside.apps.plans.presenters.carried import carried_rows
from alongside.apps.plans.presenters.sites import sites_said, whose_policy
from alongside.apps.plans.presenters.tables import FILE_COLUMNS, LINE_COLUMNS, SORTS, line_row
from alongside.apps.plans.views.base import _AnsweredPlanView
from alongside.apps.plans.wording import reason, week_words
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.sorting import Order
from alongside.web.today import today

FIRST = "-weeks"
AT_ONCE = 5000


class ListLinesView(_AnsweredPlanView):
    permission = Permission.SEE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = LineFilterForm(request.GET, plan=self.plan)
        order = Order.read(request.GET, SORTS, default=FIRST)
        found = queries.lines(self.by, self.plan, form.filter()).order_by(*order.fields(SORTS, tie="pathway_id"))
        rows = self.rows_of(found.iterator(chunk_size=AT_ONCE))
        about = {"Plan": self.plan.name, "Source": figures.source(self.plan), "Filters": request.GET.urlencode()}
        file = export(request.GET.get("format"), f"Plan, patients, {self.plan.name}", FILE_COLUMNS, rows, about)
        if file:
            return file
        page = page_of(found, request.GET.get("page"))
        context = self.frame(
            f"Patients of the plan: {self.plan.name}",
            "list-lines",
            form=form,
            page=page,
            rows=list(self.rows_of(page.rows)),
            columns=LINE_COLUMNS,
            order=order,
            is_ours=self.is_ours,
            source=figures.source(self.plan),
        )
        return render(request, "plans/lines.jinja", context)

    def rows_of(self, lines: Iterable[PlanLine]) -> Iterator[dict[str, Any]]:
        """With the pathway identifiers, some thousands at once."""
        left = iter(lines)
        while part := list(islice(left, AT_ONCE)):
            known = queries.identifiers(self.by, [line.pathway_id for line in part])
            yield from (line_row(self.plan, line, known) for line in part)


class ShowLineView(_AnsweredPlanView):
    permission = Permission.SEE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        line = queries.line(self.plan, kwargs["pathway_id"])
        if line is None:
            raise Http404
        evidence = self.plan.evidence
        identifier, issuer = queries.identifiers(self.by, [line.pathway_id]).get(line.pathway_id, ("", ""))
        facts = [
            *([{"key": "Issued by", "value": issuer}] if issuer else []),
            {"key": "Specialty", "value": treatment_function_name(line.treatment_function)},
            {"key": "Operation", "value": evidence["groups"].get(line.procedure_group) or None},
            {"key": "Clinical priority", "value": line.priority or None},
            {"key": "Waited", "value": None if line.days_waited is None else f"{line.days_waited // 7} weeks"},
            {"key": "On the list of", "value": line.provider.name},
        ]
        title = f"Place: {line.site.name}" if line.site else f"No place: {reason(line.code).lower()}"
        context = self.frame(
            title,
            line=line,
            reference=identifier or f"line {str(line.pathway_id)[:8]}",
            facts=facts,
            when=week_words(self.plan.starts_on, line.week),
            sites=sites_said(line, evidence),
            policy=whose_policy(line),
            carried=carried_rows(line, queries.carried(self.by, line, today())),
            may_change=self.may_change,
            source=figures.source(self.plan),
        )
        context["crumbs"].append({"text": "Patients", "href": self.address("list-lines")})
        return render(request, "plans/line.jinja", context)
