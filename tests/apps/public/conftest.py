"""The small area of the directory: what is done there is what anybody may read."""

from tests.apps.directory.conftest import _it_is_that_day, area  # noqa: F401
