from django.urls import path

from alongside.apps.partnerships.views import area, governance, governing, keeping, listing, proposals, readiness

app_name = "partnerships"
ONE = "<uuid:partnership_id>/"
COMMITTEE, RUNG = ONE + "committee/<uuid:committee_id>/", ONE + "rung/<uuid:rung_id>/"
urlpatterns = [
    path("", listing.ListPartnershipsView.as_view(), name="list-partnerships"),
    path("new/", listing.NewPartnershipView.as_view(), name="new-partnership"),
    path("proposals/", proposals.ListProposalsView.as_view(), name="list-proposals"),
    path("readiness/<uuid:guest_id>/<uuid:host_id>/", readiness.ShowReadinessView.as_view(), name="show-readiness"),
    path("map/", area.ShowMapView.as_view(), name="show-map"),
    path(ONE, listing.ShowPartnershipView.as_view(), name="show-partnership"),
    path(ONE + "change/", keeping.SettleView.as_view(), name="settle"),
    path(ONE + "lead/", keeping.NameLeadView.as_view(), name="name-lead"),
    path(ONE + "drill/", keeping.LogDrillView.as_view(), name="log-drill"),
    path(ONE + "visit/", keeping.LogVisitView.as_view(), name="log-visit"),
    path(ONE + "governance/", governance.ShowGovernanceView.as_view(), name="show-governance"),
    path(ONE + "pack/", governance.ShowPackView.as_view(), name="show-pack"),
    path(ONE + "committee/", governing.NewCommitteeView.as_view(), name="new-committee"),
    path(COMMITTEE, governing.ChangeCommitteeView.as_view(), name="change-committee"),
    path(COMMITTEE + "withdraw/", governing.WithdrawCommitteeView.as_view(), name="withdraw-committee"),
    path(ONE + "rung/", governing.NewRungView.as_view(), name="new-rung"),
    path(RUNG, governing.ChangeRungView.as_view(), name="change-rung"),
    path(RUNG + "withdraw/", governing.WithdrawRungView.as_view(), name="withdraw-rung"),
    path(ONE + "end/", keeping.EndPartnershipView.as_view(), name="end-partnership"),
]
