"""JSON in one pass, by kinds and types told from a sample; the query fails where they are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadFile, Cancelled, VaultError
from datavault_jupyter.features.imports.objects import queries as laid_queries
from datavault_jupyter.features.imports.objects.columns import Decided, decide
from datavault_jupyter.features.imports.objects.direct import queries as direct_queries
from datavault_jupyter.features.imports.objects.direct import surveying
from datavault_jupyter.features.imports.objects.guessed import queries
from datavault_jupyter.features.imports.objects.guessed.queries import Form, Read
from datavault_jupyter.features.imports.objects.literals import DECODER, Pairs
from datavault_jupyter.features.imports.objects.parsing import Records
from datavault_jupyter.features.imports.objects.staging import Kind, Laid, lay_down
from datavault_jupyter.features.imports.records import Options
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_FIRST = 1_024
# Blocks of lines from all over the file: what is rare in its beginning may be usual later.
_BLOCKS = 10
_BLOCK_BYTES = 1 << 15
_COMPARED = 256
_HEAD = 1 << 20
_EXPONENT = re.compile(rb"[0-9][eE][+-]?[0-9]+[ \t\r\n]*[,}\]]")
# Types that DuckDB reads just as a comparison of texts shows.
_READ_AS = {"BIGINT": "BIGINT", "UBIGINT": "UBIGINT", "BOOLEAN": "BOOLEAN"}
_NUMBERS = {Kind.INTEGER, Kind.NUMBER}


@dataclass(frozen=True, slots=True)
class Guess:
    """The columns that a sample leads to, and the query that makes them or fails."""

    decided: Decided
    query: Sql


def guess(cursor: Cursor, path: Path, name: str, options: Options, scratch: Path) -> Guess | None:
    """How a file could be read in one pass; None where a sample shows that it can't.

    Args:
        cursor: Of the engine that moves data.
        path: Plain UTF-8.
        name: What sentences call the file.
        options: What the user asked for.
        scratch: A folder for the sample.
    """
    own = cursor.cursor()  # an error would spoil the caller's
    try:
        return _guessed(own, path, name, options, scratch)
    except Cancelled:
        raise
    except (surveying.Doubt, BadFile, VaultError, ValueError, RecursionError):
        return None
    finally:
        own.close()


def _guessed(cursor: Cursor, path: Path, name: str, options: Options, scratch: Path) -> Guess:
    form = surveying.form_of(path)
    first = list(islice(Records(path, name), _FIRST))
    early = {key for record in first for key, _ in record}
    later = list(_elsewhere(path)) if form == "newline_delimited" else []
    laid = lay_down([*first, *later], scratch, name)
    # The order of keys that come later can't be told from a sample, unless it is one.
    if len(set(laid.keys) - early) > 1 or laid.has_nan or laid.row_count < 2:
        raise surveying.Doubt
    surveying.plain(laid.keys)
    decided = decide(cursor, laid, options, name, most_unfit=0)
    reads = [_read(laid, at) for at in range(len(laid.keys))]
    expressions = list(decided.expressions)
    for at, (column, made) in enumerate(zip(decided.picked, decided.columns, strict=True)):
        read = reads[column.position]
        is_number = read.kind is Kind.NUMBER or read.kind is Kind.INTEGER
        if is_number and column.asked_type is None and made.type == "VARCHAR":
            raise surveying.Doubt  # there may be something to say about all of them
        if column.asked_type is not None:
            reads[column.position] = replace(
                read, type=queries.TEXT, is_verbatim=is_number and made.type != "DOUBLE"
            )
        elif made.type in _READ_AS:
            reads[column.position] = replace(read, type=_READ_AS[made.type])
            expressions[at] = laid_queries.text(column.position)
        elif is_number:
            reads[column.position] = replace(read, is_verbatim=made.type != "DOUBLE")
    records = direct_queries.records(str(path), form)
    if form == "array":
        surveying.require_one_array(cursor, path, records)
    has_nested = any(read.kind is Kind.NESTED for read in reads)
    written = _form(cursor, records, reads, has_exponents=has_nested and _has_exponents(path))
    source = queries.source(records, reads, written)
    query = laid_queries.select(decided.columns.encoded(expressions), source)
    return Guess(decided, query)


def _form(cursor: Cursor, records: str, reads: list[Read], *, has_exponents: bool) -> Form:
    """How the first records are written: compact, as Python does it, or with other blanks."""
    for after_key, after_value in ((":", ","), (": ", ", ")):
        form = Form(after_key, after_value, has_exponents=has_exponents)
        if rows_of(cursor, queries.is_of_form(records, reads, form, _COMPARED))[0][0]:
            return form
    return Form(is_loose=True, has_exponents=has_exponents)


def _has_exponents(path: Path) -> bool:
    """Whether a number with an exponent stands in the file's beginning, or looks so."""
    with path.open("rb") as file:
        return _EXPONENT.search(file.read(_HEAD)) is not None


def _read(laid: Laid, at: int) -> Read:
    """How the value under a key is read when nothing is asked, and it isn't of one exact type."""
    kinds = laid.kinds[at] - {Kind.MISSING}
    if kinds <= _NUMBERS and kinds:
        kind = Kind.NUMBER if Kind.NUMBER in kinds else Kind.INTEGER
    elif len(kinds) > 1:
        raise surveying.Doubt
    else:
        kind = next(iter(kinds), Kind.MISSING)
    read_as = "JSON" if kind is Kind.NESTED else queries.TEXT
    return Read(laid.keys[at], kind, read_as, is_verbatim=False)


def _elsewhere(path: Path) -> Iterator[Pairs]:
    """Records from lines all over the file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        for number in range(1, _BLOCKS + 1):
            file.seek(size * number // (_BLOCKS + 1))
            lines = file.read(_BLOCK_BYTES).split(b"\n")
            for line in lines[1:-1]:
                text = line.decode().strip(" \t\r")
                if text:
                    value = DECODER.decode(text)
                    if not isinstance(value, Pairs):
                        raise surveying.Doubt
                    yield value
