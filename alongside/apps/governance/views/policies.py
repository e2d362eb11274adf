"""Keep what we say of our own sites; say yes to what a host says of our patients."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from alongside.apps.accounts.roles import Permission
from alongside.apps.governance import actions, queries
from alongside.apps.governance.actions import NotYoursError
from alongside.apps.governance.facts import is_confirmed, policy_digest
from alongside.apps.governance.forms.keeping import PolicyForm
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
        rows = list(presenter.policy_rows(queries.policies_of(self.by), self.today))
        about = {"Source": "What each organisation says of its own sites", "As of": long_date(self.today)}
        file = export(request.GET.get("format"), "Our policies", presenter.POLICY_FILE_COLUMNS, rows, about)
        context = {
            "columns": presenter.POLICY_COLUMNS,
            "page": page_of(rows, request.GET.get("page")),
            "may_keep": self.by.may(Permission.KEEP_GOVERNANCE),
        }
        return file or render(request, "governance/policies.jinja", self.frame("Our policies", **context))


class ShowPolicyView(_GovernanceView):
    permission = Permission.SEE_AGREEMENTS

    def get(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.policy(policy_id)
        keeps, ours = self.by.may(Permission.KEEP_GOVERNANCE), policy.organisation_id == self.by.organisation_id
        open_now = policy.ended_on is None
        context = {
            "policy": policy,
            "facts": presenter.policy_facts(policy, self.today),
            "history": presenter.confirmations(policy),
            "may_change": keeps and ours and open_now,
            "may_confirm": keeps and not ours and open_now and not is_confirmed(policy),
        }
        return render(request, "governance/policy.jinja", self.frame(policy.title, CRUMB, **context))


class _PolicyFormView(_GovernanceView):
    permission = Permission.KEEP_GOVERNANCE
    title = "Add a policy"

    def form(self, data: Any = None, policy: Policy | None = None) -> PolicyForm:
        partners = queries.organisations_of_area(self.by).exclude(pk=self.by.organisation_id)
        sites = queries.sites_of(self.by, self.by.organisation)
        return PolicyForm(
            data, partners=partners, sites=sites, contacts=queries.contacts(self.by, self.today), policy=policy
        )

    def show(self, form: PolicyForm) -> HttpResponseBase:
        lead = "What is followed at our sites. For another organisation’s patients it counts when they have said yes."
        return render(self.request, "governance/form.jinja", self.frame(self.title, CRUMB, form=form, lead=lead))


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
    permission = Permission.KEEP_GOVERNANCE
    title = "Change a policy"

    def get(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        return self.show(self.form(policy=self.own_policy(policy_id)))

    def post(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.own_policy(policy_id)
        form = self.form(request.POST, policy)
        if form.is_valid():
            try:
                seen = form.cleaned_data["seen"]
                actions.change_policy(policy=policy, words=form.words, seen=seen, by=self.by, today=self.today)
            except (actions.Refused, actions.ChangedMeanwhileError) as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Saved. Other words wait for the partner’s yes.")
                return redirect("governance:show-policy", policy.pk)
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
            "text": "From today the ward is told that nothing is agreed, unless another policy is in force.",
        }
        return render(self.request, "governance/confirm.jinja", self.frame("End this policy?", CRUMB, **context))


class ConfirmPolicyView(_GovernanceView):
    """The organisation whose patients they are says yes to the words on this page."""

    permission = Permission.KEEP_GOVERNANCE

    def theirs(self, policy_id: UUID) -> Policy:
        policy = self.policy(policy_id)
        if policy.partner_id != self.by.organisation_id:
            raise NotYoursError("Only the organisation whose patients this is about may confirm it.")
        return policy

    def get(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.theirs(policy_id)
        context = {
            "policy": policy,
            "submit": "Confirm",
            "seen": policy_digest(policy),
            "facts": presenter.policy_facts(policy, self.today),
            "text": "From then on staff are told that this policy applies to our patients there.",
        }
        return render(request, "governance/confirm.jinja", self.frame("Confirm this policy?", CRUMB, **context))

    def post(self, request: HttpRequest, policy_id: UUID) -> HttpResponseBase:
        policy = self.theirs(policy_id)
        try:
            actions.confirm_policy(policy=policy, seen=request.POST.get("seen", ""), by=self.by, today=self.today)
            messages.success(request, "Confirmed.")
        except actions.ChangedMeanwhileError as changed:
            messages.error(request, f"{changed} Read it again.")
        return redirect("governance:show-policy", policy.pk)
