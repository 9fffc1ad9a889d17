"""What completion can offer: names of the vault, and the columns a query speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.names import name_key
from datavault_jupyter.magics.bindings import Token, quoted, tokens

if TYPE_CHECKING:
    from datavault_jupyter.vault import Vault

MOST = 200
_MOST_TABLES = 8
_MOST_NEWEST, _MOST_FOUND = 1000, 50
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
class Offers:
    """What can stand at the cursor.

    Attributes:
        texts: As they are put in.
        fragment: What they replace: the end of what is typed.
        kind: What they are.
    """

    texts: Sequence[str] = ()
    fragment: str = ""
    kind: str = field(default="")


class Catalogue:
    """The names a vault holds. A vault that isn't there is empty, and is not made by a keystroke.

    Args:
        path: The vault's folder; the default one when it is empty.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    @cached_property
    def _vault(self) -> Vault | None:
        from datavault_jupyter.vault import Vault, default_folder

        folder = Path(self._path).expanduser() if self._path else default_folder()
        return Vault(folder) if (folder / "catalog.sqlite").exists() else None

    def names(self, start: str = "") -> Sequence[str]:
        """Names of datasets, newest first."""
        if self._vault is None:
            return []
        known = list(self._vault.names(limit=1000))
        key = name_key(start)
        found = [name for name in known if name_key(name).startswith(key)]
        if len(known) >= _MOST_NEWEST and start and len(found) < _MOST_FOUND:
            # IPython's protocol gives the newest ones only; the rest has to be searched.
            older = self._vault.datasets(start, archived=True, limit=_MOST_FOUND)
            found = [*dict.fromkeys([*found, *(each.name for each in older)])]
        return found[:MOST]

    def columns(self, name: str) -> Sequence[str]:
        """Columns of a dataset; none when there is no such dataset."""
        found = self._vault.find(name) if self._vault is not None and name else None
        return found.columns if found is not None else []

    def projects(self) -> Sequence[str]:
        """Names of projects."""
        return [] if self._vault is None else [each.name for each in self._vault.projects.list()]


def offers_for_sql(
    catalogue: Catalogue, above: str, below: str = "", named: Iterable[str] = ()
) -> Offers:
    """Datasets and columns for SQL.

    Args:
        catalogue: Where names come from.
        above: The SQL up to the cursor.
        below: The SQL after the cursor, where the FROM often is.
        named: Datasets that are meant though the SQL doesn't name them.
    """
    found = _FRAGMENT.search(above)
    before = list(tokens(above))
    if found is None or (before and _is_within(before[-1])):
        return Offers()
    owner, piece = found.group("owner"), found.group("piece")
    # Without what is being typed: its quotation mark may be open still.
    rest = below.removeprefix('"') if piece.startswith('"') else below
    tables = _tables(f"{above[: found.start()]} {rest}")
    if owner:
        meant = tables.get(name_key(_bare(owner)), _bare(owner))
        return _starting(catalogue.columns(meant), piece, "column")
    names = list(catalogue.names(_bare(piece)))
    last = [token.text.lower() for token in before if token.kind == "name"]
    if _is_after_from(before, last):
        return _starting(names, piece, "dataset")
    sources = dict.fromkeys([*named, *list(tables.values())[:_MOST_TABLES]])
    columns = [column for source in sources for column in catalogue.columns(source)]
    return _starting([*dict.fromkeys(columns), *names], piece, "name")


def _is_within(token: Token) -> bool:
    """Whether the cursor is inside a string or comment, where nothing is a name."""
    text = token.text
    if token.kind == "comment":
        return text.startswith("--") or not text.endswith("*/")
    return token.kind == "string"


def _is_after_from(before: Sequence[Token], words: Sequence[str]) -> bool:
    """Whether the word at the cursor follows FROM or JOIN."""
    is_typing = bool(before) and before[-1].kind in ("name", "quoted")
    earlier = [token for token in before[: -1 if is_typing else None] if token.kind != "space"]
    return bool(words) and bool(earlier) and earlier[-1].text.lower() in _BEFORE_TABLES


def _tables(sql: str) -> dict[str, str]:
    """The names and aliases after FROM, JOIN and their commas, each with the dataset it means."""
    made: dict[str, str] = {}
    told = _meaning(sql)
    token = next(told, None)
    while token is not None:
        if token.text.lower() in _BEFORE_TABLES:
            token = next(told, None)
            while token is not None and token.kind in ("name", "quoted"):
                table = _bare(token.text)
                made[name_key(table)] = table
                token = next(told, None)
                if token is not None and token.text.lower() == "as":
                    token = next(told, None)
                is_alias = token is not None and token.kind in ("name", "quoted")
                if token is not None and is_alias and token.text.lower() not in _RESERVED:
                    made[name_key(_bare(token.text))] = table
                    token = next(told, None)
                if token is None or token.text != ",":
                    break
                token = next(told, None)
        else:
            token = next(told, None)
    return made


def _meaning(sql: str) -> Iterator[Token]:
    return (token for token in tokens(sql) if token.kind not in ("space", "comment"))


def _bare(name: str) -> str:
    """A name without the quotation marks of SQL, also while they are being typed."""
    return name[1:].removesuffix('"').replace('""', '"') if name.startswith('"') else name


def _starting(known: Iterable[str], piece: str, kind: str) -> Offers:
    start, is_quoted = name_key(_bare(piece)), piece.startswith('"')
    found = [each for each in known if name_key(each).startswith(start)]
    texts = [quoted(each) if is_quoted else as_name(each) for each in found[:MOST]]
    return Offers(texts, piece, kind)


def as_name(name: str) -> str:
    """A name as SQL reads it, in quotation marks where it needs them.

    >>> as_name("reviews"), as_name("my data"), as_name("order")
    ('reviews', '"my data"', '"order"')
    """
    return name if _PLAIN.fullmatch(name) and name.lower() not in _RESERVED else quoted(name)
