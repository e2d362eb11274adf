"""Every address of the product, in the order of the journey."""

from django.urls import include, path

from alongside.apps.capacity.api import api

urlpatterns = [
    path("", include("alongside.apps.public.urls")),
    path("accounts/", include("alongside.apps.accounts.login_urls")),
    path("accounts/", include("alongside.apps.accounts.urls")),
    path("directory/", include("alongside.apps.directory.urls")),
    path("differences/", include("alongside.apps.regulations.urls")),
    path("agreements/", include("alongside.apps.agreements.urls")),
    path("agreements/meetings/", include("alongside.apps.meetings.urls")),
    path("policy/", include("alongside.apps.governance.urls")),
    path("capacity/", include("alongside.apps.capacity.urls")),
    path("waiting/", include("alongside.apps.waiting.urls")),
    path("plans/", include("alongside.apps.plans.urls")),
    path("partnerships/", include("alongside.apps.partnerships.urls")),
    path("", include("alongside.apps.insight.urls")),
    path("api/", api.urls),
]

handler400 = "alongside.web.errors.bad_request"
handler403 = "alongside.web.errors.permission_denied"
handler404 = "alongside.web.errors.page_not_found"
handler500 = "alongside.web.errors.server_error"
