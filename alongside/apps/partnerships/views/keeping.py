"""What either side writes: how the partnership works, its own lead, drills, visits, and the end."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from markupsafe import Markup

from alongside.apps.accounts.roles import Permission
from alongside.apps.meetings.queries.spaces import own_contacts
from alongside.apps.partnerships import actions, queries
from alongside.apps.partnerships.facts import Record
from alongside.apps.partnerships.forms.keeping import DrillForm, EndForm, LeadForm, SettleForm, VisitForm
from alongside.apps.partnerships.presenters import cover as presenter
from alongside.apps.partnerships.views.base import _OwnPartnershipView
from alongside.web.plain import PlainForm


class _WriteView(_OwnPartnershipView):
    """One form about our own partnership: what it asks, and what is done with the answer."""

    title, saved, submit, warn = "", "Saved.", "Save", False
    after = "partnerships:show-partnership"

    def form(self, record: Record, data: Any = None) -> PlainForm:
        raise NotImplementedError

    def write(self, record: Record, form: Any) -> None:
        raise NotImplementedError

    def get(self, request: HttpRequest, partnership_id: UUID, **line: UUID) -> HttpResponseBase:
        return self.show(self.form(self.own))

    def post(self, request: HttpRequest, partnership_id: UUID, **line: UUID) -> HttpResponseBase:
        form = self.form(self.own, request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            self.write(self.own, form)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        except actions.ChangedMeanwhileError as changed:
            return self.show(self.with_both(form, changed))
        messages.success(request, self.saved)
        return redirect(self.after, partnership_id)

    def with_both(self, form: Any, changed: actions.ChangedMeanwhileError) -> PlainForm:
        """The form again, with the words that this person typed."""
        form.add_error(None, str(changed))
        return form  # type: ignore[no-any-return]

    def lead(self) -> str:
        """What to know before answering."""
        return ""

    def show(self, form: PlainForm) -> HttpResponseBase:
        caption = str(self.own.partnership)
        frame = self.frame(self.title, self.crumb(), form=form, caption=caption, lead=self.lead())
        said = {"submit": self.submit, "warn": self.warn}
        return render(self.request, "partnerships/form.jinja", frame | said)


class SettleView(_WriteView):
    permission = Permission.WORK_TOGETHER
    title = "How the partnership works"

    def form(self, record: Record, data: Any = None) -> SettleForm:
        return SettleForm(data, record=record, functions=queries.functions_at(record.partnership.site), held=self.held)

    @cached_property
    def held(self) -> dict[str, Any]:
        return queries.held_elsewhere(self.by, self.own, self.today)

    def lead(self) -> str:
        return presenter.held_words(self.held)

    def write(self, record: Record, form: SettleForm) -> None:
        seen = form.cleaned_data["seen"]
        actions.settle(partnership=record.partnership, words=form.words, seen=seen, by=self.by, today=self.today)


class NameLeadView(_WriteView):
    permission = Permission.WORK_TOGETHER
    title = "Name our lead"

    def form(self, record: Record, data: Any = None) -> LeadForm:
        return LeadForm(data, contacts=own_contacts(self.by, self.today))

    def write(self, record: Record, form: LeadForm) -> None:
        actions.name_lead(partnership=record.partnership, **form.words, by=self.by, today=self.today)


class LogDrillView(_WriteView):
    permission = Permission.WORK_TOGETHER
    title, saved = "Log a drill of the transfer", "Logged."

    def form(self, record: Record, data: Any = None) -> DrillForm:
        return DrillForm(data)

    def write(self, record: Record, form: DrillForm) -> None:
        said = {name: form.cleaned_data[name] for name in ("on", "kind", "minutes", "learned")}
        passed = form.cleaned_data["passed"] == "yes"
        actions.log_drill(partnership=record.partnership, **said, passed=passed, by=self.by, today=self.today)


class LogVisitView(_WriteView):
    permission = Permission.WORK_TOGETHER
    title, saved = "Log a visit", "Logged."

    def form(self, record: Record, data: Any = None) -> VisitForm:
        return VisitForm(data, sides=(record.partnership.trust, record.partnership.host))

    def write(self, record: Record, form: VisitForm) -> None:
        sides = {str(side.pk): side for side in (record.partnership.trust, record.partnership.host)}
        said = {name: form.cleaned_data[name] for name in ("on", "who", "learned")}
        visitors = sides[form.cleaned_data["visitors"]]
        actions.log_visit(partnership=record.partnership, **said, visitors=visitors, by=self.by, today=self.today)


class EndPartnershipView(_WriteView):
    permission = Permission.WORK_TOGETHER
    title, saved = "End this partnership today", "Ended. What was drilled and learnt stays."
    submit, warn = "End it", True

    def form(self, record: Record, data: Any = None) -> EndForm:
        return EndForm(data)

    def lead(self) -> Markup:
        stays = queries.still_in_force(self.by, *self.own.parties, self.today)
        return presenter.still_placing(stays)

    def write(self, record: Record, form: EndForm) -> None:
        actions.end_partnership(
            partnership=record.partnership, why=form.cleaned_data["why"], by=self.by, today=self.today
        )
