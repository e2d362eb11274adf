"""What every page about one site needs: the site, or "not found"; today; and whether it is one's own."""

from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from alongside.apps.accounts.access import WorkView
from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import queries
from alongside.apps.directory.actions.ownership import must_be_own
from alongside.apps.directory.facts import SiteRecord
from alongside.apps.directory.models import ProcedureGroup, Site
from alongside.web.today import today


class _DirectoryView(WorkView):
    @cached_property
    def today(self) -> date:
        return today()


class _SiteView(_DirectoryView):
    """A page about the site named in its address."""

    @cached_property
    def record(self) -> SiteRecord:
        return self.find()

    def find(self) -> SiteRecord:
        found = queries.find_site(self.by, self.kwargs["site_id"], self.today)
        if found is None:
            raise Http404
        return found

    @property
    def site(self) -> Site:
        return self.record.site

    def address(self, name: str, *args: object) -> str:
        return reverse(f"directory:{name}", args=[self.site.id, *args])

    def frame(self, title: str, **context: Any) -> dict[str, Any]:
        crumbs = [
            {"text": "Directory", "href": reverse("directory:list-sites")},
            {"text": self.site.name, "href": self.address("show-site")},
        ]
        return {"title": title, "site": self.site, "record": self.record, "crumbs": crumbs, **context}


class _OwnSiteView(_SiteView):
    """A page on which the site's own people change something."""

    def find(self) -> SiteRecord:
        found = super().find()
        must_be_own(found.site, self.by, self.permission)
        return found

    def find_again(self) -> SiteRecord:
        """As it is after somebody else's change."""
        del self.__dict__["record"]
        return self.record

    @property
    def may_attest(self) -> bool:
        return self.by.may(Permission.ATTEST)


class _GroupView(_OwnSiteView):
    """A page about the rules for one procedure group; "all" is the whole site."""

    @cached_property
    def group(self) -> ProcedureGroup | None:
        code = self.kwargs["group"]
        if code == "all":
            return None
        if code not in self.record.groups:
            raise Http404
        return self.record.groups[code]

    @property
    def code(self) -> str:
        return self.group.code if self.group else ""
