from django.urls import path

from alongside.apps.governance.views import ask, barriers, contacts, policies, registers

app_name = "governance"
TOPIC, CONTACT, POLICY = "topics/<slug:topic>/", "contacts/<uuid:contact_id>/", "kept/<uuid:policy_id>/"
urlpatterns = [
    path("", ask.AskView.as_view(), name="ask"),
    path(TOPIC, ask.ShowTopicView.as_view(), name="show-topic"),
    path(TOPIC + "card/", ask.PrintCardView.as_view(), name="print-card"),
    path("kept/", policies.ListPoliciesView.as_view(), name="list-policies"),
    path("kept/new/", policies.AddPolicyView.as_view(), name="add-policy"),
    path(POLICY, policies.ShowPolicyView.as_view(), name="show-policy"),
    path(POLICY + "change/", policies.ChangePolicyView.as_view(), name="change-policy"),
    path(POLICY + "end/", policies.EndPolicyView.as_view(), name="end-policy"),
    path(POLICY + "confirm/", policies.ConfirmPolicyView.as_view(), name="confirm-policy"),
    path(POLICY + "take-back/", policies.TakeBackPolicyView.as_view(), name="take-back-policy"),
    path("contacts/", contacts.ListContactsView.as_view(), name="list-contacts"),
    path("contacts/new/", contacts.AddContactView.as_view(), name="add-contact"),
    path(CONTACT, contacts.ShowContactView.as_view(), name="show-contact"),
    path(CONTACT + "change/", contacts.ChangeContactView.as_view(), name="change-contact"),
    path(CONTACT + "end/", contacts.EndContactView.as_view(), name="end-contact"),
    path(CONTACT + "call/", contacts.LogCallView.as_view(), name="log-call"),
]
urlpatterns += [
    path("systems/", registers.ListSystemsView.as_view(), name="list-systems"),
    path("systems/new/", registers.AddSystemView.as_view(), name="add-system"),
    path("systems/<uuid:key>/", registers.ChangeSystemView.as_view(), name="change-system"),
    path("systems/<uuid:key>/remove/", registers.RemoveSystemView.as_view(), name="remove-system"),
    path("responsibilities/", registers.ListResponsibilitiesView.as_view(), name="list-responsibilities"),
    path("responsibilities/new/", registers.AddResponsibilityView.as_view(), name="add-responsibility"),
    path("responsibilities/<uuid:key>/", registers.ChangeResponsibilityView.as_view(), name="change-responsibility"),
    path(
        "responsibilities/<uuid:key>/remove/",
        registers.RemoveResponsibilityView.as_view(),
        name="remove-responsibility",
    ),
    path("barriers/", barriers.ListBarriersView.as_view(), name="list-barriers"),
    path("barriers/new/", barriers.AddBarrierView.as_view(), name="add-barrier"),
    path("barriers/<uuid:key>/", barriers.ShowBarrierView.as_view(), name="show-barrier"),
    path("barriers/<uuid:key>/change/", barriers.ChangeBarrierView.as_view(), name="change-barrier"),
]
