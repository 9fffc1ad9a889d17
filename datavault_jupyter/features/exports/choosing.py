"""What can be chosen before an export: the kind of file, and its place."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.exports.archives import member_name
from datavault_jupyter.features.exports.records import ExportFormat
from datavault_jupyter.features.exports.writing import format_of


@dataclass(frozen=True, slots=True)
class ExportFormatChoice:
    """A kind of file.

    Attributes:
        format: Its word.
        label: As people read it.
        note: What it is good for.
        extension: With its dot.
        has_guard: Whether `guard_formulas` means something for it.
    """

    format: ExportFormat
    label: str
    note: str
    extension: str
    has_guard: bool


@dataclass(frozen=True, slots=True)
class ExportPlace:
    """A folder or a file a typed path may go on with.

    Attributes:
        path: As it would stand in the field; a folder's ends with a slash.
        name: Its last part.
    """

    path: str
    name: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class ExportTarget:
    """What lies where a file is to go.

    Attributes:
        path: The whole path.
        exists: Whether a file is there that would be replaced.
        byte_count: Its size.
        changed_at: When it was last changed.
        problem: Why nothing can be written there, one sentence; empty where it can.
        places: What the path may go on with, folders first.
    """

    path: str
    exists: bool
    byte_count: int | None
    changed_at: datetime | None
    problem: str
    places: tuple[ExportPlace, ...]


_FORMATS = (
    (ExportFormat.CSV, "CSV", "For spreadsheets and everything else", ".csv"),
    (ExportFormat.PARQUET, "Parquet", "Keeps all types, small and fast", ".parquet"),
    (ExportFormat.JSON, "JSON", "One list of objects", ".json"),
    (ExportFormat.NDJSON, "NDJSON", "One object a line", ".ndjson"),
    (ExportFormat.ARROW, "Arrow", "For Python, R and JavaScript without parsing", ".arrow"),
    (ExportFormat.ZIP, "ZIP with CSV", "With a manifest", ".zip"),
    (ExportFormat.ZIP_JSON, "ZIP with JSON", "With a manifest", ".zip"),
)


def formats() -> tuple[ExportFormatChoice, ...]:
    """The kinds of file, the usual one first.

    >>> [each.label for each in formats()][:2]
    ['CSV', 'Parquet']
    """
    return tuple(
        ExportFormatChoice(form, label, note, extension, has_guard=form.inner is ExportFormat.CSV)
        for form, label, note, extension in _FORMATS
    )


def suggested_path(name: str) -> str:
    """A file in the working folder, without an extension, that every system can have."""
    stem = member_name(name, "x")[: -len(".x")]
    return _from_home(Path.cwd() / stem)


def look_at(text: str, form: ExportFormat, *, limit: int = 50) -> ExportTarget:
    """What lies at a path as far as it is typed."""
    try:
        target = Path(text).expanduser().absolute()
    except RuntimeError:  # ~somebody who isn't here
        target = Path(text).absolute()
    places = _places(text, limit)
    problem = _problem(text, target, form)
    exists, byte_count, changed_at = False, None, None
    if not problem:
        with suppress(OSError):
            found = target.stat()
            exists, byte_count = True, found.st_size
            changed_at = datetime.fromtimestamp(found.st_mtime, UTC)
    return ExportTarget(str(target), exists, byte_count, changed_at, problem, places)


def _problem(text: str, target: Path, form: ExportFormat) -> str:
    if not text.strip():
        return "Name a file."
    try:
        format_of(target, form.value)
        real = Path(os.path.realpath(target))
        if text.endswith(("/", os.sep)) or real.is_dir():
            return f"{text} is a folder. Name a file in it."
        if real.exists() and not real.is_file():
            return f"{text} is not an ordinary file. Choose another path."
        return _folder_problem(real.parent)
    except VaultError as error:
        return error.message
    except (OSError, ValueError):  # too long for the system, or holds a NUL
        return "This path can't be used. Choose another one."


def _folder_problem(folder: Path) -> str:
    """Missing folders are made; what counts is the last one that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir():
        return f"{_from_home(folder)} is a file, so nothing can be put into it."
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"You may not write to {_from_home(folder)}. Choose another folder."
    return ""


def _places(text: str, limit: int) -> tuple[ExportPlace, ...]:
    folder, start = text[: text.rfind("/") + 1], text[text.rfind("/") + 1 :]
    found = []
    try:
        with os.scandir(Path(folder or ".").expanduser()) as entries:
            for entry in entries:
                is_hidden = entry.name.startswith(".") and not start.startswith(".")
                if entry.name.lower().startswith(start.lower()) and not is_hidden:
                    found.append((not entry.is_dir(), entry.name))
    except (OSError, ValueError, RuntimeError):  # no such folder, or no such home
        return ()
    return tuple(
        ExportPlace(f"{folder}{name}{'' if is_file else '/'}", name, is_folder=not is_file)
        for is_file, name in sorted(found, key=lambda each: (each[0], each[1].lower()))[:limit]
    )


def _from_home(path: Path) -> str:
    """A path as people write it, with ``~`` for their own folder."""
    try:
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):
        return path.as_posix()
