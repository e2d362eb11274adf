"""What do the tables hold of an agreement, as the rules ask for it?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from alongside.apps.agreements.models import (
    Agreement,
    AgreementStep,
    AgreementVersion,
    ClauseAside,
    ClauseEdit,
    SecurityStanding,
)
from alongside.apps.agreements.told import drills
from alongside.domain.agreement_clauses import Clause, Drill, Gap, digest, missing, term_of
from alongside.domain.agreement_sharing import NO_STANDING, Standing
from alongside.domain.agreement_state import (
    IN_FORCE,
    UNDER_WAY,
    Act,
    Side,
    State,
    Step,
    VersionFacts,
    first_day,
    ready_after,
    state_of,
)
from alongside.domain.agreement_topics import Topic
from alongside.domain.reasons import Reason

Standings = dict[UUID, Standing]


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version with all that the rules need, read once."""

    version: AgreementVersion
    clauses: dict[Topic, Clause]
    steps: tuple[AgreementStep, ...]
    facts: VersionFacts
    standings: tuple[Standing, Standing]
    drills: Sequence[Drill] = ()

    @property
    def number(self) -> int:
        return self.version.number

    def state(self, on: date) -> State:
        return state_of(self.facts, on)

    def gaps(self, on: date, names: tuple[str, str]) -> tuple[Gap, ...]:
        return missing(self.clauses, self.standings, on, names, self.drills)

    @property
    def ready_after(self) -> int | None:
        return ready_after(self.facts, self.version.opened_on)


@dataclass(frozen=True, slots=True)
class AgreementRecord:
    """An agreement and its versions, oldest first."""

    agreement: Agreement
    versions: tuple[VersionRecord, ...]

    @property
    def latest(self) -> VersionRecord:
        return self.versions[-1]

    @property
    def ready_after(self) -> int | None:
        """Days from the beginning of the first version to the second signature of the first that stood."""
        stood = next((one for one in self.versions if first_day(one.facts)), self.latest)
        return ready_after(stood.facts, self.versions[0].version.opened_on)

    def numbered(self, number: int | None) -> VersionRecord | None:
        return next((one for one in self.versions if one.number == number), None)

    def is_written(self, on: date) -> bool:
        """Is the newest version being written?"""
        return self.latest.state(on) in UNDER_WAY

    def lacks_toolkit_of(self, side: Side | None, on: date) -> bool:
        """Is it written, to begin or in force, and the toolkit of this side not current?"""
        lives = self.is_written(on) or self.at(on).state(on) in (*IN_FORCE, State.SIGNED)
        gaps = self.latest.gaps(on, self.names) if lives else ()
        return any(gap.topic is None and gap.side is side for gap in gaps)

    @property
    def names(self) -> tuple[str, str]:
        return self.agreement.guest.name, self.agreement.host.name

    def at(self, on: date) -> VersionRecord:
        """The version that tells how the agreement stands: the one in force, or ended last, or else the latest."""
        signed = [v for v in self.versions if first_day(v.facts) is not None]
        begun = [v for v in signed if v.state(on) not in (*UNDER_WAY, State.SUPERSEDED)]
        holding = [v for v in begun if v.state(on) in IN_FORCE]
        return (holding or begun or list(self.versions))[-1]


def in_the_way(act: Act, gaps: Iterable[Gap]) -> list[Reason]:
    """The gaps that stop this act: a toolkit that is not current stops the signature, and nobody from agreeing."""
    return [gap.reason for gap in gaps if gap.topic is not None or act is not Act.AGREE]


def side_of(agreement: Agreement | AgreementVersion, organisation_id: UUID) -> Side | None:
    if organisation_id == agreement.guest_id:
        return Side.GUEST
    return Side.HOST if organisation_id == agreement.host_id else None


def as_clause(words: ClauseEdit | ClauseAside) -> Clause:
    return Clause(
        Topic(words.topic),
        words.number if isinstance(words, ClauseEdit) else words.based_on,
        words.answer,
        words.facts,
        words.guest_owner,
        words.host_owner,
        words.evidence,
        words.starts_on,
        words.ends_on,
    )


def clauses_of(versions: Sequence[UUID]) -> dict[UUID, dict[Topic, Clause]]:
    """The newest words of every clause of these versions, in one query."""
    found: dict[UUID, dict[Topic, Clause]] = defaultdict(dict)
    edits = ClauseEdit.objects.filter(version__in=versions).order_by("version_id", "topic", "-number")
    for edit in edits.distinct("version_id", "topic"):
        found[edit.version_id][Topic(edit.topic)] = as_clause(edit)
    return found


def standings_of(organisations: Iterable[UUID]) -> Standings:
    """What counts of each organisation's statements of its toolkit, in one query."""
    rows = SecurityStanding.objects.filter(organisation__in=set(organisations))
    return {organisation: Standing(row.status, row.on) for organisation, row in counted(rows).items()}


def counted(rows: Iterable[SecurityStanding]) -> dict[UUID, SecurityStanding]:
    """By organisation the statement that counts (AGR-21).

    Of one toolkit year what was said last, since it corrects; of the years the one that was published last.
    """
    of_year: dict[tuple[UUID, str], SecurityStanding] = {}
    for row in sorted(rows, key=lambda row: row.at):
        of_year[row.organisation_id, "".join(filter(str.isdigit, row.year))] = row
    return {row.organisation_id: row for row in sorted(of_year.values(), key=lambda row: (row.on, row.at))}


def as_step(row: AgreementStep) -> Step:
    return Step(Act(row.act), Side(row.side), row.on, row.digest, row.takes_effect)


def records_of(agreements: QuerySet[Agreement]) -> list[AgreementRecord]:
    """Agreements with everything the rules need, in six queries however many they are."""
    found = list(agreements.select_related("guest", "host"))
    versions: dict[UUID, list[AgreementVersion]] = defaultdict(list)
    for version in AgreementVersion.objects.filter(agreement__in=found).order_by("number"):
        versions[version.agreement_id].append(version)
    ids = [version.id for each in versions.values() for version in each]
    steps: dict[UUID, list[AgreementStep]] = defaultdict(list)
    for row in AgreementStep.objects.filter(version__in=ids).order_by("at"):
        steps[row.version_id].append(row)
    clauses = clauses_of(ids)
    standings = standings_of(party for one in found for party in (one.guest_id, one.host_id))
    drilled = drills({(one.guest_id, one.host_id) for one in found})
    return [
        _record(one, versions[one.id], steps, clauses, standings, drilled.get((one.guest_id, one.host_id), ()))
        for one in found
    ]


def _record(
    agreement: Agreement,
    versions: list[AgreementVersion],
    steps: dict[UUID, list[AgreementStep]],
    clauses: dict[UUID, dict[Topic, Clause]],
    standings: Standings,
    drilled: Sequence[Drill],
) -> AgreementRecord:
    both = (standings.get(agreement.guest_id, NO_STANDING), standings.get(agreement.host_id, NO_STANDING))
    records: list[VersionRecord] = []
    next_starts_on: date | None = None
    for version in reversed(versions):
        words = clauses.get(version.id, {})
        taken = tuple(steps.get(version.id, ()))
        facts = VersionFacts(
            version.number, digest(words), term_of(words), tuple(as_step(row) for row in taken), next_starts_on
        )
        records.append(VersionRecord(version, words, taken, facts, both, drilled))
        begins = first_day(facts)
        if begins is not None:
            next_starts_on = min(begins, next_starts_on or begins)
    return AgreementRecord(agreement, tuple(reversed(records)))


def pair_key(guest_id: object, host_id: object) -> str:
    """Names the lock under which an ending and the holds of one pair take turns."""
    return f"agreement:{guest_id}:{host_id}"
