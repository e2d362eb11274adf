"""How well does this area know what its sites can do, and do its clinicians know?"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import queries
from alongside.apps.directory.presenters import check
from alongside.apps.directory.presenters import understanding as presenter
from alongside.apps.directory.views.base import _DirectoryView
from alongside.web.exports import export
from alongside.web.words import long_date


class ShowUnderstandingView(_DirectoryView):
    permission = Permission.SEE_DIRECTORY

    def get(self, request: HttpRequest) -> HttpResponseBase:
        sites = [presenter.known(record, self.today) for record in queries.site_records(self.by, self.today)]
        answers = queries.checks_of_area(self.by)
        rows, checks, districts = presenter.rows(sites), check.rows(answers), check.district_rows(answers)
        about = {"Source": "The attestations that sites have given; modelled words do not count", "As of": self.today}
        told = {"Source": "Clinicians' answers about modelled patients; numbers under 5 left out", "As of": self.today}
        files = {
            "": ("Understanding by specialty", presenter.FILE_COLUMNS, rows, about),
            "checks": ("Where would you send", check.COLUMNS, checks, told),
            "districts": ("Where would you send by district", check.DISTRICT_COLUMNS, districts, told),
        }
        title, columns, wanted, words = files.get(request.GET.get("table", ""), files[""])
        file = export(request.GET.get("format"), title, columns, wanted, words)
        context = {
            "title": "How well we know each other",
            "figures": presenter.figures(sites),
            "rows": rows,
            "columns": presenter.COLUMNS,
            "gaps": presenter.gap_rows(rows),
            "gap_columns": presenter.GAP_COLUMNS,
            "checks": checks,
            "check_columns": check.COLUMNS,
            "districts": districts,
            "district_columns": check.DISTRICT_COLUMNS,
            "may_check": self.by.may(Permission.TAKE_CHECK),
            "as_of": long_date(self.today),
        }
        return file or render(request, "directory/understanding.jinja", context)
