"""Which files of a list can be read together: those that are written alike, one after the other."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadFile, Cancelled, VaultError
from datavault_jupyter.features.imports import sources
from datavault_jupyter.features.imports.members import Member
from datavault_jupyter.features.imports.records import Options
from datavault_jupyter.features.imports.sources import Source
from datavault_jupyter.features.imports.stacking import queries
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.foreign import translated

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_CHUNK = 1 << 22
_MARK = b"\xef\xbb\xbf"
# Names longer than this are looked at by the readers.
_MOST_HEAD = 1 << 20
# Cells that begin with a single quote may mean another dialect.
_SINGLE_QUOTE = re.compile(rb"[,;\t|\r\n]'")
_DELIMITER = re.compile(rb"[,;\t|]")
# JSON files from this size on are read by DuckDB, one by one, which is quicker.
_BIG_JSON = 2_000_000
# Packed CSV files beyond this are unpacked by who reads them alone, once and not twice.
_BIG_PACKED = 16_000_000
_AT_ONCE = 1_000


class Kind(StrEnum):
    """How the files of a batch are read."""

    ALONE = "alone"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file and what was seen of it.

    Attributes:
        member: The file.
        source: What kind it is.
        sha256: Its digest, where all of it was read already.
        is_bare: Whether it is a CSV file with a row of names and nothing else.
        place: Where its plain text lies, where it was packed and has been looked at.
    """

    member: Member
    source: Source
    sha256: str = ""
    is_bare: bool = False
    place: Path | None = None

    @property
    def plain(self) -> Path:
        """Where its bytes lie unpacked."""
        return self.place or self.member.path


@dataclass(slots=True)
class Batch:
    """Files that are read together.

    Attributes:
        kind: How.
        sheets: The files in their order.
        key: What they have in common.
    """

    kind: Kind
    sheets: list[Sheet] = field(default_factory=list)
    key: object = None


@contextmanager
def naming(member: Member) -> Iterator[None]:
    """Errors about a file call it as the user knows it, not as it is called on this disk."""
    try:
        yield
    except Cancelled:
        raise
    except BadFile as error:
        own = member.path.name
        if member.name not in error.message:
            said = (
                error.message.replace(own, member.name, 1)
                if own in error.message
                else f"{member.name}: {error.message}"
            )
            error.message = said
            error.args = (said,)
        raise


def batches(
    cursor: Cursor, members: Sequence[Member], options: Options, scratch: Path
) -> list[Batch]:
    """The files in their order, those together that can be read so.

    Args:
        cursor: Of the engine that moves data.
        members: The files.
        options: What the user asked for.
        scratch: A folder of our own, where packed ones are laid down plain.

    Raises:
        BadFile: one is of no kind that can be imported.
    """
    found = []
    for member in members:
        with naming(member):
            found.append(Sheet(member, sources.examine(member.path)))
    schemas = _schemas(cursor, [each for each in found if _is_plain(each, "parquet")])
    made: list[Batch] = []
    for sheet in found:
        batch = _alone(sheet, options, schemas, scratch)
        if made and _go_together(made[-1], batch):
            made[-1].sheets += batch.sheets
        else:
            made.append(batch)
    for batch in made:
        if len(batch.sheets) == 1 and batch.kind is not Kind.JSON:
            batch.kind = Kind.ALONE
    return made


def _go_together(before: Batch, batch: Batch) -> bool:
    return batch.kind is not Kind.ALONE and (batch.kind, batch.key) == (before.kind, before.key)


def apart(batch: Batch) -> list[Batch]:
    """The same files, each read alone."""
    return [Batch(Kind.ALONE, [sheet]) for sheet in batch.sheets]


def _alone(sheet: Sheet, options: Options, schemas: dict[str, object], scratch: Path) -> Batch:
    """A batch of one file, with what others must have in common with it."""
    kind = sheet.source.format
    if kind in ("csv", "tsv"):
        with naming(sheet.member):
            looked, key = _looked(sheet, options, scratch)
        return Batch(Kind.ALONE if key is None else Kind.CSV, [looked], key)
    if kind == "parquet" and str(sheet.member.path) in schemas:
        return Batch(Kind.PARQUET, [sheet], schemas[str(sheet.member.path)])
    if kind in ("json", "ndjson") and sheet.member.byte_count < _BIG_JSON and not options.skips:
        return Batch(Kind.JSON, [sheet], sheet.member.encoding)
    return Batch(Kind.ALONE, [sheet])


def _is_plain(sheet: Sheet, kind: str) -> bool:
    return sheet.source.format == kind and sheet.source.compression is None


def _looked(sheet: Sheet, options: Options, scratch: Path) -> tuple[Sheet, object]:
    """A CSV file, and what others must have in common to be read with it; None is nothing."""
    has_wishes = (
        options.skips
        or options.header is not None
        or options.date_order is not None
        or options.quote is not None
        or bool(options.skip)
        or options.encoding is not None
    )
    is_packed = sheet.source.compression is not None
    if is_packed and (has_wishes or sheet.member.byte_count > _BIG_PACKED):
        return _bare_or_not(sheet, options), None
    digest = hashlib.sha256()
    head = b""
    is_odd = has_delimiter = False
    quotes = 0
    filled = 0
    place = Path(tempfile.mkdtemp(prefix="plain-", dir=scratch)) / "plain" if is_packed else None
    with ExitStack() as opened:
        opened.enter_context(translated())
        file = opened.enter_context(sources.opened(sheet.source, scratch))
        copy = None if place is None else opened.enter_context(place.open("wb"))
        rest = b""
        while chunk := file.read(_CHUNK):
            if copy is None:
                digest.update(chunk)
            else:
                copy.write(chunk)
            if len(head) < _MOST_HEAD and b"\n" not in head:
                head += chunk
            is_odd = is_odd or _is_odd(rest + chunk)
            quotes += chunk.count(b'"')
            has_delimiter = has_delimiter or _DELIMITER.search(chunk) is not None
            rest = chunk[-1:]
            filled += len(chunk)
    head = head.removeprefix(_MARK)
    line, end, after = head.partition(b"\n")
    is_whole = filled <= _CHUNK
    is_bare = options.header is not False and is_whole and bool(line.strip()) and not after.strip()
    looked = Sheet(
        sheet.member, sheet.source, "" if is_packed else digest.hexdigest(), is_bare, place
    )
    # A quote that is never closed: of several files DuckDB passes over the rest without a word.
    is_odd = is_odd or quotes % 2 == 1
    fits = end and line.strip() and b'"' not in line and b"'" not in line and not is_odd
    # One column: nothing in its name says what would separate it from a second one.
    is_unsure = has_delimiter and not _DELIMITER.search(line)
    if has_wishes or not fits or b"\r" in line[:-1] or is_bare or is_unsure:
        return looked, None
    return looked, (sheet.source.format, line)


def _is_odd(data: bytes) -> bool:
    r"""Whether a file may be written in another way than most: with \" or with single quotes."""
    return (
        (b"\\" in data and b'\\"' in data)
        or (b"'" in data and _SINGLE_QUOTE.search(data) is not None)
        or b"\x00" in data
    )


def _bare_or_not(sheet: Sheet, options: Options) -> Sheet:
    """A packed CSV file, with whether it has names only."""
    with naming(sheet.member), sources.opened(sheet.source) as file:
        head = file.read(_MOST_HEAD)
    line, _, after = head.partition(b"\n")
    is_bare = (
        options.header is not False
        and len(head) < _MOST_HEAD
        and bool(line.removeprefix(_MARK).strip())
        and not after.strip()
    )
    return Sheet(sheet.member, sheet.source, "", is_bare)


def _schemas(cursor: Cursor, sheets: Sequence[Sheet]) -> dict[str, object]:
    """The schemas of Parquet files by path; none where one of them can't be read."""
    made: dict[str, list[tuple[object, ...]]] = {}
    places: list[Path] = [sheet.member.path for sheet in sheets]
    # DuckDB would take these signs for a pattern.
    places = [place for place in places if not re.search(r"[*?\[]", str(place))]
    if len(places) < 2:
        return {}
    try:
        for start in range(0, len(places), _AT_ONCE):
            query = queries.parquet_schemas(places[start : start + _AT_ONCE])
            for path, *rest in rows_of(cursor, query):
                # Decimals of too many digits are refused by who reads a file alone.
                if rest[0] is not None and int(str(rest[0])) > 38:
                    return {}
                made.setdefault(str(path), []).append(tuple(rest))
    except Cancelled:
        raise
    except VaultError:
        return {}  # reading the damaged one alone says which it is
    return {path: tuple(rows[1:]) for path, rows in made.items()}
