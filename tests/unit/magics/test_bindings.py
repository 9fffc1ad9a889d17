"""Variables in SQL: found where they are meant, bound, and nowhere else."""

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from datavault_jupyter.magics.bindings import bound, quoted, tokens
from datavault_jupyter.magics.expressions import Names
from datavault_jupyter.magics.mistakes import UsageError

Run = Callable[[str], Any]

NAMES = st.from_regex(r"[a-z_é][a-z0-9_é]{0,6}", fullmatch=True)
TEXT = st.text(alphabet="ab $é'\"{}/*-\n;\\", max_size=12)


def without(text: str, *taboo: str) -> str:
    for each in taboo:
        text = text.replace(each, "")
    return text


VALUES = st.one_of(
    NAMES.map(lambda name: f"${name}"),
    TEXT.map(lambda text: "'" + text.replace("'", "''") + "'"),
    TEXT.map(lambda text: "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"),
    TEXT.map(lambda text: f"$${without(text, '$')}$$"),
    st.tuples(NAMES, TEXT).map(lambda both: f"${both[0]}${without(both[1], '$')}${both[0]}$"),
    TEXT.map(lambda text: f"1 AS {quoted('c' + text)}"),
    NAMES.map(lambda name: f"2 AS x${name}"),
    st.sampled_from(["[1, 2, 3][:2]", "{'a': {'b': 1}}", "1::DOUBLE", "'a' || 'b'", "1 // 2"]),
)
GAPS = st.one_of(
    st.just(" "),
    TEXT.map(lambda text: f" --{without(text, chr(10))}\n"),
    TEXT.map(lambda text: f" /*{without(text, '/', '*')}*/ "),
    TEXT.map(lambda text: f" /* a /*{without(text, '/', '*')}*/ $b */ "),
)


@given(st.lists(st.tuples(GAPS, VALUES), min_size=1, max_size=6))
@example([(" ", "$a$ $b $a$"), (" --$c\n", "$d")])
@example([(" /* it's /* $x */ $y */ ", "E'it\\'s $z'")])
def test_the_same_parameters_as_the_database_finds(pieces: list[tuple[str, str]]) -> None:
    sql = "SELECT" + ",".join(gap + value for gap, value in pieces)
    (statement,) = duckdb.extract_statements(sql)
    found = [token.text[1:] for token in tokens(sql) if token.kind == "parameter"]
    assert {name.lower() for name in found} == {name.lower() for name in statement.named_parameters}


@given(st.text(alphabet="ab $1é'\"{}/*-\n;\\\t,", max_size=60))
def test_the_pieces_are_the_text_again(sql: str) -> None:
    try:
        assert "".join(token.text for token in tokens(sql)) == sql
    except UsageError as error:
        assert "holds no Python expression" in str(error)  # noqa: PT017 - braces that mean nothing


@given(TEXT)
def test_an_expression_is_one_name_whatever_it_holds(name: str) -> None:
    sql, values = bound("SELECT 1 AS {{name}}", Names({"name": "c" + name}))
    assert values == {}
    assert [column[0] for column in duckdb.execute(sql).description or []] == ["c" + name]


@given(TEXT)
def test_a_value_is_bound_and_never_pasted(value: str) -> None:
    sql, values = bound("SELECT $value", Names({"value": value}))
    assert sql == "SELECT $value"
    assert duckdb.execute(sql, values).fetchall() == [(value,)]


def test_braces_in_strings_comments_and_names_are_text() -> None:
    sql = """SELECT '{{a}}', "{{b}}", $${{c}}$$ -- {{d}}\n/* {{e}} */, {'f': {'g': 1}}, {{h}}"""
    made, _ = bound(sql, Names({"h": "x"}))
    assert made == sql.replace("{{h}}", '"x"')


def test_braces_that_never_close_are_text() -> None:
    assert bound("SELECT {{ 1", Names({})) == ("SELECT {{ 1", {})


def test_expressions_may_hold_braces_and_quotes() -> None:
    made, _ = bound("""SELECT {{ {"a": {"b": "x'y"}}["a"]["b"] }}""", Names({}))
    assert made == """SELECT "x'y\""""


def test_numbers_of_numpy_are_values_too(run: Run) -> None:
    run("import numpy as np\na, b, c = np.int64(3), np.float32(0.5), np.bool_(True)")
    assert run("%vault sql SELECT $a, $b, $c").fetchall() == [(3, 0.5, True)]


def test_missing_variables_are_named() -> None:
    with pytest.raises(UsageError, match=r"no variable 'lwo' for \$lwo. Did you mean 'low'"):
        bound("SELECT $lwo", Names({"low": 1}))
    with pytest.raises(UsageError, match=r"Set \$?x = … first"):
        bound("SELECT $x", Names({}))


def test_own_variables_come_before_those_of_the_cell() -> None:
    assert bound("SELECT $a, $b", Names({"a": 1, "b": 2}, {"a": 3}))[1] == {"a": 3, "b": 2}
    assert np.int64(1) == Names({"a": np.int64(1)}).variable("a")


def test_in_a_notebook(run: Run, reviews: str) -> None:
    run("col, text, low = 'order no', \"it's $low\", 7")
    found = run(
        "%%vault sql\n"
        "SELECT {{col}}, $text, '$low' -- $nothing, it's a comment\n"
        f"FROM {{{{'{reviews}'}}}}\n"
        "WHERE {{col}} > $low\n"
        "ORDER BY 1"
    )
    assert found.fetchall() == [(8, "it's $low", "$low"), (9, "it's $low", "$low")]
    one_line = run("%vault sql SELECT 'a{x}$y'[:2], {'k': $low}, $$it's$$ FROM reviews LIMIT 1 --")
    assert one_line.fetchall() == [("a{", {"k": 7}, "it's")]


def test_a_dataset_stands_for_itself(run: Run, reviews: str) -> None:
    run(f"ds = %vault show {reviews}")
    assert run("%vault sql SELECT count(*) FROM {{ds}}").fetchall() == [(3,)]
    assert run("%vault show {{ds}}").name == reviews
