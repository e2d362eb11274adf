"""One short question a day: where would you send a patient like this?"""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import actions, queries
from alongside.apps.directory.facts import procedure_groups
from alongside.apps.directory.forms.asking import choice_of
from alongside.apps.directory.forms.check import CheckForm
from alongside.apps.directory.models import CheckAnswer
from alongside.apps.directory.presenters import check as presenter
from alongside.apps.directory.views.base import _DirectoryView
from alongside.domain.clinician_check import Asked
from alongside.web.exports import export
from alongside.web.words import long_date


class TakeCheckView(_DirectoryView):
    permission = Permission.TAKE_CHECK

    @cached_property
    def asked(self) -> Asked | None:
        return queries.question_of_today(self.by, self.today)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if answer := queries.answer_of_today(self.by, self.today):
            return self.show_answer(answer)
        return self.show(CheckForm(asked=self.asked) if self.asked else None)

    def show_answer(self, answer: CheckAnswer) -> HttpResponseBase:
        options, operation = presenter.option_rows(answer), choice_of(answer.procedure_group)
        about = {"Operation": operation, "As of": long_date(answer.on), "Source": answer.source}
        wanted = self.request.GET.get("format")
        file = export(wanted, "Where would you send", presenter.OPTION_COLUMNS, options, about)
        context = {
            "title": presenter.verdict(answer),
            "operation": operation,
            "chosen": answer.site.name if answer.site else "none of these",
            "patient": presenter.patient_rows(answer.question["patient"], answer.question["district"]),
            "columns": presenter.OPTION_COLUMNS,
            "options": options,
        }
        return file or render(self.request, "directory/check_answered.jinja", context)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if queries.answer_of_today(self.by, self.today) or not self.asked:
            return redirect(request.path)
        form = CheckForm(request.POST, asked=self.asked)
        if not form.is_valid():
            return self.show(form)
        actions.answer_check(asked=self.asked, chosen=form.cleaned_data["site"], by=self.by, today=self.today)
        messages.success(request, "Thank you. Your answer is counted without your name.")
        return redirect(request.path)

    def show(self, form: CheckForm | None) -> HttpResponseBase:
        context: dict[str, Any] = {"title": "Where would you send this patient?", "form": form}
        if self.asked:
            context["operation"] = choice_of(procedure_groups()[self.asked.group])
            context["patient"] = presenter.patient_rows(self.asked.patient, self.asked.district)
        return render(self.request, "directory/check.jinja", context)
