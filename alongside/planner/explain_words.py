"""How are the reasons of a plan said in plain words, for the whole list at once?"""

import numpy as np
import polars as pl

from alongside.domain.treatment_functions import NAMES
from alongside.planner.change_words import about, capacity_words, session_words
from alongside.planner.plan import Plan
from alongside.planner.problem import Problem, weeks_of

TOLD = (
    "patient_id",
    "code",
    "words",
    "change",
    "site_id",
    "site",
    "week",
    "km",
    "closeness",
    "choices",
    "price",
    "extra_site_id",
    "extra_site",
    "extra_week",
    "extra_before",
    "extra_minutes",
    "extra_sessions",
    "extra_nights",
    "extra_sessions_a_week",
    "extra_nights_a_week",
)
NUMBER = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


NOT_LATE = np.iinfo(np.int16).max
NAMED_BY = {
    "session": "function",
    "kind": "function",
    "site": "site_index",
    "extra_site": "extra_site_index",
    "refused_by": "told_site",
}
AS_TOLD = {
    "km": pl.col("km").round(0),
    "furthest": pl.col("furthest").ceil(),
    "told_km": pl.col("told_km").ceil(),
    "max_km": pl.col("max_km").round(0),
    "extra_before": about("extra_before"),
    "due_week": pl.when(pl.col("week") > pl.col("due_week")).then("due_week").otherwise(NOT_LATE).alias("due_week"),
}


def add_words(frame: pl.DataFrame, problem: Problem, plan: Plan) -> pl.DataFrame:
    """The frame with `words` (what became of the patient and why) and `change` (what would alter it)."""
    weeks = weeks_of(problem)
    frame = frame.with_columns(first_refusal=first_refusals(frame, problem))
    words = _words(problem, plan, weeks)
    frame = frame.with_columns(
        words=said(frame, words, problem), change=said(frame, _changes(weeks), problem).fill_null("")
    )
    return frame.with_columns(
        site=_site(problem, frame["site_index"]), extra_site=_site(problem, frame["extra_site_index"])
    ).select(TOLD)


def _words(problem: Problem, plan: Plan, weeks: int) -> dict[str, pl.Expr]:
    """What became of the patient, by code."""
    return {
        "placed": _placed(weeks),
        "full": _full(problem, plan, weeks),
        "too_long": _too_long(),
        "need_info": _need_info(),
        "too_far": _too_far(),
        "not_eligible": _not_eligible(),
        "no_service": pl.format("No site offers {} in this plan.", "kind"),
        "excluded": pl.lit("Left out of this plan by hand."),
        "pinned": pl.lit("Pinned by hand to a place that has no room or does not accept this patient."),
    }


def _changes(weeks: int) -> dict[str, pl.Expr]:
    """What would alter it, by code."""
    return {
        "full": capacity_words(weeks),
        "too_long": _longer(),
        "need_info": pl.lit("With the missing information recorded, the patient can be considered."),
        "too_far": pl.format(
            "If the patient could travel {} km, {} could be considered.", _km("told_km"), "refused_by"
        ),
        "no_service": pl.format("Sessions for {} at a site nearby would be needed.", "kind"),
        "excluded": pl.lit("Take the patient back into the plan."),
        "pinned": pl.lit("Lift the pin, or add room at that place."),
    }


def said(frame: pl.DataFrame, templates: dict[str, pl.Expr], problem: Problem) -> pl.Series:
    """For each row the words of its code's template, made once for all rows of which they say the same."""
    parts, rows = [pl.Series([], dtype=pl.String)], [pl.Series([], dtype=pl.UInt32)]
    for code, template in templates.items():
        here = frame.with_row_index("row").filter(pl.col("code") == code)
        if not here.height:
            continue
        asked = sorted({"code", *(NAMED_BY.get(name, name) for name in template.meta.root_names())})
        facts = here.select("row", *(AS_TOLD.get(name, pl.col(name)) for name in asked))
        distinct = facts.select(asked).unique(maintain_order=True)
        told = distinct.with_columns(_names(distinct, problem)).select(*asked, words=template)
        parts.append(facts.join(told, on=asked, how="left", nulls_equal=True, maintain_order="left")["words"])
        rows.append(facts["row"])
    known = pl.concat(parts)
    place = np.full(frame.height, known.len(), np.int64)
    place[pl.concat(rows).to_numpy()] = np.arange(known.len())
    return pl.concat([known, pl.Series([None], dtype=pl.String)]).gather(place)


def _names(facts: pl.DataFrame, problem: Problem) -> list[pl.Series]:
    """The words for the treatment function and the sites that the facts number."""
    kinds = {"session": list(map(session_words, problem.functions)), "kind": _function_words(problem)}
    found = []
    for name, number in NAMED_BY.items():
        if number in facts.columns:
            words = pl.Series(kinds[name], dtype=pl.String) if name in kinds else None
            known = words.gather(facts[number]) if words is not None else _site(problem, facts[number])
            found.append(known.alias(name))
    return found


def _site(problem: Problem, number: pl.Series) -> pl.Series:
    """The names of sites; none for a blank number or one below 0."""
    blank = pl.DataFrame({"at": number.cast(pl.Int32)}).select(pl.when(pl.col("at") >= 0).then("at")).to_series()
    return pl.Series(problem.sites.names, dtype=pl.String).gather(blank)


def first_refusals(frame: pl.DataFrame, problem: Problem) -> pl.Series:
    """For those with nowhere to go, what the site that is named to them says."""
    if problem.eligibility is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    asked = (
        frame.select("told_site", "code")
        .with_row_index("row")
        .filter((pl.col("told_site") >= 0) & pl.col("code").is_in(["need_info", "not_eligible"]))
    )
    rows, sites = asked["row"].cast(pl.Int64).to_numpy(), asked["told_site"].cast(pl.Int64).to_numpy()
    said = pl.Series(["", *problem.eligibility.messages(rows, sites)], dtype=pl.String)
    place = np.zeros(frame.height, np.int64)
    place[rows] = np.arange(1, len(rows) + 1)
    return said.gather(place)


def _function_words(problem: Problem) -> list[str]:
    return [NAMES.get(code, f"treatment function {code}") for code in problem.functions]


def _when(code: str, words: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("code") == code).then(words)


def _km(column: str) -> pl.Expr:
    """Whole kilometres, rounded up so that a limit told in words is enough."""
    return pl.col(column).fill_nan(None).ceil().cast(pl.Int64).cast(pl.String).fill_null("more")


def _count(column: str) -> pl.Expr:
    return pl.col(column).replace_strict(dict(enumerate(NUMBER)), default=pl.col(column).cast(pl.String))


def _sites(column: str) -> pl.Expr:
    return pl.when(pl.col(column) == 1).then(pl.lit("site")).otherwise(pl.lit("sites"))


def _placed(weeks: int) -> pl.Expr:
    week = pl.format(" in week {} of {}", pl.col("week") + 1, pl.lit(weeks)) if weeks > 1 else pl.lit("")
    known = pl.col("km").is_not_nan() & pl.col("km").is_not_null()
    far = pl.when(known).then(pl.format(", {} km away", pl.col("km").round(0).cast(pl.Int64))).otherwise(pl.lit(""))
    among = (
        pl.when(~known)
        .then(pl.lit("."))
        .when(pl.col("choices") == 1)
        .then(pl.lit(": the only site that could treat this patient."))
        .when(pl.col("closeness") == 1)
        .then(pl.format(": the nearest of {} sites that could treat this patient.", _count("choices")))
        .otherwise(
            pl.format(
                ": number {} by distance of {} sites that could treat this patient{}.",
                "closeness",
                _count("choices"),
                pl.when(~pl.col("room_nearer"))
                .then(
                    pl.when(pl.col("closeness") == 2)
                    .then(pl.lit("; the nearer one is full"))
                    .otherwise(pl.lit("; the nearer ones are full"))
                )
                .otherwise(pl.lit("; nearer places would come later")),
            )
        )
    )
    return pl.format("Placed at {}{}{}{}{}", "site", week, far, among, _late())


def _late() -> pl.Expr:
    """Of a place after the due week: that it is, and whether there was room earlier."""
    due = (
        pl.when(pl.col("due_week") < 0)
        .then(pl.lit("before this plan begins"))
        .otherwise(pl.format("by week {}", pl.col("due_week") + 1))
    )
    end = (
        pl.when("room_earlier")
        .then(pl.lit("; a place in an earlier week is still open"))
        .otherwise(pl.lit(": no earlier place was left"))
    )
    return pl.when(pl.col("week") > pl.col("due_week")).then(pl.format(" Due {}{}.", due, end)).otherwise(pl.lit(""))


def _full(problem: Problem, plan: Plan, weeks: int) -> pl.Expr:
    until = f" for all {weeks} weeks" if weeks > 1 else ""
    within = pl.when(pl.col("furthest") > 0).then(pl.format(" within {} km", _km("furthest"))).otherwise(pl.lit(""))
    which = pl.when(pl.col("choices") >= problem.nearest).then(pl.lit("The nearest ")).otherwise(pl.lit(""))
    start = pl.format("{}{} {} could treat this patient{}", which, _count("choices"), _sites("choices"), within)
    start = start.str.slice(0, 1).str.to_uppercase() + start.str.slice(1)
    both = (
        pl.when(pl.col("choices") == 1)
        .then(pl.lit("it is"))
        .when(pl.col("choices") == 2)
        .then(pl.lit("both are"))
        .otherwise(pl.lit("all are"))
    )
    who = (
        pl.when(pl.col("priority") == 0)
        .then(pl.lit(" with patients who come first in this plan"))
        .when(pl.col("holders") == 0)
        .then(pl.lit(": what they have is too little for this operation"))
        .when(pl.col("holders") <= pl.col("priority"))
        .then(_holders())
        .otherwise(
            pl.lit(
                "; places are shared out by clinical priority, time waited and closeness for the minutes needed"
                if plan.policy == "weighted"
                else " for an operation of this length; only shorter gaps went to patients of lower clinical priority"
            )
        )
    )
    return pl.format("{}; {} full{}{}.", start, both, pl.lit(until), who)


def _holders() -> pl.Expr:
    """Who has the places: only what is true of some of them (see `holders`)."""
    ways = {
        "by_longer": "have waited longer",
        "by_nearer": "live nearer",
        "by_shorter": "need less theatre or bed time",
        "by_pinned": "were put there by hand",
        "by_fitted": "fitted into what was left",
    }
    said = [pl.when(pl.col(column)).then(pl.lit(words)) for column, words in ways.items()]
    others = pl.concat_str(said, separator=", ", ignore_nulls=True).str.replace(r", ([^,]+)$", " or $1")
    higher = pl.when(pl.col("by_higher"))
    start = higher.then(pl.lit(" with patients of higher clinical priority")).otherwise(pl.lit(" with patients"))
    link = higher.then(pl.lit(", or who ")).otherwise(pl.lit(" who "))
    return pl.when(others == "").then(start).otherwise(pl.format("{}{}{}", start, link, others))


def _too_long() -> pl.Expr:
    need = pl.format("{} theatre minutes", "minutes")
    nights = pl.when(pl.col("nights") > 0).then(pl.format(" and {} bed nights", "nights")).otherwise(pl.lit(""))
    return pl.format(
        "{} {} could treat this patient, but none has the {}{} needed in one week.",
        pl.col("choices"),
        _sites("choices"),
        need,
        nights,
    )


def _longer() -> pl.Expr:
    return pl.format(
        "A week with at least {} theatre minutes for {}{} would be needed.",
        "minutes",
        "kind",
        pl.when(pl.col("nights") > 0).then(pl.format(" and {} bed nights", "nights")).otherwise(pl.lit("")),
    )


def _need_info() -> pl.Expr:
    return pl.format(
        "{} of {} sites that offer {} cannot answer yet. {}: {}.",
        "asking",
        "offering",
        "kind",
        "refused_by",
        pl.col("first_refusal").fill_null("information is missing"),
    )


def _too_far() -> pl.Expr:
    return pl.format(
        "{} {} could treat this patient, none within {} km; the nearest, {}, is {} km away.",
        "accepting",
        _sites("accepting"),
        pl.col("max_km").round(0).cast(pl.Int64),
        "refused_by",
        _km("told_km"),
    )


def _not_eligible() -> pl.Expr:
    refuse = pl.when(pl.col("offering") == 1).then(pl.lit("refuses")).otherwise(pl.lit("refuse"))
    offer = pl.when(pl.col("offering") == 1).then(pl.lit("offers")).otherwise(pl.lit("offer"))
    return pl.format(
        "The {} {} that {} {} {}. {}, the nearest: {}.",
        "offering",
        _sites("offering"),
        offer,
        "kind",
        refuse,
        "refused_by",
        pl.col("first_refusal").fill_null("refused"),
    )
