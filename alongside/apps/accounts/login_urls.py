"""Signing in and out and the second factor: allauth's views with the house's pages, and no others of its."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy

from alongside.apps.accounts.views import NotSignedInView

SECURITY = reverse_lazy("accounts:my-account")

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", account.LoginView.as_view(template_name="accounts/login.jinja"), name="account_login"),
    path("logout/", account.LogoutView.as_view(template_name="accounts/logout.jinja"), name="account_logout"),
    path(
        "reauthenticate/",
        account.ReauthenticateView.as_view(template_name="accounts/reauthenticate.jinja"),
        name="account_reauthenticate",
    ),
    path(
        "password/",
        account.PasswordChangeView.as_view(template_name="accounts/change_password.jinja", success_url=SECURITY),
        name="account_change_password",
    ),
    path(
        "password/set/",
        account.PasswordSetView.as_view(template_name="accounts/change_password.jinja", success_url=SECURITY),
        name="account_set_password",
    ),
    path(
        "second-factor/authenticate/",
        mfa.AuthenticateView.as_view(template_name="accounts/second_factor.jinja"),
        name="mfa_authenticate",
    ),
    path(
        "second-factor/reauthenticate/",
        mfa.ReauthenticateView.as_view(template_name="accounts/reauthenticate.jinja"),
        name="mfa_reauthenticate",
    ),
    path("second-factor/", mfa.IndexView.as_view(template_name="accounts/second_factor_index.jinja"), name="mfa_index"),
    path(
        "second-factor/activate/",
        totp.ActivateTOTPView.as_view(template_name="accounts/activate_totp.jinja"),
        name="mfa_activate_totp",
    ),
    path(
        "second-factor/deactivate/",
        totp.DeactivateTOTPView.as_view(template_name="accounts/deactivate_totp.jinja"),
        name="mfa_deactivate_totp",
    ),
    path(
        "second-factor/codes/",
        codes.ViewRecoveryCodesView.as_view(template_name="accounts/recovery_codes.jinja"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/codes/generate/",
        codes.GenerateRecoveryCodesView.as_view(template_name="accounts/generate_codes.jinja"),
        name="mfa_generate_recovery_codes",
    ),
]

# The organisation's single sign-on, where it is set up; whoever is not known here is told so.
if settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns += [
        path("sso/", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("sso/cancelled/", NotSignedInView.as_view(), name="socialaccount_login_cancelled"),
        path("sso/error/", NotSignedInView.as_view(), name="socialaccount_login_error"),
        path("sso/unknown/", NotSignedInView.as_view(), name="socialaccount_signup"),
        path("sso/connections/", NotSignedInView.as_view(), name="socialaccount_connections"),
    ]
