"""SQL text with its bound values, and the quoting of names. Nothing else may build SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL and the values bound to its question marks.

    >>> Sql("SELECT * FROM") + ident("my table") + Sql("WHERE a = ?", (1,))
    Sql(text='SELECT * FROM "my table" WHERE a = ?', params=(1,))
    """

    text: str
    params: tuple[Any, ...] = ()

    def __add__(self, other: Sql) -> Sql:
        """Both pieces, with a space between."""
        return Sql(f"{self.text} {other.text}", self.params + other.params)


def quoted(name: str) -> str:
    """A name as DuckDB and SQLite read it whatever it holds.

    >>> print(quoted('a"b'))
    "a""b"
    """
    return '"' + name.replace('"', '""') + '"'


def ident(name: str) -> Sql:
    """A quoted name as a piece of SQL."""
    return Sql(quoted(name))


def literal(text: str) -> str:
    """A text constant, for the few places where DuckDB takes no bound value (views, settings).

    >>> print(literal("it's"))
    'it''s'
    """
    return "'" + text.replace("'", "''") + "'"


def joined(pieces: Iterable[Sql], separator: str = ", ") -> Sql:
    """Several pieces with a separator between them.

    >>> joined([Sql("a = ?", (1,)), Sql("b = ?", (2,))], " AND ")
    Sql(text='a = ? AND b = ?', params=(1, 2))
    """
    all_pieces = list(pieces)
    return Sql(
        separator.join(piece.text for piece in all_pieces),
        tuple(value for piece in all_pieces for value in piece.params),
    )


def like_pattern(text: str) -> str:
    r"""A pattern that finds a text literally anywhere, for ``LIKE … ESCAPE '\'``.

    >>> print(like_pattern("50%_x"))
    %50\%\_x%
    """
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
