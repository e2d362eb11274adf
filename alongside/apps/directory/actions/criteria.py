"""A site's own people say whom it takes: each change is a new version of its rules."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.accounts.writing import ChangedMeanwhileError, entered
from alongside.apps.audit.actions import record_event
from alongside.apps.directory.actions.ownership import lock
from alongside.apps.directory.facts import WHOLE_SITE, SiteRecord, read_rules
from alongside.apps.directory.models import CriteriaVersion, ProcedureGroup, Site
from alongside.domain.criteria import CriteriaSet, Criterion
from alongside.domain.criteria_reading import read_criteria, write_criteria_set


class BadRulesError(Exception):
    """The rules cannot be saved; the message says what to change."""


@transaction.atomic
def save_criteria(
    *,
    site: Site,
    group: ProcedureGroup | None,
    rules: Sequence[Criterion],
    based_on: int,
    why: str = "",
    by: Acting,
    today: date,
) -> CriteriaVersion:
    """Keep these rules as the next version; `based_on` is the version of this group that the writer started from.

    ChangedMeanwhileError when somebody else has saved a later one; BadRulesError when a rule is not sound.
    """
    record = lock(site, by, Permission.EDIT_SITE)
    code = group.code if group else WHOLE_SITE
    current = record.versions.get(code)
    if based_on != (current.version if current else 0):
        raise ChangedMeanwhileError(f"The rules of {site.name} have a newer version than the one you started from.")
    rows = written(rules)
    must_be_sound(rows, names_taken(record, code))
    version = CriteriaVersion.objects.create(
        site=site,
        organisation=site.organisation,
        procedure_group=group,
        version=next_version(site),
        criteria=rows,
        why=why[:300],
        made_by=by.user,
        made_by_name=by.name,
        made_at=timezone.now(),
        source=entered(by, today),
    )
    record_event(
        "directory.criteria_saved", target=site, by=by, version=version.version, group=code, based_on=based_on, why=why
    )
    return version


def next_version(site: Site) -> int:
    latest = CriteriaVersion.objects.filter(site=site).order_by("-version").first()
    return latest.version + 1 if latest else 1


def written(rules: Sequence[Criterion]) -> list[dict[str, object]]:
    """Rules as they are kept."""
    return write_criteria_set(CriteriaSet("", "", 1, tuple(rules)))["criteria"]  # type: ignore[return-value]


def must_be_sound(rows: Sequence[object], taken: Collection[str]) -> None:
    """Rules are read again as they will be when they decide; a group's names must not hide the site's own."""
    sound, problems = read_criteria(rows)
    if problems:
        raise BadRulesError(problems[0].message)
    clash = [rule.rule_id for rule in sound if rule.rule_id in taken]
    if clash:
        raise BadRulesError(f"Another set of this site's rules has a rule called “{clash[0]}”: give yours another name")


def names_taken(record: SiteRecord, code: str) -> set[str]:
    """Names of the rules that decide together with those of this group: the site's own, or every group's."""
    others = [WHOLE_SITE] if code else [other for other in record.versions if other]
    return {rule.rule_id for other in others for rule in read_rules(record.versions.get(other))[0]}
