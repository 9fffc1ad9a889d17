"""A user's mistake in a magic: one line instead of a stack of our insides."""

from __future__ import annotations

import traceback
from typing import NoReturn

from IPython.core import error as ipython

from datavault_jupyter.base.errors import VaultError

# Hints are written for Python; on a magic's line the same thing is said with flags.
_IN_MAGIC_WORDS = (
    ("vault.sql(…, external=True)", "%vault sql --external …"),
    ("vault.doctor(verify=True)", "%vault doctor --verify"),
    ("vault.doctor()", "%vault doctor"),
    ("vault.datasets()", "%vault list"),
    ("vault.import_file(…)", "%vault import FILE"),
    ("vault.hub.configure(…, subset=…)", "%vault preview hf://… --subset …"),
    ("vault.hub.configure(…)", "%vault preview hf://…"),
    ("external=True", "--external"),
    ("overwrite=True", "--overwrite"),
    ('confirm="delete"', "--confirm delete"),
    ("confirm='delete'", "--confirm delete"),
    ("name=…", "--name"),
    ("duplicates='first', 'last' or 'mean'", "--duplicates first, last or mean"),
    ("ties=[…]", "--ties"),
    ("columns=", "--columns "),
    ("subset=", "--subset"),
    ("where=", "--where"),
    ("delimiter=", "--delimiter "),
    ("encoding=", "--encoding "),
    ("null_values=", "--null-values "),
    ("header=False", "--no-header"),
    ("header=True", "--header"),
)


class UsageError(ipython.UsageError):
    """What was asked for can't be done; the message says why, and the way out.

    IPython prints its own UsageError as loose text, and the cell looks finished. This one renders
    itself: one line as well, but as the error of its cell, also in a saved notebook.

    Attributes:
        is_full: Show the stack that led here, too.
    """

    is_full = False

    def _render_traceback_(self) -> list[str]:
        line = f"{type(self).__name__}: {self}"
        if self.is_full and self.__cause__ is not None:
            return ["".join(traceback.format_exception(self.__cause__)), line]
        return [line]


def refuse(message: str, hint: str = "") -> NoReturn:
    """Stop with a sentence and the way out."""
    raise UsageError(f"{message} {hint}".strip())


def shorten(interrupt: KeyboardInterrupt) -> None:
    """Show an interrupt as one line: where in our insides it arrived tells nobody anything."""
    line = f"{type(interrupt).__name__}: stopped."
    interrupt._render_traceback_ = lambda: [line]  # type: ignore[attr-defined]


def from_vault(error: VaultError) -> UsageError:
    """The vault's error in the words of a magic's line; DuckDB's caret keeps its place."""
    hint = error.hint
    for in_python, in_magics in _IN_MAGIC_WORDS:
        hint = hint.replace(in_python, in_magics)
    if "\n" in error.message:
        return UsageError(f"{error.message}\n{hint}".strip())
    stop = "." if hint and error.message[-1:].isalnum() else ""
    return UsageError(f"{error.message}{stop} {hint}".strip())
