"""How do the lines of a plan reach the database at once?"""

from collections.abc import Mapping

import polars as pl

from alongside.apps.plans.models import Plan, PlanLine
from alongside.apps.waiting.actions.copying import fill_temporary, run

INSERT = """
INSERT INTO plans_planline (plan_id, organisation_id, provider_id, pathway_id, treatment_function, procedure_group,
                            priority, days_waited, site_id, week, km, code, words, would_change, notes, review_by,
                            considered, moved_by, made_way_for)
SELECT %(plan)s, %(organisation)s, provider_id::uuid, id::uuid, treatment_function, coalesce(procedure_group, ''),
       coalesce(priority, ''), days_waited, site_key::uuid, week, km, code, words, coalesce(would_change, ''),
       coalesce(notes, ''), coalesce(review_by, ''), coalesce(considered, '[]')::jsonb,
       coalesce(moved_by, ''), made_way_for::uuid
FROM incoming_lines
"""
COLUMNS = (
    "id", "provider_id", "treatment_function", "procedure_group", "priority", "days_waited", "site_key", "week", "km",
    "code", "words", "would_change", "notes", "review_by", "considered", "moved_by",
    "made_way_for",
)  # fmt: skip


def write_lines(plan: Plan, lines: pl.DataFrame, site_ids: Mapping[str, str]) -> int:
    """Put one line for each pathway in the place of whatever an earlier attempt wrote; how many there are."""
    PlanLine.objects.filter(plan=plan).delete()
    site_key = pl.col("site_id").replace_strict(dict(site_ids), default=None, return_dtype=pl.String)
    frame = lines.with_columns(site_key=site_key, km=pl.col("km").cast(pl.Float64).round(1)).select(COLUMNS)
    fill_temporary("incoming_lines", frame)
    return run(INSERT, {"plan": plan.pk, "organisation": plan.organisation_id})
