"""Which sites refuse a patient, and by which rules? Answered for many patients and sites at once, as bits.

A rule is asked once for each distinct value of its field and the answer is then taken to every patient who has that
value, so the one pure rule of `alongside.domain.eligibility` also serves forty thousand patients at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, runtime_checkable

import numpy as np
import polars as pl

from alongside.domain.clinical_fields import FIELDS
from alongside.domain.eligibility import (
    Answer,
    CriteriaSet,
    Criterion,
    Decision,
    Kind,
    Outcome,
    SiteFacts,
    answer,
    decide,
)
from alongside.planner.tables import Bits, InputError, Ints

TOO_FAR = np.uint32(1 << 31)
NEED_INFO = np.uint32(1 << 30)
REVIEW = np.uint32(1 << 29)
MOST_RULES = 28


@dataclass(frozen=True)
class Refusal:
    """A rule that a site applies, as a sentence for a list."""

    rule_id: str
    message: str


class Eligibility(Protocol):
    """Who refuses whom. Bits 0 to 27 are rules; NEED_INFO says that they are not answered; REVIEW refuses nobody."""

    def refusals(self, rows: Ints, sites: Ints) -> Bits:
        """The bits for each of `rows` (patients) at each of `sites`, [rows x sites]; distance is asked elsewhere."""
        ...

    def reasons(self, row: int, site: int, bits: int) -> tuple[Refusal, ...]:
        """What the bits of one patient at one site mean."""
        ...

    def routes(self, row: int, site: int) -> tuple[str, ...]:
        """Who at the site must review this patient before a place is offered."""
        ...

    def messages(self, rows: Ints, sites: Ints) -> list[str]:
        """For each pair of a patient and a site that refuses them, its reasons in one line."""
        ...


@runtime_checkable
class Classified(Protocol):
    """Rules that can say which patients every site treats alike."""

    def classes(self) -> tuple[Ints, Ints]:
        """The class of each patient, and for each class one of its patients."""
        ...


@dataclass(frozen=True, eq=False)
class RawEligibility:
    """The four rules of the benchmark's raw form: ASA grade, BMI, high-dependency care and age."""

    patients: Mapping[str, np.ndarray[Any, Any]]
    sites: Mapping[str, np.ndarray[Any, Any]]

    RULES = (
        Refusal("asa", "The ASA grade is above this site's limit"),
        Refusal("bmi", "The BMI is above this site's limit"),
        Refusal("hdu", "The patient needs high-dependency care, which this site does not have"),
        Refusal("age", "The patient is younger than this site treats"),
    )

    def refusals(self, rows: Ints, sites: Ints) -> Bits:
        """The bits for each of `rows` at each of `sites`, [rows x sites]."""
        of = {name: column[rows][:, None] for name, column in self.patients.items()}
        at = {name: column[sites][None, :] for name, column in self.sites.items()}
        broken = (
            of["asa"] > at["max_asa"],
            of["bmi"] > at["max_bmi"],
            of["needs_hdu"] & ~at["has_hdu"],
            of["age"] < at["min_age"],
        )
        bits = np.zeros((len(rows), len(sites)), np.uint32)
        for place, rule in enumerate(broken):
            bits |= rule.astype(np.uint32) << np.uint32(place)
        return bits

    def classes(self) -> tuple[Ints, Ints]:
        """Patients between the same two limits of every rule are of one class."""
        code = np.zeros(len(self.patients["asa"]), np.int64)
        for name, limit in (("asa", "max_asa"), ("bmi", "max_bmi"), ("age", "min_age")):
            limits = np.unique(self.sites[limit])
            among = np.searchsorted(limits, self.patients[name], side="left" if limit.startswith("max") else "right")
            code = code * (len(limits) + 1) + among
        code = code * 2 + self.patients["needs_hdu"]
        example = np.full(int(code.max(initial=-1)) + 1, -1, np.int64)
        example[code[::-1]] = np.arange(len(code))[::-1]
        used = np.flatnonzero(example >= 0)
        number = np.cumsum(example >= 0) - 1
        return number[code].astype(np.int32), example[used]

    def reasons(self, row: int, site: int, bits: int) -> tuple[Refusal, ...]:
        """The rules whose bit is set."""
        return tuple(rule for place, rule in enumerate(self.RULES) if bits >> place & 1)

    def routes(self, row: int, site: int) -> tuple[str, ...]:
        """Nobody: these rules know no review."""
        return ()

    def messages(self, rows: Ints, sites: Ints) -> list[str]:
        """For each pair of a patient and a site that refuses them, its reasons in one line."""
        bits = np.zeros(len(rows), np.int64)
        for site in np.unique(sites):
            here = np.flatnonzero(sites == site)
            bits[here] = self.refusals(rows[here], np.array([site]))[:, 0]
        lines = {int(one): _line(self.reasons(0, 0, int(one))) for one in np.unique(bits)}
        return [lines[one] for one in bits.tolist()]


@dataclass(frozen=True, eq=False)
class Coded:
    """One field of all patients as codes into its distinct (value, history) pairs; only a field that a rule names."""

    codes: Ints
    distinct: tuple[tuple[object, object], ...]


@dataclass(frozen=True, eq=False)
class CriteriaEligibility:
    """The attested criteria of each site, by procedure group, asked of every patient.

    A patient's `procedure_group` names the criteria set. At a site that has attested none for that group the set of
    the group "" applies when there is one; with neither, nothing is known and the patient does not pass (AL-4).
    """

    group: Ints
    groups: tuple[str, ...]
    coded: Mapping[str, Coded]
    sites: tuple[SiteFacts, ...]
    sets: Mapping[tuple[str, str], CriteriaSet]
    as_of: date
    facts: pl.DataFrame

    @classmethod
    def of(
        cls, patients: pl.DataFrame, sites: Sequence[SiteFacts], sets: Sequence[CriteriaSet], *, as_of: date
    ) -> "CriteriaEligibility":
        """Build from patients' facts (columns named as FIELDS, and `procedure_group`), sites in the planner's order.

        A column that is absent is unknown for everybody.
        """
        for one in sets:
            if len(one.criteria) + 1 > MOST_RULES:
                raise InputError(
                    f"Site {one.site} has more than {MOST_RULES - 1} criteria for {one.procedure_group}: join some"
                )
        named = {c.field for one in sets for c in one.criteria}
        if "procedure_group" not in patients.columns:
            raise InputError('The patients have no column "procedure_group": add it, blank where it is not known')
        column = patients["procedure_group"].fill_null("").cast(pl.String)
        groups = tuple(column.unique().sort().to_list())
        code = column.replace_strict(list(groups), list(range(len(groups))), return_dtype=pl.Int32).to_numpy()
        coded = {name: _code(patients, name) for name in named}
        by_key = {(one.site, one.procedure_group): one for one in sets}
        kept = [name for name in patients.columns if name in FIELDS]
        return cls(code, groups, coded, tuple(sites), by_key, as_of, patients.select(kept))

    def set_for(self, site: int, group: int) -> CriteriaSet | None:
        """The criteria that a site applies to a procedure group; None when it has attested nothing."""
        name = self.sites[site].site
        return self.sets.get((name, self.groups[group])) or self.sets.get((name, ""))

    def refusals(self, rows: Ints, sites: Ints) -> Bits:
        """The bits for each of `rows` at each of `sites`, [rows x sites]."""
        bits = np.zeros((len(rows), len(sites)), np.uint32)
        group_of = self.group[rows]
        for group in np.unique(group_of):
            here = np.flatnonzero(group_of == group)
            people = rows[here]
            for column, site in enumerate(sites):
                bits[here, column] = self._ask(people, int(site), self.set_for(int(site), int(group)))
        return bits

    def _ask(self, rows: Ints, site: int, criteria: CriteriaSet | None) -> Bits:
        """Hard failures if there are any, else what is unknown; REVIEW beside them."""
        if criteria is None:
            return np.full(len(rows), NEED_INFO | np.uint32(1 << (MOST_RULES - 1)), np.uint32)
        failed = np.zeros(len(rows), np.uint32)
        unknown = np.zeros(len(rows), np.uint32)
        review = np.zeros(len(rows), bool)
        for place, criterion in enumerate(criteria.criteria):
            answers = self._answers(criterion, site)[self.coded[criterion.field].codes[rows]]
            bit = np.uint32(1 << place)
            if criterion.kind is Kind.HARD:
                failed |= np.where(answers == 2, bit, np.uint32(0))
                unknown |= np.where(answers == 1, bit, np.uint32(0))
            else:
                review |= answers > 0
        general = self._general(criteria, site)
        last = np.uint32(1 << (MOST_RULES - 1))
        failed |= last if general.outcome is Outcome.REJECT else np.uint32(0)
        unknown |= last if general.outcome is Outcome.NEED_INFO else np.uint32(0)
        review |= general.outcome is Outcome.REVIEW
        refused = np.where(failed > 0, failed, np.where(unknown > 0, unknown | NEED_INFO, 0))
        return (refused | np.where(review, REVIEW, 0)).astype(np.uint32)

    def _answers(self, criterion: Criterion, site: int) -> Ints:
        """The rule's answer for each distinct value: 0 pass, 1 unknown, 2 fail."""
        number = {Answer.PASS: 0, Answer.UNKNOWN: 1, Answer.FAIL: 2}
        facts = self.sites[site]
        given = (answer(criterion, value, facts, history=past) for value, past in self.coded[criterion.field].distinct)
        return np.array([number[one] for one in given], np.int8)

    def _general(self, criteria: CriteriaSet, site: int) -> Decision:
        """What does not depend on the patient: support services and attestation."""
        return decide(replace(criteria, criteria=()), {}, self.sites[site], self.as_of)

    def decision(self, row: int, site: int) -> Decision | None:
        """The domain's own whole answer for one patient at one site; None when the site has attested nothing."""
        criteria = self.set_for(site, int(self.group[row]))
        if criteria is None:
            return None
        return decide(criteria, self.facts.row(row, named=True), self.sites[site], self.as_of)

    def reasons(self, row: int, site: int, bits: int) -> tuple[Refusal, ...]:
        """The domain's words for this patient, with the values that decided."""
        decision = self.decision(row, site)
        if decision is None:
            return (Refusal("PLN-2", "This site has not said whom it accepts for this procedure"),)
        return tuple(Refusal(reason.rule, reason.message) for reason in decision.reasons)

    def routes(self, row: int, site: int) -> tuple[str, ...]:
        """Who at the site must review this patient before a place is offered."""
        decision = self.decision(row, site)
        return decision.routes if decision else ()

    def messages(self, rows: Ints, sites: Ints) -> list[str]:
        """For each pair of a patient and a site that refuses them, its reasons in one line.

        The domain is asked once for all patients of a group whose facts named by the criteria are the same.
        """
        fields = sorted(self.coded)
        codes = np.stack([self.group[rows], sites, *(self.coded[name].codes[rows] for name in fields)], axis=1)
        _, first, which = np.unique(codes, axis=0, return_index=True, return_inverse=True)
        lines = [_line(self.reasons(int(rows[at]), int(sites[at]), 0)) for at in first]
        return [lines[at] for at in which.ravel().tolist()]


def _line(reasons: tuple[Refusal, ...]) -> str:
    """Reasons one after the other, without full stops.

    >>> _line((Refusal("a", "It is full."), Refusal("b", "It is far")))
    'It is full; it is far'
    """
    said = [reason.message.rstrip(".") for reason in reasons]
    later = [one if one[:2].isupper() else one[:1].lower() + one[1:] for one in said[1:]]
    return "; ".join([*said[:1], *later])


def _code(patients: pl.DataFrame, name: str) -> Coded:
    """A field as codes into its distinct values, together with the yes/no fact that may answer for it."""
    past = FIELDS[name].history or None
    value = patients[name] if name in patients.columns else pl.Series([None] * patients.height, dtype=pl.Null)
    history = pl.Series([None] * patients.height, dtype=pl.Null)
    if past is not None and past in patients.columns:
        history = patients[past]
    pairs = pl.DataFrame({"value": value, "history": history})
    distinct = pairs.unique(maintain_order=True).with_row_index("code")
    codes = pairs.join(distinct, on=["value", "history"], how="left", nulls_equal=True, maintain_order="left")["code"]
    return Coded(codes.cast(pl.Int32).to_numpy(), tuple(distinct.select("value", "history").rows()))
