from django.urls import path

from alongside.apps.capacity.views import beds, board, sessions, tokens, uploads

app_name = "capacity"
urlpatterns = [
    path("", board.ShowBoardView.as_view(), name="board"),
    path("sessions/", sessions.ListSessionsView.as_view(), name="list-sessions"),
    path("sessions/add/", sessions.AddSessionView.as_view(), name="add-session"),
    path("sessions/<uuid:pk>/", sessions.ShowSessionView.as_view(), name="show-session"),
    path("sessions/<uuid:pk>/change/", sessions.ChangeSessionView.as_view(), name="change-session"),
    path("sessions/<uuid:pk>/withdraw/", sessions.WithdrawSessionView.as_view(), name="withdraw-session"),
    path("sessions/<uuid:pk>/restore/", sessions.RestoreSessionView.as_view(), name="restore-session"),
    path("bookings/<uuid:pk>/release/", sessions.ReleaseBookingView.as_view(), name="release-booking"),
    path("beds/", beds.ListBedsView.as_view(), name="list-beds"),
    path("beds/set/", beds.SetBedsView.as_view(), name="set-beds"),
    path("spreadsheets/", uploads.ListUploadsView.as_view(), name="list-uploads"),
    path("spreadsheets/<uuid:pk>/", uploads.ShowUploadView.as_view(), name="show-upload"),
    path("spreadsheets/<uuid:pk>/returned/", uploads.ReturnedRowsView.as_view(), name="returned-rows"),
    path("spreadsheets/template/<slug:kind>.<slug:ending>", uploads.TemplateView.as_view(), name="template"),
    path("connections/", tokens.ListTokensView.as_view(), name="list-tokens"),
    path("connections/<uuid:pk>/revoke/", tokens.RevokeTokenView.as_view(), name="revoke-token"),
]
