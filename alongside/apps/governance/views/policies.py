"""Keep what we say of our own sites; say yes to what a host says of our patients."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.governance import actions, queries
from alongside.apps.governance.actions import NotYoursError
from alongside.apps.governance.facts import is_confirmed, policy_digest, replaced
from alongside.apps.governance.forms.keeping import ChangePolicyForm, PolicyForm, TakeBackForm
from alongside.apps.governance.models import Policy
from alongside.apps.governance.presenters import policies as presenter
from alongside.apps.governance.views.base import _GovernanceView
from alongside.web.exports import export
from alongside.web.paging import page_of
from alongside.web.words import long_date

CRUMB = ("Our policies", "list-policies")


class ListPoliciesView(_GovernanceView):
    permission = Permission.SEE_AGREEMENTS
    page = "list-policies"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        said = list(queries.policies_of(self.by))
        over = queries.agreements_ended(self.by, said, self.today)
        rows = list(presenter.policy_rows(said, self.today, over))
        about = {"Source": "What each organisation says of its own sites", "As of": long_date(self.today)}
        file = export(request.GET.get("format"), "Our policies", presenter.POLICY_FILE_COLUMNS, rows, about)
        context = {
            "columns": presenter.POLICY_COLUMNS,
            "page": page_of(rows, request.GET.get("page")),
            "may_keep": self.by.may(Permission.KEEP_GOVERNANCE),
        }
        return file or render(request, "governance/policies.jinja", self.frame("Our policies", **context))


class ShowPolicyView(_GovernanceView):
    """One version of a policy, with every other of its line."""

    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.policy(policy_id)
        versions = queries.versions_of(self.by, policy)
        over = queries.agreements_ended(self.by, versions, self.today)
        keeps, ours = self.by.may(Permission.KEEP_GOVERNANCE), policy.organisation_id == self.by.organisation_id
        open_now = policy.ended_on is None and policy.pk not in replaced(versions, self.today)
        newest = next((one for one in versions if one.ended_on is None), policy)
        context = {
            "policy": policy,
            "newest": newest,
            "facts": presenter.policy_facts(policy, versions, self.today, over),
            "history": presenter.history(versions, self.today, over),
            "may_end": keeps and ours and open_now,
            "may_change": keeps and ours and open_now and newest.pk == policy.pk,
            "may_confirm": keeps and not ours and open_now and not is_confirmed(policy),
            "may_take_back": keeps and not ours and open_now and is_confirmed(policy),
        }
        return render(request, "governance/policy.jinja", self.frame(policy.title, CRUMB, **context))


class _PolicyFormView(_GovernanceView):
    permission = Permission.KEEP_GOVERNANCE
    title = "Add a policy"

    lead = "What is followed at our sites. For another organisation’s patients it counts when they have said yes."

    def form(self, data: Any = None, policy: Policy | None = None) -> PolicyForm:
        offered: dict[str, Any] = {
            "partners": queries.organisations_of_area(self.by).exclude(pk=self.by.organisation_id),
            "sites": queries.sites_of(self.by, self.by.organisation),
            "contacts": queries.contacts(self.by, self.today),
        }
        return ChangePolicyForm(data, policy=policy, **offered) if policy else PolicyForm(data, **offered)

    def show(self, form: PolicyForm) -> HttpResponseBase:
        return render(self.request, "governance/form.jinja", self.frame(self.title, CRUMB, form=form, lead=self.lead))


class AddPolicyView(_PolicyFormView):
    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                policy = actions.add_policy(words=form.words, by=self.by, today=self.today)
            except actions.Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Saved.")
                return redirect("governance:show-policy", policy.pk)
        return self.show(form)


class ChangePolicyView(_PolicyFormView):
    """The next version of the words."""

    permission = Permission.KEEP_GOVERNANCE
    title = "Say it anew"
    lead = (
        "What holds today goes on until these words have begun and, for another organisation’s patients, until they "
        "have said yes."
    )

    def get(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.own_policy(policy_id)
        return self.show(self.form(policy=queries.find_newest(self.by, policy) or policy))

    def post(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.own_policy(policy_id)
        form = self.form(request.POST, queries.find_newest(self.by, policy) or policy)
        if form.is_valid():
            try:
                seen = form.cleaned_data["seen"]
                new = actions.change_policy(policy=policy, words=form.words, seen=seen, by=self.by, today=self.today)
            except (actions.Refused, actions.ChangedMeanwhileError) as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Saved. What was said before goes on until these words hold.")
                return redirect("governance:show-policy", new.pk)
        return self.show(form)


class EndPolicyView(_GovernanceView):
    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        return self.show(self.own_policy(policy_id))

    def post(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.own_policy(policy_id)
        try:
            actions.end_policy(policy=policy, by=self.by, today=self.today)
        except actions.Refused as refused:
            messages.error(request, str(refused))
        return redirect("governance:show-policy", policy.pk)

    def show(self, policy: Policy) -> HttpResponseBase:
        context = {
            "policy": policy,
            "submit": "End it today",
            "text": "From today it is said no more, and what waits to follow it is taken back. Words that do not hold "
            "yet are taken back alone.",
        }
        return render(self.request, "governance/confirm.jinja", self.frame("End this policy?", CRUMB, **context))


class _OurPatientsView(_GovernanceView):
    """What a host says of our patients: we say yes to it, or take our yes back."""

    permission = Permission.KEEP_GOVERNANCE

    def theirs(self, policy_id: UUID) -> Policy:
        policy = self.policy(policy_id)
        if policy.partner_id != self.by.organisation_id:
            raise NotYoursError("Only the organisation whose patients this is about may confirm it.")
        return policy

    def facts(self, policy: Policy) -> list[dict[str, Any]]:
        versions = queries.versions_of(self.by, policy)
        over = queries.agreements_ended(self.by, versions, self.today)
        return presenter.policy_facts(policy, versions, self.today, over)

    def say(self, write: Callable[..., object], done: str, **said: Any) -> None:
        """Write it, and tell the person that it was done or why not."""
        try:
            write(**said, by=self.by, today=self.today)
            messages.success(self.request, done)
        except actions.ChangedMeanwhileError as changed:
            messages.error(self.request, f"{changed} Read it again.")
        except actions.Refused as refused:
            messages.error(self.request, str(refused))


class ConfirmPolicyView(_OurPatientsView):
    """The organisation whose patients they are says yes to the words on this page."""

    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.theirs(policy_id)
        context = {
            "policy": policy,
            "submit": "Confirm",
            "seen": policy_digest(policy),
            "facts": self.facts(policy),
            "text": "From the day on which it holds staff are told that this policy applies to our patients there. "
            "Until then what both had said before goes on.",
        }
        return render(request, "governance/confirm.jinja", self.frame("Confirm this policy?", CRUMB, **context))

    def post(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.theirs(policy_id)
        self.say(actions.confirm_policy, "Confirmed.", policy=policy, seen=request.POST.get("seen", ""))
        return redirect("governance:show-policy", policy.pk)


class TakeBackPolicyView(_OurPatientsView):
    """The organisation whose patients they are no longer says yes."""

    permission = Permission.KEEP_GOVERNANCE

    def get(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.theirs(policy_id)
        return self.show(TakeBackForm(seen=policy_digest(policy)), policy)

    def post(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.theirs(policy_id)
        form = TakeBackForm(request.POST)
        if not form.is_valid():
            return self.show(form, policy)
        said = form.cleaned_data
        done = "Taken back. From today no ward is told that both agree on it."
        self.say(actions.take_back_yes, done, policy=policy, seen=said["seen"], why=said["why"])
        return redirect("governance:show-policy", policy.pk)

    def show(self, form: TakeBackForm, policy: Policy) -> HttpResponseBase:
        lead = "From today wards are told that it is not agreed, and whom to ring. What it replaced does not come back."
        context = {"form": form, "lead": lead, "caption": policy.title, "submit": "Take it back"}
        return render(self.request, "governance/form.jinja", self.frame("Take back our yes?", CRUMB, **context))
