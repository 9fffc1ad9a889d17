"""Filters as SQL: what is refused, what is exact, what is literal."""

from __future__ import annotations

import duckdb
import pytest

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.filters import Compiler, Filter, Op, Sort
from datavault_jupyter.storage.sql import quoted

TYPES = {
    "i": "INTEGER", "u": "UTINYINT", "h": "HUGEINT", "d": "DECIMAL(4,2)", "f": "FLOAT",
    "x": "DOUBLE", "t": "VARCHAR", "day": "DATE", "ts": "TIMESTAMP",
    "tz": "TIMESTAMP WITH TIME ZONE", "clock": "TIME", "b": "BOOLEAN", "blob": "BLOB",
    "l": "INTEGER[]", "j": "JSON", "s": "STRUCT(a INTEGER)", "e": "ENUM('on', 'off')",
    "id": "UUID", "m": "MAP(VARCHAR, INTEGER)", "span": "INTERVAL",
}  # fmt: skip


def kept(column: str, values: list[str], op: Op, *given: str | None) -> list[str | None]:
    """Which of some values (as SQL) a filter keeps, as text."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")

    def fits(text: str, kind: str) -> bool:
        return bool(
            connection.execute(f"SELECT TRY_CAST(? AS {kind}) IS NOT NULL", [text]).fetchall()[0][0]
        )

    compiler = Compiler(Columns.of(TYPES.items()), lambda c: quoted(c.physical), fits)
    where = compiler.where(Filter(op, column, given))
    rows = ", ".join(f"(CAST({value} AS {TYPES[column]}))" for value in values)
    found = connection.execute(
        f"SELECT CAST({column} AS VARCHAR) FROM (VALUES {rows}) AS t({column}) WHERE {where.text}",
        list(where.params),
    ).fetchall()
    return [row[0] for row in found]


@pytest.mark.parametrize(
    ("column", "values", "op", "given", "wanted"),
    [
        ("i", ["2", "3"], Op.GT, ["2.5"], ["3"]),
        ("i", ["2", "3"], Op.LE, ["2.5"], ["2"]),
        ("i", ["2", "NULL"], Op.EQ, ["2.5"], []),
        ("i", ["2", "NULL"], Op.NE, ["2.5"], ["2", None]),
        ("i", ["2", "NULL"], Op.LT, ["99999999999"], ["2"]),
        ("i", ["2", "NULL"], Op.GT, ["-inf"], ["2"]),
        ("u", ["0", "255"], Op.GE, ["-1"], ["0", "255"]),
        ("u", ["0", "255"], Op.GE, ["-0.5"], ["0", "255"]),
        ("u", ["0", "255"], Op.LE, ["-0.5"], []),
        ("h", ["9007199254740992", "9007199254740993"], Op.EQ, ["9007199254740993"],
         ["9007199254740993"]),
        ("d", ["0.10", "0.11"], Op.GT, ["0.105"], ["0.11"]),
        ("d", ["99.99"], Op.LT, ["100"], ["99.99"]),
        ("f", ["0.1", "0.2"], Op.EQ, ["0.1"], ["0.1"]),
        ("f", ["0.1", "'inf'"], Op.LT, ["1e300"], ["0.1"]),
        ("x", ["'nan'", "'inf'", "1"], Op.GT, ["0"], ["inf", "1.0"]),
        ("x", ["'nan'", "NULL", "1"], Op.EQ, ["NaN"], ["nan"]),
        ("x", ["'nan'", "NULL", "1"], Op.NE, ["1"], ["nan", None]),
        ("x", ["'nan'", "NULL", "1"], Op.BETWEEN, ["0", None], ["1.0"]),
        ("t", ["'a%b'", "'axb'"], Op.CONTAINS, ["A%"], ["a%b"]),
        ("t", ["'a_b'", "'axb'"], Op.STARTS, ["A_"], ["a_b"]),
        ("t", [r"'a\b'", "'ab'"], Op.ENDS, ["\\B"], [r"a\b"]),
        ("t", ["'a'", "'A'"], Op.EQ, ["a"], ["a"]),
        ("t", ["''", "NULL", "'x'"], Op.IS_EMPTY, [], [""]),
        ("t", ["''", "NULL", "'x'"], Op.NOT_EMPTY, [], [None, "x"]),
        ("t", ["'x'", "NULL"], Op.NOT_CONTAINS, ["y"], ["x", None]),
        ("t", ["'x'", "NULL", "'y'"], Op.IN, ["x", None], ["x", None]),
        ("t", ["'x'", "NULL", "'y'"], Op.NOT_IN, ["x", None], ["y"]),
        ("t", ["'x'", "NULL"], Op.IN, [], []),
        ("t", ["'it''s; DROP'"], Op.EQ, ["it's; DROP"], ["it's; DROP"]),
        ("day", ["'2026-01-31'", "'2026-02-01'"], Op.GE, ["2026-02-01"], ["2026-02-01"]),
        ("ts", ["'2026-01-31 23:59'", "'2026-02-01'"], Op.LE, ["2026-01-31"],
         ["2026-01-31 23:59:00"]),
        ("ts", ["'2026-01-31 23:59'", "'2026-02-01'"], Op.GT, ["2026-01-31"],
         ["2026-02-01 00:00:00"]),
        ("ts", ["'2026-01-31 23:59'"], Op.EQ, ["2026-01-31"], ["2026-01-31 23:59:00"]),
        ("ts", ["'2026-01-31 23:59'"], Op.EQ, ["2026-01-31 23:59"], ["2026-01-31 23:59:00"]),
        ("tz", ["'2026-01-31 23:30+00'", "'2026-02-01 00:30+00'"], Op.EQ, ["2026-01-31"],
         ["2026-01-31 23:30:00+00"]),
        ("clock", ["'01:00'", "'02:00'"], Op.LT, ["01:30"], ["01:00:00"]),
        ("b", ["true", "false", "NULL"], Op.EQ, ["Yes"], ["true"]),
        ("blob", ["''::BLOB", "'a'::BLOB"], Op.IS_EMPTY, [], [""]),
        ("l", ["[1, 2]", "[]", "NULL"], Op.IS_EMPTY, [], ["[]"]),
        ("l", ["[1, 22]", "[3]"], Op.CONTAINS, ["22"], ["[1, 22]"]),
        ("m", ["MAP {}", "MAP {'a': 1}"], Op.IS_EMPTY, [], ["{}"]),
        ("s", ["{'a': 1}", "{'a': 2}"], Op.CONTAINS, ['"A":2'], ["{'a': 2}"]),
        ("j", ["'[1]'", "'{}'"], Op.EQ, ["{}"], ["{}"]),
        ("e", ["'on'", "'off'", "NULL"], Op.IN, ["off"], ["off"]),
        ("e", ["'on'"], Op.EQ, ["nothing"], []),
        ("i", ["12", "31"], Op.CONTAINS, ["2"], ["12"]),
    ],
)  # fmt: skip
def test_what_a_filter_keeps(
    column: str, values: list[str], op: Op, given: list[str | None], wanted: list[str | None]
) -> None:
    assert kept(column, values, op, *given) == wanted


@pytest.mark.parametrize(
    ("column", "op", "given"),
    [
        ("i", Op.EQ, "twelve"), ("i", Op.GT, "1_000"), ("i", Op.GT, "nan"), ("d", Op.EQ, ""),
        ("x", Op.LT, "1,5"), ("day", Op.EQ, "31.01.2026"), ("ts", Op.GE, "2026-02-30"),
        ("b", Op.EQ, "maybe"), ("id", Op.EQ, "12"), ("clock", Op.EQ, "25:00"),
        ("blob", Op.EQ, "a"), ("span", Op.GT, "soon"),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused_by_name(column: str, op: Op, given: str) -> None:
    with pytest.raises(BadArgument, match=f"'{column}'") as caught:
        kept(column, ["NULL"], op, given)
    assert caught.value.field == column


@pytest.mark.parametrize(
    ("op", "given"),
    [(Op.BETWEEN, ["1"]), (Op.EQ, []), (Op.IS_NULL, ["1"]), (Op.GT, ["1", "2"])],
)
def test_the_number_of_values_is_checked(op: Op, given: list[str]) -> None:
    with pytest.raises(BadArgument, match="takes"):
        kept("i", ["1"], op, *given)


@pytest.mark.parametrize(("column", "op"), [("i", Op.IS_EMPTY), ("t", Op.IS_NAN)])
def test_a_question_its_type_does_not_know_is_refused(column: str, op: Op) -> None:
    with pytest.raises(BadArgument, match="can't be asked"):
        kept(column, ["NULL"], op)


def _compiler() -> Compiler:
    return Compiler(Columns.of(TYPES.items()), lambda c: quoted(c.physical), lambda *_: True)


def test_an_unknown_column_is_refused_with_a_near_one() -> None:
    with pytest.raises(BadArgument, match="no column 'dya'") as caught:
        _compiler().where(Filter(Op.IS_NULL, "dya"))
    assert "'day'" in caught.value.hint


def test_not_is_the_exact_opposite_of_its_part() -> None:
    compiler = _compiler()
    made = compiler.where(Filter(Op.NOT, parts=(Filter(Op.EQ, "t", ("x",)),)))
    rows = duckdb.execute(
        f"SELECT t FROM (VALUES ('x'), ('y'), (NULL)) AS v(t) WHERE {made.text}",
        list(made.params),
    ).fetchall()
    assert rows == [("y",), (None,)]
    with pytest.raises(BadArgument, match="exactly one"):
        compiler.where(Filter(Op.NOT))


def test_trees_without_end_are_refused() -> None:
    deep = Filter(Op.IS_NULL, "t")
    for _ in range(60):
        deep = Filter(Op.NOT, parts=(deep,))
    wide = Filter(Op.OR, parts=(Filter(Op.IS_NULL, "t"),) * 2_000)
    for tree in (deep, wide):
        with pytest.raises(BadArgument, match="too many"):
            _compiler().where(tree)


def test_nothing_typed_becomes_sql() -> None:
    made = _compiler().where(Filter(Op.IN, "t", ("'; DROP TABLE t; --", "?")))
    assert "DROP" not in made.text
    assert made.params == ("'; DROP TABLE t; --", "?")
    found = _compiler().search("%' OR 1=1", ["t"])
    assert "1=1" not in found.text


def test_a_search_skips_columns_that_can_not_hold_the_text() -> None:
    compiler = _compiler()
    assert compiler.search("xyz", ["i", "day", "x"]).text == "false"
    assert '"i"' in compiler.search("12", ["i", "t"]).text
    assert compiler.search("ru", ["b"]).text == '"b"'


def test_sorting_by_what_has_no_order_is_refused() -> None:
    with pytest.raises(BadArgument, match="no order"):
        _compiler().order([Sort("j")], "id")
    made = _compiler().order([Sort("t", is_descending=True), Sort("i"), Sort("t")], "id")
    assert made == '"t" DESC NULLS LAST, "i" ASC NULLS LAST, id'
