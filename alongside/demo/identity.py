"""Who are the made-up people: NHS numbers of the test range, names put together at random, pathway identifiers?

No name, number or birth date here is anybody's. Names are drawn independently of everything else, ethnicity included.
"""

import numpy as np
import polars as pl

from alongside.demo.published import table

TEST_RANGE = 999_000_000
REFERRED_THROUGH_ERS = 0.7
ERS_ISSUER = "X09"


def nhs_numbers(count: int, rng: np.random.Generator) -> pl.Series:
    """`count` different ten-digit NHS numbers of the 999 test range, each with a valid check digit.

    >>> nhs_numbers(3, np.random.default_rng(1)).n_unique()
    3
    """
    nine = TEST_RANGE + np.arange(1_000_000)
    digits = nine[:, None] // 10 ** np.arange(8, -1, -1) % 10
    check = 11 - (digits * np.arange(10, 1, -1)).sum(axis=1) % 11
    valid = nine[check != 10] * 10 + np.where(check == 11, 0, check)[check != 10]
    if count > len(valid):
        raise ValueError(f"The test range holds {len(valid)} NHS numbers; {count} were asked for.")
    return pl.Series(rng.permutation(valid)[:count]).cast(pl.String)


def names(is_female: np.ndarray, rng: np.random.Generator) -> tuple[pl.Series, pl.Series]:
    """Family and given names, one of each for every person."""
    lists = {kind[0]: rows["name"] for kind, rows in table("names").group_by("kind")}
    family = lists["family"].gather(rng.integers(0, len(lists["family"]), len(is_female)))
    given = pl.concat([lists["female"], lists["male"]])
    women, men = len(lists["female"]), len(lists["male"])
    pick = np.where(is_female, rng.integers(0, women, len(is_female)), women + rng.integers(0, men, len(is_female)))
    return family, given.gather(pick)


def pathway_identifiers(provider: pl.Series, rng: np.random.Generator) -> pl.DataFrame:
    """`pathway_id` (20 characters, unique) and `pathway_issuer`: the e-referral service (X09) or the provider itself.

    An e-referral number has 12 digits and is padded to 20; a provider's own begins with its code.
    """
    count = len(provider)
    number = pl.Series(rng.permutation(count) + 100_000_000_000).cast(pl.String)
    referred = pl.Series(rng.random(count) < REFERRED_THROUGH_ERS)
    frame = pl.DataFrame({"provider": provider, "number": number, "referred": referred})
    return frame.select(
        pl.when("referred")
        .then(pl.concat_str(pl.lit("0" * 8), "number"))
        .otherwise(pl.concat_str(pl.col("provider").str.pad_end(8, "0"), "number"))
        .alias("pathway_id"),
        pl.when("referred").then(pl.lit(ERS_ISSUER)).otherwise("provider").alias("pathway_issuer"),
    )


def same_person(frame: pl.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """For each pathway the row whose person it belongs to: about one pathway in twenty is somebody's second.

    Two pathways of one person are at one provider, in different functions, and agree in sex and five-year age group.
    """
    provider, function = frame["provider"].to_numpy(), frame["treatment_function"].to_numpy()
    age, is_female = frame["age_years"].to_numpy(), frame["is_female"].to_numpy()
    count = len(frame)
    asked = np.flatnonzero(rng.random(count) < SHARE_ASKED)
    group = age // 5 * 4 + (age >= 18) * 2 + is_female
    provider_number = np.unique(provider, return_inverse=True)[1]
    order = asked[np.lexsort((rng.random(len(asked)), group[asked], provider_number[asked]))]
    first, second = order[:-1:2], order[1::2]
    alike = (provider[first] == provider[second]) & (group[first] == group[second])
    alike &= function[first] != function[second]
    person = np.arange(count)
    person[second[alike]] = first[alike]
    return person


SHARE_ASKED = 0.12
