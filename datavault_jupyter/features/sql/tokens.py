"""A user's SQL read far enough to tell names from strings and comments, and no further."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

_LETTER = r"[A-Za-z_\x80-\U0010ffff]"
_LATER = r"[A-Za-z_0-9\x80-\U0010ffff]"
_TOKEN = rf"""
    (?P<string>   [eE]'(?:[^'\\]|\\.|'')*(?:'|\\?\Z)   # E'…' alone knows the backslash
                | '(?:[^']|'')*(?:'|\Z) )
  | (?P<quoted>   "(?:[^"]|"")*(?:"|\Z) )
  | (?P<comment>  --[^\n]*|/\*)
  | (?P<dollar>   \$(?:{_LETTER}{_LATER}*)?\$)
  | (?P<number>   \$[0-9]+)
  | (?P<parameter>\${_LETTER}{_LATER}*)
  | (?P<name>     {_LETTER}(?:{_LATER}|\$)*)           # a $ within a name belongs to it
  | (?P<space>    \s+)
  | (?P<other>    .)
    """
_EDGE = re.compile(r"/\*|\*/")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of SQL.

    Attributes:
        kind: string, quoted (a name in quotation marks), comment, parameter, number (``$1``),
            expression (``{{…}}``), name, space or other.
        text: As it was written.
    """

    kind: str
    text: str


@cache
def _pattern() -> re.Pattern[str]:
    # Compiled on first use: it takes a fifth of the time that loading the magics does.
    return re.compile(_TOKEN, re.VERBOSE | re.DOTALL)


def _no_expression(text: str, start: int) -> int:
    del text
    return start


def tokens(
    sql: str, end_of_expression: Callable[[str, int], int] = _no_expression
) -> Iterator[Token]:
    """The pieces of a text, which together are the text again.

    Args:
        sql: The text.
        end_of_expression: Where something of another language that opens at a place is over;
            that place itself when nothing opens there.

    >>> [token.text for token in tokens("a$b = $c -- $d") if token.kind == "parameter"]
    ['$c']
    """
    at = 0
    while at < len(sql):
        end = end_of_expression(sql, at)
        if end > at:
            yield Token("expression", sql[at:end])
            at = end
            continue
        found = _pattern().match(sql, at)
        kind = (found.lastgroup if found else None) or "other"
        end = found.end() if found else at + 1
        if kind == "dollar":
            close = sql.find(sql[at:end], end)
            kind, end = "string", len(sql) if close < 0 else close + end - at
        elif sql.startswith("/*", at):
            end = _end_of_comment(sql, at)
        yield Token(kind, sql[at:end])
        at = end


def _end_of_comment(sql: str, at: int) -> int:
    """Comments nest."""
    depth = 0
    for edge in _EDGE.finditer(sql, at):
        depth += 1 if edge.group() == "/*" else -1
        if not depth:
            return edge.end()
    return len(sql)
