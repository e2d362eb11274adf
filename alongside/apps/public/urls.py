from django.urls import path

from alongside.apps.public import views

app_name = "public"
urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("area/<slug:code>/services/", views.ListServicesView.as_view(), name="list-services"),
    path("about/", views.AboutView.as_view(), name="about"),
    path("accessibility/", views.AccessibilityView.as_view(), name="accessibility"),
]
