"""SQL that compares the rows of two versions.

``l`` and ``r`` are the rows that only one of them may have, before and after: parts that both list
are never read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datavault_jupyter.storage.columns import sql_names
from datavault_jupyter.storage.sql import Sql, quoted

_HERE = "datavault_is_here"


@dataclass(frozen=True, slots=True)
class Common:
    """A column that both sides have.

    Attributes:
        left: Its name in the rows before.
        right: Its name in the rows after.
        is_retyped: Whether its type differs: then values are compared as they are written.
    """

    left: str
    right: str
    is_retyped: bool = False

    @property
    def of_left(self) -> str:
        """The SQL that is compared, of the rows before."""
        return _comparable(f"l.{quoted(self.left)}", is_text=self.is_retyped)

    @property
    def of_right(self) -> str:
        """The same of the rows after."""
        return _comparable(f"r.{quoted(self.right)}", is_text=self.is_retyped)


def _comparable(sql: str, *, is_text: bool) -> str:
    return f"CAST({sql} AS VARCHAR)" if is_text else sql


def _joined(left: str, right: str, key: Sequence[Common]) -> str:
    same = " AND ".join(f"{each.of_left} IS NOT DISTINCT FROM {each.of_right}" for each in key)
    return (
        f"(SELECT *, true AS {_HERE} FROM ({left})) AS l "
        f"FULL OUTER JOIN (SELECT *, true AS {_HERE} FROM ({right})) AS r ON {same}"
    )


def _differs(columns: Sequence[Common]) -> str:
    tests = [f"{each.of_left} IS DISTINCT FROM {each.of_right}" for each in columns]
    return f"({' OR '.join(tests)})" if tests else "false"


def _is_changed(columns: Sequence[Common]) -> str:
    return f"l.{_HERE} AND r.{_HERE} AND {_differs(columns)}"


def counts_by_key(left: str, right: str, key: Sequence[Common], rest: Sequence[Common]) -> Sql:
    """How many rows were added, removed and changed."""
    return Sql(
        f"SELECT count(*) FILTER (l.{_HERE} IS NULL), count(*) FILTER (r.{_HERE} IS NULL), "
        f"count(*) FILTER ({_is_changed(rest)}) FROM {_joined(left, right, key)}"
    )


def rows_by_key(
    kind: str, left: str, right: str, key: Sequence[Common], rest: Sequence[Common]
) -> Sql:
    """The rows that were added or removed, or each changed row before and after."""
    joined = _joined(left, right, key)
    if kind == "added":
        return Sql(f"SELECT r.* EXCLUDE ({_HERE}) FROM {joined} WHERE l.{_HERE} IS NULL")
    if kind == "removed":
        return Sql(f"SELECT l.* EXCLUDE ({_HERE}) FROM {joined} WHERE r.{_HERE} IS NULL")
    pairs = [(f"r.{quoted(each.right)}", each.right) for each in key]
    for each in rest:
        pairs.append((f"l.{quoted(each.left)}", f"{each.right} before"))
        pairs.append((f"r.{quoted(each.right)}", f"{each.right} after"))
    names = sql_names([name for _, name in pairs])
    made = ", ".join(
        f"{sql} AS {quoted(name)}" for (sql, _), name in zip(pairs, names, strict=True)
    )
    return Sql(f"SELECT {made} FROM {joined} WHERE {_is_changed(rest)}")


def marked_by_key(
    left: str,
    right: str,
    key: Sequence[Common],
    rest: Sequence[Common],
    *,
    mark: str,
    only_left: Sequence[str] = (),
    only_right: Sequence[str] = (),
) -> Sql:
    """All rows that differ, each marked as added, removed or changed, with the values after.

    Args:
        left: The rows before.
        right: The rows after.
        key: The columns that say which row is which.
        rest: The other columns that both have.
        mark: What the column of marks is called.
        only_left: Columns that only the rows before have.
        only_right: Columns that only the rows after have.
    """
    cells = [
        f"CASE WHEN r.{_HERE} IS NULL THEN {each.of_left} ELSE {each.of_right} END "
        f"AS {quoted(each.right)}"
        for each in [*key, *rest]
    ]
    cells += [f"r.{quoted(name)} AS {quoted(name)}" for name in only_right]
    cells += [f"l.{quoted(name)} AS {quoted(f'{name} before')}" for name in only_left]
    order = ", ".join(f"coalesce({each.of_right}, {each.of_left})" for each in key)
    return Sql(
        f"SELECT CASE WHEN l.{_HERE} IS NULL THEN 'added' WHEN r.{_HERE} IS NULL THEN 'removed' "
        f"ELSE 'changed' END AS {quoted(mark)}, {', '.join(cells)} "
        f"FROM {_joined(left, right, key)} "
        f"WHERE l.{_HERE} IS NULL OR r.{_HERE} IS NULL OR ({_is_changed(rest)}) ORDER BY {order}"
    )


def marked_whole(left: str, right: str, columns: Sequence[Common], mark: str) -> Sql:
    """The rows that were added and removed, each marked so."""
    parts = [
        f"SELECT '{kind}' AS {quoted(mark)}, * FROM ({whole_rows(kind, left, right, columns).text})"
        for kind in ("removed", "added")
    ]
    return Sql(f"SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY ALL")


def twice(rows: str, key: Sequence[str]) -> Sql:
    """A value of the key that several rows have, if there is one."""
    names = ", ".join(map(quoted, key))
    return Sql(f"SELECT {names} FROM ({rows}) GROUP BY {names} HAVING count(*) > 1 LIMIT 1")


def whole_rows(kind: str, left: str, right: str, columns: Sequence[Common]) -> Sql:
    """The rows, counted as often as they occur, that one side has more often than the other."""
    before = ", ".join(f"{each.of_left} AS {quoted(each.right)}" for each in columns)
    after = ", ".join(f"{each.of_right} AS {quoted(each.right)}" for each in columns)
    of_left = f"SELECT {before} FROM ({left}) AS l"
    of_right = f"SELECT {after} FROM ({right}) AS r"
    if kind == "added":
        return Sql(f"{of_right} EXCEPT ALL {of_left}")
    return Sql(f"{of_left} EXCEPT ALL {of_right}")


def count_of(query: Sql) -> Sql:
    """How many rows a query gives."""
    return Sql(f"SELECT count(*) FROM ({query.text})", query.params)
