from django.urls import path

from alongside.apps.regulations import views

app_name = "regulations"
urlpatterns = [
    path("", views.ListDifferencesView.as_view(), name="list-differences"),
    path("new/", views.AddDifferenceView.as_view(), name="add-difference"),
    path("<uuid:key>/", views.ShowDifferenceView.as_view(), name="show-difference"),
    path("<uuid:key>/change/", views.ChangeDifferenceView.as_view(), name="change-difference"),
]
