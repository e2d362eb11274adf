"""How a loop over hundreds of thousands of options becomes machine code: compiled once, kept on disk, free of locks."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

HERE = Path(__file__).resolve().parent
KEPT = "compiled-"

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def folder_for_code() -> Path:
    """Where compiled code is kept: beside the source, else with this user's caches, else for this process alone.

    The name holds a digest of the whole planner, as a loop is compiled together with the small functions it calls.
    """
    name = KEPT + hashlib.sha256(b"".join(file.read_bytes() for file in sorted(HERE.glob("*.py")))).hexdigest()[:16]
    for parent in (HERE / "__pycache__", Path("~/.cache/alongside").expanduser()):
        folder = parent / name
        try:
            if not folder.exists():
                parent.mkdir(parents=True, exist_ok=True)
                for old in parent.glob(f"{KEPT}*"):
                    shutil.rmtree(old, ignore_errors=True)
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.R_OK | os.W_OK | os.X_OK) and folder.stat().st_uid == os.getuid():
            return folder
    return Path(tempfile.mkdtemp(prefix=KEPT))


numba.config.CACHE_DIR = str(folder_for_code())  # type: ignore[attr-defined]


def compiled(function: Kernel) -> Kernel:
    """The same function as machine code: plain arrays and numbers only; other threads go on while it runs."""
    return cast(Kernel, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
