"""Records as columns of texts and kinds, laid down batch by batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

from datavault_jupyter.base.errors import BadTable
from datavault_jupyter.features.imports.objects.literals import (
    Fraction,
    NotANumber,
    Pairs,
    Whole,
    has_lost_words,
    written,
)

# A batch is laid down when it has this many rows or cells.
_BATCH_ROWS = 16_384
_BATCH_CELLS = 400_000
_BATCH_CHARS = 32_000_000


class Kind(IntEnum):
    """What a JSON value is."""

    MISSING = 0
    TEXT = 1
    INTEGER = 2
    NUMBER = 3
    BOOLEAN = 4
    NESTED = 5


@dataclass(slots=True)
class Laid:
    """Records laid down in scratch.

    Attributes:
        paths: Parquet files with a text ``t…`` and a kind ``k…`` for each column they have.
        keys: The keys in the order in which they first appeared.
        kinds: The kinds that occur under each key.
        row_count: How many records there are.
        has_nan: Whether the word NaN occurred.
        has_lost_words: Whether NaN or Infinity occurred inside a nested value.
        first: The first record.
        is_reworded: Whether numbers with a point may be written otherwise than in the source.
        is_reworded_inside: The same of numbers inside nested values.
    """

    paths: list[Path] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    kinds: list[set[Kind]] = field(default_factory=list)
    row_count: int = 0
    has_nan: bool = False
    has_lost_words: bool = False
    first: Pairs | None = None
    is_reworded: bool = False
    is_reworded_inside: bool = False


def _told(value: Any) -> tuple[str | None, Kind]:
    if value is None or isinstance(value, NotANumber):
        return None, Kind.MISSING
    if isinstance(value, Whole):
        return str(value), Kind.INTEGER
    if isinstance(value, Fraction):
        return str(value), Kind.NUMBER
    if isinstance(value, str):
        return value, Kind.TEXT
    if isinstance(value, bool):
        return ("true" if value else "false"), Kind.BOOLEAN
    return written(value), Kind.NESTED


class _Batch:
    def __init__(self) -> None:
        self.texts: dict[int, list[str | None]] = {}
        self.kinds: dict[int, list[int]] = {}
        self.row_count = 0
        self.cell_count = 0
        self.char_count = 0

    def add(self, position: int, text: str | None, kind: Kind) -> None:
        """Put a value into the row that is being made."""
        texts = self.texts.setdefault(position, [])
        kinds = self.kinds.setdefault(position, [])
        gap = self.row_count - len(texts)
        if gap:
            texts.extend([None] * gap)
            kinds.extend([0] * gap)
        texts.append(text)
        kinds.append(kind)
        self.cell_count += 1
        self.char_count += len(text) if text else 0

    @property
    def is_full(self) -> bool:
        """Whether it is time to lay the batch down."""
        return (
            self.row_count >= _BATCH_ROWS
            or self.cell_count >= _BATCH_CELLS
            or self.char_count >= _BATCH_CHARS
        )


def lay_down(
    records: Iterable[Pairs], scratch: Path, name: str, *, limit: int | None = None
) -> Laid:
    """Lay records down as Parquet files.

    Args:
        records: The records.
        scratch: The folder for the files.
        name: What sentences call the source.
        limit: How many records are enough.

    Raises:
        BadTable: a text can't be stored, since it holds half a character.
    """
    laid = Laid()
    positions: dict[str, int] = {}
    batch = _Batch()
    for record in records:
        if laid.first is None:
            laid.first = record
        for key, value in record:
            at = positions.get(key)
            if at is None:
                at = positions[key] = len(positions)
                laid.keys.append(key)
                laid.kinds.append(set())
            laid.has_nan = laid.has_nan or isinstance(value, NotANumber)
            text, kind = _told(value)
            if kind is Kind.NESTED and text and "null" in text and not laid.has_lost_words:
                laid.has_lost_words = has_lost_words(value)
            laid.kinds[at].add(kind)
            batch.add(at, text, kind)
        batch.row_count += 1
        laid.row_count += 1
        if batch.is_full:
            _lay(batch, laid, scratch, name)
            batch = _Batch()
        if laid.row_count == limit:
            break
    if batch.row_count:
        _lay(batch, laid, scratch, name)
    return laid


def _lay(batch: _Batch, laid: Laid, scratch: Path, name: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {"n": pa.nulls(batch.row_count, pa.int8())}
    for at, texts in batch.texts.items():
        gap = batch.row_count - len(texts)
        try:
            columns[f"t{at}"] = _array(texts + [None] * gap)
        except UnicodeEncodeError as error:
            raise BadTable(
                f"{name}: a text under {laid.keys[at]!r} in records "
                f"{laid.row_count - batch.row_count + 1:,} to {laid.row_count:,} holds half a "
                "character (a lone surrogate).",
                hint="Remove the broken \\ud… escape.",
            ) from error
        kinds = pa.py_buffer(bytes(batch.kinds[at]) + bytes(gap))
        columns[f"k{at}"] = pa.Array.from_buffers(pa.uint8(), batch.row_count, [None, kinds])
    path = scratch / f"records_{len(laid.paths):06}.parquet"
    pq.write_table(pa.table(columns), path, compression="lz4")
    laid.paths.append(path)


def _array(texts: list[str | None]) -> Any:
    """Texts as an Arrow array. From a list, Arrow makes one too, but it loads pandas for that."""
    import numpy as np
    import pyarrow as pa

    data = [text.encode() if text else b"" for text in texts]
    ends = np.cumsum(np.fromiter(map(len, data), np.int64, len(data)))
    offsets = np.concatenate((np.zeros(1, np.int64), ends))
    is_there = np.fromiter((text is not None for text in texts), bool, len(texts))
    buffers = [np.packbits(is_there, bitorder="little"), offsets, b"".join(data)]
    return pa.Array.from_buffers(pa.large_string(), len(texts), list(map(pa.py_buffer, buffers)))
