"""How ready are two organisations for one another's patients? Each topic with its working; never a bare score."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.partnerships import queries
from alongside.apps.partnerships.presenters import readiness as presenter
from alongside.apps.partnerships.views.base import _PartnershipsView
from alongside.web.exports import export
from alongside.web.words import long_date

SOURCE = "Agreements, policies, contacts, test calls, IT systems and partnerships kept in Alongside"


class ShowReadinessView(_PartnershipsView):
    permission = Permission.SEE_AGREEMENTS
    page = "show-map"

    def get(self, request: HttpRequest, guest_id: UUID, host_id: UUID) -> HttpResponseBase:
        one = queries.standing(self.by, guest_id, host_id, self.today)
        if one is None:
            raise Http404
        title = f"Readiness: {one.guest.name} patients at {one.host.name}"
        about = {"Source": SOURCE, "As of": long_date(self.today)}
        file = export(request.GET.get("format"), title, presenter.FILE_COLUMNS, list(presenter.check_rows(one)), about)
        context = {
            "pair": one,
            "rows": list(presenter.topic_rows(one, may_open=self.may_open())),
            "columns": presenter.COLUMNS,
            "source": f"{SOURCE}, {long_date(self.today)}",
        }
        return file or render(request, "partnerships/readiness.jinja", self.frame(title, **context))
