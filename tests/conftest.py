"""Fixtures that every test may use. Named here, they come before pytest-django's own."""

from hypothesis import HealthCheck, settings

from tests.database import committed_database, django_db_setup, postgres, template

__all__ = ["committed_database", "django_db_setup", "postgres", "template"]

# A busy machine is no fault of the code: no example has a time limit.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", parent=settings.get_profile("patient"), derandomize=True)
settings.load_profile("patient")
