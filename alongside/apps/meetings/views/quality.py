"""How good was the care of both sides in a month: what each gives, what is counted, and both signatures under it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.roles import Permission
from alongside.apps.meetings import actions, presenters
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.facts.quality import Month, lines, own_figures, seen_of
from alongside.apps.meetings.forms.quality import FiguresForm, MonthForm, SignForm, month_key
from alongside.apps.meetings.presenters import quality as presenter
from alongside.apps.meetings.queries import quality as queries
from alongside.apps.meetings.views.base import _MeetingsView
from alongside.domain.joint_quality import why_not
from alongside.web.exports import export
from alongside.web.plain import PlainForm
from alongside.web.query import query
from alongside.web.words import long_date

GIVEN_SOURCE = "Given by each organisation of its own patients; counts of 1 to 4 are folded for everybody else (QUA-3)"
COUNTED_SOURCE = "Counted by Alongside from what both keep in it"


class _QualityView(_MeetingsView):
    @property
    def month(self) -> date:
        return MonthForm(self.request.GET, today=self.today).chosen

    def of_month(self, pair: Pair) -> Month:
        return queries.month(self.by, pair, self.month, self.today)

    def own(self, pair: Pair) -> dict[str, Any]:
        return own_figures(pair, self.month, self.by) if pair.side(self.by.organisation_id) else {}

    def href(self, pair: Pair) -> str:
        return reverse("meetings:show-quality", args=pair.key) + query({"month": month_key(self.month)})

    def of_quality(self, pair: Pair) -> list[dict[str, str]]:
        return self.trail(self.of_pair(pair), (f"Quality, {self.month:%B %Y}", self.href(pair)))


class ShowQualityView(_QualityView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, trust_id: UUID, host_id: UUID) -> HttpResponseBase:
        pair = self.pair(trust_id, host_id)
        found = self.of_month(pair)
        said = lines(self.by, found)
        months = list(presenter.month_rows(queries.months(self.by, pair, self.today)))
        signed = presenter.signature_rows(found)
        taken = [presenters.action_row(each, self.today) for each in queries.open_actions(self.by, pair)]
        tables: dict[str, tuple[Any, Any]] = {
            "figures": (presenter.FILE_COLUMNS, presenter.file_rows(found, said)),
            "signatures": (presenter.SIGNATURE_COLUMNS, signed),
            "months": (presenter.MONTH_FILE_COLUMNS, months),
            "actions": (presenters.ACTION_FILE_COLUMNS, taken),
        }
        asked = request.GET.get("table", "")
        columns, rows = tables.get(asked, tables["figures"])
        sources = f"{GIVEN_SOURCE}. {COUNTED_SOURCE}"
        about = {"Source": sources, "Month": f"{found.month:%B %Y}", "As of": long_date(self.today)}
        file = export(request.GET.get("format"), f"Quality of {pair.name} {asked}".strip(), columns, rows, about)
        own = {} if found.frozen else self.own(pair)
        context = presenter.both(said, pair, own, self.by.organisation_id)
        context |= {"months": months, "signed": signed, "taken": taken}
        return file or render(request, "meetings/quality.jinja", self.context(found, **context))

    def context(self, found: Month, **tables: Any) -> dict[str, Any]:
        pair, me = found.pair, str(self.by.organisation_id)
        side = pair.side(self.by.organisation_id) is not None
        may_sign = side and self.by.may(Permission.SIGN_AGREEMENTS) and not why_not(found.standing, me, found.month)
        return self.frame(
            f"Quality of both sides, {found.month:%B %Y}",
            self.trail(self.of_pair(pair)),
            **tables,
            pair=pair,
            asked={"month": month_key(found.month)},
            filter_form=MonthForm({"month": month_key(found.month)}, today=self.today),
            tag=presenter.state_tag(found),
            awaited=presenter.awaited_words(found),
            frozen=presenter.frozen_words(found),
            side_columns=presenter.side_columns(pair),
            signature_columns=presenter.SIGNATURE_COLUMNS,
            month_columns=presenter.MONTH_COLUMNS,
            action_columns=presenters.ACTION_COLUMNS,
            may_write=self.may_write(pair),
            may_sign=may_sign,
            given_source=GIVEN_SOURCE,
            counted_source=COUNTED_SOURCE,
        )


class GiveFiguresView(_QualityView):
    permission = Permission.WORK_TOGETHER

    def get(self, request: HttpRequest, trust_id: UUID, host_id: UUID) -> HttpResponseBase:
        pair = self.own_pair(trust_id, host_id)
        return self.show(self.form(pair), pair)

    def post(self, request: HttpRequest, trust_id: UUID, host_id: UUID) -> HttpResponseBase:
        pair = self.own_pair(trust_id, host_id)
        form = self.form(pair, request.POST)
        if not form.is_valid():
            return self.show(form, pair)
        said = {"figures": form.words, "seen": form.cleaned_data["seen"]}
        try:
            made = actions.give_figures(pair=pair, month=self.month, **said, by=self.by, today=self.today)
        except (actions.Refused, actions.ChangedMeanwhileError) as refused:
            form.add_error(None, str(refused))
            return self.show(form, pair)
        messages.success(request, "Saved." if made else "Nothing was different: nothing was saved.")
        return redirect(self.href(pair))

    def form(self, pair: Pair, data: Any = None) -> FiguresForm:
        return FiguresForm(data, held=self.own(pair), seen=seen_of(self.of_month(pair), self.by))

    def show(self, form: PlainForm, pair: Pair) -> HttpResponseBase:
        lead = (
            f"{self.by.organisation.name}, {self.month:%B %Y}. Only what Alongside does not hold is asked. Leave empty "
            "what you do not know: it is told as not given. After a signature a new figure asks both to sign anew."
        )
        return self.form_page("Give our figures", form, self.of_quality(pair), lead=lead)


class SignQualityView(_QualityView):
    permission = Permission.SIGN_AGREEMENTS

    def get(self, request: HttpRequest, trust_id: UUID, host_id: UUID) -> HttpResponseBase:
        pair = self.own_pair(trust_id, host_id)
        return self.show(SignForm(initial={"seen": self.of_month(pair).digest}), pair)

    def post(self, request: HttpRequest, trust_id: UUID, host_id: UUID) -> HttpResponseBase:
        pair, form = self.own_pair(trust_id, host_id), SignForm(request.POST)
        if not form.is_valid():
            return self.show(form, pair)
        said = {"post": form.cleaned_data["post"], "seen": form.cleaned_data["seen"]}
        try:
            actions.sign_quality(pair=pair, month=self.month, **said, by=self.by, today=self.today)
        except (actions.Refused, actions.ChangedMeanwhileError) as refused:
            form.add_error(None, str(refused))
            return self.show(form, pair)
        messages.success(request, "Signed. The figures are frozen as you read them.")
        return redirect(self.href(pair))

    def show(self, form: PlainForm, pair: Pair) -> HttpResponseBase:
        lead = (
            f"For {self.by.organisation.name}: the figures of {self.month:%B %Y} of both sides, as on the page before "
            "this. The first signature freezes them; a figure that is given later asks both to sign anew."
        )
        return self.form_page("Sign the quality of the month", form, self.of_quality(pair), lead=lead, submit="Sign")
