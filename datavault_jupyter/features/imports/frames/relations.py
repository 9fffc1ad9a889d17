"""DuckDB relations, and rows of the vault's own queries, to a part: Arrow would lose their types.

So each column is brought into its stored form where the relation lives, and back on our side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from datavault_jupyter.base.errors import (
    BadArgument,
    BadTable,
    Cancelled,
    DiskFull,
    NotEnoughMemory,
    VaultError,
    first_line,
)
from datavault_jupyter.features.imports import overrides
from datavault_jupyter.features.imports.records import Loaded, Note, Options, Write
from datavault_jupyter.features.imports.typed import queries
from datavault_jupyter.features.imports.typed.loading import Field, plan, write_typed
from datavault_jupyter.features.sql.rows import Rows
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.types import coding

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_BATCH_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class _Stored:
    """The columns of a relation on their way through a file.

    Attributes:
        relation: Their stored forms, named ``t0`` and so on.
        fields: Brings the true values back.
        notes: On columns that change their type.
    """

    relation: Any
    fields: list[Field]
    notes: list[Note]


def load_relation(
    cursor: Cursor,
    relation: Any,
    options: Options,
    *,
    write: Write,
    scratch: Path,
    info: dict[str, Any],
) -> Loaded:
    """Import a relation of anybody's through a Parquet file that its own connection writes."""
    path = scratch / "relation.parquet"
    try:
        with translated():
            stored = _stored("The relation", relation)
            stored.relation.write_parquet(str(path))
    except BadTable:
        raise
    except VaultError as error:
        raise BadArgument(
            f"The relation can't be read: {error.message}", hint=error.hint, field="frame"
        ) from error
    scan = queries.parquet_scan(path)
    made = plan("The relation", stored.fields, options)
    part = write_typed(cursor, "The relation", scan, stored.fields, made=made, write=write)
    return Loaded([part], made.columns, (*stored.notes, *made.notes), info)


def load_rows(
    cursor: Cursor,
    rows: Rows,
    options: Options,
    *,
    write: Write,
    scratch: Path,
    info: dict[str, Any],
) -> Loaded:
    """Import rows of the vault: their connection writes no files, so batches are taken from it."""
    with translated():
        stored = _stored("The query", rows.relation())
    made = plan("The query", stored.fields, options)
    table = _laid_down(stored.relation, scratch / "rows.arrow")
    view = f"rows_{uuid4().hex}"
    with translated():
        cursor.register(view, table)
    try:
        scan = queries.field(view)
        part = write_typed(cursor, "The query", scan, stored.fields, made=made, write=write)
    finally:
        cursor.unregister(view)
    return Loaded([part], made.columns, (*stored.notes, *made.notes), info)


def _stored(source_name: str, relation: Any) -> _Stored:
    names = [str(name) for name in relation.columns]
    kinds = [str(kind) for kind in relation.types]
    overrides.require_columns(source_name, names)
    notes: list[Note] = []
    # By position: two columns may have one name.
    sqls = [f"s{at}" for at in range(len(names))]
    named = relation.project(", ".join(f"#{at + 1} AS {sql}" for at, sql in enumerate(sqls)))
    for at, kind in enumerate(kinds):
        if "UNION(" in kind:
            sqls[at], kinds[at] = queries.as_json(sqls[at]), "JSON"
            notes.append(Note(f"Column {names[at]!r} holds unions; it is kept as JSON.", names[at]))
        elif kind in ('"NULL"', "NULL"):
            sqls[at], kinds[at] = f"CAST({sqls[at]} AS VARCHAR)", "VARCHAR"
    columns = Columns.of([(f"t{at}", kind) for at, kind in enumerate(kinds)])
    return _Stored(named.project(columns.encoded(sqls)), _fields(names, kinds), notes)


def _fields(names: Sequence[str], kinds: Sequence[str]) -> list[Field]:
    """The true values; the cast is for what Arrow makes a text of, such as JSON and UUID."""
    return [
        Field(name, f"CAST({coding(kind).decode(f't{at}')} AS {kind})", kind)
        for at, (name, kind) in enumerate(zip(names, kinds, strict=True))
    ]


def _laid_down(relation: Any, path: Path) -> Any:
    """The rows as an Arrow table that lies in a file, so that memory stays bounded."""
    import pyarrow as pa

    try:
        with translated():
            reader = relation.to_arrow_reader(_BATCH_ROWS)
            with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, reader.schema) as sink:
                for batch in reader:
                    sink.write_batch(batch)
            return pa.ipc.open_stream(pa.memory_map(str(path))).read_all()
    except (Cancelled, DiskFull, NotEnoughMemory):
        raise
    except VaultError as error:
        raise _unreadable(error.message, error.hint) from error
    except (pa.ArrowException, RuntimeError) as error:
        text = first_line(error)
        if "INTERRUPT" in text.upper():
            raise Cancelled("The query was stopped.") from error
        raise _unreadable(text if text.endswith(".") else f"{text}.", "") from error


def _unreadable(why: str, hint: str) -> BadArgument:
    return BadArgument(f"The rows can't be read: {why}", hint=hint, field="frame")
