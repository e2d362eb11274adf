"""What every page knows: who acts, for whom, and where they can go."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Door
from alongside.web.today import today

FOOTER = [
    {"text": "About this service", "href": "/about/"},
    {"text": "What to expect", "href": "/what-to-expect/"},
    {"text": "Accessibility", "href": "/accessibility/"},
]


def page(request: HttpRequest) -> dict[str, Any]:
    acting: Acting | None = getattr(request, "acting", None)
    return {
        "acting": acting,
        "account": account(request, acting),
        "nav": navigation(request, acting),
        "home_href": "/work/" if acting else "/",
        "sign_in_href": reverse("account_login"),
        "sso_href": reverse("openid_connect_login", args=["organisation"]) if settings.SOCIALACCOUNT_PROVIDERS else "",
        "demo_area": "Kent and Medway" if settings.DEMO else "",
        "today": today(),
        "footer_links": FOOTER,
    }


def account(request: HttpRequest, acting: Acting | None) -> dict[str, str] | None:
    """Whose page this is, and the ways to change or leave."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return {
        "name": user.name,
        "organisation": f"{acting.organisation.name} ({acting.role.title})" if acting else "No organisation chosen",
        "href": reverse("accounts:my-account"),
        "switch_href": reverse("accounts:choose-organisation"),
        "sign_out_href": reverse("account_logout"),
    }


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
