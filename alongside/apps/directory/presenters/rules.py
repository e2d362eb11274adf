"""How is a site's rule said before anybody is judged by it, and what changed between two versions?"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from alongside.apps.directory.facts import RuleChange, Rules, SiteRecord, changes, covered, held, read_rules
from alongside.apps.directory.models import CriteriaVersion, ProcedureGroup, Site
from alongside.domain.clinical_fields import FIELDS, Field, plain
from alongside.domain.clinical_fields import Kind as FieldKind
from alongside.domain.criteria import ROUTES, SITE_FACTS, Criterion, IfMissing, Kind
from alongside.domain.site_sections import IN_DEPTH, SECTION_LABELS
from alongside.domain.support_services import COVER_LABELS, SUPPORT_SERVICES, Cover
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.tables import Column

MUST = {
    "<=": "must be {} or below",
    "<": "must be below {}",
    ">=": "must be {} or above",
    ">": "must be above {}",
    "==": "must be {}",
    "!=": "must not be {}",
    "in": "must be {}",
    "not in": "must not be {}",
}
WHEN = {
    "<=": "{} or below",
    "<": "below {}",
    ">=": "{} or above",
    ">": "above {}",
    "==": "{}",
    "!=": "other than {}",
    "in": "{}",
    "not in": "other than {}",
}
RULE_COLUMNS = [
    Column("sentence", "Rule"),
    Column("missing", "If it is not recorded"),
    Column("rule_id", "Rule name"),
]
CHANGE_COLUMNS = [
    Column("what", "Change"),
    Column("before", "Before"),
    Column("after", "After"),
    Column("rule_id", "Rule name"),
]


def sentence(rule: Criterion) -> str:
    """One rule as a statement.

    >>> sentence(Criterion("bmi_hi", "bmi", "<=", 40)), sentence(Criterion("d", "on_dialysis", "==", False))
    ('BMI must be 40 kg/m² or below', 'Does not take a patient who is on dialysis')
    """
    field = FIELDS[rule.field]
    words = review_words(rule, field) if rule.kind is Kind.REVIEW else hard_words(rule, field)
    return f"{words} ({rule.reason})" if rule.reason else words


def hard_words(rule: Criterion, field: Field) -> str:
    if field.kind is FieldKind.YES_NO:
        taken = rule.value if rule.op == "==" else not rule.value
        return f"Does not take {field.sentence(not taken)}"
    return f"{field.label} {MUST[rule.op].format(limit_words(rule, field))}"


def review_words(rule: Criterion, field: Field) -> str:
    if field.kind is FieldKind.YES_NO:
        trigger = bool(rule.value) if rule.op == "==" else not rule.value
        subject = field.sentence(trigger)
        subject = f"{subject[0].upper()}{subject[1:]}"
    else:
        subject = f"{field.label} {WHEN[rule.op].format(limit_words(rule, field))}"
    return f"{subject}: reviewed first by {ROUTES.get(rule.route or '', 'a clinician')}"


def limit_words(rule: Criterion, field: Field) -> str:
    """The limit with its unit, or whose it is."""
    if rule.value_from:
        return f"this site’s {SITE_FACTS[rule.value_from]}"
    values = rule.value if isinstance(rule.value, tuple) else (rule.value or 0,)
    words = [plain(value) for value in values]
    listed = " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
    return f"{listed} {field.unit}" if field.unit else listed


def missing_words(rule: Criterion) -> str:
    """What happens when the fact is not recorded.

    >>> missing_words(Criterion("bmi_hi", "bmi", "<=", 40))
    'Need information'
    """
    if rule.if_missing is IfMissing.PASS:
        return "Not asked"
    base = "Review" if rule.kind is Kind.REVIEW else "Need information"
    if rule.if_missing is IfMissing.PASS_IF_NO_HISTORY:
        history = FIELDS[FIELDS[rule.field].history]
        return f"{base}, unless recorded that the patient {history.says_not}"
    return base


def rule_rows(rules: Iterable[Criterion]) -> list[dict[str, Any]]:
    return [
        {"sentence": sentence(rule), "missing": missing_words(rule), "rule_id": rule.rule_id, "number": number}
        for number, rule in enumerate(rules, start=1)
    ]


def change_rows(found: Sequence[RuleChange]) -> list[dict[str, Any]]:
    rows = []
    for change in found:
        known = change.after or change.before
        what = "Changed" if change.before and change.after else "Added" if change.after else "Removed"
        before, after = (full_sentence(rule) if rule else "–" for rule in (change.before, change.after))
        rows.append({"what": what, "before": before, "after": after, "rule_id": known.rule_id if known else ""})
    return rows


def full_sentence(rule: Criterion) -> str:
    return f"{sentence(rule)}. If not recorded: {missing_words(rule)[0].lower()}{missing_words(rule)[1:]}"


def scope_name(group: ProcedureGroup | None) -> str:
    return group.name if group else "Everything this site does"


def rule_sets(record: SiteRecord) -> list[dict[str, Any]]:
    """The rules in force, the whole site's first, each with its version and who made it."""
    sets = []
    for code, version in sorted(record.versions.items()):
        rules, problems = read_rules(version)
        group = record.groups.get(code)
        sets.append(
            {
                "code": code or "all",
                "name": scope_name(group),
                "version": version,
                "rows": rule_rows(rules),
                "unreadable": len(problems),
            }
        )
    return sets


def version_rows(versions: Sequence[CriteriaVersion]) -> list[dict[str, Any]]:
    """Each version, newest first, with what it changed from the one before."""
    read: list[Rules] = [read_rules(version)[0] for version in versions]
    rows = []
    for index, version in enumerate(versions):
        before = read[index + 1] if index + 1 < len(versions) else ()
        rows.append(
            {"version": version, "changes": change_rows(changes(before, read[index])), "rules": len(read[index])}
        )
    return rows


def since_attested(record: SiteRecord) -> list[str]:
    """What is no longer as it was when it was last attested, one sentence each."""
    now = held(record)
    then = now | {section: covered(word, section) for section, word in record.words.items()}
    found = []
    if then.get("level") != now["level"]:
        found.append(f"Critical care level: {level_words(then.get('level'))}, now {level_words(now['level'])}")
    found += support_changes(then.get("support", {}), now["support"])
    found += service_changes(then.get("services", []), now["services"], record)
    found += capability_changes(record, now)
    for code in sorted(set(then.get("versions", {})) | set(now["versions"])):
        version = now["versions"].get(code)
        if then.get("versions", {}).get(code) != version:
            found.append(rules_changed(record, code, version))
    return found


def rules_changed(record: SiteRecord, code: str, version: int | None) -> Markup:
    """Which rules changed, with the way to see how."""
    href = reverse("directory:list-criteria-versions", args=[record.id, code or "all"])
    name = scope_name(record.groups.get(code))
    return Markup('Rules for “{}”: now version {}. <a href="{}">See what changed</a>').format(name, version, href)


def capability_changes(record: SiteRecord, now: dict[str, Any]) -> list[str]:
    """The sections in depth that are not as somebody attested them."""
    found = []
    for section in IN_DEPTH:
        word, name = record.words.get(section), capital(SECTION_LABELS[section])
        if word is None and now[section]:
            found.append(f"{name}: recorded, and nobody has attested it")
        elif word is not None and covered(word, section) != now[section]:
            found.append(f"{name}: changed")
    return found


def support_changes(then: dict[str, str], now: dict[str, str]) -> list[str]:
    return [
        f"{capital(SUPPORT_SERVICES.get(kind, kind))}: {cover_words(then.get(kind))}, now {cover_words(now.get(kind))}"
        for kind in sorted(set(then) | set(now))
        if then.get(kind) != now.get(kind)
    ]


def service_changes(then: list[list[str]], now: list[list[str]], record: SiteRecord) -> list[str]:
    gone = [f"No longer does {service_words(s, record)}" for s in then if s not in now]
    return [f"Now also does {service_words(s, record)}" for s in now if s not in then] + gone


def service_words(service: list[str], record: SiteRecord) -> str:
    function, code = service
    group = record.groups.get(code)
    return f"{group.name if group else 'clinics'} ({treatment_function_name(function)})"


def level_words(level: int | None) -> str:
    return "not stated" if level is None else Site.CriticalCare(level).label


def cover_words(cover: str | Cover | None) -> str:
    return "not recorded" if cover is None else COVER_LABELS[Cover(cover)]


def capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


SET_COLUMNS = [
    Column("scope", "Rules for"),
    Column("version", "Version", "number"),
    Column("made_at", "Since", "date"),
    Column("made_by", "Made by"),
    Column("source", "Source"),
]
VERSION_COLUMNS = [
    Column("version", "Version", "number"),
    Column("made_at", "Made at", "moment"),
    Column("made_by", "Made by"),
    Column("why", "Why"),
]


def all_rules(sets: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every rule of every set, for a file."""
    return [{**row, **made(each["version"]), "scope": each["name"]} for each in sets for row in each["rows"]]


def all_changes(versions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, **made(each["version"])} for each in versions for row in each["changes"]]


def made(version: CriteriaVersion) -> dict[str, Any]:
    return {
        "version": version.version,
        "made_at": version.made_at,
        "made_by": version.made_by_name,
        "why": version.why,
        "source": version.source,
    }
