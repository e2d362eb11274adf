"""People: which organisation I act for, my account, who has which role here, and what was done."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views import View

from alongside.apps.accounts import actions, queries
from alongside.apps.accounts.access import Acting, WorkView
from alongside.apps.accounts.forms import AddPersonForm, ChooseMembershipForm, SetPasswordForm
from alongside.apps.accounts.middleware import SESSION_KEY
from alongside.apps.accounts.models import Membership, User
from alongside.apps.accounts.presenters import EVENT_COLUMNS, event_rows
from alongside.apps.accounts.roles import Permission
from alongside.apps.audit.queries import events
from alongside.web.exports import export
from alongside.web.paging import page_of


class _SignedInView(LoginRequiredMixin, View):
    """A page for anybody with an account, whatever their role."""

    @property
    def user(self) -> User:
        return cast(User, self.request.user)


class ChooseOrganisationView(_SignedInView):
    """A person with several roles acts in one at a time."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, ChooseMembershipForm(memberships=queries.current_memberships(self.user)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChooseMembershipForm(request.POST, memberships=queries.current_memberships(self.user))
        if not form.is_valid():
            return self.show(request, form)
        request.session[SESSION_KEY] = form.cleaned_data["membership"].pk
        return redirect("/work/")

    def show(self, request: HttpRequest, form: ChooseMembershipForm) -> HttpResponse:
        has_any = queries.current_memberships(self.user).exists()
        return render(request, "accounts/choose_organisation.jinja", {"form": form, "has_any": has_any})


class MyAccountView(_SignedInView):
    def get(self, request: HttpRequest) -> HttpResponse:
        acting: Acting | None = request.acting  # type: ignore[attr-defined]
        context = {
            "memberships": queries.current_memberships(self.user),
            "factors": queries.factors(self.user),
            "may_manage_people": acting and acting.may(Permission.MANAGE_PEOPLE),
            "may_see_audit": acting and acting.may(Permission.SEE_AUDIT),
        }
        return render(request, "accounts/my_account.jinja", context)


class ListPeopleView(WorkView):
    permission = Permission.MANAGE_PEOPLE

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/people.jinja", {"members": queries.members(self.by.organisation_id)})


class AddPersonView(WorkView):
    permission = Permission.MANAGE_PEOPLE

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/add_person.jinja", {"form": AddPersonForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddPersonForm(request.POST)
        if form.is_valid():
            try:
                membership = actions.add_person(**form.cleaned_data, by=self.by)
            except actions.AlreadyHasRole as refusal:
                form.add_error("email", str(refusal))
            else:
                messages.success(request, f"{membership.user.name} now is {membership.get_role_display()}")
                return redirect("accounts:list-people")
        return render(request, "accounts/add_person.jinja", {"form": form})


class _MembershipView(WorkView):
    """One role in our own organisation; any other is not found."""

    permission = Permission.MANAGE_PEOPLE

    def membership(self, pk: int) -> Membership:
        found = queries.membership_of(self.by.organisation_id, pk)
        if found is None:
            raise Http404
        return found


class EndMembershipView(_MembershipView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "accounts/end_membership.jinja", {"membership": self.membership(pk)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership = self.membership(pk)
        try:
            actions.end_membership(membership=membership, by=self.by)
            messages.success(request, f"{membership.user.name} no longer is {membership.get_role_display()}")
        except actions.LastAdministrator as refusal:
            messages.error(request, str(refusal))
        return redirect("accounts:list-people")


class PasswordLinkView(_MembershipView):
    """The administrator hands the link over in person or by a trusted route."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership = self.membership(pk)
        link = request.build_absolute_uri(actions.password_link(membership=membership, by=self.by))
        return render(request, "accounts/password_link.jinja", {"membership": membership, "link": link})


class NotSignedInView(View):
    """Single sign-on did not end in an account of ours."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/not_signed_in.jinja", status=403)


class SetPasswordView(View):
    """Whoever holds a good link sets that account's password, once."""

    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = queries.user_of_link(kwargs["uid"], kwargs["token"])
        if user is None:
            return render(request, "accounts/link_used.jinja", status=404)
        self.user = user
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, uid: str, token: str) -> HttpResponse:
        return render(request, "accounts/set_password.jinja", {"form": SetPasswordForm(user=self.user)})

    def post(self, request: HttpRequest, uid: str, token: str) -> HttpResponse:
        form = SetPasswordForm(request.POST, user=self.user)
        if not form.is_valid():
            return render(request, "accounts/set_password.jinja", {"form": form})
        actions.set_password(user=self.user, password=form.cleaned_data["password"])
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")


class ListEventsView(WorkView):
    """What people of our organisation did, newest first."""

    permission = Permission.SEE_AUDIT

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = events(self.by.organisation_id)
        file = export(request.GET.get("format"), "What was done", EVENT_COLUMNS, event_rows(found.iterator(), self.by))
        if file:
            return file
        page = page_of(found, request.GET.get("page"))
        context = {"page": page, "rows": list(event_rows(page.rows, self.by)), "columns": EVENT_COLUMNS}
        return render(request, "accounts/events.jinja", context)
