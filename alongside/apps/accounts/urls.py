from django.urls import path

from alongside.apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("choose-organisation/", views.ChooseOrganisationView.as_view(), name="choose-organisation"),
    path("my-account/", views.MyAccountView.as_view(), name="my-account"),
    path("people/", views.ListPeopleView.as_view(), name="list-people"),
    path("people/add/", views.AddPersonView.as_view(), name="add-person"),
    path("people/<int:pk>/end/", views.EndMembershipView.as_view(), name="end-membership"),
    path("people/<int:pk>/link/", views.PasswordLinkView.as_view(), name="password-link"),
    path("set-password/<str:uid>/<str:token>/", views.SetPasswordView.as_view(), name="set-password"),
    path("what-was-done/", views.ListEventsView.as_view(), name="list-events"),
]
