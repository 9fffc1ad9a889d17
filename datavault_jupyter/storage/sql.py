"""SQL text with its bound values, and the quoting of names. Nothing else may build SQL."""

from __future__ import annotations

import re
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


# A name, a text constant, or the place of a bound value.
_PIECE = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|\?""")


def spelled_out(query: Sql) -> str:
    """A query with its values as constants, to be read, copied and run anywhere.

    >>> print(spelled_out(Sql("SELECT 'what?' WHERE a = ? AND b < ?", ("it's", 2))))
    SELECT 'what?' WHERE a = 'it''s' AND b < 2
    """
    values = iter(query.params)

    def piece(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        value = next(values)
        return literal(value) if isinstance(value, str) else repr(value)

    return _PIECE.sub(piece, query.text)


_CLAUSE = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|([()])|"""
    r"""\s+(SELECT|FROM|WHERE|GROUP BY|ORDER BY|LIMIT|UNION ALL|CROSS JOIN|JOIN)\b"""
)


def laid_out(text: str) -> str:
    """SQL with each clause of its outer levels on a line of its own.

    >>> print(laid_out("SELECT a, (SELECT 1 FROM u) FROM t WHERE b = ' FROM '"))
    SELECT a, (SELECT 1 FROM u)
    FROM t
    WHERE b = ' FROM '
    """
    depth = 0

    def piece(found: re.Match[str]) -> str:
        nonlocal depth
        if found[2]:
            depth += 1 if found[2] == "(" else -1
        if found[3] is None:
            return found[0]
        return f"\n{found[3]}" if depth == 0 else f" {found[3]}"

    lines = _CLAUSE.sub(piece, text)
    # Each common table expression begins a line, too.
    return re.sub(r"(^WITH |\), )(\w+ AS \(SELECT)", _expression, lines)


def _expression(found: re.Match[str]) -> str:
    start = found[1].rstrip()
    return f"{start}\n  {found[2]}"


def like_pattern(text: str) -> str:
    r"""A pattern that finds a text literally anywhere, for ``LIKE … ESCAPE '\'``.

    >>> print(like_pattern("50%_x"))
    %50\%\_x%
    """
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
