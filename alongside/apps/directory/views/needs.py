"""What each operation asks of a site: the list, one operation with its versions and sites, and the board's form."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import actions, queries
from alongside.apps.directory.actions.needs import MEANWHILE
from alongside.apps.directory.facts import procedure_groups
from alongside.apps.directory.forms.needs import NeedsFilterForm, NeedsForm
from alongside.apps.directory.models import GroupNeeds, ProcedureGroup
from alongside.apps.directory.presenters import needs as presenter
from alongside.apps.directory.views.base import _DirectoryView
from alongside.domain.site_needs import SiteNeeds
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.words import long_date

TITLE = "What each operation asks of a site"
SOURCE = "The board of the area; each version names who said it"


class _NeedsView(_DirectoryView):
    @property
    def may_keep(self) -> bool:
        return self.by.may(Permission.KEEP_NEEDS) and self.by.organisation_id == self.by.area_id

    @cached_property
    def group(self) -> ProcedureGroup:
        found = procedure_groups().get(self.kwargs["operation"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def version(self) -> GroupNeeds | None:
        return queries.latest_needs(self.by).get(self.group.code)

    def frame(self, title: str, **context: Any) -> dict[str, Any]:
        crumbs = [{"text": "Directory", "href": reverse("directory:list-sites")}]
        crumbs += [{"text": TITLE, "href": reverse("directory:list-needs")}] if self.kwargs else []
        return {"title": title, "crumbs": crumbs, "may_keep": self.may_keep, **context}


class ListNeedsView(_NeedsView):
    permission = Permission.SEE_DIRECTORY

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = NeedsFilterForm(request.GET)
        said = form.cleaned_data if form.is_valid() else {}
        latest = queries.latest_needs(self.by)
        every = [presenter.row_of(group, latest.get(code)) for code, group in procedure_groups().items()]
        rows = sorted((row for row in every if presenter.asked_for(row, said)), key=lambda row: not row["asks"])
        about = {"Source": SOURCE, "As of": long_date(self.today)}
        file = export(request.GET.get("format"), TITLE, presenter.FILE_COLUMNS, rows, about)
        page = page_of(rows, request.GET.get("page"))
        frame = self.frame(TITLE, filter_form=form, columns=presenter.COLUMNS, page=page, total=len(every))
        return file or render(request, "directory/needs_list.jinja", frame)


class ShowNeedsView(_NeedsView):
    permission = Permission.SEE_DIRECTORY

    def get(self, request: HttpRequest, operation: str) -> HttpResponseBase:
        versions = queries.needs_versions(self.by, self.group.code)
        rows = presenter.site_rows(queries.site_records(self.by, self.today), self.group, self.version, self.today)
        about = {"Operation": self.group.name, "Source": SOURCE, "As of": long_date(self.today)}
        title = f"{self.group.name}: what it asks"[:80]
        file = export(request.GET.get("format"), title, presenter.SITE_FILE_COLUMNS, rows, about)
        frame = self.frame(
            self.group.name,
            group=self.group,
            version=self.version,
            facts=presenter.facts(presenter.needs_asked(self.version)),
            rows=rows,
            columns=presenter.SITE_COLUMNS,
            history=presenter.history(versions),
        )
        return file or render(request, "directory/needs.jinja", frame)


class EditNeedsView(_NeedsView):
    permission = Permission.KEEP_NEEDS

    def get(self, request: HttpRequest, operation: str) -> HttpResponseBase:
        self.must_be_the_board()
        return self.show(NeedsForm(version=self.version))

    def post(self, request: HttpRequest, operation: str) -> HttpResponseBase:
        self.must_be_the_board()
        form = NeedsForm(request.POST, version=self.version)
        if not form.is_valid() or "back" in request.POST:
            return self.show(form)
        return self.save(form) if "confirmed" in request.POST else self.confirm(form)

    def confirm(self, form: NeedsForm) -> HttpResponseBase:
        """Which sites would answer otherwise, before anything is kept."""
        if form.version_seen != (self.version.version if self.version else 0):
            form.add_error(None, MEANWHILE)
            return self.show(form)
        asked = SiteNeeds(form.version_seen + 1, form.needs.equipment, form.needs.staff, form.needs.pathway)
        rows = presenter.effect_rows(queries.site_records(self.by, self.today), self.group, asked, self.today)
        frame = self.frame(
            "Check before you save",
            group=self.group,
            sent=form.sent,
            words=presenter.effect_words(rows),
            facts=presenter.facts(asked),
            rows=rows,
            columns=presenter.EFFECT_COLUMNS,
        )
        return render(self.request, "directory/needs_confirm.jinja", frame)

    def save(self, form: NeedsForm) -> HttpResponseBase:
        try:
            version = actions.save_needs(
                group=self.group,
                needs=form.needs,
                why=form.cleaned_data["why"],
                seen=form.version_seen,
                by=self.by,
                today=self.today,
            )
        except actions.ChangedMeanwhileError as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        messages.success(
            self.request, f"Saved as version {version.version}. It decides from the next question and plan on."
        )
        return redirect("directory:show-needs", self.group.code)

    def must_be_the_board(self) -> None:
        if not self.may_keep:
            raise actions.NotYoursError("Only the board of the area says what an operation asks of every site.")

    def show(self, form: NeedsForm) -> HttpResponseBase:
        cancel = reverse("directory:show-needs", args=[self.group.code])
        frame = self.frame("Change what it asks of a site", form=form, group=self.group, cancel_href=cancel)
        return render(self.request, "directory/needs_form.jinja", frame)
