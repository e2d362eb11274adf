"""One pathway: its clock and facts, who the patient is, and correcting what is known."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from alongside.apps.accounts.roles import Permission
from alongside.apps.audit.queries import events_of, identity_reads
from alongside.apps.waiting import actions, queries
from alongside.apps.waiting.forms.pathway import CorrectForm, PurposeForm
from alongside.apps.waiting.models import OpenState
from alongside.apps.waiting.presenters import pathway as words
from alongside.apps.waiting.views.base import _PathwayView
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


class ShowPathwayView(_PathwayView):
    permission = Permission.SEE_LIST

    def get(self, request: HttpRequest, pathway_id: UUID) -> HttpResponseBase:
        pathway = self.pathway(pathway_id)
        as_of = queries.list_date(self.by)
        lines = queries.events_of(self.by, pathway_id)
        known, said_no, unknown = words.known_and_unknown(pathway)
        ours = pathway.provider_id == self.by.organisation_id
        return self.page(
            "pathway",
            pathway,
            title=f"Pathway {pathway.pathway_identifier}",
            state=OpenState(pathway.state),
            clock=words.clock_section(pathway, as_of),
            care=words.care_section(pathway),
            known=known,
            needs=words.needs_section(pathway),
            said_no=said_no,
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
