"""What a keeper says of a contact, of a policy, and of a call to a number."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from alongside.apps.accounts.models import Organisation
from alongside.apps.directory.models import Site
from alongside.apps.governance.actions import ContactWords, PolicyWords
from alongside.apps.governance.facts import policy_digest, row_digest
from alongside.apps.governance.forms.words import SharedWordsForm, phone_field
from alongside.apps.governance.models import TOPIC_CHOICES, Contact, Policy
from alongside.domain.call_tests import DUE_DAYS
from alongside.domain.whose_policy import Follows
from alongside.web.dates import DayMonthYearField

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def pick(given: Iterable[Any]) -> dict[str, Any]:
    return {str(each.pk): each for each in given}


class ContactForm(SharedWordsForm):
    post = forms.CharField(
        label="Post", max_length=120, help_text="Who answers, such as Site coordinator on call. A post, not a person"
    )
    topic = forms.ChoiceField(label="For", required=False, choices=[("", "Everything"), *TOPIC_CHOICES])
    site = forms.ChoiceField(label="Site", required=False)
    phone = phone_field("Telephone")
    hours = forms.CharField(
        label="Answered when",
        max_length=120,
        required=False,
        help_text="Such as 8am to 6pm. Leave it out where somebody answers day and night",
    )
    night_phone = phone_field("Telephone for nights and weekends", required=False, help_text="If another number")
    test_every_days = forms.IntegerField(
        label="Try it every how many days",
        initial=DUE_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )

    def __init__(self, data: Any = None, *, sites: Iterable[Site], contact: Contact | None = None) -> None:
        self.sites = pick(sites)
        super().__init__(data, initial=self.said(contact))
        self.fields["site"].choices = [("", "All our sites"), *[(k, s.name) for k, s in self.sites.items()]]  # type: ignore[attr-defined]

    def said(self, contact: Contact | None) -> dict[str, Any]:
        if contact is None:
            return {}
        names = ("post", "topic", "phone", "hours", "night_phone", "test_every_days")
        said = {name: getattr(contact, name) for name in names}
        return said | {"site": str(contact.site_id or ""), "seen": row_digest(contact)}

    @property
    def words(self) -> ContactWords:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "site")}
        return ContactWords(**said, site=self.sites.get(self.cleaned_data["site"]))


class PolicyForm(SharedWordsForm):
    topic = forms.ChoiceField(label="Topic", choices=[("", "Choose"), *TOPIC_CHOICES])
    partner = forms.ChoiceField(label="Whose patients", required=False)
    site = forms.ChoiceField(label="At which of our sites", required=False)
    follows = forms.ChoiceField(
        label="Whose policy is followed",
        choices=[
            (Follows.HOST.value, "Our own policy"),
            (Follows.GUEST.value, "The policy of the organisation whose patients they are"),
            (Follows.JOINT.value, "One policy of both"),
        ],
        widget=forms.RadioSelect(),
    )
    title = forms.CharField(label="Name of the policy", max_length=200)
    version = forms.CharField(label="Version", max_length=60)
    link = forms.URLField(label="Link to the policy", max_length=500, assume_scheme="https")
    contact = forms.ChoiceField(label="Whom to ring")
    starts_on = DayMonthYearField(label="Holds from", earliest=EARLIEST, latest=LATEST)

    def __init__(
        self,
        data: Any = None,
        *,
        partners: Iterable[Organisation],
        sites: Iterable[Site],
        contacts: Iterable[Contact],
        policy: Policy | None = None,
    ) -> None:
        self.partners, self.sites, self.contacts = pick(partners), pick(sites), pick(contacts)
        super().__init__(data, initial=self.said(policy))
        self.offer("partner", [("", "Our own patients"), *[(k, o.name) for k, o in self.partners.items()]])
        self.offer("site", [("", "All our sites"), *[(k, s.name) for k, s in self.sites.items()]])
        told = [(k, f"{c.organisation.name}: {c.post}") for k, c in self.contacts.items()]
        self.offer("contact", [("", "Choose"), *told])

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def said(self, policy: Policy | None) -> dict[str, Any]:
        if policy is None:
            return {}
        names = ("topic", "follows", "title", "version", "link", "starts_on")
        keys = {name: str(getattr(policy, f"{name}_id") or "") for name in ("partner", "site", "contact")}
        return {name: getattr(policy, name) for name in names} | keys | {"seen": policy_digest(policy)}

    @property
    def words(self) -> PolicyWords:
        said = dict(self.cleaned_data)
        said.pop("seen")
        picked = {
            "partner": self.partners.get(said.pop("partner")),
            "site": self.sites.get(said.pop("site")),
            "contact": self.contacts[said.pop("contact")],
        }
        return PolicyWords(**said, **picked)


class ChangePolicyForm(PolicyForm):
    """The next version of a policy: what it is about stays."""

    STAYS = ("topic", "partner", "site")

    def __init__(self, data: Any = None, *, policy: Policy, **offered: Any) -> None:
        self.policy = policy
        super().__init__(data, policy=policy, **offered)
        for name in self.STAYS:
            del self.fields[name]

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if name not in self.STAYS:
            super().offer(name, choices)

    def said(self, policy: Policy | None) -> dict[str, Any]:
        """From which day the new words hold is to be said anew."""
        return {name: value for name, value in super().said(policy).items() if name != "starts_on"}

    @property
    def words(self) -> PolicyWords:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "contact")}
        stays = {name: getattr(self.policy, name) for name in self.STAYS}
        return PolicyWords(**said, **stays, contact=self.contacts[self.cleaned_data["contact"]])


class TakeBackForm(SharedWordsForm):
    why = forms.CharField(label="Why", max_length=300, required=False, help_text="The other organisation reads it")

    def __init__(self, data: Any = None, *, seen: str = "") -> None:
        super().__init__(data, initial={"seen": seen})


class CallForm(SharedWordsForm):
    phone = forms.ChoiceField(label="Number that you rang", widget=forms.RadioSelect())
    answered = forms.ChoiceField(
        label="Did somebody answer who could help?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect()
    )
    seconds = forms.IntegerField(
        label="Seconds until it was answered",
        required=False,
        validators=[MinValueValidator(0), MaxValueValidator(3600)],
    )
    note = forms.CharField(label="Note", max_length=300, required=False, help_text="Never a patient’s name")

    def __init__(self, data: Any = None, *, numbers: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["phone"].choices = numbers  # type: ignore[attr-defined]
        if len(numbers) == 1:
            self.fields["phone"].initial = numbers[0][0]
