"""Which pathways does somebody want to see? Filters are sent with GET and work without JavaScript."""

from typing import Any

from django import forms
from django.http import QueryDict

from alongside.apps.accounts.access import Acting
from alongside.apps.audit.models import Purpose
from alongside.apps.waiting import queries
from alongside.apps.waiting.models import OpenState
from alongside.apps.waiting.queries import Criteria
from alongside.domain.priorities import DIAGNOSTIC, SURGICAL
from alongside.domain.treatment_functions import NAMES
from alongside.domain.waits import LONG_WAIT_MARKS
from alongside.web.plain import PlainForm

ANY = ("", "All")
YES_NO = [ANY, ("yes", "Yes"), ("no", "No")]
WAITS = [ANY, ("within", "Within 18 weeks"), *((f"over-{mark}", f"Over {mark} weeks") for mark in LONG_WAIT_MARKS)]
FIFTHS = [
    ANY,
    ("1", "1: most deprived fifth"),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", "5: least deprived fifth"),
]
PRIORITIES = [ANY, *((code, code) for code in (*SURGICAL, *DIAGNOSTIC)), ("none", "Not recorded")]
FUNCTIONS = [ANY, *sorted(((code, f"{name} ({code})") for code, name in NAMES.items()), key=lambda pair: pair[1])]


def choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, choices=choices, required=False)
    field.widget.quiet = True
    return field


class FilterForm(PlainForm):
    provider = choice("Provider", [])
    tfc = choice("Specialty", FUNCTIONS)
    operation = choice("Operation", [])
    priority = choice("Clinical priority", PRIORITIES)
    wait = choice("Waited", WAITS)
    decided = choice("Decision to admit", YES_NO)
    dated = choice("Has a date to come in", YES_NO)
    needs = choice("Needs information", YES_NO)
    deprivation = choice("Deprivation", FIFTHS)
    site = choice("Site", [])
    state = choice("Clock", [(value, str(label)) for value, label in OpenState.choices])

    def __init__(self, data: QueryDict, *, acting: Acting) -> None:
        super().__init__(data)
        providers = queries.area_providers(acting)
        self.offer("provider", [(o.code, o.name) for o in providers])
        self.offer("operation", [(g.code, g.name) for g in queries.procedure_groups()])
        self.offer("site", [(s.code, s.name) for s in queries.area_sites(acting)])
        if not providers:
            del self.fields["provider"]

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [ANY, *choices]

    def criteria(self) -> Criteria:
        """The filters that can be understood; one that cannot is named on the page and filters nothing."""
        self.is_valid()
        asked: dict[str, Any] = self.cleaned_data
        wait = str(asked.get("wait") or "")
        fifth = int(asked.get("deprivation") or 0)
        return Criteria(
            provider=asked.get("provider") or "",
            treatment_function=asked.get("tfc") or "",
            procedure_group=asked.get("operation") or "",
            priority=asked.get("priority") or "",
            over_weeks=int(wait.removeprefix("over-")) if wait.startswith("over-") else None,
            within_18=True if wait == "within" else None,
            decision_to_admit=yes_no(asked.get("decided")),
            has_date=yes_no(asked.get("dated")),
            needs_information=yes_no(asked.get("needs")),
            deciles=(2 * fifth - 1, 2 * fifth) if fifth else (),
            site=asked.get("site") or "",
            state=asked.get("state") or OpenState.OPEN,
        )


def yes_no(answer: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(answer or "")


class SaveViewForm(PlainForm):
    name = forms.CharField(label="Name of this view", max_length=80)
    query = forms.CharField(widget=forms.HiddenInput, max_length=1000, required=False)


class FindForm(PlainForm):
    """Sent with POST, so that what was typed stands in no address and no log."""

    text = forms.CharField(
        label="Pathway or referral identifier",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    purpose = forms.ChoiceField(
        label="Why you are looking for this patient",
        choices=[("", "I am looking by identifier alone"), *Purpose.choices],
        required=False,
        help_text="Needed to look by NHS number, hospital number or name. It is kept in the record of who saw whom.",
    )

    def __init__(self, *given: Any, by_identity: bool) -> None:
        super().__init__(*given)
        if by_identity:
            self.fields["text"].label = "Pathway identifier, NHS number, hospital number or full name"
            self.fields["purpose"].widget.quiet = True
        else:
            del self.fields["purpose"]
