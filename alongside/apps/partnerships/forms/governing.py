"""What either side writes of the governance pack: a committee, a rung of the ladder, and why one is withdrawn."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from alongside.apps.governance.forms.words import SharedWordsForm, phone_field
from alongside.apps.governance.models import Contact
from alongside.apps.partnerships.actions import CommitteeWords, RungWords
from alongside.apps.partnerships.forms.keeping import NO_PATIENT, words
from alongside.apps.partnerships.models import Committee, Partnership, Rung
from alongside.domain.joint_governance import KINDS

A_YEAR_OF_WEEKS, A_DAY_OF_MINUTES = 52, 1440
MOST_SEATS, LONGEST_POST = 30, 120
BOTH_READ = "This looks like an NHS number. Both sides read this: leave patients out"
PLAIN = ("kind", "name", "purpose", "terms", "chair_post", "every_weeks", "quorum_trust", "quorum_host")
SEATS = ("seats_trust", "seats_host")


def count(label: str, least: int, most: int, hint: str = "", **given: Any) -> forms.IntegerField:
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return forms.IntegerField(label=label, help_text=hint, validators=limits, **given)


class _PackForm(SharedWordsForm):
    """`seen` is the number of the version that the writer started from; none for something new."""

    refused = BOTH_READ

    @property
    def version_seen(self) -> int:
        said = str(self.cleaned_data["seen"])
        return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0


class CommitteeForm(_PackForm):
    """Nothing but what it is and what for is required: the page of the pack names what is still missing."""

    kind = forms.ChoiceField(label="What is it?", choices=[("", "Choose"), *((k.value, n) for k, n in KINDS.items())])
    name = words("Name", 120, "Such as Joint governance board")
    purpose = words("What is it for?", 600, rows=3)
    terms = words(
        "Terms of reference, in plain words",
        4000,
        f"What it decides, what it reads, to whom it answers. Say them anew each year. {NO_PATIENT}",
        rows=8,
        required=False,
    )
    seats_trust = words(
        "Seats of the NHS trust", 4000, "One post a line, such as Deputy medical director", rows=4, required=False
    )
    seats_host = words("Seats of the independent provider", 4000, "One post a line", rows=4, required=False)
    quorum_trust = count(
        "Quorum of the NHS trust", 0, MOST_SEATS, "0 means that it can decide without them", required=False
    )
    quorum_host = count(
        "Quorum of the independent provider", 0, MOST_SEATS, "0 means that it can decide without them", required=False
    )
    chair = forms.ChoiceField(label="Who chairs it?", required=False)
    chair_post = words("Post that chairs it", 120, required=False)
    every_weeks = count("It meets every how many weeks?", 1, A_YEAR_OF_WEEKS, "Such as 13", required=False)

    def __init__(self, data: Any = None, *, partnership: Partnership, held: Committee | None = None) -> None:
        self.sides = {str(side.pk): side for side in (partnership.trust, partnership.host)}
        super().__init__(data, initial=said_of_committee(held) if held else {})
        for side, name in ((partnership.trust, "trust"), (partnership.host, "host")):
            self.fields[f"seats_{name}"].label = f"Seats of {side.name}"
            self.fields[f"quorum_{name}"].label = f"How many of {side.name} must be there to decide?"
        chair: Any = self.fields["chair"]
        chair.choices = [("", "Nobody yet"), *((key, side.name) for key, side in self.sides.items())]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in SEATS:
            seats = lines(given.get(name) or "")
            if len(seats) > MOST_SEATS or any(len(seat) > LONGEST_POST for seat in seats):
                self.add_error(name, f"Enter at most {MOST_SEATS} posts, each of {LONGEST_POST} characters or fewer")
            given[name] = seats
        if bool(given.get("chair")) != bool(given.get("chair_post")) and "chair_post" not in self.errors:
            self.add_error("chair_post", "Say both who chairs it and the post, or neither")
        return given

    @property
    def words(self) -> CommitteeWords:
        given = {name: self.cleaned_data[name] for name in (*PLAIN, *SEATS)}
        quorum = {name: given[name] or 0 for name in ("quorum_trust", "quorum_host")}
        return CommitteeWords(**given | quorum, chair=self.sides.get(self.cleaned_data["chair"]))


def lines(text: str) -> list[str]:
    """The posts, one a line; empty lines and repetitions are left out.

    >>> lines("Matron\\n\\n Pharmacist \\nMatron")
    ['Matron', 'Pharmacist']
    """
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def said_of_committee(held: Committee) -> dict[str, Any]:
    seats = {name: "\n".join(getattr(held, name)) for name in SEATS}
    return {name: getattr(held, name) for name in PLAIN} | seats | {"chair": held.chair_id, "seen": held.number}


class RungForm(_PackForm):
    organisation = forms.ChoiceField(label="Whose post is it?", widget=forms.RadioSelect())
    post = words("Post", 120, "Such as Clinical site manager")
    contact = forms.ChoiceField(label="Whom to ring: a contact of their directory", required=False)
    phone = phone_field("Or a telephone number", required=False, help_text="Where the directory has no contact")
    after_minutes = count(
        "Ring after how many minutes?", 0, A_DAY_OF_MINUTES, "Since the first call. 0 means at once: somebody must be"
    )
    go_up = words(
        "When to go up from here", 300, f"Such as: no bed is named within 20 minutes. {NO_PATIENT}", required=False
    )

    def __init__(
        self, data: Any = None, *, partnership: Partnership, contacts: Iterable[Contact], held: Rung | None = None
    ) -> None:
        self.sides = {str(side.pk): side for side in (partnership.trust, partnership.host)}
        self.contacts = {str(each.pk): each for each in contacts}
        super().__init__(data, initial=said_of_rung(held) if held else {})
        side: Any = self.fields["organisation"]
        side.choices = [(key, each.name) for key, each in self.sides.items()]
        contact: Any = self.fields["contact"]
        named = ((key, f"{one.organisation.name}: {one.post}, {one.phone}") for key, one in self.contacts.items())
        contact.choices = [("", "None of them"), *named]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        contact = self.contacts.get(given.get("contact") or "")
        if contact and given.get("organisation") and str(contact.organisation_id) != given["organisation"]:
            self.add_error("contact", "Select a contact of the organisation whose post it is")
        return given

    @property
    def words(self) -> RungWords:
        given, contact = self.cleaned_data, self.contacts.get(self.cleaned_data["contact"])
        said = {name: given[name] for name in ("post", "after_minutes", "go_up")}
        phone = "" if contact else given["phone"]
        return RungWords(**said, organisation=self.sides[given["organisation"]], contact=contact, phone=phone)


def said_of_rung(held: Rung) -> dict[str, Any]:
    plain = {name: getattr(held, name) for name in ("post", "phone", "after_minutes", "go_up")}
    return plain | {"organisation": str(held.organisation_id), "contact": held.contact_id, "seen": held.number}


class WithdrawForm(_PackForm):
    why = words("Why it is withdrawn", 300, f"Both sides read these words. {NO_PATIENT}", rows=3)
