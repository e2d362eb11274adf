"""One pathway: its clock and facts, who the patient is, and putting it right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.audit.queries import events_of, identity_reads
from alongside.apps.waiting import actions, queries
from alongside.apps.waiting.forms.pathway import ClockEventForm, CorrectForm, PurposeForm, ReasonForm
from alongside.apps.waiting.models import OpenState, Pathway
from alongside.apps.waiting.presenters import pathway as words
from alongside.web.tables import Column

CHANGES = [
    Column("at", "When", "moment"),
    Column("what", "What"),
    Column("before", "Before"),
    Column("after", "After"),
]
DEEDS = [
    Column("at", "When", "moment"),
    Column("by_name", "Who"),
    Column("kind_words", "What"),
    Column("detail.reason", "Reason"),
]
READS = [Column("at", "When", "moment"), Column("by_name", "Who"), Column("get_purpose_display", "Why")]


class _PathwayView(WorkView):
    """What every page about one pathway shares."""

    def pathway(self, pathway_id: UUID) -> Pathway:
        found = queries.pathway(self.by, pathway_id)
        if found is None:
            raise Http404
        return found

    def our_pathway(self, pathway_id: UUID) -> Pathway:
        """Only the provider on whose list it is may go further; to anybody else there is no such page."""
        found = self.pathway(pathway_id)
        if found.provider_id != self.by.organisation_id:
            raise Http404
        return found

    def page(self, template: str, pathway: Pathway, **context: Any) -> HttpResponseBase:
        return render(self.request, f"waiting/{template}.jinja", {"pathway": pathway, **context})


class ShowPathwayView(_PathwayView):
    permission = Permission.SEE_LIST

    def get(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        pathway = self.pathway(pathway_id)
        as_of = queries.list_date(self.by)
        lines = queries.events_of(self.by, pathway_id)
        known, unknown = words.known_and_unknown(pathway)
        ours = pathway.provider_id == self.by.organisation_id
        return self.page(
            "pathway",
            pathway,
            title=f"Pathway {pathway.pathway_identifier}",
            state=OpenState(pathway.state),
            clock=words.clock_section(pathway, as_of),
            care=words.care_section(pathway),
            known=known,
            unknown=unknown,
            timeline=words.timeline(lines),
            deeds=list(events_of(self.by.organisation_id, pathway_id)),
            deed_columns=DEEDS,
            changes=words.history(queries.history_of(self.by, pathway_id), pathway),
            change_columns=CHANGES,
            may_identify=ours and self.by.may(Permission.SEE_IDENTITY),
            may_edit=ours and self.by.may(Permission.EDIT_LIST),
        )


class ShowIdentityView(_PathwayView):
    """Asks why, keeps the answer, and shows who the patient is once: nothing of it is in an address or kept here."""

    permission = Permission.SEE_IDENTITY

    def get(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        return self.page("purpose", self.our_pathway(pathway_id), form=PurposeForm(), title="Why you need to see this")

    def post(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        pathway = self.our_pathway(pathway_id)
        form = PurposeForm(request.POST)
        if not form.is_valid():
            return self.page("purpose", pathway, form=form, title="Why you need to see this")
        patient = actions.see_identity(pathway=pathway, purpose=form.cleaned_data["purpose"], by=self.by)
        if patient is None:
            raise Http404
        reads = list(identity_reads(self.by.organisation_id, patient.pk)[:50])
        response = self.page(
            "identity",
            pathway,
            title="Who this is",
            person=words.identity_rows(patient),
            reads=reads,
            read_columns=READS,
        )
        response.headers["Cache-Control"] = "no-store"
        return response


class CorrectPathwayView(_PathwayView):
    permission = Permission.EDIT_LIST

    def get(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        pathway = self.our_pathway(pathway_id)
        return self.page("correct", pathway, form=CorrectForm(pathway=pathway), title="Correct a pathway")

    def post(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        pathway = self.our_pathway(pathway_id)
        form = CorrectForm(request.POST, pathway=pathway)
        if not form.is_valid():
            return self.page("correct", pathway, form=form, title="Correct a pathway")
        changed = actions.correct_pathway(
            pathway_id=pathway_id,
            values=form.values(),
            facts=form.facts(),
            reason=form.cleaned_data["reason"],
            by=self.by,
        )
        messages.success(
            request, "The correction was kept." if changed else "Nothing was different, so nothing changed."
        )
        return redirect("waiting:show-pathway", pathway_id)


class RecordClockEventView(_PathwayView):
    permission = Permission.EDIT_LIST

    def get(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        form = ClockEventForm(today=timezone.localdate())
        return self.show(self.our_pathway(pathway_id), form)

    def post(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        pathway, today = self.our_pathway(pathway_id), timezone.localdate()
        form = ClockEventForm(request.POST, today=today)
        if form.is_valid():
            try:
                line = actions.record_clock_event(pathway_id=pathway_id, by=self.by, today=today, **form.cleaned_data)
            except actions.Refused as refused:
                for reason in refused.reasons:
                    form.add_error(None, f"{reason.message} ({reason.rule})")
            else:
                messages.success(request, "The event was recorded.")
                return redirect("waiting:show-pathway", line.pathway_id)
        return self.show(pathway, form)

    def show(self, pathway: Pathway, form: ClockEventForm) -> HttpResponseBase:
        lines = queries.events_of(self.by, pathway.pk)
        return self.page(
            "clock_event", pathway, form=form, title="Record what happened", withdrawable=words.may_be_withdrawn(lines)
        )


class WithdrawClockEventView(_PathwayView):
    permission = Permission.EDIT_LIST

    def get(self, request: HttpRequest, pathway_id: UUID, event_id: UUID) -> HttpResponseBase:
        return self.show(self.our_pathway(pathway_id), ReasonForm())

    def post(self, request: HttpRequest, pathway_id: UUID, event_id: UUID) -> HttpResponseBase:
        pathway, form = self.our_pathway(pathway_id), ReasonForm(request.POST)
        if form.is_valid():
            try:
                actions.withdraw_clock_event(
                    pathway_id=pathway_id,
                    event_id=event_id,
                    by=self.by,
                    today=timezone.localdate(),
                    **form.cleaned_data,
                )
            except actions.Refused as refused:
                for reason in refused.reasons:
                    form.add_error(None, f"{reason.message} ({reason.rule})")
            else:
                messages.success(request, "The line was withdrawn.")
                return redirect("waiting:show-pathway", pathway_id)
        return self.show(pathway, form)

    def show(self, pathway: Pathway, form: ReasonForm) -> HttpResponseBase:
        return self.page("reason", pathway, form=form, title="Withdraw a line of the clock", submit="Withdraw it")


class StrikePathwayView(_PathwayView):
    permission = Permission.EDIT_LIST

    def get(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        return self.show(self.our_pathway(pathway_id), ReasonForm())

    def post(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        pathway, form = self.our_pathway(pathway_id), ReasonForm(request.POST)
        if form.is_valid():
            try:
                actions.strike_pathway(
                    pathway_id=pathway_id, by=self.by, today=timezone.localdate(), **form.cleaned_data
                )
            except actions.Refused as refused:
                for reason in refused.reasons:
                    form.add_error(None, f"{reason.message} ({reason.rule})")
            else:
                messages.success(request, "The clock was struck as entered in error.")
                return redirect("waiting:show-pathway", pathway_id)
        return self.show(pathway, form)

    def show(self, pathway: Pathway, form: ReasonForm) -> HttpResponseBase:
        title = "Strike a clock that was entered in error"
        return self.page("reason", pathway, form=form, title=title, submit="Strike this clock", strikes=True)
