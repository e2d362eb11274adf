"""What two organisations write together: words that both and their board read, with no patient in them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms

from alongside.apps.accounts.models import Organisation
from alongside.apps.meetings.actions import ActionWords
from alongside.apps.meetings.facts import Pair
from alongside.web.dates import DayMonthYearField
from alongside.web.shared_words import SharedWordsForm

EVERY = ((7, "Every week"), (14, "Every two weeks"), (28, "Every four weeks"), (56, "Every eight weeks"),
         (91, "Every quarter"), (0, "No fixed rhythm"))  # fmt: skip
LONGEST_NAME, MOST_PEOPLE = 160, 40
NO_PATIENT = "Never a patient’s name"


class JointForm(SharedWordsForm):
    refused = "This looks like an NHS number. Both organisations read this: leave patients out"

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class RhythmForm(JointForm):
    every = forms.ChoiceField(
        label="How often do you mean to meet?",
        choices=[(str(days), words) for days, words in EVERY],
        widget=forms.RadioSelect(),
    )


class NewMeetingForm(JointForm):
    partner = forms.ChoiceField(label="With")
    title = forms.CharField(label="What is it called?", max_length=120, initial="Joint meeting")
    on = DayMonthYearField(label="Day of the meeting")

    def __init__(self, data: Any = None, *, partners: Iterable[Organisation], chosen: str = "", today: date) -> None:
        super().__init__(data, initial={"partner": chosen, "on": today})
        self.partners = {str(each.pk): each for each in partners}
        self.offer("partner", [("", "Choose"), *[(key, each.name) for key, each in self.partners.items()]])

    @property
    def chosen(self) -> Organisation:
        return self.partners[self.cleaned_data["partner"]]


class ItemForm(JointForm):
    text = forms.CharField(
        label="What do you want to speak of?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_PATIENT,
    )  # fmt: skip


class AttendanceForm(JointForm):
    """One box for each side, one person a line."""

    trust = forms.CharField(required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    host = forms.CharField(required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Any = None, *, pair: Pair) -> None:
        super().__init__(data)
        self.pair = pair
        for name, side in zip(("trust", "host"), pair.sides, strict=True):
            self.fields[name].label = f"From {side.name}"
            self.fields[name].help_text = "Name and post, one person a line"
            self.fields[name].widget.quiet = True

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for name in ("trust", "host"):
            people = lines(said.get(name, ""))
            if len(people) > MOST_PEOPLE or any(len(person) > LONGEST_NAME for person in people):
                words = f"Write at most {MOST_PEOPLE} lines of at most {LONGEST_NAME} characters"
                self.add_error(name, words)
        return said

    @property
    def people(self) -> list[tuple[Organisation, str]]:
        sides = zip(("trust", "host"), self.pair.sides, strict=True)
        return [(side, person) for name, side in sides for person in lines(self.cleaned_data.get(name, ""))]


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


class DecisionForm(JointForm):
    text = forms.CharField(
        label="What was decided?", max_length=600, widget=forms.Textarea(attrs={"rows": 3}), help_text=NO_PATIENT
    )


class ActionForm(JointForm):
    what = forms.CharField(
        label="What is to be done?", max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=NO_PATIENT
    )
    owner = forms.ChoiceField(label="Who takes it on", widget=forms.RadioSelect())
    post = forms.CharField(label="Post", max_length=120, help_text="Such as Head of booking. A post, not a person")
    due_on = DayMonthYearField(label="Due by")

    def __init__(self, data: Any = None, *, pair: Pair, today: date) -> None:
        super().__init__(data)
        self.sides = {str(side.pk): side for side in pair.sides}
        self.offer("owner", [(key, side.name) for key, side in self.sides.items()])
        self.fields["due_on"].earliest = today  # type: ignore[attr-defined]
        self.fields["due_on"].latest = today + timedelta(days=731)  # type: ignore[attr-defined]

    @property
    def words(self) -> ActionWords:
        said = self.cleaned_data
        return ActionWords(said["what"], self.sides[said["owner"]], said["post"], said["due_on"])


class DoneForm(JointForm):
    note = forms.CharField(
        label="What came of it", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NO_PATIENT,
    )  # fmt: skip
