"""Which month is read, what our side gives of it, and with which post it is signed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator

from alongside.apps.meetings.facts.quality import FigureWords
from alongside.apps.meetings.forms.words import NO_PATIENT, JointForm
from alongside.domain.joint_quality import BY_CODE, GIVEN, month_of, months_to
from alongside.web.plain import PlainForm

MOST = 9_999_999
MONTHS_BACK = 12
# Whose whole is the same number: it is asked once.
SAME_WHOLE = {"infections": "returns"}


def month_key(month: date) -> str:
    return f"{month:%Y-%m}"


class MonthForm(PlainForm):
    month = forms.ChoiceField(label="Month", required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        offered = [*months_to(today, MONTHS_BACK), month_of(today)]
        self.offered = {month_key(each): each for each in sorted(offered, reverse=True)}
        self.newest = offered[0]
        field: Any = self.fields["month"]
        field.choices = [(key, f"{each:%B %Y}") for key, each in self.offered.items()]
        field.initial = month_key(self.newest)
        field.widget.quiet = True

    @property
    def chosen(self) -> date:
        """The month asked for, or the newest that has ended."""
        said = self.cleaned_data.get("month", "") if self.is_valid() else ""
        return self.offered.get(said, self.newest)


def number(label: str, hint: str = "") -> forms.IntegerField:
    limit = MinValueValidator(0)
    return forms.IntegerField(label=label, help_text=hint, required=False, validators=[limit], max_value=MOST)


def asked() -> dict[str, forms.Field]:
    """Two numbers and a note for each indicator."""
    found: dict[str, forms.Field] = {}
    for each in GIVEN:
        found[f"{each.code}_count"] = number(f"{each.name}: how many", each.counts.capitalize())
        as_above = f". Empty: as for {BY_CODE[SAME_WHOLE[each.code]].name.lower()}" if each.code in SAME_WHOLE else ""
        found[f"{each.code}_of"] = number(f"{each.name}: of how many", each.of.capitalize() + as_above)
        found[f"{each.code}_note"] = forms.CharField(
            label=f"{each.name}: what is to be said of it", help_text=NO_PATIENT, max_length=300, required=False
        )
    return found


class FiguresForm(JointForm):
    """For each indicator two numbers and a note. What is left empty is told as not given."""

    seen = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, held: Mapping[str, FigureWords], seen: str) -> None:
        super().__init__(data, initial={"seen": seen, **said(held)})
        self.held = held
        for field in self.fields.values():
            field.widget.quiet = True

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for code, other in SAME_WHOLE.items():
            if given.get(f"{code}_count") is not None and given.get(f"{code}_of") is None:
                given[f"{code}_of"] = given.get(f"{other}_of")
        for each in GIVEN:
            count, of = given.get(f"{each.code}_count"), given.get(f"{each.code}_of")
            self.must_be_whole(each.code, count, of)
        return given

    def must_be_whole(self, code: str, count: int | None, of: int | None) -> None:
        names = (f"{code}_count", f"{code}_of")
        if any(name in self.errors for name in names):
            return
        if (count is None) != (of is None):
            self.add_error(names[count is not None], "Enter both numbers, or neither")
        elif count is None and code in self.held:
            self.add_error(names[0], "This was given already: correct it, it cannot be emptied")
        elif count is None and self.cleaned_data.get(f"{code}_note"):
            self.add_error(names[0], "Enter both numbers: a note is kept with a figure")
        elif count is not None and of is not None and count > of:
            self.add_error(names[0], "This is a part of the number below it: it cannot be more (QUA-2)")

    @property
    def words(self) -> dict[str, FigureWords]:
        given = self.cleaned_data
        return {
            each.code: FigureWords(given[f"{each.code}_count"], given[f"{each.code}_of"], given[f"{each.code}_note"])
            for each in GIVEN
            if given[f"{each.code}_count"] is not None
        }


FiguresForm.base_fields.update(asked())


def said(held: Mapping[str, FigureWords]) -> dict[str, Any]:
    parts: Iterable[tuple[str, Any]] = (
        (f"{code}_{name}", getattr(words, name)) for code, words in held.items() for name in ("count", "of", "note")
    )
    return dict(parts)


class SignForm(JointForm):
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())
    post = forms.CharField(label="Your post", max_length=120, help_text="Such as Medical director")
