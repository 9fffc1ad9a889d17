"""What a verb is, and what it is given when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datavault_jupyter.magics.expressions import Names
from datavault_jupyter.magics.parsing import Parser

if TYPE_CHECKING:
    from datavault_jupyter.vault import Vault


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a verb.

    Attributes:
        options: What its parser made of the line.
        open_vault: Opens the vault; asked only by verbs that need it.
        names: The user's variables.
        say: Prints a sentence.
        sql: For a verb that takes SQL: the text, as it was written.
    """

    options: argparse.Namespace
    open_vault: Callable[[], Vault]
    names: Names
    say: Callable[[str], None]
    sql: str = ""

    @property
    def vault(self) -> Vault:
        """The vault that is worked with."""
        return self.open_vault()


@dataclass(frozen=True, slots=True)
class Unshown:
    """An outcome that has been told in a sentence: given to who keeps it, else not shown."""

    value: Any


@dataclass(frozen=True, slots=True)
class Verb:
    """A word after ``%vault``.

    Attributes:
        word: The word.
        summary: What it does, as one line.
        options: Tells a parser its flags and arguments.
        run: Does it.
        examples: Lines to learn from.
        takes_sql: Whether what follows the flags is SQL, also the body of a cell.
        names_dataset: Whether its first argument is a dataset.
        names_files: Whether its last argument is a file.
    """

    word: str
    summary: str
    options: Callable[[Parser], None]
    run: Callable[[Call], Any]
    examples: tuple[str, ...] = ()
    takes_sql: bool = False
    names_dataset: bool = False
    names_files: bool = False

    def parser(self, names: Names, magic: str = "vault") -> Parser:
        """Its parser, with help under the name the magic has here."""
        lines = [each.replace("%vault", f"%{magic}") for each in self.examples]
        made = Parser(f"%{magic} {self.word}", names, self.summary, lines)
        self.options(made)
        return made
