"""Which day is it for this installation? The real one, unless it shows an area as it stood on a day of the past."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    fixed: date | None = settings.FIXED_DAY
    return fixed or timezone.localdate()
