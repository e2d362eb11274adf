"""Who is acting, for which organisation, and may they open this page?

Every page of the product is a `WorkView` that names one permission; an address without one does not start.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views import View

from alongside.apps.accounts.models import Membership, Organisation, User
from alongside.apps.accounts.roles import BY_NAME, Permission, Role
from alongside.web.errors import to_sign_in


@dataclass(frozen=True, slots=True)
class Acting:
    """A person acting for one organisation in one role: the `by=` of every write."""

    user: User
    organisation: Organisation
    role: type[Role]

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def organisation_id(self) -> UUID:
        return self.organisation.id

    @property
    def area_id(self) -> UUID:
        return self.organisation.area_id

    @property
    def role_name(self) -> str:
        return self.role.name

    def may(self, permission: Permission) -> bool:
        return permission in self.role.permissions


def acting_as(membership: Membership) -> Acting:
    return Acting(membership.user, membership.organisation, BY_NAME[membership.role])


class WorkRequest(HttpRequest):
    """A request that came through `ActingMiddleware`."""

    acting: Acting | None


class WorkView(View):
    """A page for staff. `permission` is required; `by` is who acts."""

    permission: Permission
    request: WorkRequest

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "permission") and not cls.__name__.startswith("_"):
            raise TypeError(f"{cls.__name__} must name the permission it needs")

    @property
    def by(self) -> Acting:
        acting = self.request.acting
        if acting is None:
            raise PermissionDenied
        return acting

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = refuse(request, self.permission)
        return refusal if refusal is not None else super().dispatch(request, *args, **kwargs)


def refuse(request: HttpRequest, permission: Permission) -> HttpResponse | None:
    """Send a stranger to the log-in page, somebody without a role to choose one, and the rest to "no"."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None:
        return redirect("accounts:choose-organisation")
    if not acting.may(permission):
        raise PermissionDenied(f"Your role, {acting.role.title}, may not {permission.value}.")
    return None
