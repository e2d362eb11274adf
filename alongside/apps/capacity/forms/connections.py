"""What somebody fills in to send a spreadsheet or to connect a computer system."""

from django import forms

from alongside.web.plain import PlainForm


class UploadForm(PlainForm):
    file = forms.FileField(
        label="Spreadsheet of sessions or beds",
        help_text="CSV or Excel (.xlsx). Which of the two it is, is read from its headings.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )


class TokenForm(PlainForm):
    name = forms.CharField(
        label="What is the system called?", max_length=100, help_text="For example, Theatre system of One Ashford"
    )
    may_write = forms.ChoiceField(
        label="What may it do?",
        choices=[("", ""), ("no", "Read the capacity that we may see"), ("yes", "Read, and offer and change our own")],
        widget=forms.RadioSelect,
    )
