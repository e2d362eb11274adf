from django.urls import path

from alongside.apps.directory.views import (
    capability,
    check,
    criteria,
    edit,
    needs,
    notices,
    sites,
    understanding,
    who_can,
)

app_name = "directory"
SITE = "sites/<uuid:site_id>/"
RULES = SITE + "criteria/<slug:group>/"
urlpatterns = [
    path("", sites.ListSitesView.as_view(), name="list-sites"),
    path("who-can/", who_can.WhoCanView.as_view(), name="who-can"),
    path("understanding/", understanding.ShowUnderstandingView.as_view(), name="show-understanding"),
    path("check/", check.TakeCheckView.as_view(), name="take-check"),
    path("notices/", notices.ListNoticesView.as_view(), name="list-notices"),
    path("needs/", needs.ListNeedsView.as_view(), name="list-needs"),
    path("needs/<slug:operation>/", needs.ShowNeedsView.as_view(), name="show-needs"),
    path("needs/<slug:operation>/change/", needs.EditNeedsView.as_view(), name="edit-needs"),
    path(SITE, sites.ShowSiteView.as_view(), name="show-site"),
    path(SITE + "edit/", edit.EditSiteView.as_view(), name="edit-site"),
    path(SITE + "services/", edit.EditServicesView.as_view(), name="edit-services"),
    path(SITE + "support/", edit.EditSupportView.as_view(), name="edit-support"),
    path(SITE + "equipment/", capability.EditEquipmentView.as_view(), name="edit-equipment"),
    path(SITE + "staff/", capability.EditStaffView.as_view(), name="edit-staff"),
    path(SITE + "infection/", capability.EditInfectionView.as_view(), name="edit-infection"),
    path(SITE + "access/", capability.EditAccessView.as_view(), name="edit-access"),
    path(SITE + "hours/", capability.EditHoursView.as_view(), name="edit-hours"),
    path(SITE + "attest/", edit.AttestSiteView.as_view(), name="attest-site"),
    path(SITE + "notices/new/", notices.AddNoticeView.as_view(), name="add-notice"),
    path(SITE + "notices/<uuid:notice_id>/end/", notices.EndNoticeView.as_view(), name="end-notice"),
    path(SITE + "criteria/", criteria.ListCriteriaView.as_view(), name="list-criteria"),
    path(RULES, criteria.EditCriteriaView.as_view(), name="edit-criteria"),
    path(RULES + "rule/", criteria.EditRuleView.as_view(), name="add-rule"),
    path(RULES + "rule/<int:number>/", criteria.EditRuleView.as_view(), name="change-rule"),
    path(RULES + "review/", criteria.ReviewCriteriaView.as_view(), name="review-criteria"),
    path(RULES + "versions/", sites.ListCriteriaVersionsView.as_view(), name="list-criteria-versions"),
]
