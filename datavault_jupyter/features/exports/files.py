"""Files that fields hold, packed beside the rows that refer to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datavault_jupyter.access import Visibility
from datavault_jupyter.features.exports import queries
from datavault_jupyter.features.exports.archives import Packed, safe_part
from datavault_jupyter.features.exports.queries import Field
from datavault_jupyter.storage import blobs
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store

FOLDER = "files"


@dataclass(frozen=True, slots=True)
class Found:
    """The files that the rows of an export refer to.

    Attributes:
        files: Those that can be packed.
        missing_count: Those that can't: they are gone, or of datasets that the actor may not see.
        query: The rows, each reference with the path of its file in the archive.
        fields: Their columns.
    """

    files: tuple[Packed, ...]
    missing_count: int
    query: Sql
    fields: tuple[Field, ...]


class Packing:
    """Looks for the files that rows refer to.

    Args:
        store: The vault.
        seen: Which datasets the actor may see. A clone has the files of what it was made of; who
            knows a digest only gets no file by it.
    """

    def __init__(self, store: Store, seen: Visibility) -> None:
        self._store = store
        self._seen = seen

    def found(self, cursor: Any, query: Sql, fields: Sequence[Field]) -> Found | None:
        """The files of all columns that hold some; None where no column does."""
        folders = _folders(fields)
        if not folders:
            return None
        references = rows_of(cursor, queries.references(query, fields, folders))
        with self._store.catalog.read() as connection:
            known = blobs.among(
                connection,
                {sha256 for sha256, _ in references},
                project_keys=None if self._seen.is_everything else self._seen.project_ids,
                dataset_keys=self._seen.dataset_ids,
            )
        files, gone = [], set()
        for sha256, path in references:
            place = blobs.path_of(self._store, sha256) if sha256 in known else None
            if place is not None and place.is_file():
                files.append(Packed(path, place, sha256))
            else:
                gone.add(sha256)
        changed = queries.with_paths(query, fields, folders, sorted(gone))
        kinds = {
            field.sql: cursor.sqltype(queries.with_path_type(field))
            for field in fields
            if field.sql in folders
        }
        made = tuple(
            Field(each.name, str(kinds[each.sql]), kinds[each.sql], each.sql)
            if each.sql in folders
            else each
            for each in fields
        )
        return Found(tuple(files), len(gone), changed, made)


def sizes(cursor: Any, query: Sql, fields: Sequence[Field]) -> tuple[int, int]:
    """How many files rows refer to, and their bytes together, as the rows tell them."""
    folders = _folders(fields)
    if not folders:
        return 0, 0
    ((number, size),) = rows_of(cursor, queries.reference_sizes(query, fields, folders))
    return int(number), int(size)


def _folders(fields: Sequence[Field]) -> dict[str, str]:
    """For each column of files the folder its files go to."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for position, field in enumerate(fields):
        if not queries.holds_files(field.kind):
            continue
        part = safe_part(field.name)[:60].rstrip(". ") or "files"
        # Folders that differ by case alone are one where files are unpacked on some systems.
        name = part if part.casefold() not in taken else f"{part}-{position}"
        taken.add(name.casefold())
        made[field.sql] = f"{FOLDER}/{name}"
    return made
