"""Changing a plan by hand, taking changes back, and planning again with them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.plans import actions, queries
from alongside.apps.plans.actions import Refused
from alongside.apps.plans.forms.changes import (
    AgainForm,
    ExcludePatientForm,
    ExcludeSessionsForm,
    ExcludeSiteForm,
    PinForm,
)
from alongside.apps.plans.models import Adjustment
from alongside.apps.plans.presenters.tables import change_state, change_words
from alongside.apps.plans.views.base import _AnsweredPlanView


class _OwnPlanView(_AnsweredPlanView):
    """A page that only the plan's own organisation has."""

    permission = Permission.MAKE_PLANS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if getattr(request, "acting", None) is not None and self.by.may(self.permission) and not self.is_ours:
            raise Http404

    def identifiers(self, changes: list[Adjustment]) -> dict[UUID, tuple[str, str]]:
        return queries.identifiers(self.by, [one.pathway_id for one in changes if one.pathway_id])


class ListChangesView(_OwnPlanView):
    permission = Permission.MAKE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        changes = queries.adjustments(self.plan)
        known = self.identifiers(changes)
        rows = [
            {
                "what": change_words(self.plan, change, known),
                "state": change_state(change),
                "why": change.why,
                "by": change.by_name,
                "at": change.at,
                "href": None if change.pathway_id is None else self.address("show-line", change.pathway_id),
                "undo": None if change.lifted else self.address("undo-change", change.pk),
            }
            for change in changes
        ]
        waiting = sum(not change.in_question or change.lifted for change in changes)
        context = self.frame("Changes by hand", "list-changes", rows=rows, waiting=waiting)
        return render(request, "plans/changes.jinja", context)


class _ChangeView(_OwnPlanView):
    """A form that makes one kind of change."""

    permission = Permission.MAKE_PLANS
    kind: str
    form_class: Any
    words: str
    lead: str

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(request, self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                actions.adjust(plan=self.plan, kind=self.kind, by=self.by, **self.about(), **form.values())
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The change is kept. It counts when you plan again.")
                return redirect("plans:list-changes", self.plan.pk)
        return self.page(request, form)

    def form(self, data: Any = None) -> Any:
        return self.form_class(data, plan=self.plan, sites=queries.sites_on_plan(self.plan))

    def about(self) -> dict[str, Any]:
        return {}

    def page(self, request: HttpRequest, form: Any) -> HttpResponse:
        back = self.address("list-changes")
        context = self.frame(self.words, "list-changes", form=form, lead=self.lead, back=back)
        return render(request, "plans/change.jinja", context)


class _PatientChangeView(_ChangeView):
    permission = Permission.MAKE_PLANS

    def about(self) -> dict[str, Any]:
        if queries.line(self.plan, self.kwargs["pathway_id"]) is None:
            raise Http404
        return {"pathway_id": self.kwargs["pathway_id"]}

    def page(self, request: HttpRequest, form: Any) -> HttpResponse:
        self.about()
        return super().page(request, form)


class PinPatientView(_PatientChangeView):
    permission = Permission.MAKE_PLANS
    kind, form_class, words = Adjustment.Kind.PIN, PinForm, "Keep this patient at a site"
    lead = (
        "The next plan gives this patient a place there before anybody else, or none. The site's own rules still hold."
    )


class ExcludePatientView(_PatientChangeView):
    permission = Permission.MAKE_PLANS
    kind, form_class, words = Adjustment.Kind.EXCLUDE_PATIENT, ExcludePatientForm, "Leave this patient out"
    lead = "The patient keeps place and clock on their own list, and the next plan offers them nothing."


class ExcludeSiteView(_ChangeView):
    permission = Permission.MAKE_PLANS
    kind, form_class, words = Adjustment.Kind.EXCLUDE_SITE, ExcludeSiteForm, "Do not use a site"
    lead = "The next plan places nobody at this site."


class ExcludeSessionsView(_ChangeView):
    permission = Permission.MAKE_PLANS
    kind, form_class = Adjustment.Kind.EXCLUDE_SESSIONS, ExcludeSessionsForm
    words, lead = (
        "Do not use some sessions",
        "The next plan leaves one specialty's sessions at a site in one week alone.",
    )


class UndoChangeView(_OwnPlanView):
    permission = Permission.MAKE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("plans:list-changes", self.plan.pk)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        change = queries.find_adjustment(self.plan, kwargs["change_id"])
        if change is None:
            raise Http404
        actions.undo_adjustment(adjustment=change, by=self.by)
        messages.success(request, "The change is taken back.")
        return redirect("plans:list-changes", self.plan.pk)


class PlanAgainView(_OwnPlanView):
    permission = Permission.MAKE_PLANS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        standing = [one for one in queries.adjustments(self.plan) if not one.lifted]
        known = self.identifiers(standing)
        changes = [change_words(self.plan, one, known) for one in standing]
        since = queries.changed_since(self.by, self.plan)
        new = any(one.lifted or not one.in_question for one in queries.adjustments(self.plan))
        context = self.frame("Plan again", "list-changes", changes=changes, new=new, since=since, form=AgainForm())
        return render(request, "plans/again.jinja", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            new = actions.plan_again(plan=self.plan, by=self.by, afresh=AgainForm(request.POST).afresh())
        except Refused as refusal:
            return self.to_plan(refusal)
        return redirect("plans:show-plan", new.pk)
