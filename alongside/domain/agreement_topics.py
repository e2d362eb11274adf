"""What must an agreement say: which topics, which question each, and which parts must be filled?

Source: the NHS and independent sector agreements described in the programme's brief (notes, incidents, transport,
medicines, beds, indemnity, finance, RTT reporting, transfer back, exit), read November 2026.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alongside.domain.treatment_functions import read_treatment_function

Fact = str | tuple[str, ...]
Facts = Mapping[str, Fact]
MAX_ANSWER = 4000
MAX_FACT = 300
MAX_LINES = 60


class Topic(StrEnum):
    """One clause of an agreement."""

    TERM = "term"
    SERVICES = "services"
    SHARING = "sharing"
    POLICIES = "policies"
    NOTES = "notes"
    INCIDENTS = "incidents"
    SYSTEMS = "systems"
    TRANSPORT = "transport"
    MEDICINES = "medicines"
    OXYGEN = "oxygen"
    SOCIAL_CARE = "social-care"
    BEDS = "beds"
    END_OF_LIFE = "end-of-life"
    INDEMNITY = "indemnity"
    FINANCE = "finance"
    RTT_REPORTING = "rtt-reporting"
    TRANSFER_BACK = "transfer-back"
    SAFETY = "safety"
    EXIT = "exit"


class FactKind(StrEnum):
    """How a part is written down."""

    TEXT = "text"
    LINES = "lines"
    DAY = "day"
    SERVICES = "services"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class FactRule:
    """One part of a clause. `rule` is the rule that speaks when it is missing."""

    key: str
    label: str
    rule: str
    kind: FactKind = FactKind.TEXT
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TopicRule:
    """What one clause asks. A clause made of parts alone needs no answer in words."""

    label: str
    question: str
    needs_answer: bool = True
    needs_owners: bool = True
    needs_evidence: bool = False
    facts: tuple[FactRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one part of a clause."""

    key: str
    message: str


SHARING_FACTS = (
    FactRule("items", "What may be shared", "CLA-7", FactKind.ITEMS),
    FactRule("purpose", "Purpose", "CLA-7", hint="For example: direct care of the patient being treated"),
    FactRule("lawful_basis", "Lawful basis", "CLA-7", hint="UK GDPR Article 6, for example 6(1)(e)"),
    FactRule("article_9", "Condition for health data", "CLA-7", hint="UK GDPR Article 9, for example 9(2)(h)"),
    FactRule("controllers", "Who is controller of what", "CLA-7"),
    FactRule("retention", "How long each side keeps it", "CLA-7"),
    FactRule("breach_route", "Who is told of a breach, and how", "CLA-7"),
)
TRANSFER_FACTS = (
    FactRule("route", "Named route back", "CLA-6", hint="Which ward or unit takes the patient, and by what transport"),
    FactRule("phone", "Telephone, answered at any hour", "CLA-6"),
    FactRule("alternate_1", "First alternate", "CLA-6", hint="If the route is full or closed"),
    FactRule("alternate_2", "Second alternate", "CLA-6"),
    FactRule("drilled_on", "Last drilled on", "CLA-6", FactKind.DAY, "The day both sites last rehearsed this transfer"),
)
SAFETY_FACTS = (
    FactRule(
        "hazards", "Hazards and controls", "CLA-10", FactKind.LINES, "One on each line: hazard | control | who owns it"
    ),
    FactRule("go_guest", "Said safe to start for the guest", "CLA-10", hint="Name and role"),
    FactRule("go_host", "Said safe to start for the host", "CLA-10", hint="Name and role"),
)

TOPICS: dict[Topic, TopicRule] = {
    Topic.TERM: TopicRule(
        "Term", "From which day to which day does this hold?", needs_answer=False, needs_owners=False
    ),
    Topic.SERVICES: TopicRule(
        "Services",
        "Which services may the guest's patients have at the host?",
        needs_answer=False,
        facts=(FactRule("services", "Services", "CLA-9", FactKind.SERVICES),),
    ),
    Topic.SHARING: TopicRule(
        "Data sharing",
        "What may be shared, what for, and on which lawful basis?",
        needs_answer=False,
        needs_evidence=True,
        facts=SHARING_FACTS,
    ),
    Topic.POLICIES: TopicRule(
        "Clinical policies", "Whose clinical policies are followed at the bedside?", needs_evidence=True
    ),
    Topic.NOTES: TopicRule("Notes", "How do notes reach the team that treats, and how do they come back?"),
    Topic.INCIDENTS: TopicRule(
        "Incidents",
        "Who reports, investigates and learns from an incident?",
        needs_evidence=True,
        facts=(
            FactRule("lead", "Who leads", "CLA-11", hint="Post that leads the response"),
            FactRule("goes_to", "Where reports go", "CLA-11", hint="Both organisations' routes"),
        ),
    ),
    Topic.SYSTEMS: TopicRule("IT systems", "Which systems are used for booking, imaging, results and prescribing?"),
    Topic.TRANSPORT: TopicRule("Transport", "Who arranges and pays for transport, and who qualifies?"),
    Topic.MEDICINES: TopicRule(
        "Medicines", "Who prescribes, supplies and pays for medicines to take home?", needs_evidence=True
    ),
    Topic.OXYGEN: TopicRule("Oxygen", "Who orders home and portable oxygen, and by when?"),
    Topic.SOCIAL_CARE: TopicRule("Social care", "Who arranges care at home, and with which council?"),
    Topic.BEDS: TopicRule("Beds", "How are beds held, and what happens when a stay is longer than planned?"),
    Topic.END_OF_LIFE: TopicRule("End of life", "How are treatment escalation and end-of-life decisions respected?"),
    Topic.INDEMNITY: TopicRule("Indemnity", "Who indemnifies which staff for what?", needs_evidence=True),
    Topic.FINANCE: TopicRule("Finance", "How is the care paid for, and by which route?"),
    Topic.RTT_REPORTING: TopicRule(
        "Waiting time reporting",
        "Who reports the waiting time, and until when?",
        facts=(FactRule("until", "The guest reports until", "CLA-11", hint="The event that moves responsibility"),),
    ),
    Topic.TRANSFER_BACK: TopicRule(
        "Unplanned transfer",
        "How does a patient who becomes unwell reach a higher level of care?",
        facts=TRANSFER_FACTS,
    ),
    Topic.SAFETY: TopicRule(
        "Clinical safety", "What could go wrong, and what keeps it from harm?", needs_evidence=True, facts=SAFETY_FACTS
    ),
    Topic.EXIT: TopicRule("Leaving", "What happens to patients on their way when the agreement ends?"),
}


def read_facts(topic: Topic, raw: Mapping[str, object]) -> tuple[dict[str, Fact], tuple[Problem, ...]]:
    """The parts of a clause as they are kept, and what is wrong with the others. Absent parts are left out.

    >>> read_facts(Topic.INCIDENTS, {"lead": " Director of nursing "})
    ({'lead': 'Director of nursing'}, ())
    """
    rules = {rule.key: rule for rule in TOPICS[topic].facts}
    problems = [Problem(str(key)[:40], "This is not a part of the clause") for key in raw if key not in rules]
    facts: dict[str, Fact] = {}
    for key, rule in rules.items():
        fact, problem = _read_fact(rule, raw.get(key))
        if problem:
            problems.append(Problem(key, problem))
        elif fact:
            facts[key] = fact
    return facts, tuple(problems)


def _read_fact(rule: FactRule, value: object) -> tuple[Fact, str]:
    if rule.kind in (FactKind.SERVICES, FactKind.ITEMS, FactKind.LINES):
        return _read_many(rule, value)
    text = " ".join(str(value or "").split())
    if len(text) > MAX_FACT:
        return "", f"{rule.label} must be {MAX_FACT} characters or fewer"
    if text and rule.kind is FactKind.DAY and not _is_day(text):
        return "", f"{rule.label} must be a real date"
    return text, ""


def _read_many(rule: FactRule, value: object) -> tuple[Fact, str]:
    raw = value.splitlines() if isinstance(value, str) else value
    if not isinstance(raw, list | tuple | None):
        return (), f"{rule.label} must be a list"
    lines = tuple(dict.fromkeys(text for text in (" ".join(str(line).split()) for line in raw or ()) if text))
    if len(lines) > MAX_LINES or any(len(line) > MAX_FACT for line in lines):
        return (), f"{rule.label} must be {MAX_LINES} lines or fewer, each of {MAX_FACT} characters or fewer"
    if rule.kind is FactKind.SERVICES:
        unknown = [line for line in lines if not _is_service(line)]
        if unknown:
            return (), f"“{unknown[0]}” is not a service: it begins with a treatment function code"
        lines = tuple(sorted(lines))
    return lines, ""


def _is_service(text: str) -> bool:
    function = text.partition("/")[0]
    try:
        return read_treatment_function(function) == function
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
