"""How well does an area know what its sites can do: how many have said so, how long ago, and where are the gaps?

A stand-in that nobody at the site has given is no word (AL-12). Rules UND-1 to UND-3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class KnownSite:
    """What counts of one site. `age_days` is the age of its oldest deciding word, None when nobody has given one.

    `functions` maps each treatment function that it does to whether it has stated any rule for it.
    """

    site: str
    is_attested: bool
    age_days: int | None
    functions: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Understanding:
    """Sites that do this, how many are attested (UND-1), the age of their word (UND-2), and the gaps (UND-3)."""

    sites: int
    attested: int
    median_age_days: float | None
    never: tuple[str, ...]
    without_rules: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """The share attested, 0 to 1; None when there is no site."""
        return self.attested / self.sites if self.sites else None


def understanding(sites: Iterable[KnownSite], function: str = "") -> Understanding:
    """Of the sites that do this treatment function, or of all that do anything.

    >>> told = KnownSite("AAA01", True, 10, {"110": True})
    >>> found = understanding([told, KnownSite("BBB01", False, None, {"110": False, "130": True})], "110")
    >>> found.share, found.median_age_days, found.never, found.without_rules
    (0.5, 10, ('BBB01',), ('BBB01',))
    """
    doing = [site for site in sites if (function in site.functions if function else site.functions)]
    ages = [site.age_days for site in doing if site.age_days is not None]
    unruled = [s.site for s in doing if not (s.functions[function] if function else any(s.functions.values()))]
    return Understanding(
        len(doing),
        sum(site.is_attested for site in doing),
        median(ages) if ages else None,
        tuple(site.site for site in doing if site.age_days is None),
        tuple(unruled),
    )


def by_function(sites: Iterable[KnownSite]) -> dict[str, Understanding]:
    """For each treatment function that some site does, the least known first."""
    known = list(sites)
    functions = sorted({function for site in known for function in site.functions})
    found = {function: understanding(known, function) for function in functions}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].share or 0, -pair[1].sites, pair[0])))
