"""Fixtures that every test may use. Named here, they come before pytest-django's own."""

from tests.database import committed_database, django_db_setup, postgres, template

__all__ = ["committed_database", "django_db_setup", "postgres", "template"]
