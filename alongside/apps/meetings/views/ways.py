"""How does each organisation of the area work, and what do we say of ourselves?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.roles import Permission
from alongside.apps.meetings import actions
from alongside.apps.meetings.forms.ways import WaysForm
from alongside.apps.meetings.presenters import ways as presenter
from alongside.apps.meetings.queries import ways as queries
from alongside.apps.meetings.views.base import _MeetingsView
from alongside.web.exports import export
from alongside.web.words import long_date

LIST = "meetings:list-ways"


class _WaysView(_MeetingsView):
    def about(self) -> dict[str, object]:
        return {"Source": "What each organisation says of itself", "As of": long_date(self.today)}

    def crumbs(self) -> list[dict[str, str]]:
        return [{"text": "How we work", "href": reverse(LIST)}]


class ListWaysView(_WaysView):
    permission = Permission.SEE_AGREEMENTS
    page = LIST

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = [presenter.row(organisation, said) for organisation, said in queries.ways_of_area(self.by)]
        file = export(request.GET.get("format"), "How we work", presenter.FILE_COLUMNS, rows, self.about())
        context: dict[str, Any] = {
            "rows": rows,
            "columns": presenter.COLUMNS,
            "may_say": self.by.may(Permission.KEEP_GOVERNANCE),
        }
        return file or render(request, "meetings/ways.jinja", self.frame("How we work", **context))


class ShowWaysView(_WaysView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, organisation_id: UUID) -> HttpResponseBase:
        organisation = self.found(queries.find_organisation(self.by, organisation_id))
        said = queries.versions(self.by, organisation)
        rows = [presenter.version_row(each) for each in said]
        title = f"How {organisation.name} works"
        file = export(request.GET.get("format"), title, presenter.VERSION_COLUMNS, rows, self.about())
        ours = organisation.pk == self.by.organisation_id
        context: dict[str, Any] = {
            "organisation": organisation,
            "said": said[0] if said else None,
            "parts": presenter.parts(said[0]) if said else [],
            "earlier": rows[1:],
            "columns": presenter.VERSION_COLUMNS,
            "may_say": ours and self.by.may(Permission.KEEP_GOVERNANCE),
        }
        return file or render(request, "meetings/way.jinja", self.frame(title, self.crumbs(), **context))


class SayHowWeWorkView(_WaysView):
    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest) -> HttpResponseBase:
        said = queries.versions(self.by, self.by.organisation)
        return self.show(WaysForm(held=said[0] if said else None))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = WaysForm(request.POST)
        if form.is_valid():
            seen = form.cleaned_data["version"]
            try:
                actions.say_how_we_work(words=form.words, seen=seen, by=self.by, today=self.today)
            except (actions.Refused, actions.ChangedMeanwhileError) as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Saved. The version before it stays to be read.")
                return redirect("meetings:show-ways", self.by.organisation_id)
        return self.show(form)

    def show(self, form: WaysForm) -> HttpResponseBase:
        lead = "For colleagues of other organisations who come to work with you. The whole area reads it."
        return self.form_page("How we work", form, self.crumbs(), caption=self.by.organisation.name, lead=lead)
