"""What users' SQL may reach: the datasets it names, and nothing else.

The answering instance already refuses every file outside ``rows/``. The gate also keeps a query
from the parts of datasets its author may not see: DuckDB parses the text, and only a single
SELECT over plain names and harmless table functions passes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadQuery
from datavault_jupyter.base.names import name_key
from datavault_jupyter.storage.foreign import from_duckdb, translated

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

# Table functions that make rows out of their arguments alone.
_HARMLESS = frozenset(
    {
        "range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree",
    }
)  # fmt: skip
_NO_FILES = "Use vault.sql(…, external=True) to reach files or the network."


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that passed.

    Attributes:
        text: As it was written.
        tables: The names it reads, each once, in the order they appear.
        local_names: Names it defines itself with WITH.
    """

    text: str
    tables: tuple[str, ...]
    local_names: frozenset[str]

    def defines(self, name: str) -> bool:
        """Whether the query itself says what this name is."""
        return name_key(name) in self.local_names


def check(cursor: Cursor, text: str, *, external: bool = False) -> Checked:
    """Let one SELECT pass.

    Args:
        cursor: Parses the text; nothing is run.
        text: The SQL.
        external: Table functions that reach files are meant.

    Raises:
        BadQuery: it is no SQL, no SELECT, more than one, or reads something other than datasets.
    """
    statement = _single_select(text)
    with translated():
        ((serialized,),) = cursor.execute("SELECT json_serialize_sql(?)", [statement]).fetchall()
    tree = json.loads(serialized)
    if tree.get("error"):
        raise BadQuery(
            f"Only a SELECT can be run here: {tree.get('error_message', 'not understood')}",
            hint="A PIVOT needs its values: PIVOT … ON column IN ('a', 'b').",
        )
    tables: dict[str, None] = {}
    local: set[str] = set()
    for node in _nodes(tree):
        local.update(_local_name(entry["key"]) for entry in _ctes(node))
        kind = node.get("type")
        if kind == "BASE_TABLE":
            tables[_plain_name(node, external=external)] = None
        elif kind == "TABLE_FUNCTION" and not external:
            _require_harmless(node)
    return Checked(statement, tuple(name for name in tables if name), frozenset(local))


def _single_select(text: str) -> str:
    import duckdb

    if not isinstance(text, str):
        raise BadQuery(f"A query is text, not {type(text).__name__}.", hint="Write a SELECT.")
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise from_duckdb(error) from error
    except (UnicodeError, TypeError) as error:
        raise BadQuery("The query holds characters that are no text.") from error
    if not statements:
        raise BadQuery("There is no query.", hint="Write a SELECT.")
    if len(statements) > 1:
        raise BadQuery("There are several statements.", hint="Run one SELECT at a time.")
    kind = statements[0].type
    if kind not in (duckdb.StatementType.SELECT, duckdb.StatementType.MULTI):
        raise BadQuery(
            f"Only SELECT can be run here, not {kind.name}.",
            hint="Datasets change by import, append and versions, never by SQL.",
        )
    return str(statements[0].query).strip().rstrip(";")


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    """Every object of a parsed query, without recursion: deep expressions are common."""
    waiting = [tree]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _ctes(node: dict[str, Any]) -> list[dict[str, Any]]:
    found = node.get("cte_map")
    return found.get("map", []) if isinstance(found, dict) else []


def _local_name(name: str) -> str:
    """The name of a WITH; one that reads like a file could hide a file behind it elsewhere."""
    if any(char in name for char in "./\\*?["):
        raise BadQuery(f"WITH {name!r} can't be used as a name.", hint="Use letters only.")
    return name_key(name)


def _plain_name(node: dict[str, Any], *, external: bool) -> str:
    name, schema = str(node.get("table_name", "")), str(node.get("schema_name", ""))
    if (schema or node.get("catalog_name")) and not external:
        raise BadQuery(
            f"{schema}.{name} is not a dataset.",
            hint=f'A dataset of a project is written as "{schema}/{name}", in double quotes.',
        )
    return "" if schema else name


def _require_harmless(node: dict[str, Any]) -> None:
    function = node.get("function")
    name = str(function.get("function_name", "")) if isinstance(function, dict) else ""
    if name.lower() not in _HARMLESS:
        raise BadQuery(f"{name}() can't be used in this SQL.", hint=_NO_FILES)
