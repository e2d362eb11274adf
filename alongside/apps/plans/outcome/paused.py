"""Whose only way to a place was stopped by a site's notice? The line's own words name the notice (DIR-3)."""

import json

import polars as pl

from alongside.apps.plans.facts import Facts

PAUSED = '"s"'


def with_notices(facts: Facts, lines: pl.DataFrame) -> pl.DataFrame:
    """Those without a place whom a site would take if it had not paused: the nearest such site and what it says."""
    said = (pl.col("considered").fill_null("").str.contains(PAUSED, literal=True)) & pl.col("site_id").is_null()
    asked = lines.filter(said).select("treatment_function", "considered").unique()
    if asked.is_empty():
        return lines
    told = {row: words_of(facts, *row) for row in asked.rows()}
    known = asked.with_columns(notice=pl.Series([told[row] for row in asked.rows()], dtype=pl.String))
    joined = lines.join(known, on=["treatment_function", "considered"], how="left", maintain_order="left")
    more = pl.when(said).then(pl.format(" {}", "notice")).otherwise(pl.lit(""))
    return joined.with_columns(words=pl.col("words") + more.fill_null("")).drop("notice")


def words_of(facts: Facts, function: str, considered: str) -> str:
    """Sites come nearest first in `considered`."""
    at = next(site for site, _, verdict, _ in json.loads(considered) if f'"{verdict}"' == PAUSED)
    site = facts.sites[at]
    notice = facts.stopped[site.code, function]
    return f"{site.name} could treat this patient but for its notice. {notice.message} ({notice.rule})."
