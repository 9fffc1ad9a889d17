"""What can stand at the cursor of a query: read from the text alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.sql.tokens import Token, tokens
from datavault_jupyter.storage.sql import quoted

Read = Callable[[str], Iterator[Token]]

_FRAGMENT = re.compile(r'(?:(?P<owner>"(?:[^"]|"")*"|\w+)\.)?(?P<piece>"(?:[^"]|"")*|\w*)$')
_PLAIN = re.compile(r"[a-z_][a-z_0-9]*", re.ASCII | re.IGNORECASE)
# Words that SQL keeps for itself: a name like one of them is written in quotation marks.
_RESERVED = frozenset(
    {
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
        "both", "case", "cast", "check", "collate", "column", "constraint", "create",
        "default", "deferrable", "desc", "describe", "distinct", "do", "else", "end",
        "except", "false", "fetch", "for", "foreign", "from", "group", "having", "in",
        "initially", "intersect", "into", "lambda", "lateral", "leading", "limit", "not",
        "null", "offset", "on", "only", "or", "order", "pivot", "pivot_longer",
        "pivot_wider", "placing", "primary", "qualify", "references", "returning", "select",
        "show", "some", "summarize", "symmetric", "table", "then", "to", "trailing", "true",
        "union", "unique", "unpivot", "using", "variadic", "when", "where", "window", "with",
    }
)  # fmt: skip
_BEFORE_TABLES = ("from", "join")


@dataclass(frozen=True, slots=True)
class Spot:
    """The word that is being typed.

    Attributes:
        piece: As far as it is typed; with its quotation mark where it has one.
        owner: The dataset it is a column of, where a dot says so.
        is_table: Whether it follows FROM or JOIN.
        tables: The datasets that the query names, each once.
    """

    piece: str
    owner: str
    is_table: bool
    tables: tuple[str, ...]


def spot_of(above: str, below: str = "", read: Read = tokens) -> Spot | None:
    """What the cursor stands at; None within strings and comments, where nothing is a name.

    Args:
        above: The SQL up to the cursor.
        below: The SQL after the cursor, where the FROM often is.
        read: Takes SQL apart.

    >>> spot_of("SELECT r.ra", " FROM reviews AS r")
    Spot(piece='ra', owner='reviews', is_table=False, tables=('reviews',))
    >>> spot_of("FROM re").is_table, spot_of("SELECT 're")
    (True, None)
    """
    found = _FRAGMENT.search(above)
    before = list(read(above))
    if found is None or (before and _is_within(before[-1])):
        return None
    owner, piece = found.group("owner"), found.group("piece")
    # Without what is being typed: its quotation mark may be open still.
    rest = below.removeprefix('"') if piece.startswith('"') else below
    tables = _tables(f"{above[: found.start()]} {rest}", read)
    meant = tables.get(name_key(bare(owner)), bare(owner)) if owner else ""
    return Spot(piece, meant, _is_after_from(before), tuple(dict.fromkeys(tables.values())))


def _is_within(token: Token) -> bool:
    """Whether the cursor is inside a string or comment, where nothing is a name."""
    text = token.text
    if token.kind == "comment":
        return text.startswith("--") or not text.endswith("*/")
    return token.kind == "string"


def _is_after_from(before: Sequence[Token]) -> bool:
    """Whether the word at the cursor follows FROM or JOIN."""
    is_typing = bool(before) and before[-1].kind in ("name", "quoted")
    earlier = [token for token in before[: -1 if is_typing else None] if token.kind != "space"]
    return bool(earlier) and earlier[-1].text.lower() in _BEFORE_TABLES


def _tables(sql: str, read: Read) -> dict[str, str]:
    """The names and aliases after FROM, JOIN and their commas, each with the dataset it means."""
    made: dict[str, str] = {}
    told = _meaning(read(sql))
    token = next(told, None)
    while token is not None:
        if token.text.lower() in _BEFORE_TABLES:
            token = next(told, None)
            while token is not None and token.kind in ("name", "quoted"):
                table = bare(token.text)
                made[name_key(table)] = table
                token = next(told, None)
                if token is not None and token.text.lower() == "as":
                    token = next(told, None)
                is_alias = token is not None and token.kind in ("name", "quoted")
                if token is not None and is_alias and token.text.lower() not in _RESERVED:
                    made[name_key(bare(token.text))] = table
                    token = next(told, None)
                if token is None or token.text != ",":
                    break
                token = next(told, None)
        else:
            token = next(told, None)
    return made


def _meaning(found: Iterable[Token]) -> Iterator[Token]:
    return (token for token in found if token.kind not in ("space", "comment"))


def bare(name: str) -> str:
    """A name without the quotation marks of SQL, also while they are being typed."""
    return name[1:].removesuffix('"').replace('""', '"') if name.startswith('"') else name


def starting(known: Iterable[str], piece: str) -> list[str]:
    """Those of some names that begin as a piece does, upper or lower case, as SQL reads them.

    >>> starting(["rating", "Rate it", "text"], "ra"), starting(["rating"], '"ra')
    (['rating', '"Rate it"'], ['"rating"'])
    """
    start, is_quoted = name_key(bare(piece)), piece.startswith('"')
    found = [each for each in known if name_key(each).startswith(start)]
    return [quoted(each) if is_quoted else as_name(each) for each in found]


def as_name(name: str) -> str:
    """A name as SQL reads it, in quotation marks where it needs them.

    >>> as_name("reviews"), as_name("my data"), as_name("order")
    ('reviews', '"my data"', '"order"')
    """
    return name if _PLAIN.fullmatch(name) and name.lower() not in _RESERVED else quoted(name)
