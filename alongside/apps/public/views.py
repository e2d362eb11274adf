"""Pages that anybody may read."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View
from django.views.generic import TemplateView

from alongside.apps.public import presenters, queries
from alongside.apps.public.forms import ServicesForm
from alongside.domain.site_notices import sentence
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.today import today
from alongside.web.words import long_date


class HomeView(TemplateView):
    template_name = "public/home.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"areas": queries.areas()}


class AboutView(TemplateView):
    template_name = "public/about.jinja"


class AccessibilityView(TemplateView):
    template_name = "public/accessibility.jinja"


class ExpectView(TemplateView):
    template_name = "public/expect.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"areas": queries.areas()}


class ShowSiteView(View):
    """What to expect of one hospital or clinic: what it does, what is different there, what it has announced."""

    def get(self, request: HttpRequest, code: str, site_code: str) -> HttpResponseBase:
        area = queries.find_area(code)
        record = queries.site_of(area, site_code, today()) if area else None
        if area is None or record is None:
            raise Http404
        published = queries.published_of(area)
        title, rows = f"What to expect at {record.site.name}", presenters.expected(record)
        about = {"As of": long_date(today()), "Promise": "No place and no waiting time is promised"}
        file = export(
            request.GET.get("format"), f"What to expect of {record.site.name}", presenters.EXPECTED, rows, about
        )
        context = {
            "title": title,
            "area": area,
            "crumbs": presenters.crumbs(area),
            "columns": presenters.EXPECTED[:2],
            "rows": rows,
            "notices": [sentence(notice) for notice in record.notices],
            "about": presenters.about_site(record),
            "services": presenters.done_at(record, published),
            "waits_source": presenters.waits_source(published),
            "said": presenters.who_says_so(record, today()),
        }
        return file or render(request, "public/site.jinja", context)


class ListServicesView(View):
    """What is done where in an area, and what has been announced: no account is needed."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        area = queries.find_area(code)
        if area is None:
            raise Http404
        published = queries.published_of(area)
        every = presenters.rows(area.code, queries.services_of(area, today()), published)
        form = ServicesForm(request.GET, functions={row["function"] for row in every})
        asked = form.cleaned_data if form.is_valid() else {}
        rows = [row for row in every if matches(row, asked)]
        every_column = [*presenters.columns_of(published), presenters.SOURCE_COLUMN]
        columns, source = presenters.one_source(rows, every_column[:-1])
        about = {"Source": source, "As of": long_date(today()), "Promise": "No place and no waiting time is promised"}
        waits = presenters.waits_source(published)
        about |= {"Published waits": waits} if waits else {}
        file = export(request.GET.get("format"), f"Services of {area.name}", every_column, rows, about)
        context = {
            "title": "Services in this area",
            "area": area,
            "filter_form": form,
            "columns": columns,
            "source": source,
            "waits_source": waits,
            "page": page_of(rows, request.GET.get("page")),
            "as_of": today(),
        }
        return file or render(request, "public/services.jinja", context)


def matches(row: dict[str, Any], asked: dict[str, Any]) -> bool:
    return (
        asked.get("function", "") in ("", row["function"])
        and asked.get("run_by", "") in ("", row["run_by"])
        and (not asked.get("changed") or bool(row["notices"]))
    )
