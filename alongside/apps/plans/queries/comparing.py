"""How do two plans differ, in figures and patient by patient?"""

from dataclasses import dataclass

from django.db import connection

from alongside.apps.plans.models import Plan

# Both sides of the comparison come through row-level security: a provider compares its own patients.
BOTH = """
FROM (SELECT * FROM plans_planline WHERE plan_id = %(a)s) a
FULL JOIN (SELECT * FROM plans_planline WHERE plan_id = %(b)s) b USING (pathway_id)
"""
COUNTS = f"""
SELECT count(*) FILTER (WHERE a.site_id IS NULL AND b.site_id IS NOT NULL),
       count(*) FILTER (WHERE a.site_id IS NOT NULL AND b.site_id IS NULL),
       count(*) FILTER (WHERE a.site_id <> b.site_id),
       count(*) FILTER (WHERE a.site_id = b.site_id AND a.week <> b.week),
       count(*) FILTER (WHERE a.site_id = b.site_id AND a.week = b.week),
       count(*) FILTER (WHERE a.pathway_id IS NULL), count(*) FILTER (WHERE b.pathway_id IS NULL)
{BOTH}
"""
WHY = f"""
SELECT CASE WHEN b.pathway_id IS NOT NULL THEN b.moved_by END,
       count(*) FILTER (WHERE a.site_id IS NULL), count(*) FILTER (WHERE b.site_id IS NULL),
       count(*) FILTER (WHERE a.site_id IS NOT NULL AND b.site_id IS NOT NULL)
{BOTH}
WHERE a.site_id IS DISTINCT FROM b.site_id OR a.week IS DISTINCT FROM b.week
GROUP BY 1
ORDER BY count(*) DESC, 1
"""  # noqa: S608 (our own text alone)
DIFFER = f"""
SELECT pathway_id, coalesce(a.treatment_function, b.treatment_function), coalesce(a.priority, b.priority),
       coalesce(a.days_waited, b.days_waited), p.name, sa.name, a.week, a.code, sb.name, b.week, b.code,
       b.moved_by, b.made_way_for
{BOTH}
JOIN accounts_organisation p ON p.id = coalesce(a.provider_id, b.provider_id)
LEFT JOIN directory_site sa ON sa.id = a.site_id
LEFT JOIN directory_site sb ON sb.id = b.site_id
WHERE (a.site_id IS DISTINCT FROM b.site_id OR a.week IS DISTINCT FROM b.week)
  AND (%(kind)s = '' OR (%(kind)s = 'gained' AND a.site_id IS NULL) OR (%(kind)s = 'lost' AND b.site_id IS NULL)
       OR (%(kind)s = 'moved' AND a.site_id IS NOT NULL AND b.site_id IS NOT NULL))
ORDER BY (a.site_id IS NULL) DESC, (b.site_id IS NULL) DESC, coalesce(a.days_waited, b.days_waited) DESC NULLS LAST,
         pathway_id
LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608 (our own text alone)
NAMES = (
    "pathway_id", "function", "priority", "days_waited", "provider", "site_a", "week_a", "code_a", "site_b", "week_b",
    "code_b", "moved_by", "made_way_for",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Differences:
    """How many patients gained or lost a place, changed site or week, stayed, or are in one plan alone."""

    gained: int
    lost: int
    moved: int
    rescheduled: int
    same: int
    only_b: int
    only_a: int

    @property
    def total(self) -> int:
        """Everybody whose place is not the same in both."""
        return self.gained + self.lost + self.moved + self.rescheduled


def differences(a: Plan, b: Plan) -> Differences:
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"a": a.pk, "b": b.pk})
        return Differences(*cursor.fetchone())


def causes(a: Plan, b: Plan) -> list[tuple[str | None, int, int, int]]:
    """Why places of the second plan are not those of the first: cause, gained, lost, at another site or week."""
    with connection.cursor() as cursor:
        cursor.execute(WHY, {"a": a.pk, "b": b.pk})
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class LinesThatDiffer:
    """A page of the patients whose place differs; behaves as a list that is read only where it is looked at."""

    a: Plan
    b: Plan
    kind: str
    total: int

    def __len__(self) -> int:
        return self.total

    def count(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[dict[str, object]]:
        first = part.start or 0
        last = self.total if part.stop is None else part.stop
        with connection.cursor() as cursor:
            asked = {"a": self.a.pk, "b": self.b.pk, "kind": self.kind, "limit": max(last - first, 0), "offset": first}
            cursor.execute(DIFFER, asked)
            return [dict(zip(NAMES, row, strict=True)) for row in cursor.fetchall()]


def lines_that_differ(a: Plan, b: Plan, kind: str = "") -> LinesThatDiffer:
    """`kind` is gained, lost, moved (another site or week) or "" for all."""
    found = differences(a, b)
    counts = {"gained": found.gained, "lost": found.lost, "moved": found.moved + found.rescheduled}
    return LinesThatDiffer(a, b, kind, counts.get(kind, found.total))
