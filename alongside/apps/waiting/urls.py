from django.urls import path

from alongside.apps.waiting.views import clock, listing, pathway, uploads

app_name = "waiting"
ONE = "pathways/<uuid:pathway_id>/"
urlpatterns = [
    path("", listing.ListPathwaysView.as_view(), name="list-pathways"),
    path("find/", listing.FindPathwayView.as_view(), name="find-pathway"),
    path("limbo/", listing.ListLimboView.as_view(), name="list-limbo"),
    path("views/", listing.SaveViewView.as_view(), name="save-view"),
    path("views/<uuid:view_id>/remove/", listing.RemoveViewView.as_view(), name="remove-view"),
    path("uploads/", uploads.ListUploadsView.as_view(), name="list-uploads"),
    path("uploads/template/", uploads.DownloadTemplateView.as_view(), name="download-template"),
    path("uploads/<uuid:upload_id>/", uploads.ShowUploadView.as_view(), name="show-upload"),
    path("uploads/<uuid:upload_id>/columns/", uploads.ConfirmColumnsView.as_view(), name="confirm-columns"),
    path("uploads/<uuid:upload_id>/returned/", uploads.DownloadReturnedView.as_view(), name="download-returned"),
    path("uploads/<uuid:upload_id>/absent/", uploads.ListAbsentView.as_view(), name="list-absent"),
    path("uploads/<uuid:upload_id>/again/", uploads.StartAgainView.as_view(), name="start-again"),
    path(ONE, pathway.ShowPathwayView.as_view(), name="show-pathway"),
    path(f"{ONE}identity/", pathway.ShowIdentityView.as_view(), name="show-identity"),
    path(f"{ONE}correct/", pathway.CorrectPathwayView.as_view(), name="correct-pathway"),
    path(f"{ONE}clock/", clock.RecordClockEventView.as_view(), name="record-clock-event"),
    path(f"{ONE}clock/<uuid:event_id>/withdraw/", clock.WithdrawClockEventView.as_view(), name="withdraw-clock-event"),
    path(f"{ONE}strike/", clock.StrikePathwayView.as_view(), name="strike-pathway"),
]
