"""Reads of the list. Each function takes who acts first; the database hides what is not theirs."""

from alongside.apps.waiting.queries.limbo import count_limbo, limbo
from alongside.apps.waiting.queries.pathways import (
    Criteria,
    Headline,
    area_providers,
    area_sites,
    count_needing_information,
    events_of,
    headline,
    history_of,
    list_date,
    pathway,
    pathways,
    procedure_groups,
    reported_lists,
    waiting_words,
)
from alongside.apps.waiting.queries.planning import pathways_to_plan
from alongside.apps.waiting.queries.search import find_pathways
from alongside.apps.waiting.queries.uploads import absent_pathways, saved_views, upload, uploads

__all__ = [
    "Criteria",
    "Headline",
    "absent_pathways",
    "area_providers",
    "area_sites",
    "count_limbo",
    "count_needing_information",
    "events_of",
    "find_pathways",
    "headline",
    "history_of",
    "limbo",
    "list_date",
    "pathway",
    "pathways",
    "pathways_to_plan",
    "procedure_groups",
    "reported_lists",
    "saved_views",
    "upload",
    "uploads",
    "waiting_words",
]
