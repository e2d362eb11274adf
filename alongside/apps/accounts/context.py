"""What every page knows: who acts, for whom, and where they can go."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Door


def page(request: HttpRequest) -> dict[str, Any]:
    acting: Acting | None = getattr(request, "acting", None)
    return {"acting": acting, "nav": navigation(request, acting), "demo_area": settings.DEMO}


def navigation(request: HttpRequest, acting: Acting | None) -> list[dict[str, Any]]:
    """The steps this person may take, the current one marked."""
    if acting is None:
        return []
    entries = []
    for text, name, permission in doors():
        if acting.may(permission):
            href = reverse(name)
            entries.append({"text": text, "href": href, "current": request.path.startswith(href)})
    return entries


def doors() -> list[Door]:
    """Each app's way in, in the order of the journey, which is the order of INSTALLED_APPS."""
    return [config.door for config in apps.get_app_configs() if hasattr(config, "door")]
