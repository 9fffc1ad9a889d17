"""What stands inside nested Arrow values, looked at for what DuckDB would change or not read."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.base.errors import BadArgument

_HINT = "Leave it out with columns=…, or turn it into text first."


def require_kept(name: str, values: Any) -> None:
    """Refuse a column with a value, at any depth, that can't be stored exactly.

    Raises:
        BadArgument: there is one.
    """
    for chunk in values.chunks:
        _require(name, chunk)


def _require(name: str, values: Any) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind, types = values.type, pa.types
    if isinstance(kind, pa.BaseExtensionType):
        _require(name, values.storage)
    elif types.is_dictionary(kind):
        _require(name, values.dictionary)
    elif types.is_run_end_encoded(kind):
        _require(name, pc.run_end_decode(values))
    elif types.is_map(kind):
        pair = pa.struct([("key", kind.key_type), ("value", kind.item_type)])
        _require(name, values.cast(pa.list_(pair)).flatten())
    elif types.is_struct(kind):
        for field in values.flatten():
            _require(name, field)
    elif types.is_nested(kind) and not types.is_union(kind):
        _require(name, values.flatten())
    else:
        _require_leaf(name, values)


def _require_leaf(name: str, values: Any) -> None:
    import pyarrow as pa

    kind, types = values.type, pa.types
    if types.is_decimal256(kind) or types.is_float16(kind) or _is_dense_union(kind):
        raise BadArgument(
            f"Column {name!r} holds {kind}, which can't be stored exactly there.",
            hint=_HINT,
            field=name,
        )
    if types.is_interval(kind):
        if any(each is not None and each.nanoseconds % 1000 for each in values.to_pylist()):
            raise _inexact(name, kind)
        return
    wanted = _stored_as(kind)
    if wanted is not None:
        try:
            values.cast(wanted)
        except pa.ArrowInvalid as error:
            raise _inexact(name, kind) from error


def _is_dense_union(kind: Any) -> bool:
    import pyarrow as pa

    return pa.types.is_union(kind) and bool(kind.mode == "dense")


def _stored_as(kind: Any) -> Any:
    """The Arrow type that stands for what DuckDB makes of another one, where that may lose."""
    import pyarrow as pa

    if pa.types.is_duration(kind):
        return pa.duration("us")
    if pa.types.is_date64(kind):
        return pa.date32()
    if pa.types.is_timestamp(kind) and kind.tz is not None and kind.unit != "ns":
        return pa.timestamp("us", kind.tz)
    return None


def _inexact(name: str, kind: Any) -> BadArgument:
    return BadArgument(
        f"Column {name!r} has values of {kind} that can't be stored exactly.",
        hint=_HINT,
        field=name,
    )
