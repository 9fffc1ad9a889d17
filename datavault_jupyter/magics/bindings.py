"""A user's SQL read far enough to find ``$name`` and ``{{expression}}``, and nothing else in it.

What lies within strings, quoted names, dollar quotes and comments is theirs and stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datavault_jupyter.features.sql.tokens import Token
from datavault_jupyter.features.sql.tokens import tokens as tokens_of
from datavault_jupyter.magics.expressions import Names, end_of_expression
from datavault_jupyter.magics.mistakes import refuse


def tokens(sql: str) -> Iterator[Token]:
    """The pieces of a text, expressions too, which together are the text again."""
    return tokens_of(sql, end_of_expression)


def quoted(name: str) -> str:
    """A name as SQL reads it whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def bound(sql: str, names: Names) -> tuple[str, dict[str, Any]]:
    """SQL with its expressions filled in as names, and the values of its parameters.

    Values are never pasted into the text: they are bound by the database.

    Raises:
        UsageError: a variable is missing, or an expression fails.

    >>> bound("SELECT {{col}} FROM t WHERE a > $low", Names({"col": "the b", "low": 3}))
    ('SELECT "the b" FROM t WHERE a > $low', {'low': 3})
    """
    made: list[str] = []
    values: dict[str, Any] = {}
    for token in tokens(sql):
        text = token.text
        if token.kind == "expression":
            text = quoted(names.named_by(text[2:-2]))
        elif token.kind == "parameter":
            values[text[1:]] = names.variable(text[1:])
        elif token.kind == "number":
            refuse(f"{text} has no value here.", "Write $name for the value of a variable.")
        made.append(text)
    return "".join(made), values
