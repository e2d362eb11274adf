"""What has a site to say when something is paused, moved or given by telephone and video?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from alongside.apps.directory.facts import SiteRecord
from alongside.apps.directory.forms.asking import quiet
from alongside.apps.directory.models import ServiceNotice, Site
from alongside.domain.treatment_functions import treatment_function_name
from alongside.web.dates import DayMonthYearField
from alongside.web.shared_words import SharedWordsForm


class NoticeForm(SharedWordsForm):
    kind = forms.ChoiceField(label="What happens", choices=ServiceNotice.Kind.choices, widget=forms.RadioSelect())
    function = forms.ChoiceField(label="What it is about", required=False, widget=quiet(forms.Select()))
    starts_on = DayMonthYearField(label="First day")
    ends_on = DayMonthYearField(
        label="Last day", required=False, help_text="Leave empty until you know; you can end it on any day"
    )
    to_site = forms.ChoiceField(
        label="To which site", required=False, help_text="Only when it has moved", widget=quiet(forms.Select())
    )
    public_words = forms.CharField(
        label="In your words",
        help_text="Everybody reads this, patients too. Write nothing about a patient",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, record: SiteRecord, sites: Iterable[Site], today: date) -> None:
        super().__init__(data, initial={"starts_on": today})
        functions = sorted(record.functions, key=treatment_function_name)
        names = [(code, treatment_function_name(code)) for code in functions]
        self.fields["function"].choices = [("", "Everything at this site"), *names]  # type: ignore[attr-defined]
        self.others = {str(site.pk): site for site in sites if site.pk != record.site.pk}
        places = sorted((site.name, key) for key, site in self.others.items())
        self.fields["to_site"].choices = [("", "Has not moved"), *((key, name) for name, key in places)]  # type: ignore[attr-defined]

    @property
    def site_moved_to(self) -> Site | None:
        return self.others.get(self.cleaned_data.get("to_site", ""))
