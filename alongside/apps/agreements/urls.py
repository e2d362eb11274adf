from django.urls import path

from alongside.apps.agreements.views import clauses, listing, one, security, steps

app_name = "agreements"
ONE = "<uuid:agreement_id>/"
urlpatterns = [
    path("", listing.ListAgreementsView.as_view(), name="list-agreements"),
    path("new/", listing.NewAgreementView.as_view(), name="new-agreement"),
    path("security/", security.StateSecurityView.as_view(), name="state-security"),
    path("between/<uuid:guest_id>/<uuid:host_id>/", listing.ShowBetweenView.as_view(), name="show-between"),
    path(ONE, one.ShowAgreementView.as_view(), name="show-agreement"),
    path(ONE + "clauses/<slug:topic>/", clauses.EditClauseView.as_view(), name="edit-clause"),
    path(ONE + "agree/", steps.AgreeView.as_view(), name="agree"),
    path(ONE + "sign/", steps.SignView.as_view(), name="sign"),
    path(ONE + "terminate/", steps.TerminateView.as_view(), name="terminate"),
    path(ONE + "send-back/", steps.SendBackView.as_view(), name="send-back"),
    path(ONE + "renew/", steps.RenewView.as_view(), name="renew"),
    path(ONE + "versions/<int:number>/", one.CompareVersionsView.as_view(), name="compare-versions"),
    path(ONE + "sharing/", one.ShowSharingView.as_view(), name="show-sharing"),
]
