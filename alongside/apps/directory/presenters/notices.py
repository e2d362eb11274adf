"""What the sites have announced, as rows of a table."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from alongside.apps.accounts.access import Acting
from alongside.apps.accounts.roles import Permission
from alongside.apps.directory.facts import notice_of
from alongside.apps.directory.models import ServiceNotice
from alongside.domain.site_notices import KIND_WORDS, NoticeKind, sentence
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.tables import Column
from alongside.web.words import short_date

COLUMNS = [
    Column("site", "Site", link="href"),
    Column("what", "What"),
    Column("kind", "Notice"),
    Column("first", "First day", "date"),
    Column("until", "Last day"),
    Column("words", "In the site’s words"),
    Column("by", "Said by"),
]
END_COLUMN = Column("end", "Your notices", link="end_href")


def row_of(row: ServiceNotice, by: Acting) -> dict[str, Any]:
    notice = notice_of(row)
    own = row.site.organisation_id == by.organisation_id and by.may(Permission.EDIT_SITE)
    return {
        "site": row.site.name,
        "href": reverse("directory:show-site", args=[row.site_id]),
        "what": function_name(row.treatment_function),
        "kind": f"moved to {notice.to_site}" if notice.to_site else KIND_WORDS[NoticeKind(row.kind)],
        "first": notice.first,
        "until": short_date(notice.last) if notice.last else "until further notice",
        "words": row.public_words,
        "by": f"{row.by_name}, {row.by_role}",
        "sentence": sentence(notice),
        "end": "End this notice" if own else "",
        "end_href": reverse("directory:end-notice", args=[row.site_id, row.pk]) if own else "",
    }


def rows(found: Iterable[ServiceNotice], by: Acting) -> list[dict[str, Any]]:
    return [row_of(row, by) for row in found]


def function_name(code: str) -> str:
    return treatment_function_name(code) if code else "Everything at this site"
