"""A kept version of a difference as the pure rules want it."""

from alongside.apps.regulations.models import DifferenceVersion
from alongside.domain.differences import Difference


def difference_of(version: DifferenceVersion) -> Difference:
    """From a version that came with its difference."""
    return Difference(
        version.difference.number,
        version.version,
        version.independent_rule,
        version.workaround,
        version.field,
        version.route,
    )
