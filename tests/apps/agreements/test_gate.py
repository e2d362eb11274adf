"""Does every piece of the product that moves somebody ask whether it is agreed? Read from the code itself (AL-3)."""

import ast
from pathlib import Path

import pytest

pytestmark = [pytest.mark.promise("AL-3"), pytest.mark.row("M-47", "M-49")]
APPS = Path(__file__).resolve().parents[3] / "alongside" / "apps"
# The rows of a move, and how rows are written.
ROWS = {"SessionBooking", "BedBooking", "SessionPathway", "BedPathway", "PlanLine", "Approval"}
WRITES = {"create", "bulk_create"}
# The functions that do, and the call in each by which it asks. A new one that moves somebody belongs here.
GATES = {
    "capacity.actions.bookings.hold_minutes": "must_be_agreed",
    "capacity.actions.bookings.book": "must_still_stand",
    "capacity.actions.beds.hold_bed": "must_be_agreed",
    "plans.actions.approving.approve": "must_hold",
}
# Those that move nobody further: a name taken back, and what the planner was allowed to find written down.
NO_GATE = {"plans.actions.approving.withdraw_approval", "plans.actions.writing.write_lines"}
# From the outermost question to the domain's gate, call by call.
CHAIN = {
    "capacity.actions.guards.must_be_agreed": {"in_force", "stands_still"},
    "capacity.actions.bookings.must_still_stand": {"must_be_agreed"},
    "plans.actions.approving.must_hold": {"no_longer_agreed"},
    "plans.facts.holding.no_longer_agreed": {"book_of_area", "asker", "not_agreed"},
    "plans.facts.holding.asker": {"in_force"},
    "plans.facts.problem.read_facts": {"book_of_area", "Doors", "HouseRules.of"},
    "agreements.queries.force.in_force": {"in_force"},
}


def functions():
    """Dotted name and body of every function of the apps that write or plan."""
    for app in ("capacity", "plans", "transfers", "agreements"):
        for file in sorted((APPS / app).rglob("*.py")):
            if "migrations" not in file.parts:
                module = ".".join(file.relative_to(APPS).with_suffix("").parts)
                for node in ast.parse(file.read_text()).body:
                    if isinstance(node, ast.FunctionDef):
                        yield f"{module}.{node.name}", node


def calls(node):
    """The last name, and the dotted one, of everything that is called."""
    found = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            whole = ast.unparse(call.func)
            found |= {whole, whole.rsplit(".", 1)[-1]}
    return found


def makes_a_move(node):
    """Builds or keeps a row of a move, or sets one booked."""
    called = calls(node)
    kept = {f"{row}.objects.{write}" for row in ROWS for write in WRITES}
    values = [ast.unparse(one.value) for one in ast.walk(node) if isinstance(one, ast.Assign)]
    return bool(called & (ROWS | kept)) or any("BookingState.BOOKED" in value for value in values)


def test_every_write_that_moves_somebody_asks_the_gate():
    found = {name for name, node in functions() if ".actions." in name and makes_a_move(node)}
    assert found - NO_GATE == set(GATES), "moves somebody and is not named here"
    bodies = dict(functions())
    assert {name for name, gate in GATES.items() if gate not in calls(bodies[name])} == set()


def test_every_hold_and_booking_asks_whether_this_person_books():
    """BOOK_CAPACITY, first of all; what lapses by the clock is given back in nobody's name."""
    bodies = dict(functions())
    taking = [name for name in GATES if name.startswith("capacity.")]
    assert [name for name in taking if "Permission.BOOK_CAPACITY" not in ast.unparse(bodies[name])] == []


def test_the_gates_lead_to_the_one_rule():
    bodies = dict(functions())
    missing = {name: asked - calls(bodies[name]) for name, asked in CHAIN.items()}
    assert {name: asked for name, asked in missing.items() if asked} == {}


def test_what_gives_back_never_asks():
    """Ending an agreement must not keep somebody from giving a place back, or make a booked one lapse."""
    bodies = dict(functions())
    free = [f"capacity.actions.bookings.{name}" for name in ("release", "expire_holds", "release_lapsed")]
    assert not any(calls(bodies[name]) & {"must_be_agreed", "must_still_stand", "in_force"} for name in free)


def test_a_writer_that_does_not_ask_is_found():
    body = ast.parse("def f():\n    SessionPathway.objects.create(booking=b)").body[0]
    assert makes_a_move(body)
    assert makes_a_move(ast.parse("def f(b):\n    b.state = BookingState.BOOKED\n    b.save()").body[0])
    assert not makes_a_move(ast.parse("def f(b):\n    return SessionBooking.objects.filter(pk=b)").body[0])
