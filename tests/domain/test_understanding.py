"""What counts as knowing a site, and that a stand-in and a gap never look like knowledge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.domain.understanding import KnownSite, by_function, understanding

KNOWN = KnownSite("A", True, 10, {"110": True})
OLD = KnownSite("B", False, 120, {"110": True, "130": False})
SILENT = KnownSite("C", False, None, {"130": False})
IDLE = KnownSite("D", True, 1, {})


@pytest.mark.row("M-43")
def test_measure_counts_sites_that_do_something() -> None:
    found = understanding([KNOWN, OLD, SILENT, IDLE])
    assert (found.sites, found.attested, found.median_age_days) == (3, 1, 65)
    assert (found.never, found.without_rules) == (("C",), ("C",))


def test_least_known_specialty_comes_first() -> None:
    found = by_function([KNOWN, OLD, SILENT])
    assert list(found) == ["130", "110"]
    assert found["130"].without_rules == ("B", "C")
    assert (found["130"].share, found["110"].share) == (0, 0.5)


def test_nothing_known_of_nobody() -> None:
    found = understanding([])
    assert (found.share, found.median_age_days) == (None, None)


@given(st.lists(st.builds(KnownSite, st.text(max_size=3), st.booleans(), st.none() | st.integers(0, 900),
                          st.dictionaries(st.sampled_from(["110", "130"]), st.booleans()))))  # fmt: skip
def test_share_is_a_share_and_one_more_attested_site_never_lowers_it(sites: list[KnownSite]) -> None:
    before, after = understanding(sites), understanding([*sites, KNOWN])
    assert before.share is None or 0 <= before.share <= 1
    assert (after.share or 0) >= (before.share or 0)
