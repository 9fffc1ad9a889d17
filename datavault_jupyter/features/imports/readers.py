"""Sources as an import sees them: something with a name that gives columns, and then rows."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from datavault_jupyter.base.errors import BadArgument, SeveralTables
from datavault_jupyter.base.names import name_key
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.imports import (
    archives,
    gathering,
    globbing,
    overrides,
    reading,
)
from datavault_jupyter.features.imports.members import Member
from datavault_jupyter.features.imports.records import (
    Loaded,
    Note,
    Options,
    Preview,
    PreviewColumn,
    Write,
)
from datavault_jupyter.features.imports.sources import examine
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage.parts import sha256_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_MOST_NAMED = 8


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
        format: Of bytes and open files that don't say it.
        file_column: The name of a column that says which file a row came from.
        is_stopped: Asked now and then while files are fetched.
    """

    source: object
    options: Options = field(default_factory=Options)
    table: str | Sequence[str] | None = None
    is_stacked: bool = False
    format: str | None = None
    file_column: str | None = None
    is_stopped: Callable[[], bool] = lambda: False

    @property
    def single_path(self) -> Path | None:
        """The one local file that is meant, there or not; None where it is anything else."""
        if not isinstance(self.source, str | os.PathLike) or "://" in str(self.source):
            return None
        path = Path(self.source).expanduser()
        return path if path.exists() or not globbing.has_magic(str(path)) else None

    @property
    def label(self) -> str:
        """What sentences call the source."""
        return gathering.label_of(self.source)

    @property
    def suggested_name(self) -> str:
        """A name for a dataset made of it.

        Raises:
            BadArgument: it has none of its own.
        """
        return gathering.name_of(self.source)

    def byte_count(self) -> int:
        """The size of the one local file; 0 where it is anything else.

        Raises:
            BadFile: there is no such file, or it is of no kind that can be imported.
        """
        path = self.single_path
        if path is None:
            return 0
        return path.stat().st_size if archives.is_archive(path) else examine(path).byte_count

    @property
    def kept(self) -> str | list[str] | None:
        """The source in a form that finds it again; None for bytes and open files."""
        items = self.source if isinstance(self.source, list | tuple) else [self.source]
        texts = []
        for item in items:
            if not isinstance(item, str | os.PathLike):
                return None
            text = os.fsdecode(os.fspath(item))
            texts.append(text if "://" in text else os.path.abspath(os.path.expanduser(text)))  # noqa: PTH100, PTH111 - a pattern is no path
        return texts if isinstance(self.source, list | tuple) else texts[0]

    def stopped_by(self, is_stopped: Callable[[], bool]) -> Wish:
        """The same, stopped by another."""
        return replace(self, is_stopped=is_stopped)


class FileReader:
    """Files, wherever they are: gathered once, read as one table.

    Args:
        wish: Which files, and how to read them.
        members: The files, where they are gathered already.
    """

    def __init__(self, wish: Wish, members: tuple[Member, ...] | None = None) -> None:
        self._wish = wish
        self._members = members
        self._notes: tuple[Note, ...] = ()

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
            wish = self._wish
            table = "*" if wish.is_stacked and wish.table is None else wish.table
            found = gathering.gather(
                wish.source,
                table=table,
                format=wish.format,
                scratch=scratch,
                is_stopped=wish.is_stopped,
            )
            if wish.table is not None and not found.is_table_used:
                raise BadArgument(f"{wish.label} is no archive, so table= says nothing.")
            if len(found.members) > 1 and not wish.is_stacked:
                raise _several(wish.label, [member.name for member in found.members])
            self._notes, self._members = found.notes, found.members
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
        if len(members) == 1 and wish.file_column is None:
            (only,) = members
            sure = replace(options, encoding=only.encoding) if only.encoding else options
            loaded = reading.load_file(cursor, only.path, sure, write, scratch=scratch)
            info = {**loaded.source_info, **only.origin}
        else:
            from datavault_jupyter.features.imports import stacking

            loaded = stacking.load(
                cursor, members, options, write, scratch, file_column=wish.file_column
            )
            info = dict(loaded.source_info)
        kept = self._wish.kept
        if kept is not None:
            info["source"] = kept
        info["options"] = self._chosen()
        return replace(loaded, source_info=info, notes=(*self._notes, *loaded.notes))

    def _chosen(self) -> dict[str, Any]:
        """What was asked for, ready for JSON."""
        wish = self._wish
        more = {
            "table": wish.table,
            "format": wish.format,
            "file_column": wish.file_column,
        }
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


def can_read_again(present: Version | None) -> bool:
    """Whether the source of the version that a dataset stands at can be read once more."""
    info = present.source_info if present else {}
    kept = info.get("source")
    if not kept or info.get("change") == "append":
        return False
    return not isinstance(kept, str) or "://" in kept or Path(kept).exists()


def again(name: str, present: Version | None, options: Mapping[str, Any]) -> tuple[Reader, bool]:
    """What reads the source of a dataset's present version, and whether it is the same.

    Args:
        name: The dataset's.
        present: The version it stands at.
        options: Options that take the place of those it was read with.

    Raises:
        BadArgument: the source is not kept anywhere.
    """
    info = present.source_info if present else {}
    kept = info.get("source")
    if not kept or info.get("change") == "append":
        raise BadArgument(
            f"The source of {name!r} is not kept anywhere.",
            hint="Pass the file to replace(…).",
        )
    asked = dict(info.get("options") or {})
    more = {each: asked.pop(each, None) for each in ("table", "stack", "format", "file_column")}
    wish = Wish(
        kept,
        Options(**{**asked, **options}),
        more["table"],
        bool(more["stack"]),
        more["format"],
        more["file_column"],
    )
    path = wish.single_path
    is_same = path is not None and path.is_file() and sha256_of(path) == info.get("sha256")
    return FileReader(wish), is_same


def _several(label: str, names: Sequence[str]) -> SeveralTables:
    shown = [repr(name) for name in names[:_MOST_NAMED]]
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown):,} more")
    return SeveralTables(
        f"{label} stands for {len(names):,} files: {listing(shown)}.",
        hint="Pass stack=True for one dataset of all, or use vault.import_files(…) for one each.",
        field="source",
    )


def _with_types(options: Options, types: Mapping[str, str] | None) -> Options:
    if not types:
        return options
    return replace(options, types={**types, **(options.types or {})})


def _names_of(frame: Any) -> list[str]:
    """The column names of any frame, made usable."""
    # The columns of an Arrow table are its values.
    is_arrow = type(frame).__module__.partition(".")[0] == "pyarrow"
    columns = None if is_arrow else getattr(frame, "columns", None)
    if columns is None:
        schema = getattr(frame, "schema", None)
        columns = getattr(schema, "names", None)
    if columns is None:
        import pyarrow as pa

        if not hasattr(frame, "__arrow_c_stream__"):
            raise BadArgument(f"A {type(frame).__name__} is no data frame.", field="frame")
        columns = pa.RecordBatchReader.from_stream(frame).schema.names
    return overrides.usable([str(name) for name in columns])[0]
