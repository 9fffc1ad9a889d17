"""SQL text with its bound values, and the quoting of names. Nothing else may build SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL and the values bound to its question marks.

    >>> Sql("SELECT * FROM t") + Sql("WHERE a = ?", (1,))
    Sql(text='SELECT * FROM t WHERE a = ?', params=(1,))
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


def literal(text: str) -> str:
    """A text constant, for the few places where DuckDB takes no bound value (views, settings).

    >>> print(literal("it's"))
    'it''s'
    """
    return "'" + text.replace("'", "''") + "'"


def like_pattern(text: str) -> str:
    r"""A pattern that finds a text literally anywhere, for ``LIKE … ESCAPE '\'``.

    >>> print(like_pattern("50%_x"))
    %50\%\_x%
    """
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
