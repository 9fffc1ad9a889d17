"""One query into one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.exports import notes, queries
from datavault_jupyter.features.exports.archives import member_name, write_archive
from datavault_jupyter.features.exports.files import Found, Packing
from datavault_jupyter.features.exports.queries import Field
from datavault_jupyter.features.exports.records import ExportFormat, Written
from datavault_jupyter.features.exports.rows import write_rows
from datavault_jupyter.features.exports.targets import Draft, drafted
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import sha256_of
from datavault_jupyter.storage.sql import Sql

Progress = Callable[[float], None]

_EXTENSIONS = {
    ".csv": (ExportFormat.CSV,),
    ".json": (ExportFormat.JSON,),
    ".ndjson": (ExportFormat.NDJSON,),
    ".jsonl": (ExportFormat.NDJSON,),
    ".parquet": (ExportFormat.PARQUET,),
    ".arrow": (ExportFormat.ARROW,),
    ".zip": (ExportFormat.ZIP, ExportFormat.ZIP_JSON),
}
# Extensions that promise something we don't write.
_OTHERS = frozenset(
    {
        ".7z", ".avro", ".bz2", ".db", ".duckdb", ".feather", ".gz", ".html", ".ipc",
        ".orc", ".pickle", ".pkl", ".sqlite", ".tar", ".tsv", ".xls", ".xlsx", ".xml", ".xz",
        ".zst",
    }
)  # fmt: skip
_WORDS = {"jsonl": ExportFormat.NDJSON, "zip_json": ExportFormat.ZIP_JSON}
_FORMATS = f"Formats: {listing([each.value for each in ExportFormat], 'or')}."


def format_of(path: Path, given: str | None) -> ExportFormat:
    """The format of a file, from the word given or else from the extension.

    Raises:
        BadArgument: the word is none of ours, the extension says nothing, or both disagree.

    >>> format_of(Path("birds.parquet"), None).value, format_of(Path("b.zip"), "zip-json").value
    ('parquet', 'zip-json')
    """
    extension = path.suffix.lower()
    promised = _EXTENSIONS.get(extension, ())
    if given is None:
        if promised:
            return promised[0]
        said = f"can't be told from {path.suffix!r}" if extension else "is not said"
        raise BadArgument(
            f"The format of {path.name!r} {said}.",
            hint=f"Pass format=… or use another extension. {_FORMATS}",
            field="format",
        )
    chosen = _from_word(given)
    if (promised and chosen not in promised) or extension in _OTHERS:
        raise BadArgument(
            f"format={given!r} contradicts the extension of {path.name!r}.",
            hint="Change one of them; a ZIP is the way to a packed file.",
            field="format",
        )
    return chosen


def _from_word(given: str) -> ExportFormat:
    word = str(given).strip().lower()
    try:
        return _WORDS.get(word) or ExportFormat(word)
    except ValueError:
        raise BadArgument(
            f"{given!r} is no export format.", hint=_FORMATS, field="format"
        ) from None


def write_file(
    cursor: Any,
    query: Sql,
    columns: Sequence[tuple[str, str]],
    path: Path,
    format: ExportFormat,  # noqa: A002 - the word of every export
    *,
    overwrite: bool = False,
    guard_formulas: bool = False,
    name: str = "dataset",
    facts: Mapping[str, Any] | None = None,
    packing: Packing | None = None,
    said: Sequence[str] = (),
    mark: str = "",
    on_progress: Progress | None = None,
) -> Written:
    """Write a query's rows as one file, whole or not at all.

    Args:
        cursor: A DuckDB cursor that may write files; nothing else may run on it meanwhile.
        query: Gives the true values, in the order of `columns`; its own names don't matter.
        columns: The name that people see and the true DuckDB type of each column.
        path: Where the file goes; missing folders are made.
        format: What it becomes; see `format_of`.
        overwrite: Whether a file that is there may be replaced.
        guard_formulas: Put a ``'`` before texts that a spreadsheet would take for a formula.
        name: What the rows are called inside an archive.
        facts: What the manifest of an archive says about the dataset.
        packing: Finds the files that rows refer to, for an archive.
        said: What a reader should know of the rows themselves, one sentence each.
        mark: What the names of unfinished files begin with, after a dot.
        on_progress: Called with a share from 0 to 1, also from another thread.

    Raises:
        TargetExists: a file is there and `overwrite` is False.
        CannotWrite: the place can't be written to.
        DiskFull: there was not enough room.
        BadArgument: `guard_formulas` with a format that no spreadsheet opens as text.
        KeyboardInterrupt: the cell was interrupted.
    """
    if guard_formulas:
        _require_guardable(format)
    place = Path(path).expanduser().absolute()
    with drafted(place, overwrite=overwrite, mark=mark) as draft, translated():
        fields = queries.fields_of(cursor, columns)
        found = packing.found(cursor, query, fields) if packing and format.is_archive else None
        if found is not None:
            query, fields = found.query, list(found.fields)
        rows = partial(write_rows, cursor, query, fields, guard=guard_formulas)
        if format.is_archive:
            about = {"name": name, **(facts or {})}
            row_count, told, missing_count = _archived(
                draft, rows, fields, format.inner, about=about, found=found, on_progress=on_progress
            )
        else:
            row_count, told = rows(draft.path, format, on_progress=on_progress)
            missing_count = 0
        byte_count, sha256 = draft.path.stat().st_size, sha256_of(draft.path)
    if on_progress is not None:
        on_progress(1.0)
    return Written(
        path=place,
        format=format,
        row_count=row_count,
        column_count=len(fields),
        byte_count=byte_count,
        sha256=sha256,
        replaced=draft.replaced,
        notes=(*([notes.REPLACED] if draft.replaced else []), *said, *told),
        file_count=len(found.files) if found else 0,
        missing_count=missing_count,
    )


def _require_guardable(form: ExportFormat) -> None:
    if form.inner is not ExportFormat.CSV:
        raise BadArgument(
            f"guard_formulas= is for CSV files, and this is {form.value}.",
            hint="Leave it out, or export as csv or zip.",
            field="guard_formulas",
        )


def _archived(
    draft: Draft,
    rows: Callable[..., tuple[int, list[str]]],
    fields: Sequence[Field],
    inner: ExportFormat,
    *,
    about: Mapping[str, Any],
    found: Found | None,
    on_progress: Progress | None,
) -> tuple[int, list[str], int]:
    """The rows into a file of their own, then that file, others and a manifest into the draft."""
    source = draft.another()
    row_count, said = rows(source, inner, on_progress=_part(on_progress, 0.0))
    missing_count = found.missing_count if found else 0
    if missing_count:
        said.append(notes.missing_files(missing_count))
    manifest = {
        "dataset": about,
        "row_count": row_count,
        "columns": [{"name": field.name, "type": field.type} for field in fields],
        "notes": said,
    }
    if found is not None:
        manifest["file_count"] = len(found.files)
    member = member_name(str(about["name"]), inner.value)
    damaged = write_archive(
        draft.path,
        source,
        member,
        manifest,
        files=found.files if found else (),
        on_progress=_part(on_progress, 0.5),
    )
    if damaged:
        said.append(notes.damaged_files(damaged))
    return row_count, said, missing_count + len(damaged)


def _part(on_progress: Progress | None, start: float) -> Progress | None:
    """Progress of one half of the work."""
    return None if on_progress is None else lambda share: on_progress(start + share / 2)
