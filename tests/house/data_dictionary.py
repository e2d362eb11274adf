"""`python -m tests.house.data_dictionary`: write docs/data-dictionary.md, as the models tell it."""

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator

from tests import database  # gives the settings a home folder of the tests

PAGE = database.PROJECT / "docs" / "data-dictionary.md"
OPENING = """# Data dictionary

Every table of ours, in the order of the journey. Made from the models by `python -m tests.house.data_dictionary`;
a test fails when this page and the models differ. Framework tables (sessions, jobs, second factors) are not listed.

*Us* is the organisation that somebody acts for; *our area* is its board. Where a table says who reads it and who writes
it, the database itself holds that wall (row-level security, forced). *History* is the table in which the database keeps
the old row whenever one is changed or removed. *Append-only* means that the database refuses to change or remove a row.
"""
PLAIN_TYPES = {
    "ArrayField": "list",
    "BigAutoField": "number",
    "BigIntegerField": "whole number",
    "BinaryField": "bytes",
    "BooleanField": "yes or no",
    "DateField": "date",
    "DateTimeField": "moment",
    "DateTimeRangeField": "from moment to moment",
    "DecimalField": "decimal",
    "FloatField": "number",
    "IntegerField": "whole number",
    "JSONField": "JSON",
    "PositiveIntegerField": "whole number, 0 or more",
    "PositiveSmallIntegerField": "whole number, 0 or more",
    "TextField": "text",
    "UUIDField": "UUID",
}
OPEN = "Not walled off; `tests/apps/audit/test_isolation.py` says why."
FEW = 12


def page() -> str:
    """The whole page; Django's apps must be loaded."""
    from django.apps import apps
    from django.conf import settings

    walls = dict(protections())
    parts = [OPENING]
    for name in settings.APPS:
        models = [model for model in apps.get_app_config(name).get_models() if not is_history(model)]
        if models:
            parts.append(f"## {name}\n")
            parts += [table(model, walls) for model in models]
    return "\n".join(parts).rstrip() + "\n"


def table(model, walls: dict[str, list[str]]) -> str:
    """One model as a heading, what it is, who sees it and a row for each field."""
    name = model._meta.db_table
    fields = "\n".join(
        f"| {field.column} | {kind(field)} | {meaning(field)} |" for field in model._meta.concrete_fields
    )
    facts = [*walls.get(name, [OPEN]), *history(model), *kept(model)]
    bullets = "\n".join(f"- {fact}" for fact in facts)
    return (
        f"### {name}\n\n{described(model)}\n\n{bullets}\n\n| field | holds | meaning |\n| --- | --- | --- |\n{fields}\n"
    )


def described(model) -> str:
    """The model's own words; Django's automatic ones only list the fields."""
    words = " ".join((model.__doc__ or "").split())
    return model._meta.verbose_name.capitalize() + "." if words.startswith(f"{model.__name__}(") else words


def kind(field) -> str:
    if field.is_relation:
        words = f"reference to {field.related_model._meta.db_table}"
    elif field.choices and len(field.choices) <= FEW:
        words = "one of " + ", ".join(str(value) for value, _ in field.choices)
    elif field.max_length and field.get_internal_type() in {"CharField", "SlugField", "EmailField"}:
        words = f"text, up to {field.max_length}"
    else:
        words = PLAIN_TYPES.get(type(field).__name__, field.get_internal_type())
    return words + (", may be unknown" if field.null else "")


def meaning(field) -> str:
    told = str(field.help_text) or (
        str(field.verbose_name) if field.verbose_name != field.name.replace("_", " ") else ""
    )
    return " ".join(part for part in ("Key." if field.primary_key else "", told) if part)


def history(model) -> Iterator[str]:
    from django.apps import apps

    for other in apps.get_app_config(model._meta.app_label).get_models():
        if is_history(other) and other.pgh_tracked_model is model:
            yield f"History: {other._meta.db_table}."


def is_history(model) -> bool:
    return hasattr(model, "pgh_tracked_model")


def kept(model) -> Iterator[str]:
    """What the database keeps true, by the names that its refusals give."""
    names = [f"`{constraint.name}`" for constraint in model._meta.constraints]
    if names:
        yield f"The database keeps: {', '.join(names)}."


def protections() -> Iterator[tuple[str, list[str]]]:
    """For each protected table who reads and who writes, out of the migrations that protect it."""
    found: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for operation in operations():
        if type(operation).__name__ == "Protect":
            written[operation.table] = plain(operation.write)
            found.setdefault(operation.table, []).append(wall(plain(operation.read), written[operation.table]))
        if type(operation).__name__ == "ReadBy":
            found[operation.table][0] = wall(plain(operation.read), written[operation.table])
        if type(operation).__name__ == "AppendOnly":
            found.setdefault(operation.table, []).append("Append-only.")
    yield from found.items()


def wall(read: str, write: str) -> str:
    return f"Read and written where {read}." if read == write else f"Read where {read}; written where {write}."


def operations() -> Iterator:
    from django.conf import settings

    for name in settings.APPS:
        package = importlib.import_module(f"alongside.apps.{name}.migrations")
        for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
            yield from importlib.import_module(f"{package.__name__}.{found.name}").Migration.operations


def plain(condition: str) -> str:
    """
    >>> plain("(holder_id = (SELECT alongside_organisation()) OR area_id = (SELECT alongside_area()))")
    'holder_id is us or area_id is our area'
    """
    if condition.strip("()") == "SELECT alongside_organisation()) IS NOT NULL":
        return "anybody acts"
    words = condition.replace("(SELECT alongside_organisation())", "us").replace(
        "(SELECT alongside_area())", "our area"
    )
    words = words.replace(" = ", " is ").replace(" OR ", " or ").replace(" AND ", " and ")
    return words[1:-1] if words.startswith("(") and words.find(")") == len(words) - 1 else words


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Written: {PAGE.relative_to(database.PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
