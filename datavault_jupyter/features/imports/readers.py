"""Sources as an import sees them: something with a name that gives columns, and then rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.imports import overrides, reading
from datavault_jupyter.features.imports.records import Loaded, Options, PreviewColumn, Write
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage.parts import sha256_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor


class Reader(Protocol):
    """A source that is ready to be read."""

    @property
    def label(self) -> str:
        """What sentences call it."""

    def columns(self, cursor: Cursor, scratch: Path) -> Sequence[PreviewColumn]:
        """The columns it would become, with types told from its first rows."""

    def load(
        self, cursor: Cursor, write: Write, scratch: Path, types: Mapping[str, str] | None = None
    ) -> Loaded:
        """Read it.

        Args:
            cursor: A cursor of the engine that moves data.
            write: Writes one part from a query.
            scratch: A folder of our own for what has to be staged.
            types: Types that some columns must have, by final name; they win over detection.
        """


@dataclass(frozen=True, slots=True)
class Wish:
    """Which files are meant, and how to read them.

    Attributes:
        source: A path, pattern, list of paths, address, bytes or open file.
        options: How to read it.
        table: Which of several tables of an archive: a name or a pattern.
        is_stacked: Whether several tables become one dataset.
        file_column: The name of a column that says which file a row came from.
        is_stopped: Asked now and then while files are fetched.
    """

    source: object
    options: Options = field(default_factory=Options)
    table: str | None = None
    is_stacked: bool = False
    file_column: str | None = None
    is_stopped: Callable[[], bool] = lambda: False

    @property
    def path(self) -> Path:
        """Where the file is."""
        return Path(str(self.source)).expanduser()

    @property
    def label(self) -> str:
        """What sentences call the source."""
        return self.path.name


class FileReader:
    """Files, wherever they are: gathered once, read as one table."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish

    @property
    def label(self) -> str:
        """What sentences call it."""
        return self._wish.label

    def columns(self, cursor: Cursor, scratch: Path) -> Sequence[PreviewColumn]:
        """The columns it would become."""
        wish = self._wish
        return reading.preview_file(
            cursor, wish.path, wish.options, row_count=0, scratch=scratch
        ).columns

    def load(
        self, cursor: Cursor, write: Write, scratch: Path, types: Mapping[str, str] | None = None
    ) -> Loaded:
        """Read all files as one table."""
        options = _with_types(self._wish.options, types)
        loaded = reading.load_file(cursor, self._wish.path, options, write, scratch=scratch)
        place = str(self._wish.path.absolute())
        info = {**loaded.source_info, "path": place, "options": self._wish.options.as_info()}
        return replace(loaded, source_info=info)


class FrameReader:
    """A data frame, an Arrow table or a DuckDB relation."""

    def __init__(self, frame: object, options: Options) -> None:
        self._frame = frame
        self._options = options

    @property
    def label(self) -> str:
        """What sentences call it."""
        return "The frame"

    def columns(self, cursor: Cursor, scratch: Path) -> Sequence[PreviewColumn]:
        """The frame's columns; types are not told before it is read."""
        del cursor, scratch
        names = _names_of(self._frame)
        picked = overrides.pick(names, replace(self._options, types=None))
        return tuple(PreviewColumn(each.name, "", each.source_name) for each in picked)

    def load(
        self, cursor: Cursor, write: Write, scratch: Path, types: Mapping[str, str] | None = None
    ) -> Loaded:
        """Read it with its types."""
        options = _with_types(self._options, types)
        return reading.load_frame(cursor, self._frame, options, write, scratch=scratch)


def is_file_like(source: object) -> bool:
    """Whether a source is a file, an address or bytes, and no frame.

    >>> is_file_like("reviews.csv"), is_file_like(["a.csv", "b.csv"]), is_file_like([{"a": 1}])
    (True, True, False)
    """
    if isinstance(source, list | tuple):
        return bool(source) and all(is_file_like(each) for each in source)
    named = str, os.PathLike, bytes, bytearray, memoryview
    return isinstance(source, named) or hasattr(source, "read")


def can_read_again(found: Sequence[Version]) -> bool:
    """Whether the source of a dataset's newest version is still where it was."""
    info = found[0].source_info if found else {}
    place = info.get("path")
    if info.get("change") == "append":
        return False
    return bool(info.get("url")) or bool(place and Path(place).is_file())


def again(name: str, found: Sequence[Version], options: Mapping[str, Any]) -> tuple[Reader, bool]:
    """What reads the source of a dataset's newest imported version, and whether it is the same.

    Args:
        name: The dataset's.
        found: Its versions, newest first.
        options: Options that take the place of those it was read with.

    Raises:
        BadArgument: the source is not kept anywhere.
    """
    info = next((each.source_info for each in found if "row_count" in each.source_info), {})
    place = info.get("path") or info.get("url")
    if not place or info.get("change") == "append":
        raise BadArgument(
            f"The source of {name!r} is not kept anywhere.",
            hint="Pass the file to replace(…).",
        )
    kept = dict(info.get("options") or {})
    more = {each: kept.pop(each, None) for each in ("table", "stack", "file_column")}
    wish = Wish(
        place,
        Options(**{**kept, **options}),
        more["table"],
        bool(more["stack"]),
        more["file_column"],
    )
    path = Path(place)
    is_same = path.is_file() and sha256_of(path) == info.get("sha256")
    return FileReader(wish), is_same


def _with_types(options: Options, types: Mapping[str, str] | None) -> Options:
    if not types:
        return options
    return replace(options, types={**types, **(options.types or {})})


def _names_of(frame: Any) -> list[str]:
    """The column names of any frame, made usable."""
    columns = getattr(frame, "columns", None)
    if columns is None:
        schema = getattr(frame, "schema", None)
        columns = getattr(schema, "names", None)
    if columns is None:
        import pyarrow as pa

        if not hasattr(frame, "__arrow_c_stream__"):
            raise BadArgument(f"A {type(frame).__name__} is no data frame.", field="frame")
        columns = pa.RecordBatchReader.from_stream(frame).schema.names
    return overrides.usable([str(name) for name in columns])[0]
