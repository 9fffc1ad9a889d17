"""SQL that counts and rewrites the rows of one part; ``this`` is what the user's SQL calls them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datavault_jupyter.features.imports.typed.queries import converted, first_unfit, keeps
from datavault_jupyter.features.imports.values.queries import fits_asked
from datavault_jupyter.storage.columns import Columns, sql_names
from datavault_jupyter.storage.expressions import THIS, Expression
from datavault_jupyter.storage.sql import Sql, quoted
from datavault_jupyter.storage.types import coding

# A struct of the new values where the condition is met, else NULL: evaluated once for a row.
_NEW = "datavault_new"
_NOTHING = ('"NULL"', "NULL")


@dataclass(frozen=True, slots=True)
class Setting:
    """A column that gets a value.

    Attributes:
        name: Of the column, as SQL calls it.
        type: The column's.
        value: The expression.
        position: The column's, among those that the part will have.
    """

    name: str
    type: str
    value: Expression
    position: int

    @property
    def made(self) -> str:
        """The SQL of the value as the expression gives it."""
        return f"{_NEW}.v{self.position}"

    @property
    def given_type(self) -> str:
        """The type that the expression gives."""
        return self.type if self.value.type in _NOTHING else self.value.type

    @property
    def packed(self) -> str:
        """The field of the struct."""
        sql = self.value.sql
        if self.value.type in _NOTHING:
            sql = f"CAST({sql} AS {self.type})"
        return f"v{self.position} := {sql}"

    @property
    def fitted(self) -> str:
        """The value in the column's type, or an error where that would change it."""
        return converted(self.made, self.given_type, self.type, self.position)

    @property
    def fits(self) -> str:
        """Whether the column's type holds the value exactly."""
        if self.given_type == self.type:
            return "true"
        if self.given_type == "VARCHAR":
            return f"({self.made} IS NULL OR coalesce({fits_asked(self.made, self.type)}, false))"
        return keeps(self.made, self.given_type, self.type)


def counts(prefix: str, scans: Sequence[str], condition: Expression) -> Sql:
    """How many rows of each part meet a condition, by the part's position."""
    each = [
        f"SELECT {at} AS at, count(*) AS n FROM ({scan}) AS {THIS} WHERE {condition.is_true}"
        for at, scan in enumerate(scans)
    ]
    return Sql(f"{prefix}{' UNION ALL '.join(each)}")


def without(prefix: str, scan: str, columns: Columns, condition: Expression) -> Sql:
    """The stored form of a part's rows that don't meet a condition."""
    stored = columns.encoded([quoted(name) for name in sql_names(columns.names)])
    return Sql(f"{prefix}SELECT {stored} FROM ({scan}) AS {THIS} WHERE NOT {condition.is_true}")


def only(prefix: str, scan: str, columns: Columns, condition: Expression) -> Sql:
    """The stored form of the rows that meet a condition."""
    stored = columns.encoded([quoted(name) for name in sql_names(columns.names)])
    return Sql(f"{prefix}SELECT {stored} FROM ({scan}) AS {THIS} WHERE {condition.is_true}")


def _renewed(scan: str, settings: Sequence[Setting], condition: Expression | None) -> str:
    packed = f"struct_pack({', '.join(each.packed for each in settings)})"
    if condition is not None:
        packed = f"CASE WHEN {condition.is_true} THEN {packed} END"
    return f"(SELECT *, {packed} AS {_NEW} FROM ({scan}) AS {THIS})"


def changed_counts(
    prefix: str, scans: Sequence[str], settings: Sequence[Setting], condition: Expression | None
) -> Sql:
    """How many rows of each part get another value, by the part's position."""
    differs = " OR ".join(
        f"{coding(each.type).encode(each.fitted)} IS DISTINCT FROM "
        f"{coding(each.type).encode(quoted(each.name))}"
        for each in settings
    )
    each = [
        f"SELECT {at} AS at, count(*) AS n FROM {_renewed(scan, settings, condition)} "
        f"WHERE {_NEW} IS NOT NULL AND ({differs})"
        for at, scan in enumerate(scans)
    ]
    return Sql(f"{prefix}{' UNION ALL '.join(each)}")


def renewed(
    prefix: str,
    scan: str,
    columns: tuple[Sequence[str], Columns],
    settings: Sequence[Setting],
    condition: Expression | None,
) -> Sql:
    """The stored form of a part's rows, with the values that were set.

    Args:
        prefix: What stands before the query.
        scan: The rows.
        columns: What SQL calls the columns of the rows, and the columns that the part will have;
            one that is added is the last.
        settings: The values.
        condition: In which rows; None in all.
    """
    names, target = columns
    by_position = {each.position: each for each in settings}
    made = []
    for position in range(len(target)):
        setting = by_position.get(position)
        name = names[position] if position < len(names) else ""
        if setting is None:
            made.append(quoted(name))
        elif condition is None:
            made.append(setting.fitted)
        else:
            made.append(
                f"CASE WHEN {_NEW} IS NOT NULL THEN {setting.fitted} ELSE {quoted(name)} END"
            )
    rows = _renewed(scan, settings, condition)
    return Sql(f"{prefix}SELECT {target.encoded(made)} FROM {rows}")


def first_unheld(prefix: str, scan: str, setting: Setting, condition: Expression | None) -> Sql:
    """The first row of a part whose value the column's type doesn't hold: number and text."""
    rows = _renewed(scan, [setting], condition)
    found = first_unfit(rows, setting.made, setting.fits)
    return Sql(prefix + found.text, found.params)
