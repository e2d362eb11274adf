"""`alongside organisation CODE NAME --kind KIND --administrator EMAIL --person NAME`: who is here, and who gives roles.

Adds the organisation when it is new, and gives one person the role of administrator. Prints a link with which that
person sets a password once.
"""

import argparse

from alongside.config.commands.start import start


class CannotAdd(Exception):
    """What is missing, and what to do."""


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="alongside organisation", description=__doc__)
    parser.add_argument("code", help="ODS code")
    parser.add_argument("name")
    parser.add_argument("--kind", required=True, choices=["board", "trust", "independent", "community"])
    parser.add_argument("--board", default="", help="ODS code of its integrated care board, for all but a board")
    parser.add_argument("--administrator", required=True, metavar="EMAIL")
    parser.add_argument("--person", required=True, metavar="NAME", help="the administrator's full name")
    parser.add_argument("--address", default="http://127.0.0.1:8000", help="where the pages are served")
    asked = parser.parse_args(argv)
    start(migrate=True)
    link = add(asked)
    print(f"{asked.person} administers {asked.name}. They set a password once at\n{asked.address}{link}")
    return 0


def add(asked: argparse.Namespace) -> str:
    from alongside.apps.accounts.actions import BoardUnknown, add_organisation, first_administrator

    try:
        organisation = add_organisation(code=asked.code, name=asked.name, kind=asked.kind, board=asked.board)
    except BoardUnknown as trouble:
        raise CannotAdd(str(trouble)) from trouble
    return first_administrator(organisation=organisation, name=asked.person, email=asked.administrator)
