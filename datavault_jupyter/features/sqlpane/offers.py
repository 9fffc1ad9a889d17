"""What can stand at the cursor of a query: names of the vault, words of SQL, functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.sql.completing import bare, spot_of, starting

THIS = "this"
MOST = 60
_MOST_TABLES = 8
_WORDS = (
    "SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "JOIN", "LEFT JOIN",
    "INNER JOIN", "FULL JOIN", "CROSS JOIN", "ON", "USING", "AS", "AND", "OR", "NOT", "IN", "IS",
    "NULL", "IS NULL", "IS NOT NULL", "LIKE", "ILIKE", "BETWEEN", "EXISTS", "DISTINCT", "ALL",
    "CASE", "WHEN", "THEN", "ELSE", "END", "CAST", "TRY_CAST", "UNION", "UNION ALL", "EXCEPT",
    "INTERSECT", "WITH", "VALUES", "ASC", "DESC", "NULLS FIRST", "NULLS LAST", "OFFSET",
    "QUALIFY", "OVER", "PARTITION BY", "ROWS", "WINDOW", "FILTER", "TRUE", "FALSE", "EXCLUDE",
    "COLUMNS", "PIVOT", "UNPIVOT", "USING SAMPLE", "INTERVAL", "DATE", "TIMESTAMP", "ASOF JOIN",
    "SUMMARIZE",
)  # fmt: skip
# Each word of them by itself.
_ALONE = frozenset(word for words in _WORDS for word in words.split())


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be put in.

    Attributes:
        text: As it is put in.
        kind: column, dataset, keyword or function.
    """

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What can stand at the cursor.

    Attributes:
        offers: Best first.
        length: So many characters before the cursor are replaced.
        is_whole: What is typed is a name or a word already.
    """

    offers: tuple[Offer, ...] = ()
    length: int = 0
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Where names come from.

    Attributes:
        names: Datasets whose names begin so.
        columns: Of a dataset by its name.
        functions: That DuckDB has.
    """

    names: Callable[[str], Sequence[str]]
    columns: Callable[[str], Sequence[str]]
    functions: Sequence[str]


def offered(above: str, below: str, known: Known) -> Offered:
    """What can stand at the cursor.

    >>> columns = {"reviews": ["rating", "text"]}
    >>> known = Known(lambda start: ["reviews"], lambda name: columns.get(name, []), ["round"])
    >>> made = offered("SELECT r", " FROM reviews", known)
    >>> [f"{each.text} {each.kind}" for each in made.offers]
    ['rating column', 'reviews dataset', 'rows keyword', 'round( function']
    >>> [each.text for each in offered("SELECT rating fr", "", known).offers]
    ['from']
    """
    spot = spot_of(above, below)
    if spot is None:
        return Offered()
    piece = spot.piece
    if spot.owner:
        return _made(piece, [(starting(known.columns(spot.owner), piece), "column")])
    datasets = starting([THIS, *known.names(bare(piece))], piece)
    if spot.is_table:
        return _made(piece, [(datasets, "dataset")])
    sources = spot.tables[:_MOST_TABLES] or (THIS,)
    columns = dict.fromkeys(name for each in sources for name in known.columns(each))
    groups = [(starting(columns, piece), "column"), (datasets, "dataset")]
    if not piece.startswith('"'):
        groups += [(_words(piece), "keyword"), (_calls(known.functions, piece), "function")]
    return _made(piece, groups)


def _made(piece: str, groups: Iterable[tuple[Sequence[str], str]]) -> Offered:
    found = [Offer(text, kind) for texts, kind in groups for text in texts]
    offers = [each for each in found if each.text.lower() != piece.lower()]
    is_whole = len(offers) < len(found) or piece.upper() in _ALONE
    return Offered(tuple(offers[:MOST]), len(piece), is_whole)


def _words(piece: str) -> list[str]:
    """Words of SQL that begin so, in the case they are typed in."""
    key = piece.upper()
    found = [word for word in _WORDS if word.startswith(key) and word != key]
    return [word.lower() for word in found] if piece and piece.islower() else found


def _calls(functions: Sequence[str], piece: str) -> list[str]:
    key = name_key(piece)
    return [f"{name}(" for name in functions if name.startswith(key)] if key else []
