"""What was found wrong with the rows so far, in bounded memory however much is wrong?

A row that goes back needs its first few reasons and the count of the others: hundreds of thousands of rows with sixty
reasons each would not fit into any machine.
"""

from typing import Any

import numpy as np
import polars as pl

from alongside.domain.reasons import Severity
from alongside.formats.wlmds.layout import PROBLEMS
from alongside.formats.wlmds.rules import RULES

MOST_REASONS = 8
"""Reasons that are kept in words for one row; the others are counted."""

BLOCKING = [rule.name for rule in RULES.values() if rule.severity is Severity.BLOCKS]
FOUND = {"position": pl.UInt32, "rule": pl.String, "message": pl.String}
_BLOCKS = pl.col("rule").is_in(BLOCKING)


class Findings:
    """Problems of the rows 0 to `height` - 1, added one check at a time; a check speaks of a row at most once."""

    def __init__(self, height: int) -> None:
        self._reasons = np.zeros(height, dtype=np.uint16)
        self._broken: dict[str, np.ndarray[Any, np.dtype[np.bool_]]] = {}
        self._kept: list[pl.DataFrame] = []
        self._warned: list[pl.DataFrame] = []

    def add(self, found: pl.DataFrame) -> None:
        """Take the `position`, `rule` and `message` of one check."""
        if found.is_empty():
            return
        for (rule,), part in found.group_by("rule"):
            broken = self._broken.setdefault(str(rule), np.zeros(len(self._reasons), dtype=np.bool_))
            broken[part["position"].to_numpy()] = True
        self._warned.append(found.filter(~_BLOCKS).cast(FOUND))  # type: ignore[arg-type]
        blocking = found.filter(_BLOCKS).cast(FOUND)  # type: ignore[arg-type]
        positions = blocking["position"].to_numpy()
        self._kept.append(blocking.filter(pl.Series(self._reasons[positions] < MOST_REASONS)))
        self._reasons[positions] += 1

    @property
    def blocked(self) -> pl.DataFrame:
        """The `position` of every row that cannot be taken."""
        return pl.DataFrame({"position": np.flatnonzero(self._reasons).astype(np.uint32)})

    @property
    def warnings(self) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(schema=FOUND), *self._warned])

    @property
    def counts(self) -> dict[str, int]:
        """How many rows broke each rule, in the order of the rules."""
        return {rule: int(self._broken[rule].sum()) for rule in RULES if rule in self._broken}

    def reasons(self) -> pl.DataFrame:
        """`position` and `problems` of each row that cannot be taken: its first reasons, then how many more."""
        told = (
            pl.concat([pl.DataFrame(schema=FOUND), *self._kept])
            .group_by("position", maintain_order=True)
            .agg(pl.concat_str("message", pl.format(" [{}]", "rule")).unique(maintain_order=True).str.join("; "))
        )
        more = pl.Series("more", self._reasons[told["position"].to_numpy()].astype(np.int32) - MOST_REASONS)
        words = pl.when(more > 0).then(pl.format("{}; and {} more", "message", more)).otherwise("message")
        return told.select("position", words.alias(PROBLEMS))
