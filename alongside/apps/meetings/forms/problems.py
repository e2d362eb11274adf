"""What a side says of a problem: the figure that shows it, where it stands, and who owns it here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from alongside.apps.accounts.models import Organisation
from alongside.apps.meetings.actions import ProblemWords
from alongside.apps.meetings.forms.words import NO_PATIENT, JointForm
from alongside.apps.meetings.models import ProblemStep, Space
from alongside.web.dates import DayMonthYearField

STATES = ProblemStep.State.choices
OWNER_HINT = "Such as Head of therapies. A post, not a person"


class ProblemForm(JointForm):
    partner = forms.ChoiceField(label="With")
    space = forms.ChoiceField(label="Pathway", required=False, help_text="A team space that both of you share")
    statement = forms.CharField(
        label="What is the problem?", max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text=NO_PATIENT
    )
    figure = forms.CharField(
        label="The figure that shows it", max_length=120, help_text="Such as 14 of 40 lists ended early in December"
    )
    figure_source = forms.CharField(
        label="Where the figure is from", max_length=200, help_text="Such as the theatre system of the hospital"
    )
    figure_on = DayMonthYearField(label="Day of the figure", earliest=date(2020, 1, 1))
    owner = forms.CharField(label="Who owns it on our side", max_length=120, help_text=OWNER_HINT)

    def __init__(self, data: Any = None, *, partners: Iterable[Organisation], chosen: str = "", today: date) -> None:
        super().__init__(data, initial={"partner": chosen})
        self.partners = {str(each.pk): each for each in partners}
        self.spaces: dict[str, Space] = {}
        self.offer("partner", [("", "Choose"), *[(key, each.name) for key, each in self.partners.items()]])
        self.fields["figure_on"].latest = today  # type: ignore[attr-defined]

    def offer_spaces(self, spaces: Iterable[Space], chosen: str) -> None:
        """Team spaces that a problem may be raised in."""
        self.spaces = {str(each.pk): each for each in spaces}
        named = [(key, f"{each.name}, {each.trust.name} and {each.host.name}") for key, each in self.spaces.items()]
        self.offer("space", [("", "None of them, or several"), *named])
        self.initial["space"] = chosen

    @property
    def chosen(self) -> Organisation:
        return self.partners[self.cleaned_data["partner"]]

    @property
    def words(self) -> ProblemWords:
        said = self.cleaned_data
        names = ("statement", "figure", "figure_source", "figure_on", "owner")
        return ProblemWords(**{name: said[name] for name in names}, space=self.spaces.get(said["space"]))

    def clean(self) -> dict[str, Any]:
        """A space is shared with one partner: a problem of it is theirs too."""
        said = super().clean()
        space = self.spaces.get(said.get("space", ""))
        if space and said.get("partner") not in (None, str(space.trust_id), str(space.host_id)):
            self.add_error("space", "Select a pathway that you share with this partner")
        return said


class StepForm(JointForm):
    state = forms.ChoiceField(label="Where does it stand now?", choices=STATES, widget=forms.RadioSelect())
    words = forms.CharField(
        label="What was found, agreed or achieved", max_length=600, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_PATIENT,
    )  # fmt: skip
    owner = forms.CharField(label="Who owns it on our side", max_length=120, required=False, help_text=OWNER_HINT)
