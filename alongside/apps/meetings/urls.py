from django.urls import path

from alongside.apps.meetings.views import doing, meetings, pairs, problems, quality, space_writing, spaces, ways

app_name = "meetings"
PAIR, MEETING = "between/<uuid:trust_id>/<uuid:host_id>/", "<uuid:meeting_id>/"
ACTION, PROBLEM, SPACE = "actions/<uuid:action_id>/", "problems/<uuid:problem_id>/", "spaces/<uuid:space_id>/"
urlpatterns = [
    path("", pairs.ListPairsView.as_view(), name="list-pairs"),
    path("new/", meetings.NewMeetingView.as_view(), name="new-meeting"),
    path(PAIR, pairs.ShowPairView.as_view(), name="show-pair"),
    path(PAIR + "rhythm/", pairs.SetRhythmView.as_view(), name="set-rhythm"),
    path(PAIR + "quality/", quality.ShowQualityView.as_view(), name="show-quality"),
    path(PAIR + "quality/give/", quality.GiveFiguresView.as_view(), name="give-figures"),
    path(PAIR + "quality/sign/", quality.SignQualityView.as_view(), name="sign-quality"),
    path("actions/", doing.ListActionsView.as_view(), name="list-actions"),
    path(ACTION, doing.ShowActionView.as_view(), name="show-action"),
    path(ACTION + "done/", doing.FinishActionView.as_view(), name="finish-action"),
    path("problems/", problems.ListProblemsView.as_view(), name="list-problems"),
    path("problems/new/", problems.RaiseProblemView.as_view(), name="raise-problem"),
    path(PROBLEM, problems.ShowProblemView.as_view(), name="show-problem"),
    path(PROBLEM + "step/", problems.MoveProblemView.as_view(), name="move-problem"),
    path(PROBLEM + "action/", problems.TakeOnView.as_view(), name="take-on"),
    path("how-we-work/", ways.ListWaysView.as_view(), name="list-ways"),
    path("how-we-work/say/", ways.SayHowWeWorkView.as_view(), name="say-how-we-work"),
    path("how-we-work/<uuid:organisation_id>/", ways.ShowWaysView.as_view(), name="show-ways"),
    path("spaces/", spaces.ListSpacesView.as_view(), name="list-spaces"),
    path("spaces/new/", spaces.OpenSpaceView.as_view(), name="open-space"),
    path(SPACE, spaces.ShowSpaceView.as_view(), name="show-space"),
    path(SPACE + "purpose/", space_writing.SayPurposeView.as_view(), name="say-purpose"),
    path(SPACE + "note/", space_writing.WriteNoteView.as_view(), name="write-note"),
    path(SPACE + "member/", space_writing.NameMemberView.as_view(), name="name-member"),
    path(SPACE + "action/", space_writing.AddSpaceActionView.as_view(), name="add-space-action"),
    path(SPACE + "close/", space_writing.CloseSpaceView.as_view(), name="close-space"),
    path("spaces/notes/<uuid:note_id>/correct/", space_writing.CorrectNoteView.as_view(), name="correct-note"),
    path("spaces/members/<uuid:member_id>/take-out/", space_writing.TakeOutView.as_view(), name="take-out"),
    path(MEETING, meetings.ShowMeetingView.as_view(), name="show-meeting"),
    path(MEETING + "item/", meetings.AddItemView.as_view(), name="add-item"),
    path(MEETING + "attendance/", meetings.RecordAttendanceView.as_view(), name="record-attendance"),
    path(MEETING + "decision/", meetings.AddDecisionView.as_view(), name="add-decision"),
    path(MEETING + "action/", meetings.AddActionView.as_view(), name="add-action"),
]
