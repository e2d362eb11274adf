"""Who works with whom in the whole area, and where are the gaps? A map, and the same as a table."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.partnerships import queries
from alongside.apps.partnerships.forms.asking import MapForm
from alongside.apps.partnerships.presenters import area as presenter
from alongside.apps.partnerships.views.base import _PartnershipsView
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.words import long_date

SOURCE = "Agreements and partnerships kept in Alongside; places as in the directory"


class ShowMapView(_PartnershipsView):
    permission = Permission.SEE_AGREEMENTS
    page = "show-map"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = MapForm(request.GET)
        form.is_valid()
        found = [(one, presenter.row_of(one, self.today)) for one in queries.standings(self.by, self.today)]
        kept = [pair for pair in found if presenter.asked(pair[1], form.said("q"), form.said("show"))]
        kept.sort(key=lambda pair: (-pair[1]["gaps"], pair[1]["pair"]))
        rows = [row for _, row in kept]
        about = {"Source": SOURCE, "As of": long_date(self.today)}
        file = export(request.GET.get("format"), presenter.TITLE, presenter.FILE_COLUMNS, rows, about)
        if file:
            return file
        return render(request, "partnerships/map.jinja", self.context(form, [one for one, _ in kept], rows))

    def context(self, form: MapForm, found: list[queries.Standing], rows: list[dict[str, Any]]) -> dict[str, Any]:
        is_whole = not form.said("q") and not form.said("show")
        source, sites = f"{SOURCE}, {long_date(self.today)}", queries.sites_on_map(self.by)
        return self.frame(
            presenter.TITLE,
            form=form,
            page_of=page_of(rows, self.request.GET.get("page")),
            columns=presenter.COLUMNS,
            partnerships=presenter.partnerships_figure(found, sites, source, is_whole=is_whole),
            is_whole=is_whole,
            agreements=presenter.agreements_figure(found, sites, self.today, source),
            is_board=self.by.organisation_id == self.by.area_id,
        )
