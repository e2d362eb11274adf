"""Agreeing, signing, ending, sending back, renewing: each is a page that says what it does before it is done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.agreements import actions, queries
from alongside.apps.agreements.forms import EndForm, GiveForm, RenewForm, SendBackForm
from alongside.apps.agreements.presenters import clauses
from alongside.apps.agreements.refusals import AgreementRefused
from alongside.apps.agreements.told import taken
from alongside.apps.agreements.views.base import _OwnAgreementView
from alongside.domain.agreement_state import IN_FORCE, Act
from alongside.web.plain import PlainForm


class _StepView(_OwnAgreementView):
    """One step with its form; `act` takes it and answers what to say afterwards."""

    act: Act
    form_class: type[PlainForm]
    template: str
    title: str

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.form_class(initial=self.initial()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            words = self.take(form)
        except AgreementRefused as refusal:
            self.find_again()
            form = self.form_class({**request.POST.dict(), **self.initial()})
            form.add_error(None, refusal.words)
            return self.show(form)
        messages.success(request, words)
        return redirect(self.address("show-agreement"))

    def initial(self) -> dict[str, Any]:
        return {}

    def take(self, form: Any) -> str:
        raise NotImplementedError

    def show(self, form: PlainForm) -> HttpResponseBase:
        context = self.frame(
            self.title,
            form=form,
            allowed=self.may(self.act, self.permission),
            why_not=next(iter(self.verdict(self.act).reasons), None),
            number=self.record.latest.number,
            cancel_href=self.address("show-agreement"),
            **self.extra(),
        )
        return render(self.request, self.template, context)

    def extra(self) -> dict[str, Any]:
        return {}


class _GiveView(_StepView):
    """A side gives its word on all the words shown."""

    permission = Permission.SIGN_AGREEMENTS
    form_class = GiveForm
    template = "agreements/give.jinja"
    lead: str
    submit: str

    def initial(self) -> dict[str, Any]:
        return {"digest": self.record.latest.facts.digest}

    def extra(self) -> dict[str, Any]:
        latest = self.record.latest
        cards = clauses.cards(
            latest.clauses, queries.edits(latest.version), self.gaps, {}, queries.group_names(), self.agreement.pk
        )
        gaps = clauses.gap_rows(self.gaps, self.record.names, self.agreement.pk, self.side)
        return {"cards": cards, "lead": self.lead, "submit": self.submit, "gaps": gaps}


class AgreeView(_GiveView):
    act = Act.AGREE
    title = "Agree clinically"
    lead = "Your clinicians stand by these words. Nobody may be placed under them until both sides have also signed."
    submit = "Agree these words"

    def take(self, form: Any) -> str:
        actions.agree_clinically(
            agreement=self.agreement, digest=form.cleaned_data["digest"], by=self.by, today=self.today
        )
        return "Agreed. An edit from now on needs both sides again."


class SignView(_GiveView):
    act = Act.SIGN
    title = "Sign"
    lead = (
        "Once both have signed, these words stand: patients may be placed under them from the first day of the term, "
        "and what the partner sees follows from the sharing clause."
    )
    submit = "Sign these words"

    def take(self, form: Any) -> str:
        actions.sign(agreement=self.agreement, digest=form.cleaned_data["digest"], by=self.by, today=self.today)
        return "Signed."


class TerminateView(_StepView):
    permission = Permission.SIGN_AGREEMENTS
    act = Act.TERMINATE
    form_class = EndForm
    template = "agreements/terminate.jinja"
    title = "End this agreement"

    def take(self, form: Any) -> str:
        given = form.cleaned_data
        actions.terminate(
            agreement=self.agreement, from_day=given["from_day"], reason=given["reason"], by=self.by, today=self.today
        )
        return f"Ended from {given['from_day']:%-d %B %Y}."

    def extra(self) -> dict[str, Any]:
        there = taken(self.agreement.guest_id, self.agreement.host_id, self.today)
        return {"taken": there, "may_see_capacity": self.by.may(Permission.SEE_CAPACITY)}


class SendBackView(_StepView):
    permission = Permission.SIGN_AGREEMENTS
    act = Act.SEND_BACK
    form_class = SendBackForm
    template = "agreements/send-back.jinja"
    title = "Send these words back"

    def initial(self) -> dict[str, Any]:
        return {"number": self.record.latest.number}

    def take(self, form: Any) -> str:
        given = form.cleaned_data
        version = actions.send_back(
            agreement=self.agreement, number=given["number"], reason=given["reason"], by=self.by, today=self.today
        )
        return f"Sent back. Version {version.number} is begun with the same words: write what has to change."

    def extra(self) -> dict[str, Any]:
        return {"begun": self.record.at(self.today).state(self.today) in IN_FORCE}


class RenewView(_StepView):
    permission = Permission.EDIT_AGREEMENTS
    act = Act.RENEW
    form_class = RenewForm
    template = "agreements/renew.jinja"
    title = "Renew this agreement"

    def take(self, form: Any) -> str:
        version = actions.renew(agreement=self.agreement, why=form.cleaned_data["why"], by=self.by, today=self.today)
        return f"Version {version.number} is begun as a copy. Write its first and its last day."
