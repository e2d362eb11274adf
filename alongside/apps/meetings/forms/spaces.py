"""What two organisations write in a team space: why it is there, notes, who is in it, and why it is closed."""

from collections.abc import Iterable
from typing import Any

from django import forms

from alongside.apps.accounts.models import Organisation
from alongside.apps.governance.forms.words import phone_field
from alongside.apps.governance.models import Contact
from alongside.apps.meetings.actions import MemberWords
from alongside.apps.meetings.facts.spaces import Pathway
from alongside.apps.meetings.forms.filters import PairFilterForm
from alongside.apps.meetings.forms.words import NO_PATIENT, JointForm
from alongside.apps.meetings.models import SpaceNote

LINK_HINT = "A whole address that begins with https://. No file is kept here"


def words(label: str, most: int, rows: int, hint: str = NO_PATIENT, **given: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, help_text=hint, **given)


class OpenSpaceForm(JointForm):
    partner = forms.ChoiceField(label="With")
    pathway = forms.ChoiceField(label="Pathway", help_text="A whole specialty, or one kind of operation")
    purpose = words("What is it for?", 1500, 4)

    def __init__(
        self, data: Any = None, *, partners: Iterable[Organisation], pathways: list[tuple[str, str]], chosen: str = ""
    ) -> None:
        super().__init__(data, initial={"partner": chosen})
        self.partners = {str(each.pk): each for each in partners}
        self.offer("partner", [("", "Choose"), *[(key, each.name) for key, each in self.partners.items()]])
        self.offer("pathway", [("", "Choose"), *pathways])

    @property
    def chosen(self) -> Organisation:
        return self.partners[self.cleaned_data["partner"]]

    @property
    def on_pathway(self) -> Pathway:
        function, _, group = self.cleaned_data["pathway"].partition("/")
        return function, group


class PurposeForm(JointForm):
    text = words("What is it for?", 1500, 5)


class NoteForm(JointForm):
    text = words("Note", 1500, 6)
    link = forms.CharField(label="Link", max_length=500, required=False, help_text=LINK_HINT)

    def __init__(self, data: Any = None, *, note: SpaceNote | None = None) -> None:
        super().__init__(data, initial={"text": note.text, "link": note.link} if note else {})


class MemberForm(JointForm):
    post = forms.CharField(label="Post", max_length=120, help_text="Such as Lead nurse of the joint clinic")
    person = forms.CharField(
        label="Who fills it", max_length=120, required=False, help_text="Leave empty if it changes"
    )
    contact = forms.ChoiceField(label="Contact in our directory", required=False)
    phone = phone_field("Telephone", required=False, help_text="Only where the directory has no contact")

    def __init__(self, data: Any = None, *, contacts: Iterable[Contact]) -> None:
        super().__init__(data)
        self.contacts = {str(each.pk): each for each in contacts}
        named = [(key, f"{each.post}, {each.phone}") for key, each in self.contacts.items()]
        self.offer("contact", [("", "None of them"), *named])

    @property
    def words(self) -> MemberWords:
        said = self.cleaned_data
        return MemberWords(said["post"], said["person"], self.contacts.get(said["contact"]), said["phone"])


class CloseSpaceForm(JointForm):
    why = words("Why is it closed?", 300, 3)


class SpaceFilterForm(PairFilterForm):
    partner = forms.ChoiceField(label="Organisation", required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any"), ("open", "Open"), ("closed", "Closed")]
    )


class NoteFilterForm(PairFilterForm):
    partner = forms.ChoiceField(label="Written by", required=False)
    show = forms.ChoiceField(
        label="Which",
        required=False,
        choices=[("", "All"), ("standing", "Those that hold"), ("link", "With a link"), ("purpose", "Purpose")],
    )
