"""Write in a team space: a note, its correction, the purpose, a member, an action; and close it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from alongside.apps.accounts.roles import Permission
from alongside.apps.meetings import actions
from alongside.apps.meetings.actions import NotYoursError
from alongside.apps.meetings.facts import Pair
from alongside.apps.meetings.facts.spaces import purpose_of
from alongside.apps.meetings.forms.spaces import CloseSpaceForm, MemberForm, NoteForm, PurposeForm
from alongside.apps.meetings.forms.words import ActionForm, JointForm
from alongside.apps.meetings.models import Space, SpaceMember, SpaceNote
from alongside.apps.meetings.queries import spaces as queries
from alongside.apps.meetings.views.spaces import _SpacesView


class _WriteView(_SpacesView):
    """One form about one of our own spaces; what it is about may be named by another argument of the address."""

    title, said, submit, lead, warn = "", "Saved.", "Save", "", False

    def subject(self, **kwargs: UUID) -> Any:
        return self.space(kwargs["space_id"])

    def space_of(self, subject: Any) -> Space:
        space: Space = subject if isinstance(subject, Space) else subject.space
        return space

    def own(self, **kwargs: UUID) -> Any:
        subject = self.subject(**kwargs)
        space = self.space_of(subject)
        self.ours(Pair(space.trust, space.host))
        return subject

    def form(self, subject: Any, data: Any = None) -> JointForm:
        raise NotImplementedError

    def save(self, subject: Any, form: Any) -> None:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: UUID) -> HttpResponseBase:
        subject = self.own(**kwargs)
        return self.show(subject, self.form(subject))

    def post(self, request: HttpRequest, **kwargs: UUID) -> HttpResponseBase:
        subject = self.own(**kwargs)
        form = self.form(subject, request.POST)
        if form.is_valid():
            try:
                self.save(subject, form)
            except actions.Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, self.said)
                return redirect("meetings:show-space", self.space_of(subject).pk)
        return self.show(subject, form)

    def show(self, subject: Any, form: JointForm) -> HttpResponseBase:
        space = self.space_of(subject)
        words = {"caption": space.name, "lead": self.told(subject), "submit": self.submit, "warn": self.warn}
        return self.form_page(self.title, form, self.crumbs(space), **words)

    def told(self, subject: Any) -> str:
        return self.lead


class WriteNoteView(_WriteView):
    permission = Permission.RAISE
    title, said = "Write a note", "Written. A note is never changed: it can be corrected by the next one."

    def form(self, subject: Any, data: Any = None) -> JointForm:
        return NoteForm(data)

    def save(self, subject: Space, form: NoteForm) -> None:
        text, link = form.cleaned_data["text"], form.cleaned_data["link"]
        actions.write_note(space=subject, text=text, link=link, by=self.by, today=self.today)


class SayPurposeView(_WriteView):
    permission = Permission.WORK_TOGETHER
    title = "What is this space for?"
    lead = "What it was for before stays among the notes."

    def form(self, subject: Space, data: Any = None) -> JointForm:
        said = purpose_of(subject)
        return PurposeForm(data, initial={"text": said.text if said else ""})

    def save(self, subject: Space, form: PurposeForm) -> None:
        actions.say_purpose(space=subject, text=form.cleaned_data["text"], by=self.by, today=self.today)


class CorrectNoteView(_WriteView):
    permission = Permission.RAISE
    title, said = "Correct this note", "Corrected. What was written first stays readable."
    lead = "Write it as it should be. The first note stays, marked as corrected, with your name."

    def subject(self, **kwargs: UUID) -> SpaceNote:
        return self.found(queries.find_note(self.by, kwargs["note_id"]))

    def own(self, **kwargs: UUID) -> SpaceNote:
        note: SpaceNote = super().own(**kwargs)
        if note.organisation_id != self.by.organisation_id:
            raise NotYoursError("Only the organisation that wrote this note may correct it (TEAM-4).")
        return note

    def form(self, subject: SpaceNote, data: Any = None) -> JointForm:
        return NoteForm(data, note=subject)

    def save(self, subject: SpaceNote, form: NoteForm) -> None:
        text, link = form.cleaned_data["text"], form.cleaned_data["link"]
        actions.correct_note(note=subject, text=text, link=link, by=self.by, today=self.today)


class NameMemberView(_WriteView):
    permission = Permission.WORK_TOGETHER
    title, said = "Name a member of our side", "Named."
    lead = "A post, and how to reach it. Naming the same post again replaces what was said of it."

    def form(self, subject: Any, data: Any = None) -> JointForm:
        return MemberForm(data, contacts=queries.own_contacts(self.by, self.today))

    def save(self, subject: Space, form: MemberForm) -> None:
        actions.name_member(space=subject, words=form.words, by=self.by, today=self.today)


class TakeOutView(_WriteView):
    permission = Permission.WORK_TOGETHER
    title, said, submit, warn = "Take this post out of the team?", "Taken out.", "Take out", True

    def subject(self, **kwargs: UUID) -> SpaceMember:
        return self.found(queries.find_member(self.by, kwargs["member_id"]))

    def own(self, **kwargs: UUID) -> SpaceMember:
        member: SpaceMember = super().own(**kwargs)
        if member.organisation_id != self.by.organisation_id:
            raise NotYoursError("Only the organisation of this member may take it out (TEAM-3).")
        return member

    def form(self, subject: Any, data: Any = None) -> JointForm:
        return JointForm(data)

    def save(self, subject: SpaceMember, form: JointForm) -> None:
        actions.take_out(member=subject, by=self.by, today=self.today)

    def told(self, subject: SpaceMember) -> str:
        return f"{subject.post}, {subject.organisation.name}"


class AddSpaceActionView(_WriteView):
    permission = Permission.WORK_TOGETHER
    title, said = "Add an action", "Added. It stands on Today of whoever took it on once it is overdue."

    def form(self, subject: Space, data: Any = None) -> JointForm:
        return ActionForm(data, pair=Pair(subject.trust, subject.host), today=self.today)

    def save(self, subject: Space, form: ActionForm) -> None:
        actions.take_on_in_space(space=subject, words=form.words, by=self.by, today=self.today)


class CloseSpaceView(_WriteView):
    """The reason and the confirmation on one page; nothing happens by opening it."""

    permission = Permission.WORK_TOGETHER
    title, said, submit, warn = "Close this space?", "Closed. It stays readable.", "Close it", True
    lead = "Neither of you can write in it afterwards. Everything in it stays readable; a new one may be opened."

    def form(self, subject: Any, data: Any = None) -> JointForm:
        return CloseSpaceForm(data)

    def save(self, subject: Space, form: CloseSpaceForm) -> None:
        actions.close_space(space=subject, why=form.cleaned_data["why"], by=self.by, today=self.today)
