"""Plain JSON read by DuckDB, many times faster than record by record, where that changes nothing.

Whatever DuckDB might read in another way than `parsing` is looked for in all records first. On any
doubt `survey` gives up, and the slow reading decides: it alone refuses, and names the place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import Cancelled, VaultError
from datavault_jupyter.features.imports.objects.direct import queries
from datavault_jupyter.features.imports.objects.staging import Kind, Laid
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

# Below this the queries take longer than the slow reading.
_SMALL = 2_000_000
_CHUNK = 1 << 22
_MAX_KEYS = 500
_MAX_KEY_LISTS = 5_000
_SAMPLE = 2_048
_GROUP_ROWS = 16_384
# Keys that DuckDB's paths and its names of struct fields take as they are.
_PLAIN_KEY = re.compile(r'[^"\\*\x00-\x1f\x7f]+')
_RUN_ON = re.compile(rb"\][ \t\n\r]*\{")


class Doubt(Exception):
    """DuckDB might not read this file as we do."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one scan of all records tells.

    Attributes:
        row_count: How many records there are.
        is_odd: Whether a record looks as if it held something that DuckDB would change.
        lists: The key lists that occur.
        kinds: The kinds under each key that was asked about.
    """

    row_count: int
    is_odd: bool
    lists: list[list[str]]
    kinds: list[set[Kind]]


def survey(cursor: Cursor, path: Path, scratch: Path) -> Laid | None:
    """Lay the records of a file down, if DuckDB reads them just as `parsing` does.

    Args:
        cursor: Of the engine that moves data.
        path: Plain UTF-8.
        scratch: The folder for what is laid down.
    """
    own = cursor.cursor()  # an error would spoil the caller's
    try:
        return _surveyed(own, path, scratch)
    except Cancelled:
        raise
    except (Doubt, VaultError):
        return None
    finally:
        own.close()


def _surveyed(cursor: Cursor, path: Path, scratch: Path) -> Laid:
    form = form_of(path)
    source = queries.records(str(path), form)
    first = rows_of(cursor, queries.first_key_lists(source, _SAMPLE))
    keys = plain(_union(row[0] for row in first))
    seen = _scanned(cursor, source, keys)
    new = set(_union(seen.lists)) - set(keys)
    if new:
        keys = plain([*keys, *_ordered(cursor, source, keys, new)])
        seen = _scanned(cursor, source, keys)
    if form == "array":
        require_one_array(cursor, path, source)
    has_nested = any(Kind.NESTED in kinds for kinds in seen.kinds)
    if has_nested and rows_of(cursor, queries.deep_records(source)):
        raise Doubt
    reworded = (False, False)
    if seen.is_odd:
        reworded = _numbers_reworded(cursor, source, has_nested=has_nested)
    # One record may stand for a whole table, which the slow reading looks into.
    if seen.row_count < 2:
        raise Doubt
    target = scratch / "records.parquet"
    rows_of(cursor, queries.lay_down(source, keys, seen.kinds, str(target), _GROUP_ROWS))
    return Laid(
        paths=[target],
        keys=keys,
        kinds=seen.kinds,
        row_count=seen.row_count,
        is_reworded=reworded[0],
        is_reworded_inside=reworded[1],
    )


def form_of(path: Path) -> str:
    """DuckDB's word for how the records follow each other."""
    if path.stat().st_size < _SMALL:
        raise Doubt
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        chunk = head
        while chunk:
            # DuckDB takes these for blanks between records.
            if b"\x0b" in chunk or b"\x0c" in chunk or b"\x00" in chunk:
                raise Doubt
            chunk = file.read(_CHUNK)
    head = head.lstrip(b" \t\n\r")
    if head.startswith(b"["):
        return "array"
    if not head.startswith(b"{"):
        raise Doubt  # also a byte order mark
    try:
        json.loads(head.split(b"\n", 1)[0])
    except ValueError:
        return "unstructured"
    except RecursionError as error:
        raise Doubt from error
    return "newline_delimited"


def _union(lists: Iterable[object]) -> list[str]:
    """All keys in the order in which they first appear; none may be twice in a record."""
    union: dict[str, None] = {}
    for keys in lists:
        if not isinstance(keys, list) or len(set(keys)) < len(keys):
            raise Doubt
        union.update(dict.fromkeys(keys))
    return list(union)


def plain(keys: list[str]) -> list[str]:
    """The keys, if DuckDB tells them apart and takes them as they are."""
    alike = {key.casefold() for key in keys} if keys else set()
    lowered = {key.lower() for key in keys}
    if (
        not 0 < len(keys) <= _MAX_KEYS
        or min(len(alike), len(lowered)) < len(keys)
        or not all(_PLAIN_KEY.fullmatch(key) for key in keys)
    ):
        raise Doubt
    return keys


def _scanned(cursor: Cursor, source: str, keys: list[str]) -> _Seen:
    rows = rows_of(cursor, queries.survey(source, keys, _MAX_KEY_LISTS + 1))
    if len(rows) > _MAX_KEY_LISTS:
        raise Doubt
    masks = [0] * len(keys)
    row_count = 0
    is_odd = False
    lists = []
    for found, count, are_objects, is_list_odd, *list_masks in rows:
        if not are_objects or not isinstance(found, list):
            raise Doubt
        lists.append(found)
        row_count += int(str(count))
        is_odd = is_odd or bool(is_list_odd)
        masks = [mask | int(str(more)) for mask, more in zip(masks, list_masks, strict=True)]
    if any(mask >= queries.UNKNOWN_KIND for mask in masks):
        raise Doubt
    kinds = [{kind for kind in Kind if kind and mask >> kind & 1} for mask in masks]
    return _Seen(row_count, is_odd, lists, kinds)


def _ordered(cursor: Cursor, source: str, known: list[str], new: set[str]) -> list[str]:
    """Keys that the first records lack, in the order in which they first appear."""
    if len(new) == 1:
        return list(new)
    rows = rows_of(cursor, queries.key_lists_in_order(source, known))
    return [key for key in _union(row[0] for row in rows) if key in new]


def require_one_array(cursor: Cursor, path: Path, source: str) -> None:
    """Make sure that nothing follows the array's end: DuckDB takes ] between records for a comma.

    Inside a text ``] {`` is right, so it may occur as often in the file as in the records.
    """
    found = 0
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            whole = tail + chunk
            matches = list(_RUN_ON.finditer(whole))
            found += len(matches)
            # What blanks may continue into the next chunk is looked at again, matches are not.
            rest = whole[matches[-1].end() if matches else 0 :]
            stripped = rest.rstrip(b" \t\n\r")
            tail = rest[len(stripped) - 1 :] if stripped else rest
    if tail.strip(b" \t\n\r") != b"]":
        raise Doubt
    if found and rows_of(cursor, queries.run_on_count(source))[0][0] != found:
        raise Doubt


def _numbers_reworded(cursor: Cursor, source: str, *, has_nested: bool) -> tuple[bool, bool]:
    """Whether DuckDB writes numbers otherwise: those on their own, those inside nested values."""
    ((is_broken, is_inexact, is_reworded, is_reworded_inside),) = rows_of(
        cursor, queries.odd_numbers(source, has_nested=has_nested)
    )
    if is_broken or is_inexact:
        raise Doubt
    return bool(is_reworded), bool(is_reworded_inside)
