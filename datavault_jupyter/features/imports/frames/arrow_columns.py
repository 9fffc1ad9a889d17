"""Arrow columns in a form that DuckDB reads without losing anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.imports.frames.nested import require_kept
from datavault_jupyter.features.imports.records import Note

if TYPE_CHECKING:
    import pyarrow as pa

_MAX_DIGITS = 38


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a frame.

    Attributes:
        name: What the frame calls it.
        values: Its values; text where `true_type` says what they are.
        true_type: The DuckDB type the texts are cast to; None when Arrow's type is right.
    """

    name: str
    values: pa.ChunkedArray
    true_type: str | None = None


def prepared(name: str, values: Any) -> tuple[Column, list[Note]]:
    """A column whose Arrow type DuckDB holds exactly.

    Raises:
        BadArgument: a value can't be held exactly.
    """
    import pyarrow as pa

    notes: list[Note] = []
    kind = values.type
    if pa.types.is_dictionary(kind):
        if kind.ordered:
            notes.append(Note(f"The order of the categories of {name!r} is not kept.", name))
        values = values.cast(kind.value_type)
        kind = values.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        require_kept(name, values)
        column, note = _moments(name, values)
    elif pa.types.is_decimal256(kind):
        column, note = _decimals(name, values)
    elif pa.types.is_duration(kind):
        column, note = Column(name, _safely(name, values, pa.duration("us"))), None
    elif pa.types.is_date64(kind):
        column, note = Column(name, _safely(name, values, pa.date32())), None
    else:
        wanted = {pa.null(): pa.string(), pa.float16(): pa.float32()}.get(kind, kind)
        values = values.cast(wanted) if wanted != kind else values
        require_kept(name, values)
        column, note = Column(name, values), None
    return column, notes + ([note] if note else [])


def _decimals(name: str, values: Any) -> tuple[Column, Note | None]:
    import pyarrow as pa

    kind = values.type
    if kind.precision <= _MAX_DIGITS:
        return Column(name, values.cast(pa.decimal128(kind.precision, kind.scale))), None
    digits = f"numbers of up to {kind.precision} digits"
    said = Note(f"Column {name!r} has {digits}; they are kept as text.", name)
    return Column(name, values.cast(pa.string())), said


def _moments(name: str, values: Any) -> tuple[Column, Note | None]:
    """Time stamps with a zone: the instant is kept; nanoseconds take the way through text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind, note = values.type, None
    if kind.tz.upper() not in ("UTC", "+00:00", "ETC/UTC"):
        note = Note(f"The moments of {name!r} are kept; their zone {kind.tz} isn't.", name)
    if kind.unit != "ns":
        return Column(name, values), note
    if pc.all(pc.equal(pc.nanosecond(values), 0)).as_py() is not False:
        return Column(name, values.cast(pa.timestamp("us", kind.tz))), note
    texts = pc.strftime(values.cast(pa.timestamp("ns", "UTC")), "%Y-%m-%d %H:%M:%S+00")
    return Column(name, texts, "TIMESTAMPTZ_NS"), note


def _safely(name: str, values: Any, kind: Any) -> Any:
    import pyarrow as pa

    try:
        return values.cast(kind)
    except pa.ArrowInvalid as error:
        raise BadArgument(
            f"Column {name!r} has values that {kind} can't hold exactly.",
            hint="Turn the column into text first.",
            field=name,
        ) from error
