"""The list: filter, sort, page, keep a view, take away, find one pathway."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.models import Organisation
from alongside.apps.accounts.roles import Permission
from alongside.apps.waiting import actions, queries
from alongside.apps.waiting.forms.filters import FilterForm, FindForm, SaveViewForm
from alongside.apps.waiting.models import Pathway
from alongside.apps.waiting.presenters.rows import SORTS, headline_stats, list_columns, rows
from alongside.apps.waiting.views.base import list_file_or_words
from alongside.web.paging import page_of
from alongside.web.sorting import Order
from alongside.web.words import long_date

FOUND = "waiting_found"
NO_PURPOSE = "No pathway has that identifier. To look by name, choose why you look"


class ListPathwaysView(WorkView):
    permission = Permission.SEE_LIST

    def get(self, request: HttpRequest) -> HttpResponseBase:
        as_of = queries.list_date(self.by)
        form = FilterForm(request.GET, acting=self.by)
        criteria = form.criteria()
        order = Order.read(request.GET, SORTS, default="-weeks")
        found = sorted_by(queries.pathways(self.by, criteria, as_of=as_of), order)
        lists = list(queries.reported_lists(self.by))
        about = {"Waits counted to": as_of, "Filters": filters_in_words(form), "Source": sources(lists)}
        file = list_file_or_words(request, "Waiting list", found, as_of, about)
        if file:
            return file
        counts = queries.headline(self.by, criteria, as_of=as_of)
        page = page_of(found, request.GET.get("page"), total=counts.total)
        context = {
            "title": "Waiting list",
            "form": form,
            "as_of": as_of,
            "lists": lists,
            "order": order,
            "columns": list_columns(with_provider=bool(queries.area_providers(self.by))),
            "page": page,
            "rows": list(rows(page.rows, as_of)),
            "stats": headline_stats(counts),
            "limbo": queries.count_limbo(self.by),
            "views": queries.saved_views(self.by),
            "save_form": SaveViewForm(initial={"query": kept_query(request)}),
            "may_edit": self.by.may(Permission.EDIT_LIST),
        }
        return render(request, "waiting/list.jinja", context)


def sorted_by(found: QuerySet[Pathway], order: Order) -> QuerySet[Pathway]:
    """Longest wait is the earliest start; what is not known comes last in either direction."""
    field = F(SORTS[order.key])
    descending = order.descending is (order.key != "weeks")
    return found.order_by(field.desc(nulls_last=True) if descending else field.asc(nulls_last=True), "pk")


def filters_in_words(form: FilterForm) -> str:
    chosen = ((field.label, dict(field.field.choices).get(field.value())) for field in form if field.value())  # type: ignore[attr-defined]
    return "; ".join(f"{label}: {words}" for label, words in chosen) or "none"


def sources(lists: list[Any]) -> str:
    return "; ".join(sorted({one.source for one in lists})) or "entered here"


def kept_query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in ("page", "format"):
        kept.pop(name, None)
    return kept.urlencode()[:1000]


class SaveViewView(WorkView):
    permission = Permission.SEE_LIST

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = SaveViewForm(request.POST)
        if form.is_valid():
            actions.save_view(name=form.cleaned_data["name"], query=form.cleaned_data["query"], by=self.by)
            messages.success(request, f"The view “{form.cleaned_data['name']}” was kept.")
        else:
            messages.error(request, "Give the view a name of 80 characters or fewer, then keep it again.")
        return redirect(f"{reverse('waiting:list-pathways')}?{request.POST.get('query', '')[:1000]}")


class RemoveViewView(WorkView):
    permission = Permission.SEE_LIST

    def post(self, request: HttpRequest, view_id: UUID) -> HttpResponseBase:
        if not actions.remove_view(view_id=view_id, by=self.by):
            raise Http404
        messages.success(request, "The view was removed.")
        return redirect("waiting:list-pathways")


class FindPathwayView(WorkView):
    """Only pathway ids are kept in the session: what was typed is kept nowhere."""

    permission = Permission.SEE_LIST

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = [UUID(text) for text in request.session.get(FOUND, [])]
        return self.show(request, FindForm(by_identity=self.may_identify), found)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = FindForm(request.POST, by_identity=self.may_identify)
        if not form.is_valid():
            return self.show(request, form, [])
        text, purpose = form.cleaned_data["text"], form.cleaned_data.get("purpose")
        found = queries.find_pathways(self.by, text, by_identity=bool(purpose))
        if purpose:
            actions.record_search(found=found, purpose=purpose, by=self.by)
        request.session[FOUND] = [str(one.pk) for one in found]
        if not found and self.may_identify and not purpose:
            form.add_error("purpose", NO_PURPOSE)
            return self.show(request, form, [])
        if not found:
            messages.info(request, "No pathway that you may see has exactly that.")
        return redirect("waiting:find-pathway")

    @property
    def may_identify(self) -> bool:
        return self.by.may(Permission.SEE_IDENTITY) and self.by.organisation.kind != Organisation.Kind.BOARD

    def show(self, request: HttpRequest, form: FindForm, found: list[UUID]) -> HttpResponseBase:
        as_of = queries.list_date(self.by)
        criteria = queries.Criteria(ids=tuple(found), state="")
        pathways = queries.pathways(self.by, criteria, as_of=as_of).order_by("clock_start", "pk") if found else []
        context = {
            "title": "Find a pathway",
            "form": form,
            "rows": list(rows(pathways, as_of)),
            "columns": list_columns(with_provider=True),
            "as_of": long_date(as_of),
        }
        return render(request, "waiting/find.jinja", context)


class ListLimboView(WorkView):
    """Open pathways that are on no list, or on two: checked now, not last night."""

    permission = Permission.SEE_LIST

    def get(self, request: HttpRequest) -> HttpResponseBase:
        as_of = queries.list_date(self.by)
        found = queries.limbo(self.by).order_by("clock_start", "pk")
        about = {"What": "Open pathways that no provider reports (AL-1)", "Waits counted to": as_of}
        file = list_file_or_words(request, "On no list", found, as_of, about)
        if file:
            return file
        page = page_of(found, request.GET.get("page"))
        context = {
            "title": "On no list",
            "page": page,
            "rows": list(rows(page.rows, as_of)),
            "columns": list_columns(True),
        }
        return render(request, "waiting/limbo.jinja", context)
