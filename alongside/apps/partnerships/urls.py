from django.urls import path

from alongside.apps.partnerships.views import area, keeping, listing, proposals, readiness

app_name = "partnerships"
ONE = "<uuid:partnership_id>/"
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
    path(ONE + "end/", keeping.EndPartnershipView.as_view(), name="end-partnership"),
]
