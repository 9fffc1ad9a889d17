"""What the panel shows before an import: the preview, and why the file can't be imported so."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadFile, Cancelled, ValueDoesNotFit, VaultError
from datavault_jupyter.features.imports import sources
from datavault_jupyter.features.imports.problems import lines_before, problem_of, told_shortly
from datavault_jupyter.features.imports.records import (
    Cancels,
    ImportProblem,
    OnError,
    Options,
    Preview,
)

if TYPE_CHECKING:
    from datavault_jupyter.features.imports.service import ImportService

_CUT = 300
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
        """Without wishes for single columns."""
        return replace(self, names={}, types={})


AS_IT_IS = ImportSettings()


@dataclass(frozen=True, slots=True)
class Survey:
    """A preview and what stands against it.

    Attributes:
        preview: The first rows as wished; None where not even those can be read.
        detected: Types without a wish, by source name.
        problems: Why the file can't be imported like this.
    """

    preview: Preview | None
    detected: dict[str, str]
    problems: tuple[ImportProblem, ...]


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
        source = sources.examine(path)
        plain = settings.plain()
        stat = path.stat()
        key = (path, stat.st_mtime_ns, stat.st_size, plain.options(), row_count)
        with self._lock:
            last = self._last
        if last is not None and last[0] == key:
            base = last[1]
        else:
            base = self._plain(source, plain.options(), row_count, cancels)
            with self._lock:
                self._last = (key, base)
        known = set(base.detected)
        if base.preview is None or base.problems or not known & {*settings.names, *settings.types}:
            return base
        return self._wished(path, settings, row_count, cancels, base)

    def _plain(
        self, source: sources.Source, options: Options, row_count: int, cancels: Cancels
    ) -> Survey:
        try:
            made = self._service.preview(source.path, options, row_count=row_count, cancels=cancels)
        except BadFile as error:
            problem = problem_of(error, source.path, options.encoding)
            shown = replace(problem, message=told_shortly(problem, source.name))
            before = self._before(source, options, row_count, problem.line, cancels)
            return Survey(before, _types(before), (shown,))
        return Survey(made, _types(made), ())

    def _before(
        self,
        source: sources.Source,
        options: Options,
        row_count: int,
        line: int | None,
        cancels: Cancels,
    ) -> Preview | None:
        """The preview of what stands before the line with the problem, where that is possible."""
        if line is None or source.format not in ("csv", "tsv"):
            return None
        with self._service.scratch() as folder:
            target = folder / f"head.{source.format}"
            if not lines_before(source.path, line, target):
                return None
            try:
                made = self._service.preview(target, options, row_count=row_count, cancels=cancels)
            except Cancelled:
                raise
            except VaultError:
                return None
        return replace(made, file_name=source.name, byte_count=source.byte_count, row_count=None)

    def _wished(
        self,
        path: Path,
        settings: ImportSettings,
        row_count: int,
        cancels: Cancels,
        base: Survey,
    ) -> Survey:
        """The preview with the wishes for single columns that the file has."""
        known = set(base.detected)
        try:
            wished = settings.options(known=known)
            made = self._service.preview(path, wished, row_count=row_count, cancels=cancels)
        except ValueDoesNotFit as error:
            problem = problem_of(error, path, settings.encoding)
            shown = replace(problem, message=told_shortly(problem, path.name))
            untyped = settings.options(has_types=False, known=known)
            made = self._service.preview(path, untyped, row_count=row_count, cancels=cancels)
            return Survey(made, base.detected, (shown,))
        return Survey(made, base.detected, ())


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
