"""Where does this installation live, and what was it told from outside?

Every environment variable that Alongside reads is named here and nowhere else.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Database:
    """How one role reaches one database; `host` is a folder when the server listens on a socket only."""

    host: str
    port: str
    name: str
    user: str
    password: str = ""


def home() -> Path:
    """The folder that holds the embedded database, the secret key and uploaded work."""
    return Path(os.environ.get("ALONGSIDE_HOME") or PROJECT / ".alongside").resolve()


def port() -> int:
    return int(os.environ.get("ALONGSIDE_PORT") or 8000)


def database_url(role: str) -> str:
    """The address of a real server for `role` ("app" or "owner"), or "" when the embedded one is used."""
    application = os.environ.get("DATABASE_URL", "")
    return os.environ.get("ALONGSIDE_OWNER_DATABASE_URL", "") if role == "owner" and application else application


def role() -> str:
    """Which database role this process takes: "app" unless it migrates."""
    return os.environ.get("ALONGSIDE_DATABASE_ROLE", "app")


def database_name() -> str:
    return os.environ.get("ALONGSIDE_DATABASE_NAME", "alongside")


def postgres_binaries() -> str:
    return os.environ.get("ALONGSIDE_POSTGRES_BIN", "")


def is_demo() -> bool:
    return os.environ.get("ALONGSIDE_DEMO", "") == "1"


def fixed_day() -> date | None:
    """The day on which a demonstration stands still; None everywhere else."""
    given = os.environ.get("ALONGSIDE_DAY", "")
    return date.fromisoformat(given) if given else None


def hosts() -> list[str]:
    return os.environ.get("ALONGSIDE_HOSTS", "127.0.0.1 localhost [::1]").split()


def is_behind_tls() -> bool:
    return os.environ.get("ALONGSIDE_TLS", "") == "1"


def oidc() -> dict[str, str]:
    """The organisation's single sign-on, when all three of its variables are set."""
    names = ("ALONGSIDE_OIDC_ISSUER", "ALONGSIDE_OIDC_CLIENT_ID", "ALONGSIDE_OIDC_SECRET")
    found = {name.removeprefix("ALONGSIDE_OIDC_").lower(): os.environ.get(name, "") for name in names}
    return found if all(found.values()) else {}


def secret_key() -> str:
    """The signing key: given by the environment, or made once and kept in the home folder."""
    given = os.environ.get("ALONGSIDE_SECRET_KEY")
    if given:
        return given
    kept = home() / "secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return kept.read_text()
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(50))
    return kept.read_text()
