"""A magic's line read: the verb, its options, its SQL, and where the outcome goes."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from datavault_jupyter.magics.expressions import Names
from datavault_jupyter.magics.help import overview
from datavault_jupyter.magics.keeping import split_arrow
from datavault_jupyter.magics.mistakes import refuse
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.registry import verb_named, verbs
from datavault_jupyter.magics.verbs import Verb
from datavault_jupyter.magics.words import next_word, words_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line asks for.

    Attributes:
        verb: The verb; None asks for the listing.
        options: Its options.
        output: The variable that keeps the outcome.
        sql: The SQL of a verb that takes it.
        is_hushed: Whether a semicolon asks for silence.
    """

    verb: Verb | None
    options: argparse.Namespace
    output: str | None = None
    sql: str = ""
    is_hushed: bool = False


def read(line: str, cell: str | None, magic: str, names: Names) -> Asked | str:
    """What a line, and the cell below it, ask for; the text of the help where that is asked for.

    Flags are looked for in the line alone: what two dashes begin in a cell is a comment of SQL.

    Raises:
        UsageError: a verb, flag or word that doesn't belong.
    """
    output, line = split_arrow(line)
    common = Parser(f"%{magic}", names, "")
    flags, rest = common.split_flags(line)
    if {"-h", "--help"} & set(flags):
        return overview(verbs(magic).values(), magic)
    word = next_word(rest)
    verb = verb_named(word.text.rstrip(";"), magic) if word and rest.strip() != ";" else None
    if cell is not None and (verb is None or not verb.takes_sql):
        written = f"%{magic} {verb.word}" if verb else f"%{magic}"
        refuse(f"Only %%{magic} sql takes lines below it.", f"Write {written} on a line alone.")
    if verb is not None and verb.takes_sql and word is not None:
        parser = verb.parser(names, magic)
        own_flags, sql = parser.split_flags(rest, word.end)
        options = parser.read([*flags, *own_flags])
        return Asked(verb, options, output or options.output, _query(parser, sql, cell))
    is_hushed = rest.rstrip().endswith(";")
    words = words_of(rest.rstrip().removesuffix(";"))
    parser = verb.parser(names, magic) if verb else common
    options = parser.read([*flags, *words[1:]])
    return Asked(verb, options, output or options.output, is_hushed=is_hushed)


def _query(parser: Parser, line: str, cell: str | None) -> str:
    """The SQL of the line, and that of the lines below it."""
    sql = "\n".join(part for part in (line, cell or "") if part.strip())
    if not sql:
        refuse("There is no query.", f"Write {parser.prog} SELECT …")
    return sql
