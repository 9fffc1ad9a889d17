"""What a reader of an exported file should know, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.base.wording import count, listing
from datavault_jupyter.features.exports import forms
from datavault_jupyter.features.exports.queries import Field
from datavault_jupyter.features.exports.records import ExportFormat

_MOST_NAMED = 5
REPLACED = "The file that was there before was replaced."
_BINARY = "blob"
_VARIANT = "variant"
_GEOMETRY = "geometry"


def lost(number: int, names: Sequence[str], form: ExportFormat) -> str:
    """NaN and the infinities are not there any more."""
    where = "JSON" if form is not ExportFormat.CSV else "JSON text, as nested values are in CSV,"
    return (
        f"{count(number, 'NaN or infinite number')} in {columns(names)} "
        f"{'is' if number == 1 else 'are'} written as null: {where} has no such numbers."
    )


def guarded(cell_count: int, head_count: int) -> str:
    """Texts have a quote in front that was not there."""
    heads = f" and {count(head_count, 'column name')}" if head_count else ""
    return (
        f"{count(cell_count, 'cell')}{heads} that a spreadsheet could take for a formula "
        f"{'starts' if cell_count + head_count == 1 else 'start'} with an added '."
    )


def blank_lines(number: int) -> str:
    """A NULL alone on its line is a line that some readers skip."""
    return (
        f"{count(number, 'row')} without a value {'is an' if number == 1 else 'are'} "
        f"empty line{'' if number == 1 else 's'}, which some readers skip "
        "(pandas: pass skip_blank_lines=False)."
    )


def of_text(fields: Sequence[Field]) -> list[str]:
    """What CSV and JSON do to the types of some columns."""
    found = {field.name: forms.kinds_in(field.kind) for field in fields}

    def having(kind: str) -> list[str]:
        return [field.name for field in fields if kind in found[field.name]]

    notes = []
    if names := having(_BINARY):
        notes.append(f"Bytes in {columns(names)} are written as base64 text.")
    if names := having(_GEOMETRY):
        notes.append(f"Geometries in {columns(names)} are written as WKT text.")
    if names := having(_VARIANT):
        notes.append(
            f"Numbers nested in {columns(names)} (VARIANT) keep about 17 digits; "
            "Parquet keeps them all."
        )
    return notes


def of_typed(recast: Sequence[Field], decimals: frozenset[str], form: ExportFormat) -> list[str]:
    """What Parquet or Arrow does to the types of some columns."""
    label = form.value.capitalize()
    fitting = [field for field in recast if field.sql in decimals]
    unions = [field for field in recast if "union" in forms.kinds_in(field.kind)]
    texts = [field for field in recast if field not in fitting and field not in unions]
    notes = []
    if fitting:
        notes.append(f"{_typed(fitting)}: written as DECIMAL(38,0), which holds every value.")
    if texts:
        notes.append(f"{_typed(texts)}: written as text, because {label} would change the values.")
    if unions:
        said = f"because {label} has no unions" if form is ExportFormat.PARQUET else "as its text"
        notes.append(f"{_typed(unions)}: written as JSON, {said}.")
    return notes


def renamed(pairs: Sequence[tuple[str, str]], form: ExportFormat) -> list[str]:
    """Columns that could not keep their names."""
    changed = [f"{old!r} is {new!r}" for old, new in pairs if old != new]
    if not changed:
        return []
    note = (
        f"In this file {_listed(changed)}: the {form.value.capitalize()} writer takes no column "
        "without a name, and no two that differ only by case."
    )
    return [note]


def missing_files(number: int) -> str:
    """Rows refer to files that are not in the archive."""
    are = "is" if number == 1 else "are"
    return (
        f"{count(number, 'file')} that rows refer to {are} not in the archive: "
        f"{'it is' if number == 1 else 'they are'} gone, or of a dataset you may not see."
    )


def damaged_files(paths: Sequence[str]) -> str:
    """Files whose bytes changed since they were kept."""
    return f"{count(len(paths), 'file')} changed since kept in the vault: {_listed(list(paths))}."


def columns(names: Sequence[str]) -> str:
    """Some columns, by name; the first few where there are many.

    >>> columns(["a", "b"]), columns(["a"])
    ("columns 'a' and 'b'", "column 'a'")
    """
    return f"column{'' if len(names) == 1 else 's'} {_listed([repr(name) for name in names])}"


def _typed(fields: Sequence[Field]) -> str:
    shown = [f"{field.name!r} ({_short(field.type)})" for field in fields]
    return f"Column{'' if len(shown) == 1 else 's'} {_listed(shown)}"


def _short(type_text: str) -> str:
    return type_text if len(type_text) <= 40 else type_text[:39] + "…"


def _listed(words: list[str]) -> str:
    if len(words) <= _MOST_NAMED:
        return listing(words)
    return f"{', '.join(words[:_MOST_NAMED])} and {count(len(words) - _MOST_NAMED)} more"
