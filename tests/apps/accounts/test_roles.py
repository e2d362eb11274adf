"""Is every permission asked by something, and can somebody be given each?"""

import ast
from pathlib import Path

from alongside.apps.accounts.roles import ROLES, Permission

APPS = Path(__file__).resolve().parents[3] / "alongside" / "apps"
REGISTER = APPS / "accounts" / "roles.py"


def named(source: str) -> set[str]:
    """The permissions that a file names."""
    return {
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Permission"
    }


def test_every_permission_is_asked_by_a_page_or_an_action():
    """One that nobody asks would be given in earnest and stop nobody."""
    asked = {name for file in APPS.rglob("*.py") if file != REGISTER for name in named(file.read_text())}
    assert {permission.name for permission in Permission} - asked == set()


def test_every_permission_is_given_to_a_role():
    assert set(Permission) - {permission for role in ROLES for permission in role.permissions} == set()


def test_a_permission_in_words_alone_is_not_taken_for_asked():
    assert named("x = 'Permission.WORK'\ny = P.WORK") == set()
    assert named("must_be_allowed(by, Permission.WORK)") == {"WORK"}
