"""A site's own people say what is there in depth: five forms, each of one section."""

from typing import Any

from alongside.apps.accounts.roles import Permission
from alongside.apps.directory import actions
from alongside.apps.directory.forms import capability as forms
from alongside.apps.directory.forms.editing import SeenForm
from alongside.apps.directory.views.edit import _EditView
from alongside.domain.site_sections import Section


class _SectionView(_EditView):
    """One section: what its form says replaces what was held."""

    section: Section

    def save(self, form: Any) -> None:
        actions.say_section(
            site=self.site,
            section=self.section,
            rows=form.rows,
            seen=form.cleaned_data["seen"],
            by=self.by,
            today=self.today,
        )


class EditEquipmentView(_SectionView):
    permission = Permission.EDIT_SITE
    section = Section.EQUIPMENT
    form_class = forms.EquipmentForm
    template = "directory/support.jinja"
    title = "Equipment"
    lead = "How many there are. 0 says that there is none; an empty box, that nobody has said. Scanners, X-ray and \
endoscopy are among the support services."


class EditStaffView(_SectionView):
    permission = Permission.EDIT_SITE
    section = Section.STAFF
    form_class = forms.StaffForm
    template = "directory/lines.jinja"
    title = "Staff competence"
    lead = "How many of each staff group are trained, and the earliest day on which one of these trainings ends. From \
the day after, the skill counts as absent."

    def with_both(self, form: SeenForm) -> SeenForm:
        """Drawn again, so that a competence that somebody else added has its line."""
        again = self.form_class(form.data, record=self.find_again())
        again.is_valid()
        return super().with_both(again)


class EditInfectionView(_SectionView):
    permission = Permission.EDIT_SITE
    section = Section.INFECTION
    form_class = forms.InfectionForm
    title = "Infection pathway"
    lead = (
        "How far patients with and without infection are kept apart at this site. A patient with a known infection is \
placed only where the pathway is red and attested (ELG-10)."
    )


class EditAccessView(_SectionView):
    permission = Permission.EDIT_SITE
    section = Section.ACCESS
    form_class = forms.AccessForm
    template = "directory/support.jinja"
    title = "Access for patients"
    lead = "“Not known” is not “no”. Say no only where a patient will not find it. Interpreters are among the support \
services. A patient who needs what is not here may still come: it is agreed with you first (ELG-12, ELG-13)."


class EditHoursView(_SectionView):
    permission = Permission.EDIT_SITE
    section = Section.HOURS
    form_class = forms.HoursForm
    template = "directory/lines.jinja"
    title = "Opening hours"
    lead = (
        "When patients can come, by the 24-hour clock. From 00:00 to 00:00 is a whole day and night. Once any day is "
        "filled in, a day left empty is closed."
    )
