"""The board says what independent hospitals may not do, and says it anew when the law or the workaround changes."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import (
    ChangedMeanwhileError,
    NotYoursError,
    entered,
    must_be_allowed,
)
from alongside.apps.audit.actions import record_event
from alongside.apps.audit.turns import take_turns
from alongside.apps.regulations.facts import difference_of
from alongside.apps.regulations.models import Difference, DifferenceVersion
from alongside.domain.differences import gaps

__all__ = [
    "ChangedMeanwhileError",
    "DifferenceWords",
    "NotYoursError",
    "Refused",
    "add_difference",
    "change_difference",
]


class Refused(Exception):
    """It cannot be kept; the message says what to do."""


@dataclass(frozen=True, slots=True)
class DifferenceWords:
    """All that a version says. `field` is the fact of the patients whom it touches and `route` who reviews them."""

    topic: str
    nhs_rule: str
    independent_rule: str
    effect: str
    workaround: str
    basis: str
    owner: str
    review_on: date
    field: str = ""
    route: str = ""
    in_force: bool = True
    why: str = ""


@transaction.atomic
def add_difference(*, words: DifferenceWords, by: Acting, today: date) -> DifferenceVersion:
    """Its first version, under the next number of the area; the same words sent twice are one difference."""
    must_be_the_board(by)
    take_turns("writing", by.organisation_id)
    same = DifferenceVersion.objects.filter(area_id=by.area_id, version=1, **asdict(words)).order_by("-at").first()
    if same is not None and not same.difference.versions.filter(version__gt=1).exists():
        return same
    last = Difference.objects.filter(area_id=by.area_id).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            difference = Difference.objects.create(organisation=by.organisation, area_id=by.area_id, number=last + 1)
    except IntegrityError as taken:
        raise ChangedMeanwhileError("Somebody else has added a difference at this moment: save it again.") from taken
    return add_version(difference, 1, words, by, today)


@transaction.atomic
def change_difference(
    *, difference: Difference, words: DifferenceWords, seen: int | None, by: Acting, today: date
) -> DifferenceVersion:
    """Its next version; `seen` is the number of the version that the page showed, None when no page was shown.

    The same words sent twice are one version.
    """
    must_be_the_board(by)
    kept = Difference.objects.select_for_update().get(pk=difference.pk)
    newest = kept.versions.latest("version")
    last = newest.version
    if seen == last - 1 and newest.by_id == by.user.id and has_words(newest, words):
        return newest
    if seen is not None and seen != last:
        raise ChangedMeanwhileError(
            "Somebody else has changed this since you opened the page: open it again and add your words."
        )
    return add_version(kept, last + 1, words, by, today)


def has_words(version: DifferenceVersion, words: DifferenceWords) -> bool:
    return all(getattr(version, name) == value for name, value in asdict(words).items())


def add_version(
    difference: Difference, number: int, words: DifferenceWords, by: Acting, today: date
) -> DifferenceVersion:
    version = DifferenceVersion(
        difference=difference,
        organisation=by.organisation,
        area_id=by.area_id,
        version=number,
        on=today,
        by=by.user,
        by_name=by.name,
        source=entered(by, today),
        **asdict(words),
    )
    if wrong := gaps(difference_of(version)):
        raise Refused(" ".join(wrong))
    version.save(force_insert=True)
    record_event("regulations.difference_said", target=difference, by=by, rule=difference.rule_id, version=number)
    return version


def must_be_the_board(by: Acting) -> None:
    must_be_allowed(by, Permission.KEEP_REGULATIONS)
    if by.organisation_id != by.area_id:
        raise NotYoursError("Only the board of the area keeps what independent hospitals may not do.")
