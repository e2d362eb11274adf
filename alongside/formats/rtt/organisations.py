"""Which rows are those of a provider or a board? An unknown code is answered with the nearest ones."""

from difflib import get_close_matches

import polars as pl

from alongside.formats.rtt.faults import UnknownCode
from alongside.formats.rtt.layout import COMMISSIONED_OUTSIDE_ENGLAND

MOST_SUGGESTED = 5


def rows_of(
    frame: pl.DataFrame, *, provider: str | None, icb: str | None, commissioned_in_england: bool = False
) -> pl.DataFrame:
    """The rows of one provider, of every provider in one board's area, or all of them.

    Rule RTT-P3: a board is its providers (`provider_parent_code`), wherever their patients are registered.
    Raises UnknownCode for a code that the extract does not hold, ValueError for both codes at once.
    """
    if provider is not None and icb is not None:
        raise ValueError("Give a provider or a board, not both")
    if provider is not None:
        frame = frame.filter(pl.col("provider_code") == known_provider(frame, provider))
    if icb is not None:
        frame = frame.filter(pl.col("provider_parent_code") == known_board(frame, icb))
    if commissioned_in_england:
        frame = frame.filter(pl.col("commissioner_code").fill_null("") != COMMISSIONED_OUTSIDE_ENGLAND)
    return frame


def known_provider(frame: pl.DataFrame, code: str) -> str:
    """The code as the extract writes it; raises UnknownCode with the nearest providers, or with a way on."""
    return _known(frame, code, "provider", "provider")


def known_board(frame: pl.DataFrame, code: str) -> str:
    """The code as the extract writes it; raises UnknownCode with the nearest boards, or with a way on."""
    return _known(frame, code, "provider_parent", "board")


def name_of(frame: pl.DataFrame, *, provider: str | None, icb: str | None) -> str:
    """The name to put over the figures: the provider's, the board's, or England."""
    if provider is not None:
        return _names(frame, "provider")[known_provider(frame, provider)]
    if icb is not None:
        return _names(frame, "provider_parent")[known_board(frame, icb)]
    return "England"


def _names(frame: pl.DataFrame, kind: str) -> dict[str, str]:
    name = pl.col(f"{kind}_name").drop_nulls().first()
    pairs = frame.group_by(f"{kind}_code", maintain_order=True).agg(name)
    return {code: name or code for code, name in pairs.iter_rows() if code}


def _known(frame: pl.DataFrame, code: str, kind: str, word: str) -> str:
    names = _names(frame, kind)
    wanted = code.strip().upper()
    if wanted in names:
        return wanted
    way_on = _way_on(frame, wanted, names, word)
    raise UnknownCode(f"The extract holds no {word} with the code '{code[:40]}': {way_on}.")


def _way_on(frame: pl.DataFrame, wanted: str, names: dict[str, str], word: str) -> str:
    other = "board" if word == "provider" else "provider"
    if wanted in _names(frame, "provider_parent" if other == "board" else "provider"):
        return f"{wanted} is a {other}, ask for it with {'--icb' if other == 'board' else '--provider'}"
    near = _nearest(wanted, names)
    if not near:
        return f"it holds {len(names):,} {word}s, none with a code or name like it"
    return "the nearest are " + ", ".join(f"{code} ({names[code]})" for code in near)


def _nearest(wanted: str, names: dict[str, str]) -> list[str]:
    """By name when a name was given, else by code; in a fixed order."""
    by_name = sorted(code for code, name in names.items() if len(wanted) > 2 and wanted in name.upper())
    by_code = get_close_matches(wanted, sorted(names), n=MOST_SUGGESTED, cutoff=0.5)
    return list(dict.fromkeys(by_name + by_code))[:MOST_SUGGESTED]
