"""Accounts are given by an administrator; nobody signs up alone, with a password or with single sign-on."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

SAID_BY_THE_PAGE_ITSELF = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class InvitationOnlyAdapter(DefaultAccountAdapter):
    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """The first thing somebody sees is their work, not a note that they have arrived."""
        if message_template not in SAID_BY_THE_PAGE_ITSELF:
            super().add_message(request, level, message_template, *args, **kwargs)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class KnownPeopleAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
