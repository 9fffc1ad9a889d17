"""pandas columns to Arrow: the ones made of Python objects are told apart by their values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.imports.frames.arrow_columns import Column, prepared
from datavault_jupyter.features.imports.records import Note

if TYPE_CHECKING:
    import pandas as pd

_INT64 = (-(2**63), 2**63 - 1)
_WIDE = (("UBIGINT", 0, 2**64 - 1), ("HUGEINT", -(2**127), 2**127 - 1),
         ("UHUGEINT", 0, 2**128 - 1))  # fmt: skip
# What str() writes without losing anything.
_SPEAKABLE = ("str", "int", "float", "bool", "Decimal", "date", "datetime", "Timestamp", "time",
              "UUID", "int64", "float64", "bool_")  # fmt: skip
_AS_TEXT = ("period", "interval")


def flat(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Note]]:
    """The frame with its index as columns, where the index says anything; never changed in place.

    >>> import pandas as pd
    >>> flat(pd.DataFrame({"a": [1]}, index=["x"]))[0].columns.tolist()
    ['index', 'a']
    """
    import pandas as pd

    index = frame.index
    is_plain = (
        isinstance(index, pd.RangeIndex)
        and index.name is None
        and index.start == 0
        and index.step == 1
    )
    if is_plain:
        return frame, []
    names = [
        str(name) if name is not None else ("index" if index.nlevels == 1 else f"level_{at}")
        for at, name in enumerate(index.names)
    ]
    place = pd.RangeIndex(len(frame))
    levels = [index.get_level_values(at).to_series(index=place) for at in range(index.nlevels)]
    rest = frame.set_axis(place, axis=0)
    made = pd.concat([*levels, rest], axis=1)
    made.columns = pd.Index([*names, *frame.columns.tolist()], dtype=object)
    what = "The index became the column" + ("" if len(names) == 1 else "s")
    return made, [Note(f"{what} {listing([repr(name) for name in names])}.")]


def column(name: str, series: pd.Series[Any]) -> tuple[Column, list[Note]]:
    """One column of a frame.

    Raises:
        BadArgument: it holds something that can't be stored.
    """
    import pandas as pd
    import pyarrow as pa

    kind = str(series.dtype)
    if isinstance(series.dtype, pd.SparseDtype):
        series = cast("Any", series).sparse.to_dense()
    if kind.startswith(_AS_TEXT):
        texts = pa.array(series.astype("string"), pa.large_string())
        said = Note(f"Column {name!r} of type {kind} is kept as text.", name)
        return Column(name, pa.chunked_array([texts])), [said]
    if series.dtype != object:
        try:
            values = pa.Array.from_pandas(series)
        except (pa.ArrowException, ValueError, TypeError) as error:
            raise _refused(name, kind) from error
        if isinstance(values, pa.Array):
            values = pa.chunked_array([values])
        return prepared(name, values)
    return _objects(name, series)


def _objects(name: str, series: pd.Series[Any]) -> tuple[Column, list[Note]]:
    import pandas as pd
    import pyarrow as pa

    kind = pd.api.types.infer_dtype(series, skipna=True)
    values = series.tolist()
    missing = series.isna().tolist()
    plain = [None if gone else value for value, gone in zip(values, missing, strict=True)]
    if kind == "integer":
        return _integers(name, plain)
    if kind in ("mixed", "mixed-integer", "mixed-integer-float", "unknown-array", "complex"):
        types = {type(value).__name__ for value in plain if value is not None}
        if not types <= {"dict", "list", "ndarray", "UUID"}:
            return _mixed(name, plain, types)
        if types == {"UUID"}:
            return _texts(name, plain, "UUID")
    try:
        return prepared(name, pa.chunked_array([pa.array(plain, from_pandas=False)]))
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        types = {type(value).__name__ for value in plain if value is not None}
        if types <= {"dict", "list"}:
            return _json(name, plain)
        return _mixed(name, plain, types)


def _texts(name: str, values: list[Any], true_type: str | None) -> tuple[Column, list[Note]]:
    import pyarrow as pa

    texts = [None if value is None else str(value) for value in values]
    return Column(name, pa.chunked_array([pa.array(texts, pa.large_string())]), true_type), []


def _integers(name: str, values: list[Any]) -> tuple[Column, list[Note]]:
    import pyarrow as pa

    numbers = [int(value) for value in values if value is not None]
    low, high = min(numbers, default=0), max(numbers, default=0)
    if _INT64[0] <= low and high <= _INT64[1]:
        return Column(name, pa.chunked_array([pa.array(values, pa.int64())])), []
    for kind, least, most in _WIDE:
        if least <= low and high <= most:
            return _texts(name, values, kind)
    made, _ = _texts(name, values, None)
    return made, [Note(f"Column {name!r} holds numbers beyond 128 bits and is kept as text.",
                       name)]  # fmt: skip


def _mixed(name: str, values: list[Any], types: set[str]) -> tuple[Column, list[Note]]:
    if not types <= set(_SPEAKABLE):
        raise _refused(name, listing(sorted(types - set(_SPEAKABLE))))
    made, _ = _texts(name, values, None)
    kinds = listing(sorted(types))
    return made, [Note(f"Column {name!r} mixes {kinds}; it is kept as text.", name)]


def _json(name: str, values: list[Any]) -> tuple[Column, list[Note]]:
    try:
        texts = [None if each is None else json.dumps(each, ensure_ascii=False) for each in values]
    except (TypeError, ValueError) as error:
        raise _refused(name, "nested values that JSON lacks") from error
    made, _ = _texts(name, texts, "JSON")
    return made, [Note(f"Column {name!r} holds nested values of several shapes; it is kept as "
                       "JSON.", name)]  # fmt: skip


def _refused(name: str, what: str) -> BadArgument:
    return BadArgument(
        f"Column {name!r} holds {what}, which can't be stored exactly.",
        hint="Leave it out with columns=…, or turn it into text first.",
        field=name,
    )
