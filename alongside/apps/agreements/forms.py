"""What may a person write in a clause, and what do they confirm when they agree, sign or end?"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from alongside.domain.agreement_clauses import Clause
from alongside.domain.agreement_sharing import DSPT_STATUSES, ITEM_WORDS
from alongside.domain.agreement_templates import TEMPLATES
from alongside.domain.agreement_topics import MAX_ANSWER, MAX_FACT, TOPICS, FactKind, FactRule, Topic
from alongside.web.dates import DayMonthYearField
from alongside.web.plain import PlainForm, limit_message, sentences
from alongside.web.shared_words import SharedWordsForm

MAX_OWNER = 120
MAX_LONG = 300
MOST_EDITS = 1_000_000
MAX_REASON = 250
Choices = list[tuple[str, str]]


def quiet(widget: forms.Widget) -> forms.Widget:
    """What is missing is said beside the clause, so no label says "optional"."""
    widget.quiet = True  # type: ignore[attr-defined]
    return widget


def plain(field: forms.Field) -> forms.Field:
    """A field made as the form is opened, with the house's error messages."""
    field.error_messages |= sentences(field, str(field.label))
    for validator in field.validators:
        limit_message(validator, str(field.label))
    return field


def words_field(label: str, most: int, hint: str = "", rows: int = 0) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=False, help_text=hint, widget=quiet(widget))


class ClauseForm(SharedWordsForm):
    """One clause: its parts, its owners, its evidence, and the version and edit that the writer started from."""

    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1, max_value=MOST_EDITS, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, max_value=MOST_EDITS, required=False)
    settles = forms.UUIDField(widget=forms.HiddenInput(), required=False)

    def __init__(
        self, data: Any = None, *, topic: Topic, held: Clause, version: int, settles: object, services: Choices
    ) -> None:
        started = {"version": version, "based_on": held.number, "settles": settles}
        super().__init__(data, initial=held_words(held) | started)
        self.topic, self.held, rule = topic, held, TOPICS[topic]
        if rule.needs_answer:
            self.fields["answer"] = plain(words_field("Answer", MAX_ANSWER, rule.question, rows=6))
        for part in rule.facts:
            self.fields[f"fact_{part.key}"] = plain(fact_field(part, services))
        if rule.needs_owners:
            for key, side in (("guest_owner", "guest"), ("host_owner", "host")):
                label = f"Owner at the {side}"
                self.fields[key] = plain(words_field(label, MAX_OWNER, "Name and post"))
        if topic is not Topic.TERM:
            hint = "Where the document is kept: an address or a file reference"
            self.fields["evidence"] = plain(words_field("Evidence", MAX_LONG, hint))
        own = topic is not Topic.TERM
        for key, label in (("starts_on", "First day"), ("ends_on", "Last day")):
            hint = "Only if this clause holds for fewer days than the agreement" if own else "The whole day counts"
            day = DayMonthYearField(label=label, required=False, help_text=hint, earliest=date(2000, 1, 1))
            day.widget.quiet = True  # type: ignore[attr-defined]
            self.fields[key] = plain(day)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Last day must not be before the first")
        return cleaned

    @property
    def words(self) -> Clause:
        """The clause as written; what the form does not ask stays as it stood."""
        given, held = self.cleaned_data, self.held
        facts = {part.key: as_kept(given.get(f"fact_{part.key}")) for part in TOPICS[self.topic].facts}
        return Clause(
            self.topic,
            given.get("based_on") or 0,
            given.get("answer", held.answer).replace("\r\n", "\n"),
            facts,
            given.get("guest_owner", held.guest_owner),
            given.get("host_owner", held.host_owner),
            given.get("evidence", held.evidence),
            given.get("starts_on"),
            given.get("ends_on"),
        )


def fact_field(part: FactRule, services: Choices) -> forms.Field:
    """The field of one part of a clause."""
    if part.kind in (FactKind.SERVICES, FactKind.ITEMS):
        choices = (
            services if part.kind is FactKind.SERVICES else [(item.value, text) for item, text in ITEM_WORDS.items()]
        )
        ticks = quiet(forms.CheckboxSelectMultiple())
        return forms.MultipleChoiceField(
            label=part.label, required=False, choices=choices, widget=ticks, help_text=part.hint
        )
    if part.kind is FactKind.DAY:
        day = DayMonthYearField(label=part.label, required=False, help_text=part.hint, earliest=date(2000, 1, 1))
        day.widget.quiet = True  # type: ignore[attr-defined]
        return day
    lines = part.kind is FactKind.LINES
    return words_field(part.label, MAX_ANSWER if lines else MAX_FACT, part.hint, rows=5 if lines else 0)


def held_words(held: Clause) -> dict[str, Any]:
    """A clause as the form shows it."""
    kinds = {part.key: part.kind for part in TOPICS[held.topic].facts}
    facts = {f"fact_{key}": as_shown(value, kinds.get(key)) for key, value in held.facts.items()}
    fields = ("answer", "guest_owner", "host_owner", "evidence", "starts_on", "ends_on")
    return facts | {key: getattr(held, key) for key in fields}


def as_shown(value: object, kind: FactKind | None) -> object:
    if kind is FactKind.LINES and isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    return date.fromisoformat(str(value)) if kind is FactKind.DAY and value else value


def as_kept(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


class ListFilterForm(PlainForm):
    """By what the list of agreements can be narrowed."""

    q = forms.CharField(label="Organisation", max_length=100, required=False, help_text="Part of a name")
    state = forms.ChoiceField(label="State", required=False)

    def __init__(self, data: Any = None, *, states: Choices) -> None:
        super().__init__(data)
        self.fields["state"] = plain(forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *states]))
        for field in self.fields.values():
            field.widget.quiet = True

    def lets_through(self, row: Mapping[str, Any]) -> bool:
        """Is this line of the list asked for?"""
        said = self.cleaned_data if self.is_valid() else {}
        return said.get("q", "").lower() in row["pair"].lower() and said.get("state") in ("", None, row["state"])


class OpenForm(PlainForm):
    """With whom, whose patients, and from which words?"""

    partner = forms.ChoiceField(label="The other organisation")
    way = forms.ChoiceField(
        label="Whose patients are treated where",
        choices=[("guest", "Our patients are treated there"), ("host", "Their patients are treated here")],
        widget=forms.RadioSelect(),
    )
    template = forms.ChoiceField(
        label="Words to start from",
        help_text="Suggested words, agreed by nobody: each clause still needs an owner on both sides",
        required=False,
        choices=[*((key, template.name) for key, template in TEMPLATES.items()), ("", "An empty agreement")],
        widget=quiet(forms.RadioSelect()),
    )

    def __init__(self, data: Any = None, *, partners: Iterable[Any], initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial={"template": next(iter(TEMPLATES)), **initial})
        choices = [("", "Choose"), *((str(one.pk), one.name) for one in partners)]
        self.fields["partner"] = plain(forms.ChoiceField(label="The other organisation", choices=choices))


class GiveForm(PlainForm):
    """The digest of the words on the page, so that nobody gives their word on others."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput())


class EndForm(SharedWordsForm):
    from_day = DayMonthYearField(label="First day without the agreement", help_text="Today or later")
    reason = forms.CharField(
        label="Why it ends",
        max_length=300,
        help_text="The other side, the plan and the patients’ lines show these words: name no patient",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SendBackForm(SharedWordsForm):
    """The number of the version on the page, so that nobody sends back one they did not read."""

    number = forms.IntegerField(widget=forms.HiddenInput(), min_value=1, max_value=MOST_EDITS)
    reason = forms.CharField(
        label="What has to change",
        max_length=MAX_REASON,
        help_text="The other side reads these words: name no patient",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RenewForm(SharedWordsForm):
    why = forms.CharField(label="Why it is renewed", max_length=300, required=False)


class SecurityForm(SharedWordsForm):
    status = forms.ChoiceField(
        label="Status",
        choices=[(status, status) for status in DSPT_STATUSES],
        widget=forms.RadioSelect(),
        help_text="Neither side can sign without standards met or exceeded, published in the last 15 months (CLA-8)",
    )
    year = forms.CharField(label="Toolkit year", max_length=9, help_text="For example 2024/25")
    on = DayMonthYearField(label="Day it was published")
