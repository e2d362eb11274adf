"""What did we and our partners take on, and is it done?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.apps.accounts.roles import Permission
from alongside.apps.meetings import actions, presenters, queries
from alongside.apps.meetings.actions import NotYoursError
from alongside.apps.meetings.facts import done_of
from alongside.apps.meetings.forms.filters import ActionFilterForm
from alongside.apps.meetings.forms.words import DoneForm
from alongside.apps.meetings.models import JointAction
from alongside.apps.meetings.views.base import _MeetingsView
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.sorting import Order
from alongside.web.words import long_date

LIST = "meetings:list-actions"


def comes_of(action: JointAction) -> str:
    if action.meeting_id:
        return reverse("meetings:show-meeting", args=[action.meeting_id])
    if action.problem_id:
        return reverse("meetings:show-problem", args=[action.problem_id])
    return reverse("meetings:show-space", args=[action.space_id])


class ListActionsView(_MeetingsView):
    """Overdue first."""

    permission = Permission.SEE_AGREEMENTS
    page = LIST

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = list(queries.actions(self.by))
        sides = [side for action in found for side in (action.trust, action.host)]
        form = ActionFilterForm(request.GET, organisations=sides)
        said = form.cleaned_data if form.is_valid() else {}
        rows = [presenters.action_row(action, self.today) for action in found]
        order = Order.read(request.GET, presenters.ACTION_SORTS, default="state")
        rows = order.sort(
            [row for row in rows if presenters.asked(row, said)],
            lambda row: row[presenters.ACTION_SORTS[order.key]],
        )
        about = presenters.about(self.today)
        file = export(request.GET.get("format"), "Actions", presenters.ACTION_FILE_COLUMNS, rows, about)
        context: dict[str, Any] = {
            "any": bool(found),
            "filter_form": form,
            "order": order,
            "columns": presenters.ACTION_COLUMNS,
            "page": page_of(rows, request.GET.get("page")),
        }
        return file or render(request, "meetings/actions.jinja", self.frame("Actions", **context))


class ShowActionView(_MeetingsView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, action_id: UUID) -> HttpResponseBase:
        action = self.action(action_id)
        row, done = presenters.action_row(action, self.today), done_of(action)
        context = {
            "action": action,
            "row": row,
            "facts": [
                {"key": "Taken on by", "value": f"{action.post}, {action.owner.name}"},
                {"key": "Due by", "value": long_date(action.due_on)},
                {"key": "Opened", "value": long_date(action.opened_on)},
                {
                    "key": "From",
                    "value": row["from"],
                    "href": comes_of(action),
                },
            ],
            "done": done,
            "may_finish": done is None
            and action.owner_id == self.by.organisation_id
            and self.by.may(Permission.WORK_TOGETHER),
        }
        return render(request, "meetings/action.jinja", self.frame("Action", self.crumbs(), **context))

    def crumbs(self) -> list[dict[str, str]]:
        return [{"text": "Actions", "href": reverse(LIST)}]


class FinishActionView(_MeetingsView):
    permission = Permission.WORK_TOGETHER

    def own(self, action_id: UUID) -> JointAction:
        action = self.action(action_id)
        if action.owner_id != self.by.organisation_id:
            raise NotYoursError("Only the organisation that took this action on may say that it is done.")
        return action

    def get(self, request: HttpRequest, action_id: UUID) -> HttpResponseBase:
        return self.show(self.own(action_id), DoneForm())

    def post(self, request: HttpRequest, action_id: UUID) -> HttpResponseBase:
        action, form = self.own(action_id), DoneForm(request.POST)
        if form.is_valid():
            try:
                actions.finish_action(action=action, note=form.cleaned_data["note"], by=self.by, today=self.today)
            except actions.Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Done, as of today.")
                return redirect("meetings:show-action", action.pk)
        return self.show(action, form)

    def show(self, action: JointAction, form: DoneForm) -> HttpResponseBase:
        crumbs = [{"text": action.what, "href": reverse("meetings:show-action", args=[action.pk])}]
        return self.form_page("Is it done?", form, crumbs, caption=action.what, submit="It is done")
