r"""SQL that looks for what DuckDB would read in another way, and reads what it wouldn't.

The patterns for odd things run over the raw text of each record, texts included, so they find too
much and never too little; what they find is looked at again with the texts taken out. Two things
make that sound: DuckDB has parsed each record, so control characters are in no text, and its
parser's only liberties are a comma before an end, and NaN and Infinity in any spelling.
"""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.features.imports.objects.staging import Kind
from datavault_jupyter.features.imports.values.queries import fits
from datavault_jupyter.storage.sql import Sql, literal

# A bit beyond those of the kinds.
UNKNOWN_KIND = 1 << 8
# Deeper than this, Python gives up somewhere; it may say so itself.
_DEEPEST = 200
# Reading DuckDB's own kinds: its DOUBLE has whole numbers too, beyond 64 bits.
KINDS = (
    (Kind.TEXT, ("VARCHAR",)),
    (Kind.INTEGER, ("UBIGINT", "BIGINT")),
    (Kind.NUMBER, ("DOUBLE",)),
    (Kind.BOOLEAN, ("BOOLEAN",)),
    (Kind.NESTED, ("OBJECT", "ARRAY")),
)
_BLANKS = r"[ \t\n\r]*"
_ENDS = rf"{_BLANKS}[,}}\]]"
# Escapes that DuckDB writes in capitals inside nested values.
CONTROL = r"\\u00(?:0[bBeEfF]|1[a-fA-F])"
_NUL = r"\\u0000"
_ODD = "|".join(
    [
        rf",{_BLANKS}[}}\]]",
        rf"[:,\[]{_BLANKS}-?[nNiI][aAnN]",
        rf"-0{_ENDS}",
        rf"[0-9][eE][+-]?[0-9]+{_ENDS}",
        rf"\.[0-9]+0{_ENDS}",
        r"0\.0000",
        CONTROL,
        _NUL,
    ]
)
# Sixteen digits and more with a point among them: a double may not hold them.
_LONG = r"[0-9]{8,}\.[0-9]+|[0-9]+\.[0-9]{9,}"
_LONG_REAL = rf"(?:{_LONG}|[0-9]{{16,}})(?:[eE][+-]?[0-9]{{1,2}})?"
_TEXT = r'(?s)"(?:[^"\\]|\\.)*"'
_CLOSED = r"\[\]|\{\}"
# A nested value without any other inside; what is nested deeper than the rounds is left to doubt.
_INNERMOST = r"\[[^][{}]*\]|\{[^][{}]*\}"
_OPENER = r"[\[{]"
_ROUNDS = 8
_LIBERTIES = rf",{_BLANKS}[}}\]]|[nN][aA][nN]|[iI][nN][fF]"
_FRACTIONS = r"-?[0-9]+(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)|-0"


def matches(pattern: str, x: str = "record") -> str:
    """Whether a pattern occurs in a text, the record unless another is named."""
    return f"regexp_matches({x}, {literal(pattern)})"


def records(path: str, form: str) -> str:
    """The raw text of each record, in the file's order."""
    return (
        f"(SELECT CAST(json AS VARCHAR) AS record FROM "
        f"read_json_objects({literal(path)}, format={literal(form)}, compression='none'))"
    )


def first_key_lists(source: str, count: int) -> Sql:
    """The keys of the first records."""
    return Sql(f"SELECT json_keys(record) FROM {source} LIMIT {int(count)}")


def key_lists_in_order(source: str, known: Sequence[str]) -> Sql:
    """Each list of keys with one that isn't known yet, by its first record."""
    names = ", ".join(literal(key) for key in known)
    return Sql(
        "SELECT keys FROM (SELECT json_keys(record) AS keys, row_number() OVER () AS number "
        f"FROM {source}) WHERE NOT list_has_all([{names}], keys) GROUP BY keys "
        "ORDER BY min(number)"
    )


def is_odd(x: str = "record") -> str:
    """Whether a record may hold something that DuckDB would change, or take against the rules."""
    return f"({matches(_ODD, x)} OR {is_inexact(x)})"


def is_inexact(x: str = "record") -> str:
    """Whether a record may hold a number with more digits than a double keeps, or other ones.

    As a double and back; what leaves the plain form there counts, too.
    """
    found = f"regexp_extract_all({x}, {literal(_LONG)})"
    return (
        f"CASE WHEN {matches(_LONG, x)} THEN "
        f"TRY_CAST(TRY_CAST({found} AS DOUBLE[]) AS VARCHAR[]) IS DISTINCT FROM {found} "
        "ELSE false END"
    )


def loses_digits(x: str = "record") -> str:
    """Whether a record may hold a number that a double doesn't keep, however it is written.

    As `is_inexact`, but 0.000047 and 4.7e-05 are one number: their digits are the same.
    """
    found = f"regexp_extract_all({x}, {literal(_LONG_REAL)})"
    kept = f"TRY_CAST(TRY_CAST({found} AS DOUBLE[]) AS VARCHAR[])"
    return (
        f"CASE WHEN {matches(_LONG_REAL, x)} THEN {kept} IS DISTINCT FROM {found} "
        f"AND {_digits_of(kept)} IS DISTINCT FROM {_digits_of(found)} ELSE false END"
    )


def _digits_of(numbers: str) -> str:
    """The significant digits of each of some numbers' texts."""
    mantissa = "regexp_replace(each, '[eE].*$', '')"
    digits = f"rtrim(ltrim(regexp_replace({mantissa}, '[^0-9]', '', 'g'), '0'), '0')"
    return f"list_transform({numbers}, lambda each: {digits})"


def _kind_bit(x: str) -> str:
    cases = " ".join(
        f"WHEN {x} IN ({', '.join(literal(name) for name in names)}) THEN {1 << kind}"
        for kind, names in KINDS
    )
    return f"CASE {cases} WHEN {x} IS NULL OR {x} = 'NULL' THEN 0 ELSE {UNKNOWN_KIND} END"


def survey(source: str, keys: Sequence[str], limit: int) -> Sql:
    """For each list of keys: records, whether they are objects, whether any is odd, kinds."""
    paths = ", ".join(literal(path_of(key)) for key in keys)
    masks = ", ".join(f"bit_or({_kind_bit(f'kinds[{at}]')})" for at in range(1, len(keys) + 1))
    return Sql(
        "SELECT keys, count(*), bool_and(coalesce(is_object, false)), "
        f"bool_or(coalesce(is_odd, true)), {masks} FROM ("
        "SELECT json_keys(record) AS keys, starts_with(record, '{') AS is_object, "
        f"{is_odd()} AS is_odd, json_type(record, [{paths}]) AS kinds FROM {source}) "
        f"GROUP BY keys LIMIT {int(limit)}"
    )


def odd_numbers(source: str, *, has_nested: bool) -> Sql:
    """Of the odd records: what `surveying` must know of their numbers.

    Whether any breaks the rules, whether any is inexact as a double, whether any is reworded as a
    value of its own, and whether any is reworded inside a nested value.
    """
    escapes = f"{_NUL}|{CONTROL}" if has_nested else _NUL
    x = "number"
    value = f"TRY_CAST({x} AS DOUBLE)"
    # DuckDB writes 1e-07 as a text of its own and 1e-7 inside JSON.
    same = f"coalesce({x} = CAST({value} AS VARCHAR), false)"
    same_inside = f"coalesce({x} = CAST(to_json({value}) AS VARCHAR), false)"
    top = "bare[2:]"
    for _ in range(_ROUNDS):
        top = f"regexp_replace({top}, {literal(_INNERMOST)}, '', 'g')"
    return Sql(
        f"WITH odd AS MATERIALIZED (SELECT record, "
        f"regexp_replace(record, {literal(_TEXT)}, '\"', 'g') AS bare "
        f"FROM {source} WHERE {is_odd()}), "
        f"pruned AS (SELECT {top} AS top FROM odd), "
        f"numbers AS (SELECT unnest(CASE WHEN {matches(escapes)} "
        f"OR {matches(_LIBERTIES, 'bare')} THEN ['NaN'] "
        f"ELSE regexp_extract_all(bare, {literal(_FRACTIONS)}) END) AS {x}, false AS is_top "
        f"FROM odd UNION ALL SELECT unnest(regexp_extract_all(top, {literal(_FRACTIONS)})), true "
        f"FROM pruned WHERE NOT {matches(_OPENER, 'top')}) "
        f"SELECT bool_or({x} IN ('NaN', '-0')), bool_or(NOT coalesce({fits(x, 'DOUBLE')}, false)), "
        f"bool_or(NOT {same}), count_if(NOT is_top AND NOT {same_inside}) > "
        f"count_if(is_top AND NOT {same_inside}) FROM numbers"
    )


def deep_records(source: str) -> Sql:
    """One row if a record may be nested deeper than Python follows.

    Brackets that close at once are taken out some times over; what is left is deep, or nearly.
    """
    openers = "strlen(record) - strlen(replace(replace(record, '[', ''), '{', ''))"
    shape = f"regexp_replace(record, {literal(_TEXT + '|' + r'[^][{}]')}, '', 'g')"
    for _ in range(_ROUNDS):
        shape = f"regexp_replace({shape}, {literal(_CLOSED)}, '', 'g')"
    return Sql(
        f"SELECT 1 FROM {source} WHERE CASE WHEN {openers} > {_DEEPEST} "
        f"THEN strlen({shape}) > {_DEEPEST} ELSE false END LIMIT 1"
    )


def run_on_count(source: str) -> Sql:
    """How often a ] is followed by a { inside records."""
    pattern = literal(rf"\]{_BLANKS}\{{")
    return Sql(
        f"SELECT CAST(coalesce(sum(len(regexp_extract_all(record, {pattern}))), 0) AS BIGINT) "
        f"FROM {source} WHERE regexp_matches(record, {pattern})"
    )


def lay_down(
    source: str, keys: Sequence[str], kinds: Sequence[set[Kind]], target: str, row_count: int
) -> Sql:
    """Lay the records down as texts and kinds, in the form in which `staging` does.

    The kinds tell texts from nested values only: nothing else is asked of them afterwards.
    """
    fields = ", ".join(f'"{key}":"VARCHAR"' for key in keys)
    texts = ", ".join(f"made[{literal(key)}] AS t{at}" for at, key in enumerate(keys))
    told = ", ".join(
        f"CASE WHEN json_type(record, {literal(path_of(key))}) = 'VARCHAR' THEN {int(Kind.TEXT)} "
        f"ELSE {int(Kind.NESTED)} END AS k{at}"
        if {Kind.TEXT, Kind.NESTED} <= kinds[at]
        else f"{int(Kind.NESTED)} AS k{at}"
        for at, key in enumerate(keys)
    )
    return Sql(
        f"COPY (SELECT {texts}, {told} FROM (SELECT record, "
        f"from_json(record, {literal('{' + fields + '}')}) AS made FROM {source})) "
        f"TO {literal(target)} (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE {int(row_count)})"
    )


def path_of(key: str) -> str:
    """Where the value under a plain key is."""
    return f'$."{key}"'
