"""How well does this area know what its sites can do?"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import queries
from alongside.apps.directory.presenters import understanding as presenter
from alongside.apps.directory.views.base import _DirectoryView
from alongside.web.exports import export
from alongside.web.words import long_date


class ShowUnderstandingView(_DirectoryView):
    permission = Permission.SEE_DIRECTORY

    def get(self, request: HttpRequest) -> HttpResponseBase:
        sites = [presenter.known(record, self.today) for record in queries.site_records(self.by, self.today)]
        rows = presenter.rows(sites)
        about = {"Source": "The attestations that sites have given; modelled words do not count", "As of": self.today}
        file = export(request.GET.get("format"), "Understanding by specialty", presenter.FILE_COLUMNS, rows, about)
        context = {
            "title": "How well we know each other",
            "figures": presenter.figures(sites),
            "rows": rows,
            "columns": presenter.COLUMNS,
            "as_of": long_date(self.today),
        }
        return file or render(request, "directory/understanding.jinja", context)
