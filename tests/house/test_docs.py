"""Do README and docs say what is there? Links, files, tests, commands and variables that they name must exist."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlparse

import pytest

PROJECT = Path(__file__).resolve().parents[2]
VENDORED = "/static/vendor/"
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED_FILE = re.compile(r"`((?:alongside|tests|docs|bench|requirements)/[\w./-]+)`")
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
NAMED_PAGE = re.compile(r"\bdocs/[\w/-]+\.md\b")
VARIABLE = re.compile(r"\b(?:ALONGSIDE_[A-Z_]*[A-Z]|DATABASE_URL)\b")
# Of somebody's machine, not of the product; the product's own page /work/ has nothing beneath it.
MACHINE = re.compile(r"(?<![\w.-])/(?:root|work|home|Users)/[\w.]+")
INDEX = re.compile(r"^\s*(?:--(?:extra-)?index-url|-i|index-url\s*=)\s*\S+", re.MULTILINE)


def tracked() -> list[Path]:
    """Every file under version control that is still there."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    names = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [PROJECT / name for name in names if name and (PROJECT / name).is_file()]


def texts(*endings: str) -> list[tuple[Path, str]]:
    """Tracked text files with these endings (all when none is named), without what others wrote."""
    found = []
    for path in tracked():
        if VENDORED in path.as_posix() or (endings and path.suffix not in endings):
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((path, content.decode("utf-8", "replace")))
    return found


def pages() -> list[Path]:
    """README and its neighbours, and every page of docs, tracked or about to be."""
    return sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])


def told(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def heading_links(text: str) -> set[str]:
    """The anchors of a page's headings, as the usual viewers make them."""
    headings = re.findall(r"^#+\s+(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    broken = []
    for link in LINK.findall(told(page)):
        address, _, anchor = link.partition("#")
        if urlparse(link).scheme:
            continue
        target = (page.parent / address).resolve() if address else page
        if not target.exists() or (anchor and anchor not in heading_links(told(target))):
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_links_of_a_page_resolve(page: Path) -> None:
    assert broken_links(page) == []


def test_broken_link_and_broken_anchor_are_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A name\n[a](#a-name) [b](#no-name) [c](none.md) [d](https://example.org)")
    assert broken_links(page) == ["#no-name", "none.md"]


def test_files_that_pages_name_exist() -> None:
    named = {(page.name, name) for page in pages() for name in NAMED_FILE.findall(told(page))}
    assert named
    assert [f"{page}: {name}" for page, name in sorted(named) if not (PROJECT / name).exists()] == []


def test_tests_that_pages_name_exist() -> None:
    """The hazard log and the README prove nothing with a test that was renamed."""
    named = {found for page in pages() for found in NAMED_TEST.findall(told(page))}
    assert named
    missing = [
        f"{file}::{name}"
        for file, name in sorted(named)
        if not (PROJECT / file).exists() or f"def {name}(" not in told(PROJECT / file)
    ]
    assert missing == []


def test_pages_of_docs_that_code_names_exist() -> None:
    named = {
        (path.relative_to(PROJECT).as_posix(), name)
        for path, text in texts(".py", ".jinja", ".toml", ".css", ".md")
        for name in NAMED_PAGE.findall(text)
    }
    assert [f"{path}: {name}" for path, name in sorted(named) if not (PROJECT / name).exists()] == []


def test_every_page_of_docs_is_in_the_map() -> None:
    """docs/index.md leads to every page, or to its folder; decision records have a map of their own."""
    maps = [PROJECT / "docs" / "index.md", PROJECT / "docs" / "adr" / "index.md"]
    linked = {(page.parent / link.partition("#")[0]).resolve() for page in maps for link in LINK.findall(told(page))}
    found = [page for page in (PROJECT / "docs").rglob("*.md") if page not in maps]
    missing = [page for page in found if page not in linked and page.parent not in linked]
    assert [page.relative_to(PROJECT).as_posix() for page in sorted(missing)] == []


def test_every_command_is_in_the_readme() -> None:
    from alongside.config.cli import COMMANDS

    readme = told(PROJECT / "README.md")
    assert [name for name in COMMANDS if f"alongside {name}" not in readme] == []
    assert {"./run demo", "./run test", "./run check", "./run bench"} - set(re.findall(r"\./run \w+", readme)) == set()


def test_variables_of_the_operations_page_are_those_that_are_read() -> None:
    read = set(VARIABLE.findall(told(PROJECT / "alongside/config/environment.py")))
    table = re.findall(r"^\| `(\w+)` \|", told(PROJECT / "docs/operations.md"), re.MULTILINE)
    described = {name for name in table if VARIABLE.fullmatch(name)}
    shell = set(VARIABLE.findall(told(PROJECT / "run")))
    assert described == read | shell


def test_no_tracked_file_names_a_place_of_this_machine() -> None:
    found = {path.relative_to(PROJECT).as_posix(): MACHINE.findall(text) for path, text in texts()}
    found.pop("tests/house/test_docs.py", None)
    assert {path: places for path, places in found.items() if places} == {}


@pytest.mark.parametrize(
    ("text", "is_a_place"),
    [
        ("see /root/notes", True),
        ("in '/home/amy/alongside'", True),
        ("the page /work/ shows", False),
        ('reverse("/work/")', False),
        ("example.org/home/page", False),
    ],
)
def test_place_of_a_machine_is_told_from_an_address(text: str, is_a_place: bool) -> None:
    assert bool(MACHINE.search(text)) == is_a_place


@pytest.mark.slow
def test_no_tracked_file_names_a_package_index() -> None:
    """Neither an option that sets one nor the host that this machine happens to use."""
    hosts = index_hosts()
    found = {
        path.relative_to(PROJECT).as_posix(): [*INDEX.findall(text), *(host for host in hosts if host in text)]
        for path, text in texts()
    }
    assert {path: names for path, names in found.items() if names} == {}


def index_hosts() -> set[str]:
    told_by_pip = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    given = " ".join([told_by_pip, *(value for name, value in os.environ.items() if "INDEX" in name)])
    hosts = {urlparse(address).hostname or "" for address in re.findall(r"https?://[^\s'\"]+", given)}
    return {host for host in hosts if host} | {"files.python" + "hosted.org"}
