r"""SQL that reads records by types that were guessed, and proves that nothing was changed.

What DuckDB read is written down again in the order of the keys. Where that is the record itself,
but for blanks, nothing can have been changed: any escape, any number in another form, a key more
or less or twice differs at its first character. Only records for which it isn't are looked at
more closely, with the means of `direct`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datavault_jupyter.features.imports.objects.direct import queries as direct
from datavault_jupyter.features.imports.objects.staging import Kind
from datavault_jupyter.storage.sql import Sql, literal

# The type as which a value is read; a text has quotes where it is written down again.
TEXT = "VARCHAR"
_BLANKS = r"[ \t\n\r]*"
# What is never right: it is inexact, or against the rules. (Digits by the sixteen are looked at
# by `direct`, unless an exponent follows.)
_WRONG = "|".join(
    [
        rf",{_BLANKS}[}}\]]",
        rf"[:,\[]{_BLANKS}-?[nNiI][aAnN]",
        rf"-0{_BLANKS}[,}}\]]",
        r"\\u0000",
        r"[eE][+-]?[0-9]{3}",
        r"[0-9]{8}\.[0-9]+[eE]|\.[0-9]{9,}[eE]",
    ]
)
_REAL = r"[0-9][.eE]"
# Longer than this, a nested value is looked at for its depth.
_SHALLOW_CHARS = 400
_MANY_OPENERS = 200
_MARK = "datavault: a record is not as it was guessed"


@dataclass(frozen=True, slots=True)
class Read:
    """How the value under a key is read.

    Attributes:
        key: The key.
        kind: What it is in every record, when it isn't missing.
        type: The type as which it is read.
        is_verbatim: Whether numbers must be as they are written.
    """

    key: str
    kind: Kind
    type: str
    is_verbatim: bool


def source(records: str, reads: Sequence[Read], *, has_blanks: bool) -> str:
    """The values of all records; a query over it fails at the first that isn't as guessed."""
    return f"(SELECT * FROM {_values(records, reads)} WHERE {_check(reads, has_blanks=has_blanks)})"


def are_compact(records: str, reads: Sequence[Read], count: int) -> Sql:
    """Whether the first records have no blanks between their values."""
    first = f"(SELECT * FROM {records} LIMIT {int(count)})"
    return Sql(f"SELECT bool_and(record = {_written(reads)}) FROM {_values(first, reads)}")


def _values(records: str, reads: Sequence[Read]) -> str:
    fields = ",".join(f'"{read.key}":"{read.type}"' for read in reads)
    values = ", ".join(
        f"made[{literal(read.key)}] AS t{at}, {int(read.kind)} AS k{at}"
        for at, read in enumerate(reads)
    )
    return (
        f"(SELECT record, {values} FROM (SELECT record, "
        f"from_json(record, {literal('{' + fields + '}')}) AS made FROM {records}))"
    )


def _written(reads: Sequence[Read]) -> str:
    """A record as it would be written without blanks, from what was read."""
    pieces = []
    for at, read in enumerate(reads):
        x = f"CAST(t{at} AS VARCHAR)"
        x = f"'\"' || {x} || '\"'" if read.kind is Kind.TEXT else x
        pieces.append(literal(("," if at else "{") + f'"{read.key}":'))
        pieces.append(f"coalesce({x}, 'null')")
    return f"concat({', '.join(pieces)}, '}}')"


def _check(reads: Sequence[Read], *, has_blanks: bool) -> str:
    raw, made = "record", _written(reads)
    if has_blanks:
        raw, made = f"replace({raw}, ' ', '')", f"replace({made}, ' ', '')"
    nested = [f"t{at}" for at, read in enumerate(reads) if read.kind is Kind.NESTED]
    usual = [f"{raw} = {made}", *map(_is_usual, nested)]
    usual += [f"t{at} IS NULL" for at, read in enumerate(reads) if read.kind is Kind.MISSING]
    return (
        f"CASE WHEN {' AND '.join(usual)} THEN true WHEN {_holds(reads, nested)} THEN true "
        f"ELSE CAST(error({literal(_MARK)}) AS BOOLEAN) END"
    )


def _is_usual(x: str) -> str:
    """Whether a nested value is one, without the words that DuckDB takes besides, and not deep."""
    x = f"CAST({x} AS VARCHAR)"
    openers = f"(strlen({x}) - strlen(replace(replace({x}, '[', ''), '{{', '')))"
    return (
        f"({x} IS NULL OR ((starts_with({x}, '{{') OR starts_with({x}, '[')) "
        f"AND NOT contains({x}, 'NaN') AND NOT contains({x}, 'Infinity') "
        f"AND CASE WHEN strlen({x}) > {_SHALLOW_CHARS} THEN {openers} < {_MANY_OPENERS} "
        "ELSE true END))"
    )


def _holds(reads: Sequence[Read], nested: Sequence[str]) -> str:
    """Whether a record that is written in another way is as guessed, and read exactly."""
    keys = "json_keys(record)"
    known = ", ".join(literal(read.key) for read in reads)
    paths = ", ".join(literal(direct.path_of(read.key)) for read in reads)
    kinds = f"json_type(record, [{paths}])"
    conditions = [
        "starts_with(record, '{')",
        f"list_has_all([{known}], {keys})",
        f"len(list_distinct({keys})) = len({keys})",
        f"NOT {direct.matches(_WRONG)}",
        f"NOT {direct.is_inexact()}",
        *map(_is_usual, nested),
        *(_is_of_kind(f"{kinds}[{at + 1}]", f"t{at}", read) for at, read in enumerate(reads)),
    ]
    if any(read.is_verbatim for read in reads):
        conditions.append(f"NOT {direct.is_odd()}")
    elif nested:
        real = " OR ".join(
            f"coalesce({direct.matches(_REAL, f'CAST({x} AS VARCHAR)')}, false)" for x in nested
        )
        escaped = f"NOT {direct.matches(direct.CONTROL)}"
        conditions.append(f"CASE WHEN {real} THEN NOT {direct.is_odd()} ELSE {escaped} END")
    return f"coalesce({' AND '.join(conditions)}, false)"


def _is_of_kind(found: str, x: str, read: Read) -> str:
    """Whether what DuckDB says a value is, is what was guessed, and it was read."""
    names = dict(direct.KINDS).get(read.kind, ())
    if read.kind is Kind.NUMBER:
        names = (*dict(direct.KINDS)[Kind.INTEGER], *names)
    is_missing = f"coalesce({found} = 'NULL', true)"
    if not names:
        return is_missing
    listed = ", ".join(literal(name) for name in names)
    return f"({is_missing} OR ({found} IN ({listed}) AND {x} IS NOT NULL))"
