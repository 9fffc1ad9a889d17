"""Why a file can't be imported, in a form that a table can show: line, column, sentence, text."""

from __future__ import annotations

import re
from pathlib import Path

from datavault_jupyter.base.errors import BadFile, VaultError
from datavault_jupyter.features.imports import sources
from datavault_jupyter.features.imports.records import ImportProblem

_LINE = re.compile(r"\bline ([\d,]+)")
_MOST_TEXT = 160
# Behind this line nobody looks for the text of it: reading up to it would take long.
_MOST_BYTES = 64_000_000
# In a panel one chooses; keyword arguments are for the call in Python.
_PANEL_HINTS = {
    "unreadable_text": "Choose the encoding it was written in.",
    "name_taken": "Choose another name.",
}
_KEYWORD = re.compile(r", see delimiter=|^Pass header=False if that row is data\.$")


def problem_of(
    error: VaultError, path: Path | None = None, encoding: str | None = None
) -> ImportProblem:
    """The problem that an error tells of.

    Args:
        error: What the import said.
        path: The file, when its text is to be shown.
        encoding: Of the file, where that is known.
    """
    found = _LINE.search(error.message) if isinstance(error, BadFile) else None
    line = int(found[1].replace(",", "")) if found else None
    column = error.field if error.field and f"column {error.field!r}" in error.message else None
    hint = _PANEL_HINTS.get(error.code, _KEYWORD.sub("", error.hint))
    if "holds one row of names" in error.message:
        hint = "Choose “Data” under First row if that row is data."
    text = text_at(path, line, encoding) if path is not None and line else None
    return ImportProblem(error.message, hint, error.code, line, column, text)


def told_shortly(problem: ImportProblem, file_name: str) -> str:
    """The sentence without the file and line that stand beside it.

    >>> told_shortly(ImportProblem("a.csv, line 7 has 3 cells.", line=7), "a.csv")
    'Has 3 cells.'
    """
    start = re.escape(file_name) + r", line [\d,]+(?:: )? ?"
    rest = re.sub("^" + start, "", problem.message)
    if rest == problem.message:
        return rest  # it begins with the file's name: that stays as it is written
    return rest[:1].upper() + rest[1:]


def lines_before(path: Path, line: int, target: Path) -> bool:
    """Copy what stands before a line; whether there was anything that could be copied."""
    try:
        source = sources.examine(path)
        with sources.opened(source) as file, target.open("wb") as copy:
            left = _MOST_BYTES
            for _ in range(line - 1):
                piece = file.readline(left)
                left -= len(piece)
                if left <= 0:
                    return False
                copy.write(piece)
    except (VaultError, OSError):
        return False
    return line > 1


def text_at(path: Path, line: int, encoding: str | None) -> str | None:
    """The text of a line, cut; bytes that are no text as hexadecimal."""
    try:
        source = sources.examine(path)
        with sources.opened(source) as file:
            left = _MOST_BYTES
            for _ in range(line - 1):
                left -= len(file.readline(left))
                if left <= 0:
                    return None
            data = file.readline(_MOST_TEXT * 4)
    except (VaultError, OSError):
        return None
    try:
        text = data.decode(encoding or "utf-8", errors="backslashreplace")
    except LookupError:
        return None
    text = text.removeprefix("\ufeff").rstrip("\r\n")
    return text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "…"
