from django.urls import path

from alongside.apps.plans.views import approvals, changes, compare, lines, listing, show, worth

app_name = "plans"
ONE = "<uuid:plan_id>/"
PATIENT = f"{ONE}patients/<uuid:pathway_id>/"
urlpatterns = [
    path("", listing.ListPlansView.as_view(), name="list-plans"),
    path("new/", listing.NewPlanView.as_view(), name="new-plan"),
    path("compare/", compare.ComparePlansView.as_view(), name="compare-plans"),
    path("capacity-and-demand/", compare.CapacityAndDemandView.as_view(), name="capacity-and-demand"),
    path(ONE, show.ShowPlanView.as_view(), name="show-plan"),
    path(f"{ONE}cancel/", show.CancelPlanView.as_view(), name="cancel-plan"),
    path(f"{ONE}start-again/", show.StartPlanAgainView.as_view(), name="start-plan-again"),
    path(f"{ONE}one-more/", worth.ListWorthView.as_view(), name="list-worth"),
    path(f"{ONE}policies/", worth.ComparePoliciesView.as_view(), name="compare-policies"),
    path(f"{ONE}patients/", lines.ListLinesView.as_view(), name="list-lines"),
    path(PATIENT, lines.ShowLineView.as_view(), name="show-line"),
    path(f"{PATIENT}keep-at-site/", changes.PinPatientView.as_view(), name="pin-patient"),
    path(f"{PATIENT}leave-out/", changes.ExcludePatientView.as_view(), name="exclude-patient"),
    path(f"{ONE}changes/", changes.ListChangesView.as_view(), name="list-changes"),
    path(f"{ONE}changes/site/", changes.ExcludeSiteView.as_view(), name="exclude-site"),
    path(f"{ONE}changes/sessions/", changes.ExcludeSessionsView.as_view(), name="exclude-sessions"),
    path(f"{ONE}changes/<uuid:change_id>/undo/", changes.UndoChangeView.as_view(), name="undo-change"),
    path(f"{ONE}plan-again/", changes.PlanAgainView.as_view(), name="plan-again"),
    path(f"{ONE}approve/", approvals.ApprovePlanView.as_view(), name="approve-plan"),
    path(f"{ONE}approve/withdraw/", approvals.WithdrawApprovalView.as_view(), name="withdraw-approval"),
]
