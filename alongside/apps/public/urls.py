from django.urls import path

from alongside.apps.public import views

app_name = "public"
urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("area/<slug:code>/services/", views.ListServicesView.as_view(), name="list-services"),
    path("area/<slug:code>/sites/<slug:site_code>/", views.ShowSiteView.as_view(), name="show-site"),
    path("what-to-expect/", views.ExpectView.as_view(), name="expect"),
    path("about/", views.AboutView.as_view(), name="about"),
    path("accessibility/", views.AccessibilityView.as_view(), name="accessibility"),
]
