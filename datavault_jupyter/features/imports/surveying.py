"""What the panel shows before an import: the preview, and why the file can't be imported so."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadFile, Cancelled, VaultError
from datavault_jupyter.features.imports import archives, sources
from datavault_jupyter.features.imports.problems import (
    lines_before,
    problem_of,
    problem_of_row,
    told_shortly,
)
from datavault_jupyter.features.imports.records import (
    Cancels,
    ImportProblem,
    OnError,
    Options,
    Preview,
)
from datavault_jupyter.features.imports.searching import Found

if TYPE_CHECKING:
    from datavault_jupyter.features.imports.service import ImportService

_CUT = 300
_MOST_PROBLEMS = 100
# A note of previews that leave out rows: the panel shows them one by one.
_SKIPPED = "would be left out."
_SHOWN_BYTES = 64


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """How to read it; None leaves the choice to the import.

    Attributes:
        delimiter: What separates the cells of a CSV file.
        header: Whether its first row holds the names.
        encoding: Of a text file.
        null_values: Words that mean "missing".
        names: New names, by the source's column name.
        types: Types, by the source's column name: DuckDB's own, or words such as ``text``.
        quote: What stands around a cell that holds a delimiter; "" is nothing.
        skip: How many lines stand before the table.
        date_order: dmy, mdy or ymd: how ``3/4/2026`` is meant; without it, such dates stay text.
        on_error: ``fail`` imports all rows or none, ``skip`` leaves out those that can't be.
        table: Which of several tables of an archive.
    """

    delimiter: str | None = None
    header: bool | None = None
    encoding: str | None = None
    null_values: tuple[str, ...] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    quote: str | None = None
    skip: int | None = None
    date_order: str | None = None
    on_error: str = OnError.FAIL
    table: str | None = None

    def options(self, *, has_types: bool = True, known: set[str] | None = None) -> Options:
        """The same for the import, which names types by the final name."""

        def kept(wishes: Mapping[str, str]) -> dict[str, str]:
            return {key: each for key, each in wishes.items() if known is None or key in known}

        names = kept(self.names)
        types = {names.get(key, key): each for key, each in kept(self.types).items()}
        return Options(
            columns=names or None,
            types=types if types and has_types else None,
            delimiter=self.delimiter,
            header=self.header,
            encoding=self.encoding,
            null_values=self.null_values,
            quote=self.quote,
            skip=self.skip,
            date_order=self.date_order,
            on_error=self.on_error,
        )

    def plain(self) -> ImportSettings:
        """Without wishes for single columns, and all rows or none."""
        return replace(self, names={}, types={}, on_error=OnError.FAIL)


AS_IT_IS = ImportSettings()


@dataclass(frozen=True, slots=True)
class Survey:
    """A preview and what stands against it.

    Attributes:
        path: The file that was looked at: that of an archive is gone by now.
        format: Of the file, or of the table in an archive.
        preview: The first rows as wished; None where not even those can be read.
        detected: Types without a wish, by source name.
        problems: Why the file can't be imported like this, the first of them.
        found: All rows that are wrong; None where the file as a whole is.
        tables: The tables of an archive that has several.
        table: The one that was looked at.
    """

    path: Path
    format: str = ""
    preview: Preview | None = None
    detected: dict[str, str] = field(default_factory=dict)
    problems: tuple[ImportProblem, ...] = ()
    found: Found | None = None
    tables: tuple[str, ...] = ()
    table: str | None = None

    @property
    def can_skip(self) -> bool:
        """Whether it can be imported without the rows that are wrong."""
        found = self.found
        return found is not None and not found.has_more and self.preview is not None


@dataclass(frozen=True, slots=True)
class _Look:
    """One file, how to read it, and who may stop that."""

    path: Path
    options: Options
    row_count: int
    cancels: Cancels


class Surveyor:
    """Looks at files for the panel; remembers the last one, which is looked at most often."""

    def __init__(self, service: ImportService) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._last: tuple[object, Survey] | None = None

    def look(
        self, path: Path, settings: ImportSettings, row_count: int, cancels: Cancels
    ) -> Survey:
        """Preview a file; what is wrong in it becomes a problem, not an error.

        Raises:
            BadFile: there is no such file, or it is of no kind that can be imported.
            BadArgument: a wish makes no sense.
        """
        if not archives.is_archive(path):
            return self._looked(path, path, settings, row_count, cancels)
        tables = tuple(archives.tables(path))
        if len(tables) > 1 and settings.table not in tables:
            return Survey(path, tables=tables)
        stopped = threading.Event()
        with self._service.scratch() as folder:
            with cancels(stopped.set):
                table = settings.table if len(tables) > 1 else None
                (member,) = archives.extract(path, table, folder / "unpacked", stopped.is_set)
            made = self._looked(member.path, path, settings, row_count, cancels)
        return replace(made, tables=tables, table=member.member)

    def _looked(
        self,
        path: Path,
        kept: Path,
        settings: ImportSettings,
        row_count: int,
        cancels: Cancels,
    ) -> Survey:
        """The same for a file that lies here, as it does or out of the one that is kept."""
        kind = sources.examine(path).format
        plain = settings.plain()
        stat = kept.stat()
        facts = (kept, stat.st_mtime_ns, stat.st_size, settings.table)
        key = (*facts, plain.options(), row_count)
        look = _Look(path, plain.options(), row_count, cancels)
        with self._lock:
            last = self._last
        if last is not None and last[0] == key:
            base = last[1]
        else:
            base = self._surveyed(look)
            with self._lock:
                self._last = (key, base)
        known = set(base.detected)
        if base.preview is None or not known & {*settings.names, *settings.types}:
            return replace(base, format=kind)
        wished = replace(settings, on_error=OnError.FAIL).options(known=known)
        made = self._surveyed(replace(look, options=wished))
        if made.preview is None:
            made = replace(made, preview=base.preview)
        return replace(made, detected=base.detected, format=kind)

    def _surveyed(self, look: _Look) -> Survey:
        """Rows as wished, and all that is wrong with the file."""
        made: Preview | None = None
        try:
            made = self._preview(look)
            found = self._service.search(look.path, look.options, cancels=look.cancels)
        except BadFile as error:
            return self._broken(look, error)
        if not found.rejects:
            if made.row_count is None:
                made = replace(made, row_count=found.fine_count)
            return Survey(look.path, preview=made, detected=_types(made))
        return self._with_rejects(look, found, made)

    def _broken(self, look: _Look, error: BadFile) -> Survey:
        """The survey of a file that can't be imported as it is."""
        try:
            found = self._service.search(look.path, look.options, cancels=look.cancels)
        except BadFile:
            found = Found()
        if found.rejects and not found.has_more:
            return self._with_rejects(look, found, None)
        problem = problem_of(error, look.path, look.options.encoding)
        shown = replace(problem, message=told_shortly(problem, look.path.name))
        before = self._before(look, problem.line)
        return Survey(look.path, preview=before, detected=_types(before), problems=(shown,))

    def _with_rejects(self, look: _Look, found: Found, made: Preview | None) -> Survey:
        problems = tuple(map(problem_of_row, found.rejects[:_MOST_PROBLEMS]))
        skipping = replace(look, options=replace(look.options, on_error=OnError.SKIP))
        try:
            made = made or self._preview(skipping)
        except BadFile:
            made = None
        if made is not None:
            notes = tuple(each for each in made.notes if not each.message.endswith(_SKIPPED))
            made = replace(made, notes=notes)
        return Survey(
            look.path, preview=made, detected=_types(made), problems=problems, found=found
        )

    def _preview(self, look: _Look) -> Preview:
        return self._service.preview(
            look.path, look.options, row_count=look.row_count, cancels=look.cancels
        )

    def _before(self, look: _Look, line: int | None) -> Preview | None:
        """The preview of what stands before the line with the problem, where that is possible."""
        source = sources.examine(look.path)
        if line is None or source.format not in ("csv", "tsv"):
            return None
        with self._service.scratch() as folder:
            target = folder / f"head.{source.format}"
            if not lines_before(source.path, line, target):
                return None
            try:
                made = self._preview(replace(look, path=target))
            except Cancelled:
                raise
            except VaultError:
                return None
        return replace(made, file_name=source.name, byte_count=source.byte_count, row_count=None)


def _types(preview: Preview | None) -> dict[str, str]:
    columns = preview.columns if preview else ()
    return {column.source_name: column.type for column in columns}


def as_text(value: Any) -> str | None:
    """A value as the panel gets it; None is NULL.

    >>> as_text(True), as_text(None), as_text({"a": [1]})
    ('true', None, '{"a": [1]}')
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes | bytearray | memoryview):
        return f"{len(value)}:{bytes(value[:_SHOWN_BYTES]).hex()}"
    if isinstance(value, datetime):
        text = value.isoformat(" ")
    elif isinstance(value, dict | list | tuple):
        text = json.dumps(value, ensure_ascii=False, default=str)
    else:
        text = str(value)
    return text[: _CUT + 1]
