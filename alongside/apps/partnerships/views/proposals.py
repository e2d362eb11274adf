"""Which neighbours should be partners, part by part, and why not the others?"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.partnerships import queries
from alongside.apps.partnerships.forms.asking import SearchForm
from alongside.apps.partnerships.presenters import proposals as presenter
from alongside.apps.partnerships.views.base import _PartnershipsView
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.words import long_date

A_PAGE = 10


class ListProposalsView(_PartnershipsView):
    permission = Permission.SEE_AGREEMENTS
    page = "list-proposals"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = SearchForm(request.GET)
        form.is_valid()
        plan, found = queries.proposals(self.by, self.today)
        found = [one for one in found if presenter.asked(one, form.said("q"))]
        rows = list(presenter.rows(found))
        source = presenter.source(plan)
        about = {"Source": source, "As of": long_date(self.today)}
        file = export(request.GET.get("format"), "Proposed partnerships", presenter.COLUMNS, rows, about)
        proposed = [one for one in found if not one.proposal.refused]
        page = page_of(proposed, request.GET.get("page"), A_PAGE)
        cards = [
            presenter.card(one, number, may_open=self.may_open())
            for number, one in enumerate(page.rows, start=page.first_row)
        ]
        context = {"form": form, "page_of": page, "cards": cards, "source": source}
        refused = [row for row in rows if row["why"]]
        frame = self.frame("Who should be partners?", **context, refused=refused, columns=presenter.REFUSED_COLUMNS)
        return file or render(request, "partnerships/proposals.jinja", frame)
