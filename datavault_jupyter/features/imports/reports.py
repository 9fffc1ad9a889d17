"""How an import went: what was read, what was taken, what was left out and why."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from datavault_jupyter.base.errors import BadArgument, TargetExists
from datavault_jupyter.features.imports import report_view
from datavault_jupyter.features.imports.records import Reject, SourceColumn
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage.foreign import translated


@dataclass(frozen=True, slots=True, repr=False)
class ImportReport:
    """How the import of one version went.

    Attributes:
        dataset: The dataset's name.
        version: The version's number.
        change: ``append`` or ``replace``; empty for a first version.
        source: The file, address or frame the rows came from.
        format: Such as ``csv``; empty for a frame.
        byte_count: Size of the source as it lay there; None where that isn't known.
        sha256: Of the source, in hexadecimal; None where that isn't known.
        encoding: Of the text; None for a format that is no text.
        dialect: Delimiter, quote, escape, skipped lines and header of a CSV file.
        chosen: What was asked for; everything else was detected.
        columns: What the source calls each column, its type, and the type detected without a wish.
        imported_count: Rows that the import brought.
        rejects: Rows that were left out, in the order of the source.
        notes: What is worth knowing.
        seconds: How long it took.
    """

    dataset: str
    version: str
    change: str
    source: str
    format: str
    byte_count: int | None
    sha256: str | None
    encoding: str | None
    dialect: Mapping[str, Any] | None
    chosen: Mapping[str, Any]
    columns: tuple[SourceColumn, ...]
    imported_count: int
    rejects: tuple[Reject, ...]
    notes: tuple[str, ...]
    seconds: float | None
    files: tuple[str, ...] = field(default=())

    @property
    def rejected_count(self) -> int:
        """Rows that were left out."""
        return len(self.rejects)

    @property
    def read_count(self) -> int:
        """Rows that the source has."""
        return self.imported_count + self.rejected_count

    @property
    def rejects_name(self) -> str:
        """A name for the file of what was left out."""
        kind = {"tsv": "tsv", "csv": "csv"}.get(self.format, "ndjson")
        return f"{PurePath(self.source).stem}-left-out.{kind}"

    def save_rejects(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the rows that were left out to a file in the source's own form.

        Mend them there, then ``ds.append(path)`` brings them in.

        Args:
            path: The file.
            overwrite: Replace a file that is there.

        Raises:
            BadArgument: nothing was left out.
            TargetExists: a file is there and ``overwrite`` is off.
        """
        place = Path(path).expanduser()
        if not self.rejects:
            raise BadArgument(f"The import of {self.source} left out no rows.")
        text = self.rejects_text()
        if place.exists() and not overwrite:
            raise TargetExists(f"{place.name} exists already.")
        with translated():
            part = place.with_name(f".{place.name}.part")
            part.write_text(text, encoding="utf-8", newline="")
            part.replace(place)
        return place

    def rejects_text(self) -> str:
        """The rows that were left out as a file of the source's format, in UTF-8."""
        lines = [each.text.rstrip("\r\n") + "\n" for each in self.rejects]
        dialect = self.dialect
        if dialect and dialect.get("header"):
            head = io.StringIO()
            doubled = dialect["escape"] == dialect["quote"]
            writer = csv.writer(
                head,
                delimiter=dialect["delimiter"],
                quotechar=dialect["quote"] or None,
                quoting=csv.QUOTE_MINIMAL if dialect["quote"] else csv.QUOTE_NONE,
                doublequote=doubled,
                escapechar=None if doubled else dialect["escape"] or None,
                lineterminator="\n",
            )
            writer.writerow([each.source_name for each in self.columns])
            lines.insert(0, head.getvalue())
        return "".join(lines)

    def __repr__(self) -> str:
        """Counts, facts, notes and the first rejects as plain text."""
        return report_view.as_text(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": report_view.as_text(self), "text/html": report_view.as_html(self)}


def report_of(dataset: str, version: Version, rejects: Sequence[Reject]) -> ImportReport:
    """The report of a version that was imported."""
    info = version.source_info
    columns = tuple(SourceColumn(**each) for each in info.get("columns", ()))
    return ImportReport(
        dataset=dataset,
        version=version.number,
        change=info.get("change", ""),
        source=info.get("file_name") or info.get("repo_id") or "A frame",
        format=info.get("format") or "",
        byte_count=info.get("byte_count"),
        sha256=info.get("sha256"),
        encoding=info.get("encoding"),
        dialect=info.get("dialect"),
        chosen=info.get("options") or {},
        columns=columns,
        imported_count=info["row_count"],
        rejects=tuple(rejects),
        notes=tuple(info.get("notes", ())),
        seconds=info.get("seconds"),
        files=tuple(each.get("name") or each.get("path", "") for each in info.get("files", ())),
    )
