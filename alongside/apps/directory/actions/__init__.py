"""Every write of the directory. Each checks that the site is the actor's own, and keeps who did it."""

from alongside.apps.accounts.writing import ChangedMeanwhileError, NotYoursError
from alongside.apps.directory.actions.attesting import attest, attest_sections
from alongside.apps.directory.actions.capability import say_section
from alongside.apps.directory.actions.checking import CheckRefusedError, answer_check
from alongside.apps.directory.actions.criteria import BadRulesError, save_criteria
from alongside.apps.directory.actions.editing import change_site, set_services, set_support
from alongside.apps.directory.actions.loading import (
    CommandLine,
    GivenPlace,
    LoadReport,
    load_districts,
    load_places,
    load_procedure_groups,
    load_sites,
)
from alongside.apps.directory.actions.needs import Needs, save_needs
from alongside.apps.directory.actions.notices import NoticeRefusedError, add_notice, end_notice

__all__ = [
    "BadRulesError",
    "ChangedMeanwhileError",
    "CheckRefusedError",
    "CommandLine",
    "GivenPlace",
    "LoadReport",
    "Needs",
    "NotYoursError",
    "NoticeRefusedError",
    "add_notice",
    "answer_check",
    "attest",
    "attest_sections",
    "change_site",
    "end_notice",
    "load_districts",
    "load_places",
    "load_procedure_groups",
    "load_sites",
    "save_criteria",
    "save_needs",
    "say_section",
    "set_services",
    "set_support",
]
