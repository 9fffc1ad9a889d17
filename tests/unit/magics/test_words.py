"""A line as words: quoting, expressions, and what follows the flags of SQL."""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datavault_jupyter.magics.expressions import Names
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.registry import verb_named
from datavault_jupyter.magics.words import words_of

Run = Callable[[str], Any]


@given(st.lists(st.text(alphabet="ab '\"\\$-é", max_size=8), max_size=5))
def test_what_a_shell_quotes_is_read_back(words: list[str]) -> None:
    assert words_of(shlex.join(words)) == words


@given(st.text(alphabet="ab '\"\\\t", max_size=30))
def test_words_are_those_of_a_shell(line: str) -> None:
    try:
        expected = shlex.split(line)
    except ValueError:
        return
    assert words_of(line) == expected


SQL = [
    "SELECT 1 -- it's a comment --as df",
    "SELECT 'a' || $x -- $y",
    '"a" -o x',
    "FROM reviews SELECT {'a': {'b': 1}}, [1, 2][:2]",
    "SELECT $$ it's $$",
]


@pytest.mark.parametrize("sql", SQL)
@pytest.mark.parametrize(
    ("flags", "given_flags"),
    [
        ("", []),
        ("--as df ", ["--as", "df"]),
        ("--as=pl -o x  ", ["--as=pl", "-o", "x"]),
        ("--vault 'my folder' -- ", ["--vault", "my folder"]),
        ("--vault {{ a + ' b' }} ", ["--vault", "{{ a + ' b' }}"]),
    ],
)
def test_flags_come_first_and_sql_stays_as_it_is(
    sql: str, flags: str, given_flags: list[str]
) -> None:
    parser = verb_named("sql").parser(Names({}))
    assert parser.split_flags(f" {flags}{sql}") == (given_flags, sql)


def test_lists_and_pairs() -> None:
    parser = Parser("%vault x", Names({"one": "a,b", "several": ["c,d", "e"], "eq": "x=y"}), "")
    parser.add_argument("--list", type="list")
    parser.add_argument("--pairs", type="pair", nargs="+", action="extend")
    found = parser.read(words_of("--list 'p q',{{one}},{{several}} --pairs {{eq}}=r s=t=u"))
    assert found.list == ["p q", "a,b", "c,d", "e"]
    assert found.pairs == [("x=y", "r"), ("s", "t=u")]


def test_an_expression_is_one_argument_never_a_flag_never_split(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a file; it's.csv").write_text("a\n1\n")
    run("file, name, folder = 'a file; it\\'s.csv', '--limit 3', 'sub dir'")
    assert run("%vault import {{file}} --name {{name}}").name == "--limit 3"
    assert run("%vault show {{ name }}").row_count == 1
    (tmp_path / "sub dir").mkdir()
    made = run("%vault export {{name}} {{folder}}/{{'x' * 2}}.csv")
    assert made.path == tmp_path / "sub dir" / "xx.csv"


def test_ipython_leaves_dollars_and_braces_alone(run: Run) -> None:
    run("x = 'wrong'")
    assert run("%vault sql SELECT '{x} $x'").fetchall() == [("{x} $x",)]
