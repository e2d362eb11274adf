"""What a side says of a problem: the figure that shows it, where it stands, and who owns it here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from alongside.apps.accounts.models import Organisation
from alongside.apps.meetings.actions import ProblemWords
from alongside.apps.meetings.forms.words import NO_PATIENT, JointForm
from alongside.apps.meetings.models import ProblemStep, Space
from alongside.apps.meetings.queries.figures import Figure
from alongside.web.dates import DayMonthYearField
from alongside.web.words import long_date

STATES = ProblemStep.State.choices
TYPED = {
    "figure": "Enter the figure that shows it, or choose one that Alongside holds",
    "figure_source": "Enter where the figure is from",
    "figure_on": "Enter the day of the figure",
}
EXAMPLE = "Such as 14 of 40 lists ended early in December"
OWNER_HINT = "Such as Head of therapies. A post, not a person"


class ProblemForm(JointForm):
    partner = forms.ChoiceField(label="With")
    space = forms.ChoiceField(label="Pathway", required=False, help_text="A team space that both of you share")
    statement = forms.CharField(
        label="What is the problem?", max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text=NO_PATIENT
    )
    held = forms.ChoiceField(
        label="A figure that Alongside holds",
        required=False,
        help_text="With its source and day filled in",
        widget=forms.RadioSelect(),
    )
    figure = forms.CharField(
        label="The figure that shows it", max_length=120, required=False,
        help_text=f"{EXAMPLE}. Or leave this, source and day empty, to be offered what Alongside holds of you both",
    )  # fmt: skip
    figure_source = forms.CharField(
        label="Where the figure is from", max_length=200, required=False,
        help_text="Such as the theatre system of the hospital",
    )  # fmt: skip
    figure_on = DayMonthYearField(label="Day of the figure", earliest=date(2020, 1, 1), required=False)
    owner = forms.CharField(label="Who owns it on our side", max_length=120, help_text=OWNER_HINT)

    def __init__(self, data: Any = None, *, partners: Iterable[Organisation], chosen: str = "", today: date) -> None:
        super().__init__(data, initial={"partner": chosen})
        self.partners = {str(each.pk): each for each in partners}
        self.spaces: dict[str, Space] = {}
        self.figures: dict[str, Figure] = {}
        for name in ("held", *TYPED):
            self.fields[name].widget.quiet = True
        self.offer("partner", [("", "Choose"), *[(key, each.name) for key, each in self.partners.items()]])
        self.fields["figure_on"].latest = today  # type: ignore[attr-defined]

    def offer_figures(self, figures: Iterable[Figure]) -> None:
        """Figures that both sides may know; without one the box is not shown."""
        self.figures = {each.key: each for each in figures}
        if not self.figures:
            del self.fields["held"]
            return
        self.fields["figure"].help_text = f"Where you choose none of these. {EXAMPLE}"
        named = [(key, f"{each.words} ({each.source}, {long_date(each.on)})") for key, each in self.figures.items()]
        self.offer("held", [("", "None of these: I write my own"), *named])

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
        held = self.figures.get(said.get("held") or "")
        figure, source, on = (held.words, held.source, held.on) if held else (said[name] for name in TYPED)
        return ProblemWords(said["statement"], figure, source, on, said["owner"], self.spaces.get(said["space"]))

    def clean(self) -> dict[str, Any]:
        """A space is shared with one partner: a problem of it is theirs too. A figure is chosen or written in full."""
        said = super().clean()
        if not said.get("held") and "held" not in self.errors:
            for name, words in TYPED.items():
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, words)
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
