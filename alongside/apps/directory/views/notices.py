"""What is paused, moved or given by telephone and video: said by a site's own people, read by everybody."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import actions, queries
from alongside.apps.directory.forms.notices import NoticeForm
from alongside.apps.directory.models import ServiceNotice
from alongside.apps.directory.presenters import notices as presenter
from alongside.apps.directory.views.base import _DirectoryView, _OwnSiteView
from alongside.domain.site_notices import NoticeKind
from alongside.web.exports import export
from alongside.web.words import long_date


class ListNoticesView(_DirectoryView):
    permission = Permission.SEE_DIRECTORY

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = presenter.rows(queries.notices(self.by, self.today), self.by)
        about = {"Source": "Each site’s own notices", "As of": long_date(self.today)}
        file = export(request.GET.get("format"), "Service changes", presenter.COLUMNS, rows, about)
        own = any(row["end"] for row in rows)
        context = {
            "title": "Service changes",
            "rows": rows,
            "columns": [*presenter.COLUMNS, presenter.END_COLUMN] if own else presenter.COLUMNS,
            "today": self.today,
            "area_code": queries.area_code(self.by),
        }
        return file or render(request, "directory/notices.jinja", context)


class AddNoticeView(_OwnSiteView):
    permission = Permission.EDIT_SITE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.form())

    def form(self, data: Any = None) -> NoticeForm:
        return NoticeForm(data, record=self.record, sites=queries.sites_of_area(self.by), today=self.today)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        given = form.cleaned_data
        try:
            actions.add_notice(
                site=self.site,
                kind=NoticeKind(given["kind"]),
                function=given["function"],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                to_site=form.site_moved_to,
                public_words=given["public_words"],
                by=self.by,
            )
        except actions.NoticeRefusedError as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        messages.success(
            request, "Said. Who can do an operation, the next plan and the public page say so from now on."
        )
        return redirect(self.address("show-site"))

    def show(self, form: NoticeForm) -> HttpResponseBase:
        lead = "Clinicians who ask, the next plan and the public page are told at once."
        context = self.frame("Say that a service changes", form=form, lead=lead, cancel_href=self.address("show-site"))
        return render(self.request, "directory/edit.jinja", context)


class EndNoticeView(_OwnSiteView):
    permission = Permission.EDIT_SITE

    @property
    def notice(self) -> ServiceNotice:
        found = queries.find_notice(self.by, self.site.pk, self.kwargs["notice_id"])
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        row = presenter.row_of(self.notice, self.by)
        context = self.frame("End this notice?", row=row, cancel_href=self.address("show-site"))
        return render(request, "directory/end_notice.jinja", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        actions.end_notice(notice=self.notice, by=self.by, today=self.today)
        messages.success(request, "Ended. The service is as usual from today.")
        return redirect(self.address("show-site"))
