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
    ]
)
# Many digits and an exponent, where numbers are kept as they are written.
_LONG_EXPONENT = r"[0-9]{8}\.[0-9]+[eE]|\.[0-9]{9,}[eE]"
_REAL = r"[0-9][.eE]"
# Longer than this, a nested value is looked at for its depth.
_SHALLOW_CHARS = 400
_MANY_OPENERS = 200
_MARK = "datavault: a record is not as it was guessed"
_EXPONENT = r"([:,\[] *)(-?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+)"
_MARK_SIGN = r"\u0001"
_MARKED = r'\1"\\u0001\2"'
_UNMARK = r'"\\u0001([^"]*)"'
_BARE = r"\1"


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


@dataclass(frozen=True, slots=True)
class Form:
    """How the records are written.

    Attributes:
        after_key: What stands between a key and its value.
        after_value: What stands between a value and the next key.
        is_loose: Whether blanks stand in other places, too.
        has_exponents: Whether nested numbers have some: DuckDB writes 3e-05 as 3e-5.
    """

    after_key: str = ":"
    after_value: str = ","
    is_loose: bool = False
    has_exponents: bool = False


def source(records: str, reads: Sequence[Read], form: Form) -> str:
    """The values of all records; a query over it fails at the first that isn't as guessed."""
    return f"(SELECT * FROM {_values(records, reads, form)} WHERE {_check(reads, form)})"


def is_of_form(records: str, reads: Sequence[Read], form: Form, count: int) -> Sql:
    """Whether the first records are written just so."""
    first = f"(SELECT * FROM {records} LIMIT {int(count)})"
    return Sql(
        f"SELECT bool_and(record = {_written(reads, form)}) FROM {_values(first, reads, form)}"
    )


def _values(records: str, reads: Sequence[Read], form: Form) -> str:
    fields = ",".join(f'"{read.key}":"{read.type}"' for read in reads)
    values = ", ".join(
        f"{_value(read, form)} AS t{at}, {int(read.kind)} AS k{at}" for at, read in enumerate(reads)
    )
    # A marked number is read as a text, and so kept as it is written. Within a text the mark
    # would end the text and not go on rightly: then the reading fails.
    record = (
        f"regexp_replace(record, {literal(_EXPONENT)}, {literal(_MARKED)}, 'g')"
        if form.has_exponents
        else "record"
    )
    return (
        f"(SELECT record, {values} FROM (SELECT record, "
        f"from_json({record}, {literal('{' + fields + '}')}) AS made FROM {records}))"
    )


def _value(read: Read, form: Form) -> str:
    x = f"made[{literal(read.key)}]"
    if form.has_exponents and read.kind is Kind.NESTED:
        bare = f"regexp_replace(CAST({x} AS VARCHAR), {literal(_UNMARK)}, {literal(_BARE)}, 'g')"
        return f"CAST({bare} AS {read.type})"
    if form.has_exponents and read.kind is Kind.NUMBER and read.type == TEXT:
        return f"replace({x}, chr(1), '')"
    return x


def _written(reads: Sequence[Read], form: Form) -> str:
    """A record as it would be written, from what was read."""
    pieces = []
    for at, read in enumerate(reads):
        x = f"CAST(t{at} AS VARCHAR)"
        x = f"'\"' || {x} || '\"'" if read.kind is Kind.TEXT else x
        pieces.append(literal(f'{form.after_value if at else "{"}"{read.key}"{form.after_key}'))
        pieces.append(f"coalesce({x}, 'null')")
    return f"concat({', '.join(pieces)}, '}}')"


def _check(reads: Sequence[Read], form: Form) -> str:
    raw, made = "record", _written(reads, form)
    if form.is_loose:
        raw, made = f"replace({raw}, ' ', '')", f"replace({made}, ' ', '')"
    nested = [f"t{at}" for at, read in enumerate(reads) if read.kind is Kind.NESTED]
    usual = [f"{raw} = {made}", *map(_is_usual, nested)]
    usual += [f"t{at} IS NULL" for at, read in enumerate(reads) if read.kind is Kind.MISSING]
    unmarked = f"NOT contains(record, {literal(_MARK_SIGN)}) AND " if form.has_exponents else ""
    return (
        f"CASE WHEN {' AND '.join(usual)} THEN true "
        f"WHEN {unmarked}{_holds(reads, nested, form)} THEN true "
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


def _holds(reads: Sequence[Read], nested: Sequence[str], form: Form) -> str:
    """Whether a record that is written in another way is as guessed, and read exactly."""
    keys = "json_keys(record)"
    known = ", ".join(literal(read.key) for read in reads)
    paths = ", ".join(literal(direct.path_of(read.key)) for read in reads)
    kinds = f"json_type(record, [{paths}])"
    # Marked numbers are kept as they are written, so nothing is to be asked of them.
    rest = (
        f"regexp_replace(record, {literal(_EXPONENT)}, {literal(_BARE + '0')}, 'g')"
        if form.has_exponents
        else "record"
    )
    is_kept = bool(nested) or any(read.is_verbatim for read in reads)
    conditions = [
        "starts_with(record, '{')",
        f"list_has_all([{known}], {keys})",
        f"len(list_distinct({keys})) = len({keys})",
        f"NOT {direct.matches(f'{_WRONG}|{_LONG_EXPONENT}' if is_kept else _WRONG, rest)}",
        # A number that becomes a double may be written in another way, if no digit is lost.
        f"NOT {(direct.is_inexact if is_kept else direct.loses_digits)(rest)}",
        *map(_is_usual, nested),
        *(_is_of_kind(f"{kinds}[{at + 1}]", f"t{at}", read) for at, read in enumerate(reads)),
    ]
    if any(read.is_verbatim for read in reads):
        conditions.append(f"NOT {direct.is_odd(rest)}")
    elif nested:
        real = " OR ".join(
            f"coalesce({direct.matches(_REAL, f'CAST({x} AS VARCHAR)')}, false)" for x in nested
        )
        escaped = f"NOT {direct.matches(direct.CONTROL)}"
        conditions.append(f"CASE WHEN {real} THEN NOT {direct.is_odd(rest)} ELSE {escaped} END")
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
