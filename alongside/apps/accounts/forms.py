from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.db.models import QuerySet

from alongside.apps.accounts.models import Membership, User
from alongside.apps.accounts.roles import ROLES
from alongside.web.plain import PlainForm


class AddPersonForm(PlainForm):
    name = forms.CharField(label="Full name", max_length=200)
    email = forms.EmailField(label="Work email address")
    role = forms.ChoiceField(
        label="Role",
        choices=[(role.name, f"{role.title}: {role.comes_for}") for role in ROLES],
        widget=forms.RadioSelect,
    )


class ChooseMembershipForm(PlainForm):
    membership = forms.ModelChoiceField(
        label="Which organisation and role do you act for now?",
        queryset=Membership.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"invalid_choice": "Choose one of your own roles", "required": "Choose a role"},
    )

    def __init__(self, *args: Any, memberships: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["membership"]
        field.queryset = memberships
        field.label_from_instance = membership_words


def membership_words(membership: Membership) -> str:
    return f"{membership.organisation.name}, as {membership.get_role_display()}"


class SetPasswordForm(PlainForm):
    password = forms.CharField(
        label="New password",
        strip=False,
        help_text="At least 12 characters. Three random words are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password
