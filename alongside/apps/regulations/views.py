"""What independent hospitals may not do: the list, one difference with all its versions, and the board's form."""

from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.regulations import actions, presenters, queries
from alongside.apps.regulations.forms import ChangeDifferenceForm, DifferenceFilterForm, DifferenceForm
from alongside.apps.regulations.models import DifferenceVersion
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.today import today
from alongside.web.words import long_date

TITLE = "What independent hospitals may not do"


class _DifferenceView(WorkView):
    @cached_property
    def today(self) -> date:
        return today()

    @property
    def may_keep(self) -> bool:
        return self.by.may(Permission.KEEP_REGULATIONS) and self.by.organisation_id == self.by.area_id

    def found(self, key: UUID) -> DifferenceVersion:
        version = queries.find_difference(self.by, key)
        if version is None:
            raise Http404
        return version

    def own(self, key: UUID) -> DifferenceVersion:
        version = self.found(key)
        self.must_keep()
        return version

    def must_keep(self) -> None:
        if not self.may_keep:
            raise actions.NotYoursError("Only the board of the area keeps what independent hospitals may not do.")

    def frame(self, title: str, *, inside: bool = True, **context: Any) -> dict[str, Any]:
        crumbs = [{"text": "Directory", "href": reverse("directory:list-sites")}]
        crumbs += [{"text": TITLE, "href": reverse("regulations:list-differences")}] if inside else []
        return {"title": title, "crumbs": crumbs, "may_keep": self.may_keep, **context}


class ListDifferencesView(_DifferenceView):
    permission = Permission.SEE_DIRECTORY

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = DifferenceFilterForm(request.GET)
        said = form.cleaned_data if form.is_valid() else {}
        rows = [presenters.difference_row(version) for version in queries.differences(self.by)]
        rows = [row for row in rows if presenters.asked(row, said)]
        about = {"Source": "The board of the area; the last column says who", "As of": long_date(self.today)}
        file = export(request.GET.get("format"), TITLE, presenters.FILE_COLUMNS, rows, about)
        page = page_of(rows, request.GET.get("page"))
        frame = self.frame(TITLE, inside=False, filter_form=form, columns=presenters.COLUMNS, page=page)
        return file or render(request, "regulations/list.jinja", frame)


class ShowDifferenceView(_DifferenceView):
    permission = Permission.SEE_DIRECTORY

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        version = self.found(key)
        versions = list(queries.versions_of(self.by, key))
        rows = [presenters.difference_row(each) for each in versions]
        title = f"{version.difference.rule_id}: {version.topic}"
        about = {"Source": version.source, "As of": long_date(self.today)}
        file = export(request.GET.get("format"), title[:80], presenters.FILE_COLUMNS, rows, about)
        told = {"facts": presenters.facts(version), "history": presenters.history(versions)}
        frame = self.frame(title, version=version, **told)  # type: ignore[arg-type]
        return file or render(request, "regulations/difference.jinja", frame)


class _FormView(_DifferenceView):
    permission = Permission.KEEP_REGULATIONS
    title = "Add a difference"

    def show(self, form: DifferenceForm, caption: str = "") -> HttpResponseBase:
        return render(self.request, "regulations/form.jinja", self.frame(self.title, form=form, caption=caption))


class AddDifferenceView(_FormView):
    permission = Permission.KEEP_REGULATIONS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        self.must_keep()
        return self.show(DifferenceForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        self.must_keep()
        form = DifferenceForm(request.POST)
        if form.is_valid():
            try:
                version = actions.add_difference(words=form.words, by=self.by, today=self.today)
            except (actions.Refused, actions.ChangedMeanwhileError) as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"Saved as {version.difference.rule_id}.")
                return redirect("regulations:show-difference", version.difference_id)
        return self.show(form)


class ChangeDifferenceView(_FormView):
    permission = Permission.KEEP_REGULATIONS
    title = "Change a difference"

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        version = self.own(key)
        return self.show(ChangeDifferenceForm(version=version), version.difference.rule_id)

    def post(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        version = self.own(key)
        form = ChangeDifferenceForm(request.POST, version=version)
        if form.is_valid():
            try:
                changed = actions.change_difference(
                    difference=version.difference,
                    words=form.words,
                    seen=form.version_seen,
                    by=self.by,
                    today=self.today,
                )
            except (actions.Refused, actions.ChangedMeanwhileError) as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"Saved as version {changed.version}.")
                return redirect("regulations:show-difference", key)
        return self.show(form, version.difference.rule_id)
