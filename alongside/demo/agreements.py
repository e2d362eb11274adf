"""Which modelled agreements stand between the organisations of the demonstration area?

Every pair of which one has a list that the other offers sessions for has one, so that the area can be planned. Some
are missing, unfinished, about to end or over, as anywhere. No organisation named here has agreed or signed anything.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from alongside.apps.accounts.models import Organisation
from alongside.apps.agreements.models import (
    Agreement,
    AgreementStep,
    AgreementVersion,
    ClauseEdit,
    SecurityStanding,
)
from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity.models import TheatreSession
from alongside.apps.waiting.models import Pathway
from alongside.domain.agreement_clauses import Clause, digest
from alongside.domain.agreement_state import Act, Side, Term
from alongside.domain.agreement_templates import TEMPLATES
from alongside.domain.agreement_topics import TOPICS, FactKind, FactRule, Topic

MODELLED = "Modelled for the demonstration"
TEMPLATE = "elective"
TERM = Term(date(2025, 4, 1), date(2027, 3, 31))
# Days before the first day of the term.
OPENED, DRILLED, SIGNED = timedelta(days=78), timedelta(days=40), timedelta(days=29)
TOOLKIT = {"status": "Standards met", "year": "2024-25", "on": date(2025, 6, 30)}
# Guest and host. One Ashford is next door to East Kent: theirs is the agreement to stand up.
NONE = {("RVV", "AVQ01")}
UNFINISHED = {("RVV", "NN8")}
TERMS = {
    ("RWF", "ADP02"): Term(date(2024, 4, 1), date(2026, 3, 31)),
    ("RPA", "NWF01"): Term(date(2024, 1, 1), date(2025, 12, 31)),
}
FACTS: dict[str, str | tuple[str, ...]] = {
    "purpose": "Direct care of the patient being treated",
    "lawful_basis": "UK GDPR Article 6(1)(e)",
    "article_9": "UK GDPR Article 9(2)(h)",
    "controllers": "Each side for its own record",
    "retention": "As the records management code of practice says",
    "breach_route": "Both data protection officers, the same day",
    "items": (
        "identity", "contact", "referral", "letters", "medicines", "allergies", "problems", "imaging", "bloods",
        "preop", "infection", "escalation", "adjustments", "next_of_kin", "waiting", "outcome", "incident",
    ),
    "hazards": (
        "A patient worsens at night | Named route back, drilled | Medical director of the host",
        "Notes do not arrive | No date is offered without them | Booking manager of the guest",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    guest: Organisation
    host: Organisation
    functions: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, str]:
        return self.guest.code, self.host.code

    @property
    def term(self) -> Term:
        return TERMS.get(self.codes, TERM)

    @property
    def is_signed(self) -> bool:
        return self.codes not in UNFINISHED


def load_agreements(organisations: Mapping[str, Organisation], board: Organisation) -> None:
    """Every agreement with its clauses and steps, each row in the name of the side that it belongs to."""
    load_standings(organisations, board)
    steps: dict[Organisation, list[AgreementStep]] = defaultdict(list)
    for guest, own in by_guest(pairs(organisations, board)).items():
        made = [version_of(pair, clauses_of(pair), steps) for pair in own]
        with acting_for(guest.id):
            Agreement.objects.bulk_create(version.agreement for version, _ in made)
            AgreementVersion.objects.bulk_create(version for version, _ in made)
            ClauseEdit.objects.bulk_create(edit for _, edits in made for edit in edits)
    for side, taken in steps.items():
        with acting_for(side.id):
            AgreementStep.objects.bulk_create(taken)


def load_standings(organisations: Mapping[str, Organisation], board: Organisation) -> None:
    for one in organisations.values():
        if one != board:
            with acting_for(one.id):
                SecurityStanding.objects.create(
                    organisation=one, area_id=board.id, source=MODELLED, by_name=MODELLED, **TOOLKIT
                )


def pairs(organisations: Mapping[str, Organisation], board: Organisation) -> Iterator[Pair]:
    """Guest with a list and host with sessions offered to the area in the same functions, in order of code."""
    with acting_for(board.id):
        waiting = Pathway.objects.filter(area_id=board.id, decision_to_admit_on__isnull=False)
        offered = TheatreSession.objects.filter(area_id=board.id, offered_to="area")
        lists = functions_by(waiting.order_by().values_list("provider__code", "treatment_function").distinct())
        hosts = functions_by(offered.order_by().values_list("organisation__code", "treatment_function").distinct())
    for guest, wanted in sorted(lists.items()):
        for host, done in sorted(hosts.items()):
            both = tuple(sorted(wanted & done))
            if guest != host and both and (guest, host) not in NONE:
                yield Pair(organisations[guest], organisations[host], both)


def functions_by(rows: object) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, function in rows:  # type: ignore[attr-defined]
        found[code].add(function)
    return found


def by_guest(every: Iterator[Pair]) -> dict[Organisation, list[Pair]]:
    found: dict[Organisation, list[Pair]] = defaultdict(list)
    for pair in every:
        found[pair.guest].append(pair)
    return found


def clauses_of(pair: Pair) -> dict[Topic, Clause]:
    """A whole text; an unfinished one lacks five things that are easily forgotten."""
    found = {topic: clause_of(topic, pair) for topic in TOPICS}
    if not pair.is_signed:
        transfer, safety = found[Topic.TRANSFER_BACK], found[Topic.SAFETY]
        found[Topic.TRANSFER_BACK] = replace(transfer, facts=without(transfer.facts, "drilled_on"))
        found[Topic.SAFETY] = replace(safety, facts=without(safety.facts, "go_host"))
        found[Topic.OXYGEN] = replace(found[Topic.OXYGEN], host_owner="")
        found[Topic.MEDICINES] = replace(found[Topic.MEDICINES], evidence="")
        found[Topic.INDEMNITY] = replace(found[Topic.INDEMNITY], answer="")
    return found


def without(facts: Mapping[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in facts.items() if name != key}


def clause_of(topic: Topic, pair: Pair) -> Clause:
    rule = TOPICS[topic]
    if topic is Topic.TERM:
        return Clause(topic, 1, starts_on=pair.term.starts_on, ends_on=pair.term.ends_on)
    answer = TEMPLATES[TEMPLATE].answers.get(topic, "")
    return Clause(
        topic,
        1,
        answer=f"{answer} ({MODELLED}.)" if answer else "",
        facts={part.key: fact(part, pair) for part in rule.facts},
        guest_owner=owner(pair.guest) if rule.needs_owners else "",
        host_owner=owner(pair.host) if rule.needs_owners else "",
        evidence=f"{MODELLED}: no document" if rule.needs_evidence else "",
    )


def fact(part: FactRule, pair: Pair) -> str | tuple[str, ...]:
    if part.kind is FactKind.SERVICES:
        return pair.functions
    if part.kind is FactKind.DAY:
        return (pair.term.starts_on - DRILLED).isoformat()
    return FACTS.get(part.key, f"{MODELLED}: {part.label[:1].lower()}{part.label[1:]}")


def owner(side: Organisation) -> str:
    return f"Medical director of {side.name} (modelled)"[:120]


def version_of(
    pair: Pair, clauses: Mapping[Topic, Clause], steps: dict[Organisation, list[AgreementStep]]
) -> tuple[AgreementVersion, list[ClauseEdit]]:
    """Rows to be kept; the steps that either side has taken are added to `steps`."""
    both = {"guest": pair.guest, "host": pair.host, "area_id": pair.guest.area_id}
    agreement = Agreement(**both, template=TEMPLATE, made_by_name=MODELLED)
    version = AgreementVersion(
        agreement=agreement,
        number=1,
        opened_on=pair.term.starts_on - OPENED,
        why=MODELLED,
        made_by_name=MODELLED,
        **both,
    )
    edits = [edit_of(clause, version, both) for clause in clauses.values()]
    words = digest(clauses)
    for side, party in ((Side.GUEST, pair.guest), (Side.HOST, pair.host)) if pair.is_signed else ():
        for act in (Act.AGREE, Act.SIGN):
            steps[party].append(
                AgreementStep(
                    version=version,
                    act=act.value,
                    side=side.value,
                    on=pair.term.starts_on - SIGNED,
                    digest=words,
                    by_name="The modelled medical director",
                    by_role="medical_director",
                    by_organisation=party,
                    **both,
                )
            )
    return version, edits


def edit_of(clause: Clause, version: AgreementVersion, both: Mapping[str, object]) -> ClauseEdit:
    return ClauseEdit(
        version=version,
        number=1,
        topic=clause.topic.value,
        answer=clause.answer,
        facts=dict(clause.facts),
        guest_owner=clause.guest_owner,
        host_owner=clause.host_owner,
        evidence=clause.evidence,
        starts_on=clause.starts_on,
        ends_on=clause.ends_on,
        by_name=MODELLED,
        by_organisation_id=version.guest_id,
        **both,
    )
