"""Arrow columns in a form that DuckDB reads without losing anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument
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
    import pyarrow.compute as pc

    notes: list[Note] = []
    kind = values.type
    if pa.types.is_dictionary(kind):
        if kind.ordered:
            notes.append(Note(f"The order of the categories of {name!r} is not kept.", name))
        values = values.cast(kind.value_type)
        kind = values.type
    if pa.types.is_null(kind):
        return Column(name, values.cast(pa.string())), notes
    if pa.types.is_float16(kind):
        return Column(name, values.cast(pa.float32())), notes
    if pa.types.is_decimal256(kind):
        if kind.precision > _MAX_DIGITS:
            notes.append(
                Note(f"Column {name!r} has numbers of up to {kind.precision} digits; they are "
                     "kept as text.", name))  # fmt: skip
            return Column(name, values.cast(pa.string())), notes
        return Column(name, values.cast(pa.decimal128(kind.precision, kind.scale))), notes
    if pa.types.is_duration(kind):
        return Column(name, _safely(name, values, pa.duration("us"))), notes
    if pa.types.is_date64(kind):
        return Column(name, _safely(name, values, pa.date32())), notes
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        if kind.tz.upper() not in ("UTC", "+00:00", "ETC/UTC"):
            notes.append(Note(f"The moments of {name!r} are kept; their zone {kind.tz} isn't.",
                              name))  # fmt: skip
        if kind.unit == "ns":
            whole = pc.all(pc.equal(pc.nanosecond(values), 0)).as_py()
            if whole is False:
                texts = pc.strftime(values.cast(pa.timestamp("ns", "UTC")), "%Y-%m-%d %H:%M:%S+00")
                return Column(name, texts, "TIMESTAMPTZ_NS"), notes
            return Column(name, values.cast(pa.timestamp("us", kind.tz), safe=False)), notes
    return Column(name, values), notes


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
