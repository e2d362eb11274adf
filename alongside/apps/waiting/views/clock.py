"""What happened to a clock: recorded, withdrawn, or struck as entered in error. The rules decide (RTT-1 to RTT-17)."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from alongside.apps.accounts.roles import Permission
from alongside.apps.waiting import actions, queries
from alongside.apps.waiting.forms.pathway import ClockEventForm, ReasonForm
from alongside.apps.waiting.models import ClockEvent, Pathway
from alongside.apps.waiting.presenters import pathway as words
from alongside.apps.waiting.views.base import _PathwayView
from alongside.web.today import today


class _ClockView(_PathwayView):
    permission = Permission.EDIT_LIST
    done: str

    def carry_out(self, form: forms.Form, act: Callable[..., ClockEvent]) -> HttpResponseBase | None:
        """The page to go to when the rules allowed it; None when the form has to say why not."""
        if not form.is_valid():
            return None
        try:
            line = act(by=self.by, today=today(), **form.cleaned_data)
        except actions.Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, f"{reason.message} ({reason.rule})")
            return None
        messages.success(self.request, self.done)
        return redirect("waiting:show-pathway", line.pathway_id)


class RecordClockEventView(_ClockView):
    done = "The event was recorded."

    def get(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        return self.show(self.our_pathway(pathway_id), ClockEventForm(today=today()))

    def post(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        pathway, form = self.our_pathway(pathway_id), ClockEventForm(request.POST, today=today())
        act = partial(actions.record_clock_event, pathway_id=pathway_id)
        return self.carry_out(form, act) or self.show(pathway, form)

    def show(self, pathway: Pathway, form: ClockEventForm) -> HttpResponseBase:
        lines = words.may_be_withdrawn(queries.events_of(self.by, pathway.pk))
        return self.page("clock_event", pathway, form=form, title="Record what happened", withdrawable=lines)


class WithdrawClockEventView(_ClockView):
    done = "The line was withdrawn."

    def get(self, request: HttpRequest, pathway_id: UUID, event_id: UUID) -> HttpResponseBase:
        return self.show(self.our_pathway(pathway_id), ReasonForm())

    def post(self, request: HttpRequest, pathway_id: UUID, event_id: UUID) -> HttpResponseBase:
        pathway, form = self.our_pathway(pathway_id), ReasonForm(request.POST)
        act = partial(actions.withdraw_clock_event, pathway_id=pathway_id, event_id=event_id)
        return self.carry_out(form, act) or self.show(pathway, form)

    def show(self, pathway: Pathway, form: ReasonForm) -> HttpResponseBase:
        return self.page("reason", pathway, form=form, title="Withdraw a line of the clock", submit="Withdraw it")


class StrikePathwayView(_ClockView):
    done = "The clock was struck as entered in error."

    def get(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        return self.show(self.our_pathway(pathway_id), ReasonForm())

    def post(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        pathway, form = self.our_pathway(pathway_id), ReasonForm(request.POST)
        return self.carry_out(form, partial(actions.strike_pathway, pathway_id=pathway_id)) or self.show(pathway, form)

    def show(self, pathway: Pathway, form: ReasonForm) -> HttpResponseBase:
        title = "Strike a clock that was entered in error"
        return self.page("reason", pathway, form=form, title=title, submit="Strike this clock", strikes=True)
