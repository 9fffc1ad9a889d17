"""Where the rows of a dataset came from: a file, an address, a repository, other datasets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DatasetOrigin:
    """Where the rows of the newest version came from; what isn't known is empty or None.

    Attributes:
        kind: ``file``, ``frame``, ``huggingface``, or empty.
        file_name: The file, without its folder.
        byte_count: Its size as it lay on disk.
        sha256: The digest of its bytes.
        format: csv, tsv, json, ndjson or parquet.
        compression: gzip, zstd, bzip2 or xz.
        url: The address it was fetched from, without secrets.
        archive: The archive it lay in.
        file_count: How many files were stacked; 0 where it is one.
        reject_count: Rows that were left out.
        change: ``append`` or ``replace`` where the version follows another; else empty.
        encoding: Of a text file.
        delimiter: Of a CSV file.
        frame: The library a data frame came from.
        datasets: The datasets that were read, as ``vault[…]`` takes them.
        query: The SQL over them; empty for the rows as they are.
        repo: On Hugging Face; subset, split and revision go with it.
        commit: What the revision stood for.
    """

    kind: str = ""
    file_name: str = ""
    byte_count: int | None = None
    sha256: str = ""
    format: str = ""
    compression: str = ""
    encoding: str = ""
    delimiter: str = ""
    frame: str = ""
    datasets: tuple[str, ...] = ()
    query: str = ""
    repo: str = ""
    subset: str = ""
    split: str = ""
    revision: str = ""
    commit: str = ""
    url: str = ""
    archive: str = ""
    file_count: int = 0
    reject_count: int = 0
    change: str = ""


@dataclass(frozen=True, slots=True)
class DatasetLink:
    """A version of another dataset that a clone or a merge was made from.

    Attributes:
        path: Project and name of that dataset, as ``vault[…]`` takes it.
        version: The number of the version.
    """

    dataset_id: str
    path: str
    version: str


def origin_of(info: Mapping[str, Any]) -> DatasetOrigin:
    """What the source info of a version says about where its rows came from."""
    dialect = info.get("dialect") or {}
    origin = info.get("origin") or {}

    def text(name: str) -> str:
        return str(info.get(name) or "")

    size = info.get("byte_count")
    return DatasetOrigin(
        kind=text("kind"),
        file_name=text("file_name"),
        byte_count=size if isinstance(size, int) else None,
        sha256=text("sha256"),
        format=text("format"),
        compression=text("compression"),
        encoding=text("encoding"),
        delimiter=str(dialect.get("delimiter") or ""),
        frame=text("frame"),
        datasets=tuple(str(each) for each in origin.get("datasets", ())),
        query=str(origin.get("query") or ""),
        repo=text("repo_id"),
        subset=text("subset"),
        split=", ".join(str(each) for each in info.get("splits") or ()),
        revision=text("revision"),
        commit=text("sha"),
        url=text("url"),
        archive=text("archive"),
        file_count=len(info.get("files") or ()),
        reject_count=int(info.get("reject_count") or 0),
        change=text("change"),
    )
