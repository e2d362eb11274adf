"""The command line: what starts, what is refused, in plain words."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alongside.config import cli
from alongside.config.commands.serve import PortTaken, refuse_taken_port
from alongside.config.postgres import DatabaseTrouble


def test_help_names_every_command(capsys):
    assert cli.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in cli.COMMANDS)


def test_unknown_command_is_told(capsys):
    assert cli.main(["fly"]) == 2
    assert "there is no command 'fly'" in capsys.readouterr().err


def test_taken_port_says_which_and_what_to_do():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} .* ALONGSIDE_PORT={port + 1}"):
            refuse_taken_port("127.0.0.1", port)


def test_our_own_trouble_is_one_sentence_and_a_defect_keeps_its_traceback(monkeypatch, capsys):
    class Command:
        trouble: Exception = DatabaseTrouble("The database is asleep.")

        @classmethod
        def main(cls, argv):
            raise cls.trouble

    monkeypatch.setattr(cli.importlib, "import_module", lambda name: Command)
    assert cli.main(["serve"]) == 2
    assert capsys.readouterr().err == "alongside: The database is asleep.\n"
    Command.trouble = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        cli.main(["serve"])


@pytest.mark.slow
@pytest.mark.django_db
def test_powerful_role_is_refused(postgres, settings, monkeypatch):
    from alongside.apps.audit import isolation
    from alongside.config.commands.start import refuse_powerful_role

    refuse_powerful_role()
    monkeypatch.setattr(isolation, "is_plain_role", lambda: False)
    with pytest.raises(DatabaseTrouble, match="Use a plain role"):
        refuse_powerful_role()


@pytest.mark.slow
def test_nothing_we_start_outlives_us_even_by_kill():
    words = (
        "import sys, time; from alongside.config.commands.serve import running\n"
        "with running([sys.executable, '-c', 'import time; time.sleep(60)']) as child:\n"
        "    print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", words], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]:
            return
        time.sleep(0.05)
    raise AssertionError("the child lives on")
