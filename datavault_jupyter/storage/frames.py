"""Handing rows over to pandas, Arrow and polars without changing a value.

Each library lacks some of DuckDB's types, and gets a neighbour in silence: pandas a float for a
DECIMAL, Arrow -1 for the largest UHUGEINT. What a library can't hold is handed over as text, or
as the Python object that can (Decimal, int).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import CannotConvert, VaultError, first_line
from datavault_jupyter.storage.foreign import from_duckdb, translated
from datavault_jupyter.storage.sql import quoted
from datavault_jupyter.storage.types import WIDE_INTEGERS, children_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from datavault_jupyter.storage.engine import Relation

_NESTED = frozenset({"list", "array", "struct", "map"})
_INEXACT_ANYWHERE = WIDE_INTEGERS | {"time with time zone", "bit", "union", "variant"}
_INEXACT_IN_PANDAS = _INEXACT_ANYWHERE | {"decimal", "interval", "time_ns"}
_CAN_BE_INFINITE = frozenset(
    {
        "date", "timestamp", "timestamp with time zone", "timestamp_s", "timestamp_ms",
        "timestamp_ns",
    }
)  # fmt: skip


def _as_text(kind: Any, name: str) -> str:
    """The SQL of a column as text; nested ones and variants as JSON."""
    if str(kind.id) in _NESTED | {"union", "variant"}:
        return f"CAST(to_json({name}) AS VARCHAR)"
    return f"CAST({name} AS VARCHAR)"


def _holds(kind: Any, names: frozenset[str]) -> bool:
    """Whether a type is one of these, or holds one anywhere inside."""
    if str(kind.id) in names:
        return True
    if str(kind.id) not in _NESTED:
        return False
    return any(_holds(child, names) for _, child in children_of(kind))


def _projected(relation: Relation, change: Callable[[str, Any], str]) -> Relation:
    columns = zip(relation.columns, relation.types, strict=True)
    made = [f"{change(quoted(name), kind)} AS {quoted(name)}" for name, kind in columns]
    return relation.project(", ".join(made))


def _infinite_columns(relation: Relation) -> set[str]:
    """The date and time columns that hold an infinity, quoted; few libraries can hold it."""
    asked = {
        quoted(name): _is_infinite(quoted(name), kind)
        for name, kind in zip(relation.columns, relation.types, strict=True)
        if _holds(kind, _CAN_BE_INFINITE)
    }
    if not asked:
        return set()
    sums = ", ".join(f"coalesce(bool_or({each}), false)" for each in asked.values())
    (found,) = relation.aggregate(sums).fetchall()
    return {name for name, is_infinite in zip(asked, found, strict=True) if is_infinite}


def _is_infinite(name: str, kind: Any) -> str:
    """Whether a moment is infinite; inside nested values its word is looked for."""
    if str(kind.id) in _NESTED:
        return f"contains(CAST({name} AS VARCHAR), 'infinity')"
    # isinf() takes no nanoseconds.
    value = f"CAST({name} AS TIMESTAMP)" if str(kind.id) == "timestamp_ns" else name
    return f"isinf({value})"


def to_pandas(relation: Relation) -> pd.DataFrame:
    """The rows as a pandas frame.

    DECIMAL becomes `decimal.Decimal`, integers wider than 64 bits Python's ``int``; intervals,
    times with an offset, bits, infinite dates and nested values of those become text.
    """
    with translated():
        infinite = _infinite_columns(relation)

        def change(name: str, kind: Any) -> str:
            needs_text = _holds(kind, _INEXACT_IN_PANDAS) or name in infinite
            return _as_text(kind, name) if needs_text else name

        with warnings.catch_warnings():
            # DuckDB's own way with moments that have a zone.
            warnings.filterwarnings("ignore", "The inplace keyword in DataFrame.drop")
            frame: pd.DataFrame = _projected(relation, change).df()
        for position, kind in enumerate(relation.types):
            back = _python_number(str(kind.id))
            if back is not None:
                frame.isetitem(position, _mapped(frame.iloc[:, position], back))
    return frame


def _mapped(texts: pd.Series[Any], back: Callable[[str], object]) -> Any:
    """Texts as Python objects; pandas would turn small integers beside a NULL into floats."""
    import pandas as pd

    made = [None if pd.isna(text) else back(text) for text in texts]
    return pd.Series(made, index=texts.index, dtype=object)


def _python_number(kind: str) -> Callable[[str], object] | None:
    if kind == "decimal":
        return Decimal
    return int if kind in WIDE_INTEGERS else None


def _exact_in_arrow(relation: Relation, *, in_polars: bool) -> Relation:
    wide = [
        name
        for name, kind in zip(relation.columns, relation.types, strict=True)
        if str(kind.id) == "hugeint"
    ]
    fits = {quoted(name) for name in _fit_38_digits(relation, wide)}
    inexact = _INEXACT_ANYWHERE | frozenset({"interval"} if in_polars else ())
    infinite = _infinite_columns(relation) if in_polars else set()

    def change(name: str, kind: Any) -> str:
        if name in fits:
            return f"CAST({name} AS DECIMAL(38, 0))"
        needs_text = _holds(kind, inexact) or name in infinite
        return _as_text(kind, name) if needs_text else name

    return _projected(relation, change)


def _fit_38_digits(relation: Relation, names: list[str]) -> list[str]:
    """The HUGEINT columns whose values all have at most 38 digits, Arrow's widest decimal."""
    if not names:
        return []
    limit = "99999999999999999999999999999999999999::HUGEINT"
    asked = ", ".join(
        f"coalesce(bool_and({quoted(name)} BETWEEN -{limit} AND {limit}), true)" for name in names
    )
    (found,) = relation.aggregate(asked).fetchall()
    return [name for name, fits in zip(names, found, strict=True) if fits]


def to_arrow(relation: Relation) -> pa.Table:
    """The rows as an Arrow table, the exact road.

    HUGEINT becomes ``decimal128(38, 0)`` where all its values fit and text otherwise; what Arrow
    can't hold (UHUGEINT, times with an offset, bits) is text.
    """
    with translated():
        return _exact_in_arrow(relation, in_polars=False).to_arrow_table()


def to_arrow_reader(relation: Relation, batch_rows: int = 100_000) -> pa.RecordBatchReader:
    """The rows as Arrow batches, made as they are asked for."""
    with translated():
        return _exact_in_arrow(relation, in_polars=False).to_arrow_reader(batch_rows)


def to_polars(relation: Relation) -> pl.DataFrame:
    """The rows as a polars frame; intervals become text beside what `to_arrow` says.

    Raises:
        CannotConvert: polars is not installed, or refuses a value.
    """
    try:
        import polars as pl
    except ImportError:
        raise CannotConvert(
            "polars is not installed.", hint="Install it with: pip install polars"
        ) from None
    try:
        with translated():
            table = _exact_in_arrow(relation, in_polars=True).to_arrow_table()
            made = pl.from_arrow(table)
    except VaultError:
        raise
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # polars panics outside the tree of Exception
        if "duckdb" in type(error).__module__:
            raise from_duckdb(error) from error
        raise CannotConvert(f"polars can't hold these values: {first_line(error)}") from error
    assert isinstance(made, pl.DataFrame)  # noqa: S101 - a table never becomes a Series
    return made
