"""Which bytes are the extract? Opens a CSV, or the one CSV in a zip with whatever else was packed beside it."""

import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from alongside.formats.rtt.faults import WrongExtract

LARGEST_CSV = 2_000_000_000
"""Bytes. Twenty times a month's extract: anything larger is a mistake or an attack on memory."""

DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError)


def csv_bytes(path: Path) -> bytes:
    """The extract as UTF-8 bytes; raises WrongExtract when there is no single readable CSV in `path`."""
    try:
        raw = _zip_member(path) if zipfile.is_zipfile(path) else _plain_file(path)
    except FileNotFoundError:
        raise WrongExtract(f"There is no file {path}: check the name and the folder.") from None
    except (IsADirectoryError, PermissionError) as error:
        why = "is a folder" if isinstance(error, IsADirectoryError) else "may not be read by you"
        raise WrongExtract(f"{path} {why}: give the zip or csv file of the RTT full CSV extract.") from None
    return _as_utf8(raw, path)


def _plain_file(path: Path) -> bytes:
    if path.suffix.casefold() == ".zip":
        if path.stat().st_size == 0:
            raise WrongExtract(f"{path.name} is empty: download it again.")
        raise WrongExtract(f"{path.name} is named .zip but is not a zip file, or was cut short: download it again.")
    if path.stat().st_size > LARGEST_CSV:
        raise WrongExtract(f"{path.name} is larger than 2 GB, so it is not one month's RTT extract.")
    return path.read_bytes()


def _zip_member(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            member = _only_csv(archive, path)
            if member.file_size > LARGEST_CSV:
                raise WrongExtract(f"{path.name} unpacks to more than 2 GB, so it is not one month's RTT extract.")
            return archive.read(member)
    except RuntimeError:
        # Also raised, as NotImplementedError, for ways of packing that Python does not know.
        why = "locked with a password or packed in an unusual way"
        raise WrongExtract(f"{path.name} is {why}: unpack it first and give the csv file.") from None
    except DAMAGED as error:
        if isinstance(error, PermissionError | IsADirectoryError):
            raise
        raise WrongExtract(f"{path.name} is a damaged zip file: download it again.") from None


def _only_csv(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    found = [info for info in archive.infolist() if _is_csv(info)]
    if len(found) > 1:
        names = " and ".join(sorted(info.filename for info in found)[:4])
        raise WrongExtract(
            f"{path.name} holds {len(found)} csv files ({names}): unpack it and give the one that you mean."
        )
    if not found:
        held = ", ".join(sorted(archive.namelist())[:3]) or "nothing"
        raise WrongExtract(f"{path.name} holds no csv file (it holds {held}): give the RTT full CSV extract.")
    return found[0]


def _is_csv(info: zipfile.ZipInfo) -> bool:
    """Not folders, and not the shadow files (`__MACOSX/`, `._name.csv`) that a Mac packs beside each file."""
    where = PurePosixPath(info.filename.replace("\\", "/"))
    hidden = any(piece == "__MACOSX" or piece.startswith(".") for piece in where.parts)
    return not info.is_dir() and not hidden and where.suffix.casefold() == ".csv"


def _as_utf8(raw: bytes, path: Path) -> bytes:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in raw[:4096]:
        raise WrongExtract(f"{path.name} is not a text file: give the zip or csv file of the RTT full CSV extract.")
    else:
        # A spreadsheet on Windows saves "CSV" as cp1252, which refuses what it cannot hold: no letter is replaced.
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.encode()
    raise WrongExtract(f"{path.name} is not readable text: save it again as CSV UTF-8.")
