"""Is what somebody wrote a sound set of acceptance criteria, and if not, which field of which row is wrong?

Reads and writes the JSON shape of a criteria set, and rows from a form or a spreadsheet, whose values may be text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.domain.clinical_fields import FIELDS, Field
from alongside.domain.clinical_fields import Kind as FieldKind
from alongside.domain.criteria import OPS, ROUTES, SITE_FACTS, CriteriaSet, Criterion, IfMissing, Kind, Value
from alongside.domain.support_services import SupportNeed, read_support_need

ROW_COLUMNS = ("rule_id", "field", "op", "value", "value_from", "kind", "reason", "route", "if_missing")
SET_COLUMNS = (
    "site",
    "procedure_group",
    "version",
    "criteria",
    "support_needed",
    "attested_by",
    "attested_on",
    "valid_until",
)
MAX_RULES = 200
MAX_TEXT = 300
YES_NO_WORDS = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field. `row` counts rules from 1; None speaks of the set as a whole."""

    row: int | None
    column: str
    message: str


class _WrongFieldError(Exception):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


def read_criteria(rows: Sequence[object]) -> tuple[tuple[Criterion, ...], tuple[Problem, ...]]:
    """The sound rules in order, and a problem for each of the others.

    >>> rules, problems = read_criteria([{"rule_id": "bmi_hi", "field": "bmi", "op": "<=", "value": "40"}])
    >>> rules[0].value, problems
    (40, ())
    """
    if len(rows) > MAX_RULES:
        return (), (Problem(None, "criteria", f"There are {len(rows)} rules: a site may have up to {MAX_RULES}"),)
    sound: dict[str, Criterion] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        try:
            criterion = _read_row(row)
            if criterion.rule_id in sound:
                raise _WrongFieldError("rule_id", f"Two rules are called “{criterion.rule_id}”: give each its own name")
            sound[criterion.rule_id] = criterion
        except _WrongFieldError as wrong:
            problems.append(Problem(number, wrong.column, wrong.message))
    return tuple(sound.values()), tuple(problems)


def read_criteria_set(document: object) -> tuple[CriteriaSet | None, tuple[Problem, ...]]:
    """The criteria set in a parsed JSON document, or None with all that is wrong with it."""
    if not isinstance(document, Mapping):
        return None, (Problem(None, "criteria", "The criteria must be a JSON object, with a site and its rules"),)
    problems: list[Problem] = [
        Problem(None, str(key), f"“{_short(key)}” is not part of a criteria set: remove it")
        for key in document
        if key not in SET_COLUMNS
    ]
    rules, rule_problems = _read_rules(document.get("criteria"))
    problems += rule_problems
    read: dict[str, object] = {}
    for column, reader in SET_READERS.items():
        try:
            read[column] = reader(document, column)
        except _WrongFieldError as wrong:
            problems.append(Problem(None, wrong.column, wrong.message))
    if problems:
        return None, tuple(problems)
    return CriteriaSet(criteria=rules, **read), ()  # type: ignore[arg-type]


def write_criteria_set(criteria_set: CriteriaSet) -> dict[str, object]:
    """The same set, ready for JSON; `read_criteria_set` gives it back unchanged."""
    attested, valid = criteria_set.attested_on, criteria_set.valid_until
    return {
        "site": criteria_set.site,
        "procedure_group": criteria_set.procedure_group,
        "version": criteria_set.version,
        "criteria": [_write_row(criterion) for criterion in criteria_set.criteria],
        "support_needed": [str(need) for need in criteria_set.support_needed],
        "attested_by": criteria_set.attested_by,
        "attested_on": attested.isoformat() if attested else None,
        "valid_until": valid.isoformat() if valid else None,
    }


def _write_row(criterion: Criterion) -> dict[str, object]:
    value = criterion.value
    row: dict[str, object] = {
        "rule_id": criterion.rule_id,
        "field": criterion.field,
        "op": criterion.op,
        "value": list(value) if isinstance(value, tuple) else value,
        "value_from": criterion.value_from,
        "kind": criterion.kind.value,
        "reason": criterion.reason,
        "route": criterion.route,
        "if_missing": criterion.if_missing.value,
    }
    return {column: cell for column, cell in row.items() if cell not in (None, "")}


def _read_rules(rows: object) -> tuple[tuple[Criterion, ...], tuple[Problem, ...]]:
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return (), (Problem(None, "criteria", "“criteria” must be a list of rules; it may be empty"),)
    return read_criteria(rows)


def _read_row(row: object) -> Criterion:
    if not isinstance(row, Mapping):
        raise _WrongFieldError("criteria", "A rule must be an object with rule_id, field, op and value")
    for column in row:
        if column not in ROW_COLUMNS:
            raise _WrongFieldError(
                str(column), f"“{_short(column)}” is not part of a rule: use {', '.join(ROW_COLUMNS)}"
            )
    field = FIELDS[_choice(row, "field", FIELDS)]
    op = _choice(row, "op", OPS)
    kind = Kind(_choice(row, "kind", list(Kind), Kind.HARD))
    if field.kind is FieldKind.YES_NO and op not in ("==", "!="):
        raise _WrongFieldError("op", f"“{field.label}” is a yes or no: use == or !=")
    if kind is Kind.HARD and not field.may_exclude:
        raise _WrongFieldError(
            "kind", f"“{field.label}” may never exclude a patient: make it a review rule, with a plan"
        )
    value, value_from = _read_limit(row, field, op)
    return Criterion(
        rule_id=_text(row, "rule_id"),
        field=field.name,
        op=op,
        value=value,
        kind=kind,
        reason=_text(row, "reason", needed=False),
        route=_read_route(row, kind),
        if_missing=_read_if_missing(row, field, kind),
        value_from=value_from,
    )


def _read_limit(row: Mapping[object, object], field: Field, op: str) -> tuple[Value | None, str | None]:
    given = row.get("value")
    if _is_blank(row.get("value_from")):
        return _read_value(given, field, op), None
    source = _choice(row, "value_from", SITE_FACTS)
    if not _is_blank(given):
        raise _WrongFieldError("value", "Give either value or value_from, not both")
    if field.kind is FieldKind.YES_NO or op in ("in", "not in"):
        raise _WrongFieldError("value_from", f"The site's {SITE_FACTS[source]} is a number: compare it with a number")
    return None, source


def _read_value(given: object, field: Field, op: str) -> Value:
    if _is_blank(given):
        raise _WrongFieldError("value", f"Say which value of “{field.label}” the rule compares with")
    if op not in ("in", "not in"):
        return _read_one(given, field)
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, Sequence) or not parts:
        raise _WrongFieldError("value", f"“{op}” needs a list, such as 1, 2, 3")
    return tuple(_read_one(part, field) for part in parts)


def _read_one(given: object, field: Field) -> int | float | bool:
    value = _from_text(given) if isinstance(given, str) else given
    known = field.read(value)
    if known is not None:
        return known if isinstance(known, (int, float)) else float(known)
    if field.kind is FieldKind.YES_NO:
        raise _WrongFieldError("value", f"“{_short(given)}” is not an answer to “{field.label}”: use yes or no")
    unit = f" {field.unit}" if field.unit else ""
    span = f"use a number from {field.lowest} to {field.highest}{unit}"
    raise _WrongFieldError("value", f"“{_short(given)}” is not a {field.label} we can believe: {span}")


def _from_text(given: str) -> object:
    word = given.strip().lower()
    if word in YES_NO_WORDS:
        return YES_NO_WORDS[word]
    try:
        number = float(word)
    except ValueError:
        return given
    return int(number) if number.is_integer() else number


def _read_route(row: Mapping[object, object], kind: Kind) -> str | None:
    if kind is Kind.REVIEW:
        return _choice(row, "route", ROUTES)
    if not _is_blank(row.get("route")):
        raise _WrongFieldError("route", "A hard rule has no reviewer: remove the route, or make it a review rule")
    return None


def _read_if_missing(row: Mapping[object, object], field: Field, kind: Kind) -> IfMissing:
    choice = IfMissing(_choice(row, "if_missing", list(IfMissing), IfMissing.UNKNOWN))
    if choice is IfMissing.PASS and kind is Kind.HARD:
        raise _WrongFieldError("if_missing", "A hard rule never passes when the value is missing: use unknown")
    if choice is IfMissing.PASS_IF_NO_HISTORY and not field.history:
        raise _WrongFieldError("if_missing", f"“{field.label}” has no history to ask for: use unknown")
    return choice


def _choice(row: Mapping[object, object], column: str, allowed: object, default: str | None = None) -> str:
    given = row.get(column)
    if _is_blank(given) and default is not None:
        return default
    words = [str(word) for word in allowed]  # type: ignore[attr-defined]
    if isinstance(given, str) and given.strip() in words:
        return given.strip()
    said = "is empty" if _is_blank(given) else f"cannot be “{_short(given)}”"
    raise _WrongFieldError(column, f"“{column}” {said}: use one of {', '.join(words)}")


def _text(row: Mapping[object, object], column: str, *, needed: bool = True) -> str:
    given = row.get(column)
    if _is_blank(given):
        if needed:
            raise _WrongFieldError(column, f"“{column}” is empty: fill it in")
        return ""
    if not isinstance(given, str) or len(given) > MAX_TEXT:
        raise _WrongFieldError(column, f"“{column}” must be text of up to {MAX_TEXT} characters")
    return given.strip()


def _optional_text(row: Mapping[object, object], column: str) -> str:
    return _text(row, column, needed=False)


def _version(row: Mapping[object, object], column: str) -> int:
    given = row.get(column)
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise _WrongFieldError(column, "“version” must be a whole number from 1")
    return given


def _date(row: Mapping[object, object], column: str) -> date | None:
    given = row.get(column)
    if _is_blank(given):
        return None
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise _WrongFieldError(column, f"“{_short(given)}” is not a date: write it as 2026-10-01") from None


def _support(row: Mapping[object, object], column: str) -> tuple[SupportNeed, ...]:
    given = row.get(column, ())
    if not isinstance(given, Sequence) or isinstance(given, str) or not all(isinstance(item, str) for item in given):
        raise _WrongFieldError(column, "“support_needed” must be a list such as xray:24x7, dietetics:hours")
    try:
        return tuple(read_support_need(item) for item in given)
    except ValueError as error:
        raise _WrongFieldError(column, str(error)) from None


SET_READERS: dict[str, Callable[[Mapping[object, object], str], object]] = {
    "site": _text,
    "procedure_group": _text,
    "version": _version,
    "support_needed": _support,
    "attested_by": _optional_text,
    "attested_on": _date,
    "valid_until": _date,
}


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _short(value: object) -> str:
    return str(value)[:40]
