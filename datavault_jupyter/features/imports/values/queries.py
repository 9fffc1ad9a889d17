"""SQL that says whether a text is held exactly by a type, and makes the value.

Each check has a quick road for how most files write a type and a slow, complete one; both accept
the same texts, except that the quick one gives up early. ``x`` is always the SQL of a text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from datavault_jupyter.features.imports.values import dates
from datavault_jupyter.features.imports.values.deciding import TRIED
from datavault_jupyter.storage.sql import literal
from datavault_jupyter.storage.types import type_id

# A failed check carries this, so that it can be told from any other error.
MARK = "datavault: a text does not fit, column "

_NUMBER = r"-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_INFINITE = r"-?(?:[Ii]nf|[Ii]nfinity|INF)"
_LOOSE_NUMBER = r"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*"
_LOOSE_INTEGER = r"\s*[+-]?[0-9]+(?:\.0*)?\s*"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
_WHOLE_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_EXACT_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
_UTC = r"(?:Z|\+00(?::?00)?)"
_OFFSET = r" ?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
_INTERVAL_PART = (
    r"(?:[+-]?[0-9]+ ?(?:years?|months?|weeks?|days?|hours?|minutes?|milliseconds?|microseconds?)"
    r"|[+-]?[0-9]+(?:\.[0-9]{1,6})? ?seconds?|-?[0-9]+:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?)"
)
_INTEGERS = frozenset(
    f"{sign}{size}"
    for sign in ("", "U")
    for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
)
_NESTED = frozenset({"list", "array", "struct", "map"})
# Types whose parser takes a text as a whole or not at all.
_TAKEN_WHOLE = frozenset({"boolean", "uuid", "blob", "enum", "variant"})


def _clock(places: int) -> str:
    """A time of day with up to so many digits of a second."""
    return _CLOCK.replace("{1,6}", f"{{1,{places}}}")


_ASKED_FORMS = {
    "DATE": rf"{_DAY}(?:[ T]00:00(?::00(?:\.0*)?)?)?",
    "TIMESTAMP": f"{_DAY}(?:[ T]{_CLOCK})?",
    "TIMESTAMP_NS": f"{_DAY}(?:[ T]{_clock(9)})?",
    "TIMESTAMP_MS": f"{_DAY}(?:[ T]{_clock(3)})?",
    "TIMESTAMP_S": f"{_DAY}(?:[ T]{_WHOLE_CLOCK})?",
    "TIMESTAMP WITH TIME ZONE": f"{_DAY}[ T]{_CLOCK}{_OFFSET}",
    "TIMESTAMPTZ_NS": f"{_DAY}[ T]{_clock(9)}{_OFFSET}",
    "TIME": _CLOCK,
    "TIME_NS": _clock(9),
    "TIME WITH TIME ZONE": f"{_CLOCK}{_OFFSET}",
    "INTERVAL": f"{_INTERVAL_PART}(?: {_INTERVAL_PART})*",
    "BIT": "[01]+",
}
_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")


def matches(x: str, pattern: str) -> str:
    """Whether a whole text has this form."""
    return f"regexp_full_match({x}, {literal(pattern)})"


def is_number(x: str) -> str:
    """Whether a text is a number in plain or exponent form."""
    return matches(x, _NUMBER)


def is_integer(x: str) -> str:
    """Whether a text is a whole number without leading zeros, of any length."""
    return matches(x, "-?(?:0|[1-9][0-9]*)")


def is_zoned(x: str) -> str:
    """Whether a text is a time stamp with an offset, whichever."""
    return matches(x, f"{_DAY}[ T]{_CLOCK}{_OFFSET}")


def decimal_digits(x: str) -> tuple[str, str]:
    """How many digits stand before and after the point of a plain number; NULL for others."""
    plain = matches(x, r"-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)")
    bare = f"ltrim({x}, '-')"
    whole = f"CASE WHEN {plain} THEN strlen(ltrim(split_part({bare}, '.', 1), '0')) END"
    after = f"CASE WHEN {plain} THEN strlen(split_part({bare}, '.', 2)) END"
    return whole, after


def _digits(x: str) -> str:
    """The significant digits of a number's text: equal for two texts of one size of number."""
    mantissa = f"regexp_replace({x}, '[eE].*$', '')"
    return f"rtrim(ltrim(regexp_replace({mantissa}, '[^0-9]', '', 'g'), '0'), '0')"


def _survives(x: str, type_text: str) -> str:
    """Whether a number's text equals what its floating point value is written as."""
    value = f"TRY_CAST({x} AS {type_text})"
    return (
        f"({value} IS NOT NULL AND isfinite({value}) "
        f"AND {_digits(x)} = {_digits(f'CAST({value} AS VARCHAR)')})"
    )


def _quick(x: str, type_text: str, value: str) -> list[str]:
    """Checks of which one is enough for most texts; ``value`` is the text as parsed."""
    same = f"CAST({value} AS VARCHAR) = {x}"
    if type_text in _INTEGERS:
        return [same]
    if type_text == "DOUBLE":
        # Fifteen digits always survive, except near the ends of the range. What the parser takes
        # besides (a plus sign, leading zeros, 1_000, spaces) is kept out by how the text begins,
        # what it holds and how it ends. Longer ones are mostly the shortest form of a double.
        short = (
            f"strlen({x}) <= 15 AND ({x} BETWEEN '1' AND '9~' OR {x} BETWEEN '0.' AND '0.~' "
            f"OR {x} BETWEEN '-1' AND '-9~' OR {x} BETWEEN '-0.' AND '-0.~') "
            f"AND NOT contains({x}, '_') AND {x}[-1] >= '.' AND (abs({value}) BETWEEN 1e-290 AND "
            f"1e290 OR ({value} = 0 AND NOT contains({x}, 'e') AND NOT contains({x}, 'E')))"
        )
        return [short, f"{same} AND isfinite({value})"]
    if type_text == "TIMESTAMP":
        return [f"strlen({x}) >= 19 AND {same}"]
    if type_text == "TIMESTAMP WITH TIME ZONE":
        return [f"strlen({x}) >= 22 AND {same}"]
    if type_text == "DATE":
        return [f"strlen({x}) = 10 AND {same}"]
    return []


def fits(x: str, type_text: str) -> str:
    """Whether a type holds a text exactly, by the strict rules for types nobody asked for."""
    cast = f"TRY_CAST({x} AS {type_text})"
    decimal = _DECIMAL.fullmatch(type_text)
    if type_text in _INTEGERS or type_text == "DATE":
        (only,) = _quick(x, type_text, cast)
        return f"coalesce({only}, false)"
    if type_text == "DOUBLE":
        value = f"TRY_CAST({x} AS DOUBLE)"
        return (
            f"(coalesce(CAST({value} AS VARCHAR) = {x} AND {matches(x, _NUMBER)}, false) "
            f"OR ({matches(x, _NUMBER)} AND {_survives(x, 'DOUBLE')}) "
            f"OR {matches(x, _INFINITE)})"
        )
    if decimal:
        places = decimal[2]
        form = rf"-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]{{0,{places}}})?|\.[0-9]{{1,{places}}})"
        return f"(coalesce({cast} IS NOT NULL, false) AND {matches(x, form)})"
    if type_text == "BOOLEAN":
        return f"lower({x}) IN ('true', 'false')"
    if type_text == "TIMESTAMP":
        return f"({matches(x, f'{_DAY}[ T]{_CLOCK}')} AND {cast} IS NOT NULL)"
    if type_text == "TIMESTAMP WITH TIME ZONE":
        return f"({matches(x, f'{_DAY}[ T]{_CLOCK}{_UTC}')} AND {cast} IS NOT NULL)"
    if type_text == "TIME":
        return f"({matches(x, _EXACT_CLOCK)} AND {cast} IS NOT NULL)"
    return "true"


def fits_asked(x: str, type_text: str) -> str:
    """Whether a type that the user asked for holds a text: the value counts, not the spelling."""
    cast = f"TRY_CAST({x} AS {type_text})"
    decimal = _DECIMAL.fullmatch(type_text)
    if type_text == "VARCHAR":
        return "true"
    if type_text in _INTEGERS or type_text == "BIGNUM":
        return f"({matches(x, _LOOSE_INTEGER)} AND {cast} IS NOT NULL)"
    if type_text in ("DOUBLE", "FLOAT"):
        return (
            f"(({matches(x, _LOOSE_NUMBER)} AND {_survives(x, type_text)}) "
            f"OR {matches(x, _INFINITE)})"
        )
    if decimal:
        form = rf"\s*[+-]?(?:[0-9]+(?:\.[0-9]{{0,{decimal[2]}}}0*)?|\.[0-9]{{1,{decimal[2]}}}0*)\s*"
        return f"({matches(x, form)} AND {cast} IS NOT NULL)"
    if type_text == "JSON":
        return f"json_valid({x})"
    known = _ASKED_FORMS.get(type_text)
    if known:
        return f"({matches(x, known)} AND {cast} IS NOT NULL)"
    if type_id(type_text) in _NESTED:
        # Loaded here, since nested types are checked leaf by leaf with this very function.
        from datavault_jupyter.features.imports.values import nesting

        return nesting.fits_asked(x, type_text)
    if type_id(type_text) in _TAKEN_WHOLE:
        return f"({cast} IS NOT NULL)"
    return f"({cast} IS NOT NULL AND CAST({cast} AS VARCHAR) = {x})"


def parsed(x: str, type_text: str) -> str:
    """The value of a text, or NULL; it may still differ from what is written."""
    return f"CAST({x} AS JSON)" if type_text == "JSON" else f"TRY_CAST({x} AS {type_text})"


def checked(
    x: str,
    type_text: str,
    position: int,
    *,
    value: str | None = None,
    null_words: Sequence[str] = (),
    asked: bool = False,
) -> str:
    """The value of a text, or an error that carries `MARK` and the column's position.

    Args:
        x: The SQL of the text.
        type_text: The type the column gets.
        position: Of the column, for the error.
        value: The SQL of `parsed`, where a query below has it already: DuckDB would parse a text
            again for each mention.
        null_words: Texts that mean NULL here.
        asked: Whether the user asked for the type.
    """
    if type_text == "VARCHAR":
        return x
    made = value or parsed(x, type_text)
    # Not IN, nor list_contains: of a long list DuckDB makes a join, and what comes out of a join
    # is in no order.
    is_null = " OR ".join([f"{x} IS NULL", *(f"{x} = {literal(word)}" for word in null_words)])
    quick = [] if asked else _quick(x, type_text, made)
    complete = fits_asked(x, type_text) if asked else fits(x, type_text)
    return (
        "CASE "
        + "".join(f"WHEN {each} THEN {made} " for each in quick)
        + f"WHEN {is_null} THEN NULL WHEN {complete} THEN {made} "
        + f"ELSE CAST(error({literal(MARK + str(position))}) AS {type_text}) END"
    )


def holds_all(x: str, type_text: str) -> str:
    """Whether a type holds every text of a column exactly: an aggregate, quick where texts are."""
    quick = "".join(
        f"WHEN {each} THEN true " for each in _quick(x, type_text, parsed(x, type_text))
    )
    complete = f"coalesce({fits(x, type_text)}, false)"
    return f"coalesce(bool_and(CASE {quick}WHEN {x} IS NULL THEN true ELSE {complete} END), true)"


def empty_only(x: str, position: int) -> str:
    """NULL as text, or an error that carries `MARK` where a text is there after all."""
    return (
        f"CASE WHEN {x} IS NULL THEN CAST(NULL AS VARCHAR) "
        f"ELSE CAST(error({literal(MARK + str(position))}) AS VARCHAR) END"
    )


def spoken(x: str, null_words: Sequence[str]) -> str:
    """A text, or NULL where it is empty or a null word."""
    words = ", ".join(literal(word) for word in ["", *null_words])
    return f"CASE WHEN {x} NOT IN ({words}) THEN {x} END"


def facts(x: str, text: str) -> str:
    """The aggregates over a column's texts that `deciding.from_row` reads, in its order.

    Args:
        x: The texts.
        text: What `spoken` made of them, as a column of a query below: it is named often.
    """
    whole, places = decimal_digits(text)
    word = f"CASE WHEN {x} <> '' AND {text} IS NULL THEN {x} END"

    def throughout(condition: str) -> str:
        return f"coalesce(bool_and({condition}), false)"

    plain = f"bool_and({whole} IS NOT NULL OR {text} IS NULL)"
    return ", ".join(
        [
            f"count({text})",
            f"count({word})",
            f"count(CASE WHEN {x} = '' THEN 1 END)",
            throughout(is_integer(text)),
            f"CASE WHEN {plain} THEN max({whole}) END",
            f"CASE WHEN {plain} THEN max({places}) END",
            throughout(is_zoned(text)),
            f"min({word})",
            *(
                throughout(f"CASE WHEN {text} IS NOT NULL THEN {fits(text, kind)} END")
                for kind in TRIED
            ),
            *dates.facts(text),
        ]
    )
