"""From a file or a frame to exact, typed rows in parts that nobody sees yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadTable
from datavault_jupyter.features.imports import delimited, frames, objects, parquet, sources
from datavault_jupyter.features.imports.records import Loaded, Options, Preview, Write

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor


def load_file(
    cursor: Cursor, path: Path, options: Options, write: Write, *, scratch: Path
) -> Loaded:
    """Import a file exactly as it is, or not at all.

    Args:
        cursor: A cursor of the engine that moves data.
        path: The file: CSV, TSV, JSON, NDJSON or Parquet, the texts also as .gz or .zst.
        options: What the user asked for.
        write: Writes one part from a query.
        scratch: A folder of our own for what has to be staged; the caller removes it.

    Raises:
        BadFile: it can't be imported exactly; the sentence names file, line and column.
        BadArgument: an option makes no sense for this file.
    """
    source = sources.examine(path)
    if source.format == "parquet":
        return parquet.load(cursor, source, options, write, scratch)
    if source.format in ("json", "ndjson"):
        return objects.load(cursor, source, options, write, scratch)
    loaded = delimited.load(cursor, source, options, write, scratch)
    if not loaded.rejects and not any(part.row_count for part in loaded.parts):
        # DuckDB 2.0.0 gives no row and no error where the very first one opens a quote for good.
        raise BadTable(
            f"{source.name}: a quoted cell of its first row is not closed.",
            hint="Write a quote inside a cell twice, or pass quote='' if quotes are text.",
        )
    return loaded


def preview_file(
    cursor: Cursor, path: Path, options: Options, *, row_count: int = 20, scratch: Path
) -> Preview:
    """The first rows of a file and the types they suggest; nothing is stored.

    Raises:
        BadFile: the first rows can't be imported exactly as they are.
        BadArgument: an option makes no sense for this file.
    """
    source = sources.examine(path)
    if source.format == "parquet":
        return parquet.preview(cursor, source, options, row_count, scratch)
    if source.format in ("json", "ndjson"):
        return objects.preview(cursor, source, options, row_count, scratch)
    return delimited.preview(cursor, source, options, row_count, scratch)


def load_frame(
    cursor: Cursor, frame: object, options: Options, write: Write, *, scratch: Path
) -> Loaded:
    """Import a data frame with its types.

    Args:
        cursor: A cursor of the engine that moves data.
        frame: Of pandas, polars, Arrow or DuckDB, or anything that gives an Arrow stream.
        options: What the user asked for.
        write: Writes one part from a query.
        scratch: A folder of our own.

    Raises:
        BadArgument: it is no frame, or has a value that can't be stored exactly.
    """
    return frames.load(cursor, frame, options, write, scratch)
