"""Sources as an import sees them: something with a name that gives columns, and then rows."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Protocol

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.names import name_key, name_of_file
from datavault_jupyter.features.imports import overrides, reading
from datavault_jupyter.features.imports.records import (
    Loaded,
    Options,
    Preview,
    PreviewColumn,
    Write,
)
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
    def single_path(self) -> Path | None:
        """The one local file that is meant; None where it is anything else."""
        if isinstance(self.source, str | os.PathLike):
            path = Path(self.source).expanduser()
            return path if path.is_file() or "://" not in str(self.source) else None
        return None

    @property
    def label(self) -> str:
        """What sentences call the source."""
        return gathered_label(self.source)

    @property
    def suggested_name(self) -> str:
        """A name for a dataset made of it.

        Raises:
            BadArgument: it has none of its own.
        """
        return name_of_file(PurePath(self.label))

    def stopped_by(self, is_stopped: Callable[[], bool]) -> Wish:
        """The same, stopped by another."""
        return replace(self, is_stopped=is_stopped)


@dataclass(frozen=True, slots=True)
class Member:
    """Interim."""

    name: str
    path: Path
    origin: dict[str, Any]
    byte_count: int = 0

    @property
    def suggested_name(self) -> str:
        """A name for a dataset."""
        return name_of_file(PurePath(self.name))


def gathered_label(source: object) -> str:
    """Interim."""
    return Path(str(source)).name


class FileReader:
    """Files, wherever they are: gathered once, read as one table.

    Args:
        wish: Which files, and how to read them.
        members: The files, where they are gathered already.
    """

    def __init__(self, wish: Wish, members: tuple[Member, ...] | None = None) -> None:
        self._wish = wish
        self._members = members

    @property
    def label(self) -> str:
        """What sentences call it."""
        return self._wish.label

    def members(self, scratch: Path) -> tuple[Member, ...]:
        """The files on this machine, fetched and unpacked where needed.

        Raises:
            SeveralTables: there are several, and they are not to be stacked.
        """
        if self._members is None:
            path = Path(str(self._wish.source)).expanduser()
            self._members = (Member(path.name, path, {"path": str(path.absolute())}),)
        return self._members

    def columns(self, cursor: Cursor, scratch: Path) -> Sequence[PreviewColumn]:
        """The columns of all files together, in the order in which they first appear."""
        found: dict[str, PreviewColumn] = {}
        for member in self.members(scratch):
            with _inside(scratch) as folder:
                made = reading.preview_file(
                    cursor, member.path, self._wish.options, row_count=0, scratch=folder
                )
            for column in made.columns:
                found.setdefault(name_key(column.name), column)
        return tuple(found.values())

    def preview(self, cursor: Cursor, scratch: Path, row_count: int) -> Preview:
        """The first rows of the first file."""
        first = self.members(scratch)[0]
        made = reading.preview_file(
            cursor, first.path, self._wish.options, row_count=row_count, scratch=scratch
        )
        return replace(made, file_name=first.name)

    def load(
        self, cursor: Cursor, write: Write, scratch: Path, types: Mapping[str, str] | None = None
    ) -> Loaded:
        """Read all files as one table."""
        wish, members = self._wish, self.members(scratch)
        options = _with_types(wish.options, types)
        (only,) = members
        loaded = reading.load_file(cursor, only.path, options, write, scratch=scratch)
        info = {**loaded.source_info, **only.origin, "file_name": only.name}
        return replace(loaded, source_info={**info, "options": self._chosen()})

    def _chosen(self) -> dict[str, Any]:
        """What was asked for, ready for JSON."""
        wish = self._wish
        more = {"table": wish.table, "file_column": wish.file_column}
        chosen = {name: value for name, value in more.items() if value is not None}
        return {
            **wish.options.as_info(),
            **chosen,
            **({"stack": True} if wish.is_stacked else {}),
        }


@contextmanager
def _inside(scratch: Path) -> Iterator[Path]:
    """A folder of its own for what is looked at before it is read."""
    folder = Path(tempfile.mkdtemp(dir=scratch))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
