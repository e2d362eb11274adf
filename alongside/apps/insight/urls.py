from django.urls import path

from alongside.apps.insight import views

app_name = "insight"
urlpatterns = [
    path("work/", views.ShowTodayView.as_view(), name="today"),
    path("insight/published/", views.PublishedView.as_view(), name="published"),
]
