"""Connections: keys by which other computer systems of our organisation read and offer capacity."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.capacity import queries
from alongside.apps.capacity.actions.tokens import make_token, revoke_token
from alongside.apps.capacity.forms.connections import TokenForm
from alongside.apps.capacity.models import ApiToken
from alongside.apps.capacity.presenters import section


class ListTokensView(WorkView):
    permission = Permission.OFFER_CAPACITY

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, TokenForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """The key is in the answer itself, because it is kept nowhere; sending the form again makes another."""
        form = TokenForm(request.POST)
        if not form.is_valid():
            return self.show(request, form)
        may_write = form.cleaned_data["may_write"] == "yes"
        token, text = make_token(name=form.cleaned_data["name"], may_write=may_write, by=self.by)
        response = render(request, "capacity/token_made.jinja", {"token": token, "text": text})
        response.headers["Cache-Control"] = "no-store"
        return response

    def show(self, request: HttpRequest, form: TokenForm) -> HttpResponse:
        context: dict[str, Any] = {
            "title": "Connections",
            "sections": section(self.by, "capacity:list-tokens"),
            "form": form,
            "tokens": queries.tokens(self.by),
        }
        return render(request, "capacity/tokens.jinja", context)


class RevokeTokenView(WorkView):
    permission = Permission.OFFER_CAPACITY

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return render(request, "capacity/revoke_token.jinja", {"token": self.token(pk)})

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        token = self.token(pk)
        revoke_token(token=token, by=self.by, now=timezone.now())
        messages.success(request, f"{token.name} can no longer connect")
        return redirect("capacity:list-tokens")

    def token(self, pk: UUID) -> ApiToken:
        found = queries.tokens(self.by).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found
