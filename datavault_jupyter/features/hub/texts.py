"""CSV and JSON of the Hub: fetched whole, checked, and read by the rules for files."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import ValueDoesNotFit, VaultError
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.hub import queries
from datavault_jupyter.features.hub.features import Feature, label_error
from datavault_jupyter.features.hub.fetching import Fetcher, RemoteFile
from datavault_jupyter.features.hub.pieces import Piece, differing
from datavault_jupyter.features.hub.tables import Selection, Shape
from datavault_jupyter.features.imports import reading
from datavault_jupyter.features.imports.records import Note, Options
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import described, rows_of
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

# As much of a file as a look at it takes.
_HEAD = 1 << 20
# Up to this size, a file that can't be read from its head alone is fetched for a look.
_SMALL = 20_000_000
PACKED = (".gz", ".zst")
_NUMBERS = frozenset(
    {
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
        "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE",
    }
)  # fmt: skip


def options_of(told: Mapping[str, Any], kind: str) -> tuple[Options, list[Note]]:
    """How to read files, as a card says it; a note for what isn't followed."""
    made: dict[str, Any] = {}
    left = []
    for key, value in told.items():
        if kind in ("csv", "tsv") and key in ("sep", "delimiter") and isinstance(value, str):
            made["delimiter"] = value
        elif kind in ("csv", "tsv") and key == "quotechar" and isinstance(value, str):
            made["quote"] = value
        elif kind in ("csv", "tsv") and key == "skiprows" and isinstance(value, int):
            made["skip"] = value
        elif kind in ("csv", "tsv") and key == "na_values" and isinstance(value, list):
            made["null_values"] = [str(each) for each in value]
        elif kind in ("csv", "tsv") and key == "header" and value in (None, 0):
            made["header"] = value == 0
        elif key == "encoding" and isinstance(value, str):
            made["encoding"] = value
        elif key not in ("features", "dataset_info"):
            left.append(key)
    notes = [Note(f"The card's option {key!r} was not followed.") for key in left]
    return Options(**made), notes


@dataclass(frozen=True, slots=True)
class Text:
    """A text file that is here."""

    split: str
    file: RemoteFile
    path: Path
    is_cut: bool = False


def fetched(
    fetcher: Fetcher,
    files: Sequence[tuple[str, RemoteFile]],
    scratch: Path,
    most_bytes: int | None = None,
) -> tuple[list[Text], bool]:
    """Files on this machine under their own names, which say what they are.

    Args:
        fetcher: Fetches them.
        files: The files, and their splits.
        scratch: A folder of our own.
        most_bytes: When so much is here, it is enough; the last file may be cut after a line.

    Returns:
        The files, and whether there is more that was not fetched.
    """
    made: list[Text] = []
    left = most_bytes
    for split, file in files:
        if left is not None and left <= 0:
            return made, True
        target = Path(tempfile.mkdtemp(prefix="file-", dir=scratch)) / PurePath(file.path).name
        if left is not None and left < file.byte_count and has_lines(file.path):
            content = fetcher.piece(file, 0, left)
            target.write_bytes(content[: content.rfind(b"\n") + 1] or content)
            return [*made, Text(split, file, target, is_cut=True)], True
        made.append(Text(split, file, _linked(fetcher.whole(file), target)))
        left = left - file.byte_count if left is not None else None
    return made, False


def has_lines(path: str) -> bool:
    """Whether the beginning of a file makes sense without its end."""
    return PurePath(path).suffix.lower() not in (*PACKED, ".json")


def _linked(place: Path, target: Path) -> Path:
    try:
        target.symlink_to(place)
    except OSError:
        import shutil

        shutil.copyfile(place, target)  # Windows: links need a right
    return target


def head_of(fetcher: Fetcher, file: RemoteFile, kind: str, scratch: Path) -> Path | None:
    """The beginning of a file as a file of its own; None where that says nothing."""
    target = scratch / PurePath(file.path).name
    is_plain = has_lines(file.path) and kind != "json"
    if file.byte_count <= _HEAD or (file.byte_count <= _SMALL and not is_plain):
        return _linked(fetcher.whole(file), target)
    if not is_plain:
        return None
    content = fetcher.piece(file, 0, _HEAD)
    target.write_bytes(content[: content.rfind(b"\n") + 1] or content)
    return target


@dataclass(frozen=True, slots=True)
class Reading:
    """How text files become pieces.

    Attributes:
        cursor: Of the engine that moves data.
        options: As the card says.
        features: What was declared of the columns.
        selection: What is wanted.
        scratch: Where pieces are staged.
    """

    cursor: Cursor
    options: Options
    features: Mapping[str, Feature]
    selection: Selection
    scratch: Path

    def shape(self, text: Text) -> tuple[Shape, dict[str, str]]:
        """All columns of a file, and the types they would have."""
        piece, _, _ = self._load(text, {})
        shape = Shape({each.name: each.type for each in piece.columns}, self.features)
        source = piece.source
        query = queries.shaped(source, shape.expressions, list(shape.types))
        kinds = dict(described(self.cursor, query))
        self._place(text).unlink()
        return shape, kinds

    def pieces(self, texts: Sequence[Text]) -> tuple[list[Piece], list[Note], int]:
        """The wanted rows of files, with types that go together; notes; rows read in all."""
        notes: list[Note] = []
        types: dict[str, str] = {}
        while True:
            loaded = [self._load(each, types) for each in texts]
            pieces = [each[0] for each in loaded]
            bad = differing(pieces)
            if all(types.get(name) == "VARCHAR" for name in bad):
                break  # nothing differs, or what does is refused when they are put together
            again = {
                name: "VARCHAR" if name in types else _common(kinds) for name, kinds in bad.items()
            }
            types = {**types, **again}
        for _, told, _ in loaded:
            notes += [each for each in told if each not in notes]
        made = [self._chosen(text, piece) for text, piece in zip(texts, pieces, strict=True)]
        return made, notes, sum(count for _, _, count in loaded)

    def _load(self, text: Text, types: Mapping[str, str]) -> tuple[Piece, Sequence[Note], int]:
        target = self._place(text)
        counted = []
        known = types
        if target.exists():
            # Another file may have more columns than this one.
            place = queries.everything(str(target))
            there = {name_key(name) for name, _ in described(self.cursor, place)}
            known = {name: kind for name, kind in types.items() if name_key(name) in there}
            target.unlink()

        def write(query: Sql, columns: Columns) -> NewPart:
            ((count,),) = rows_of(self.cursor, queries.stored(query, target))
            counted.append(int(count))
            return NewPart("", "", int(count), 0, "", columns)

        folder = Path(tempfile.mkdtemp(dir=self.scratch))
        options = replace(self.options, types=dict(known) or None)
        try:
            loaded = reading.load_file(self.cursor, text.path, options, write, scratch=folder)
        except ValueDoesNotFit as error:
            name = error.field or ""
            if types.get(name, "VARCHAR") == "VARCHAR":
                raise
            # Numbers that no float holds: then they stay as they are written.
            return self._load(text, {**types, name: "VARCHAR"})
        source = queries.staged(target, loaded.columns)
        return Piece(text.path.name, source, loaded.columns), loaded.notes, sum(counted)

    def _place(self, text: Text) -> Path:
        """Where what was read of a file is staged."""
        return self.scratch / f"{text.path.parent.name}.read.parquet"

    def _chosen(self, text: Text, piece: Piece) -> Piece:
        shape = Shape({each.name: each.type for each in piece.columns}, self.features)
        query = queries.shaped(
            piece.source,
            shape.with_split(self.selection, text.split),
            shape.chosen(self.selection),
            where=self.selection.where,
            limit=self.selection.limit,
        )
        columns = Columns.of(described(self.cursor, query))
        target = self._place(text).with_suffix(".chosen.parquet")
        try:
            rows_of(self.cursor, queries.stage(query, columns, target))
        except VaultError as error:
            told = label_error(error, text.file.path)
            if told is not None:
                raise told from None
            raise
        return Piece(text.path.name, queries.staged(target, columns), columns)


def _common(kinds: Sequence[str]) -> str:
    """A type to read a column with, where files were of different opinions."""
    if set(kinds) <= _NUMBERS:
        return "DOUBLE"
    return "JSON" if any(each == "JSON" or "(" in each or "[" in each for each in kinds) else (
        "VARCHAR"
    )  # fmt: skip
