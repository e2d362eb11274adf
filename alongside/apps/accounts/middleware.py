"""One request, one transaction, one organisation.

The organisation comes from the session and is checked against the person's memberships each time.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.apps.accounts.access import Acting, acting_as
from alongside.apps.accounts.queries import current_memberships
from alongside.apps.audit.isolation import act_for

SESSION_KEY = "membership"


class ActingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with transaction.atomic():
            acting = find_acting(request)
            request.acting = acting  # type: ignore[attr-defined]
            act_for(acting.organisation_id if acting else None)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """An error undoes everything the request did, so nothing is half kept."""
        transaction.set_rollback(True)


def find_acting(request: HttpRequest) -> Acting | None:
    """The chosen membership, or the only one."""
    if not request.user.is_authenticated:
        return None
    memberships = {m.pk: m for m in current_memberships(request.user)}
    chosen = memberships.get(request.session.get(SESSION_KEY, 0))
    if chosen is None and len(memberships) == 1:
        chosen = next(iter(memberships.values()))
    return acting_as(chosen) if chosen else None
