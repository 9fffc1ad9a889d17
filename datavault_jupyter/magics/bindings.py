"""A user's SQL read far enough to find ``$name`` and ``{{expression}}``, and nothing else in it.

What lies within strings, quoted names, dollar quotes and comments is theirs and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from datavault_jupyter.magics.expressions import Names, end_of_expression
from datavault_jupyter.magics.mistakes import refuse

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


def tokens(sql: str) -> Iterator[Token]:
    """The pieces of a text, which together are the text again.

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
