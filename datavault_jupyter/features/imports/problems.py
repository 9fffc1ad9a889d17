"""Why a file can't be imported, in a form that a table can show: line, column, sentence, text."""

from __future__ import annotations

import re
from pathlib import Path

from datavault_jupyter.base.errors import BadFile, VaultError
from datavault_jupyter.features.imports import sources
from datavault_jupyter.features.imports.records import ImportProblem, Note, Reject

_LINE = re.compile(r"\bline ([\d,]+)")
_MOST_TEXT = 300
# "…; encoding=… changes that": the panel has a field for it.
_SETTING = re.compile(
    r"\b(date_order|header|encoding|types|quote|skip|delimiter|null_values)=(?=\W|[A-Z]|\d)"
)
# Behind this line nobody looks for the text of it: reading up to it would take long.
_MOST_BYTES = 64_000_000
# In a panel one chooses; keyword arguments are for the call in Python.
_PANEL_HINTS = {
    "unreadable_text": "Choose the encoding it was written in.",
    "name_taken": "Choose another name.",
}
_PANEL_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r": see delimiter=, quote=, skip= and types=", ": see the settings above"),
        (r", see delimiter=", ""),
        (r"Pass header=False if", "Choose “Data” under First row if"),
        (r"pass header=True", "choose “Column names” under First row"),
        (r"pass quote='' if", "choose “No quotes” if"),
        (r"pass skip= if", "say how many lines stand before it if"),
        (r"pass skip= to leave it out", "say how many lines stand before the table"),
        (r", leave such rows out with on_error='skip',", ", leave such rows out,"),
        (r"leave such rows out with on_error='skip'", "leave such rows out"),
        (r"Ask for text: types=\{.*\}", "Choose Text as its type"),
        (r", or leave it out with columns=", ""),
        (r"[Nn]ame the (?:right )?encoding, such as .*", "Choose the encoding it was written in."),
    )
)


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
    hint = _PANEL_HINTS.get(error.code) or in_the_panel(error.hint)
    text = text_at(path, line, encoding) if path is not None and line else None
    return ImportProblem(error.message, hint, error.code, line, column, text)


def in_the_panel(hint: str) -> str:
    """A way out as the panel has it: keyword arguments are for calls in Python.

    >>> in_the_panel("Close that quote, or pass quote='' if quotes are no more than text here.")
    'Close that quote, or choose “No quotes” if quotes are no more than text here.'
    """
    for pattern, words in _PANEL_WORDS:
        hint = pattern.sub(words, hint)
    return hint


def problem_of_row(reject: Reject) -> ImportProblem:
    """The problem that a row has."""
    text = reject.text.rstrip("\r\n")
    code = "unreadable_text" if reject.reason.startswith("Not valid UTF-8") else "row"
    return ImportProblem(
        reject.reason,
        _PANEL_HINTS.get(code, ""),
        code,
        line=reject.line,
        column=reject.column,
        text=text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "…",
    )


def setting_of(note: Note) -> tuple[str, str | None]:
    """What a note says without its keyword argument, and which setting that is.

    >>> setting_of(Note("Read as Latin-1 text; encoding=… changes that."))
    ('Read as Latin-1 text.', 'encoding')
    >>> setting_of(Note("Two lines were left out."))
    ('Two lines were left out.', None)
    """
    found = _SETTING.search(note.message)
    if found is None:
        return note.message, None
    start = max(note.message.rfind(mark, 0, found.start()) for mark in (";", ":"))
    said = note.message[:start] + "." if start > 0 else note.message
    return said, found[1]


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
