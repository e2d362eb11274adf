"""Who may ask? A system by its key, or a person who is signed in (with the CSRF token when they change anything)."""

from typing import TypeVar

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.capacity.actions.tokens import act_by_token
from alongside.apps.capacity.schemas import Problem
from alongside.web.today import today

REFUSALS = {401: Problem, 403: Problem, 422: Problem}
Found = TypeVar("Found")


class TokenDoor(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Acting | None:
        return act_by_token(text=token, today=today())


class PageDoor(APIKeyCookie):
    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Acting | None:
        acting: Acting | None = getattr(request, "acting", None)
        return acting


TOKEN, PAGE = TokenDoor(), PageDoor()


def by_of(request: HttpRequest, permission: Permission) -> Acting:
    """Who acts, when their role or key allows it."""
    acting: Acting = request.auth  # type: ignore[attr-defined]
    if not acting.may(permission):
        raise HttpError(403, f"This key or role may not {permission.value}.")
    return acting


def found(thing: Found | None) -> Found:
    if thing is None:
        raise HttpError(404, "There is nothing of that kind here that your organisation may see.")
    return thing
