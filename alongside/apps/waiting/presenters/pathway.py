"""What does the page of one pathway say: its clock, its story, what is known and what is not?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from alongside.apps.waiting.facts import ERROR
from alongside.apps.waiting.models import ClockEvent, OpenState, Pathway, Patient
from alongside.apps.waiting.presenters.rows import PathwayRow
from alongside.domain.clinical_fields import ACCESS_NEEDS, FIELDS, INFECTION, TO_KNOW_BEFORE, Kind, labels
from alongside.domain.code_lists import INTENDED_MANAGEMENT, SEXES
from alongside.domain.priorities import DIAGNOSTIC, SURGICAL, due_date
from alongside.domain.rtt_codes import RTT_CODES, CodeGroup
from alongside.domain.rtt_state import CORRECTION
from alongside.domain.waits import STANDARD_DAYS
from alongside.web.words import NOT_KNOWN, long_date, nhs_number, number, plural, short_date, yes_no

TABLES = {**SURGICAL, **DIAGNOSTIC}
HISTORY_FIELDS = {
    "status_code": "RTT status",
    "state": "Clock",
    "clock_stop": "Clock stopped",
    "treatment_function": "Specialty",
    "site_code": "Site",
    "procedure_code": "Procedure",
    "priority": "Clinical priority",
    "decision_to_admit_on": "Decision to admit",
    "to_come_in_on": "Date to come in",
    "theatre_minutes": "Theatre minutes",
    "bed_nights": "Nights",
    "asa": "ASA grade",
    "bmi": "BMI",
    "frailty": "Clinical Frailty Scale",
    "travel_limit_km": "Furthest travel, km",
    "clinical_facts": "Clinical facts",
}

# An empty date says that it has not happened, not that nobody knows.
EVENTS_THAT_MAY_NOT_BE = ("clock_stop", "decision_to_admit_on", "to_come_in_on")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: list[dict[str, Any]]


def clock_section(pathway: Pathway, as_of: date) -> Section:
    row = PathwayRow(pathway, as_of)
    days = row.days
    rows: list[dict[str, Any] | None] = [
        {"key": "Clock", "value": OpenState(pathway.state).label},
        {"key": "Started", "value": long_date(pathway.clock_start)},
        {"key": "Stopped", "value": long_date(pathway.clock_stop)} if pathway.clock_stop else None,
        {"key": "Waited", "value": waited_words(days, as_of, stopped=pathway.clock_stop is not None)},
        {"key": "18 weeks", "value": eighteen_weeks(pathway.clock_start)},
        {"key": "Clinical priority", "value": priority_words(pathway)},
        {"key": "RTT status", "value": code_words(pathway.status_code)},
    ]
    return Section("The clock", [row for row in rows if row])


def waited_words(days: int | None, as_of: date, *, stopped: bool) -> str:
    if days is None:
        return NOT_KNOWN
    when = "when the clock stopped" if stopped else f"on {long_date(as_of)}"
    return f"{plural(days // 7, 'week')} and {plural(days % 7, 'day')} ({plural(days, 'day')}) {when}"


def eighteen_weeks(start: date | None) -> str:
    return long_date(start + timedelta(days=STANDARD_DAYS)) if start else NOT_KNOWN


def priority_words(pathway: Pathway) -> str:
    """The target runs from the decision to admit; from which day is an area's own rule, so the page says which."""
    row = TABLES.get(pathway.priority)
    if row is None:
        return NOT_KNOWN
    table = DIAGNOSTIC if pathway.priority in DIAGNOSTIC else SURGICAL
    start = pathway.decision_to_admit_on
    due = due_date(pathway.priority, start, table) if start else None
    target = f". Target: by {long_date(due)}, counted from the decision to admit" if due else ""
    return f"{row.code}: {row.meaning[:1].lower()}{row.meaning[1:]}{target}"


def code_words(code: str) -> str:
    known = RTT_CODES.get(code)
    return f"{code}: {known.meaning}" if known else code or NOT_KNOWN


def care_section(pathway: Pathway) -> Section:
    row = PathwayRow(pathway, date.min)
    nights = INTENDED_MANAGEMENT.get(pathway.intended_management)
    return Section(
        "What for",
        [
            {"key": "Provider", "value": row.provider},
            {"key": "Site", "value": pathway.site_code or None},
            {"key": "Specialty", "value": f"{row.specialty} ({row.tfc})"},
            {"key": "Operation", "value": operation_words(pathway)},
            {"key": "Decision to admit", "value": date_or_none(pathway.decision_to_admit_on)},
            {"key": "Date to come in", "value": date_or_none(pathway.to_come_in_on)},
            {"key": "Theatre time", "value": plural(pathway.theatre_minutes, "minute")},
            {"key": "Nights in hospital", "value": number(pathway.bed_nights)},
            {"key": "Intended management", "value": nights},
            {"key": "Issued by", "value": pathway.pathway_issuer},
            {"key": "Source", "value": pathway.source},
        ],
    )


def operation_words(pathway: Pathway) -> str | None:
    group = pathway.procedure_group.name if pathway.procedure_group else ""
    code = f"OPCS-4 {pathway.procedure_code}" if pathway.procedure_code else ""
    return ", ".join(part for part in (group, code) if part) or None


def date_or_none(value: date | None) -> str:
    return long_date(value) if value else "None"


def known_and_unknown(pathway: Pathway) -> tuple[Section, list[str], list[str]]:
    """The facts that a site asks for: what is known, the names of what was asked and is not so, and of the unknown."""
    facts = person_facts(pathway) | {
        field.label: fact_words(name, pathway.clinical_facts.get(name))
        for name, field in FIELDS.items()
        if name not in ("age_years", "asa", "bmi", "frailty", *TO_KNOW_BEFORE)
    }
    known = [{"key": label, "value": value} for label, value in facts.items() if value not in (None, "No")]
    said_no = [label for label, value in facts.items() if value == "No"]
    return Section("What is known", known), said_no, [label for label, value in facts.items() if value is None]


def needs_section(pathway: Pathway) -> Section:
    """What a site must know before this patient comes; of access, what is needed and whether anybody has asked."""
    held = {name: FIELDS[name].read(pathway.clinical_facts.get(name)) for name in TO_KNOW_BEFORE}
    needed = labels(name for name in ACCESS_NEEDS if held[name])
    unknown = sum(held[name] is None for name in ACCESS_NEEDS)
    asked = "None" if unknown == 0 else f"None known; {unknown} of {len(ACCESS_NEEDS)} not asked"
    infection = {None: "Not known: screened before admission", "No": "None known", "Yes": "Yes: nursed apart"}
    return Section(
        "Access and infection",
        [
            {"key": "Access needs", "value": needed or asked if unknown < len(ACCESS_NEEDS) else None},
            {"key": "Known infection", "value": infection[fact_words(INFECTION, held[INFECTION])]},
        ],
    )


def person_facts(pathway: Pathway) -> dict[str, str | None]:
    return {
        "Age": None if pathway.age_years is None else plural(pathway.age_years, "year"),
        "Sex": SEXES.get(pathway.sex),
        "Lives in": pathway.postcode_district or None,
        "Deprivation decile": None if pathway.deprivation_decile is None else f"{pathway.deprivation_decile} of 10",
        "ASA grade": None if pathway.asa is None else str(pathway.asa),
        "BMI": None if pathway.bmi is None else number(float(pathway.bmi), 1),
        "Clinical Frailty Scale": None if pathway.frailty is None else str(pathway.frailty),
        "Will travel": None if pathway.travel_limit_km is None else f"up to {pathway.travel_limit_km} km",
    }


def fact_words(name: str, value: Any) -> str | None:
    field = FIELDS[name]
    known = field.read(value)
    if known is None:
        return None
    return yes_no(bool(known)) if field.kind is Kind.YES_NO else f"{known} {field.unit}".strip()


def timeline(lines: Iterable[ClockEvent]) -> list[dict[str, Any]]:
    """What happened to the clock, newest first; a withdrawn line stays, marked."""
    listed = list(lines)
    withdrawn = {line.withdraws_id for line in listed}
    return [
        {
            "title": event_title(line),
            "when": long_date(line.on) if line.on else "On a day that is not known",
            "by": f"{line.by_name}, {line.provider.name}",
            "text": line.reason,
            "tag": "Withdrawn" if line.pk in withdrawn else "",
            "colour": "grey",
        }
        for line in reversed(listed)
    ]


def event_title(line: ClockEvent) -> str:
    special = {CORRECTION: "Correction: an earlier line was withdrawn", ERROR: "Struck: entered in error"}
    return special.get(line.code) or f"{line.code}: {RTT_CODES[line.code].meaning}"


def may_be_withdrawn(lines: Iterable[ClockEvent]) -> list[dict[str, Any]]:
    """The lines that the rules let somebody take back: not a start, a transfer, or what is withdrawn already."""
    listed = list(lines)
    gone = {line.withdraws_id for line in listed}
    return [
        {"id": str(line.pk), "words": f"{event_title(line)}, {short_date(line.on)}"}
        for line in listed
        if line.pk not in gone and line.code in RTT_CODES and RTT_CODES[line.code].group is not CodeGroup.START
    ]


def history(earlier: list[Any], pathway: Pathway) -> list[dict[str, Any]]:
    """What each change replaced, newest first. `earlier` holds the states before each change."""
    after: Any = pathway
    found = []
    for before in earlier:
        for name, label in HISTORY_FIELDS.items():
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                found.append(
                    {"at": before.pgh_created_at, "what": label, "before": shown(name, old), "after": shown(name, new)}
                )  # fmt: skip
        after = before
    return found


def shown(name: str, value: Any) -> str:
    if value in (None, "", {}):
        return "None" if name in EVENTS_THAT_MAY_NOT_BE else NOT_KNOWN
    if isinstance(value, dict):
        words = (f"{FIELDS[name].label}: {fact_words(name, held)}" for name, held in value.items() if name in FIELDS)
        return "; ".join(words)
    return short_date(value) if isinstance(value, date) else str(value)


def identity_rows(patient: Patient) -> list[dict[str, Any]]:
    return [
        {"key": "Name", "value": f"{patient.given_name} {patient.family_name}".strip() or None},
        {"key": "NHS number", "value": nhs_number(patient.nhs_number)},
        {"key": "Hospital number", "value": patient.local_patient_identifier},
        {"key": "Date of birth", "value": long_date(patient.birth_date)},
        {"key": "Postcode", "value": patient.postcode or None},
        {"key": "Telephone", "value": patient.phone or None},
        {"key": "Interpreter", "value": patient.needs_interpreter or "None recorded"},
        {"key": "Adjustments", "value": "; ".join(map(str, patient.adjustments)) or "None recorded"},
    ]
