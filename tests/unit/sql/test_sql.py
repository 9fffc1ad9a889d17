"""What SQL gives and what it can't reach."""

import decimal
import socket
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import BadQuery, CannotConvert, DatasetNotFound, VaultError


def test_datasets_are_joined_by_name(vault: Vault, reviews: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text("id,who\n1,ada\n3,bob\n")
    vault.projects.create("Teaching")
    vault.import_file(path, name="the users", project="Teaching")
    expected = [(1, "ada"), (3, "bob")]
    for name in ('"the users"', '"Teaching/the users"', '"TEACHING/The Users"'):
        text = f"SELECT id, who FROM reviews JOIN {name} USING (id) ORDER BY id"
        assert vault.sql(text).fetchall() == expected


def test_a_query_is_lazy_and_answers_like_a_relation(vault: Vault, reviews: Dataset) -> None:
    rows = vault.sql("SELECT id, id * 2 AS twice FROM reviews")
    assert rows.columns == ["id", "twice"]
    assert rows.types == ["BIGINT", "BIGINT"]
    assert rows.filter("twice > 2").fetchall() == [(2, 4), (3, 6)]
    assert rows.relation().aggregate("sum(twice)").fetchall() == [(12,)]
    assert "filter" in dir(rows)


def test_values_are_bound(vault: Vault, reviews: Dataset) -> None:
    evil = "good'; DROP TABLE reviews; --"
    text = "SELECT id FROM reviews WHERE text = $t"
    assert vault.sql(text, {"t": evil}).fetchall() == []
    assert vault.sql(text, {"t": "good"}).fetchall() == [(1,)]
    assert vault.sql("SELECT id FROM reviews WHERE id > ?", [1]).fetchall() == [(2,), (3,)]
    with pytest.raises(VaultError, match="a list or a dict"):
        vault.sql(text, "good")


def test_frames_of_all_kinds(reviews: Dataset) -> None:
    frame = reviews.df()
    assert frame["id"].tolist() == [1, 2, 3]
    assert frame["text"].isna().tolist() == [False, True, False]
    assert reviews.df(["day"]).columns.tolist() == ["day"]
    assert reviews.arrow().column("text").to_pylist() == ["good", None, ""]
    assert reviews.pl()["id"].to_list() == [1, 2, 3]
    assert pa.table(reviews).num_rows == 3
    assert pl.DataFrame(reviews).shape == (3, 3)
    assert reviews.relation().fetchall()[0][0] == 1
    assert isinstance(pd.DataFrame(reviews.rows().df()), pd.DataFrame)


def test_numbers_stay_exact_in_frames(vault: Vault) -> None:
    rows = vault.sql(
        "SELECT 9007199254740993 AS big, 1.10::DECIMAL(20, 9) AS exact, "
        "170141183460469231731687303715884105727 AS huge, 7::HUGEINT AS small, "
        "[0.1::DECIMAL(5, 2)] AS several, 'infinity'::TIMESTAMP AS ever, "
        "INTERVAL 14 MONTHS AS span, '10:00:00+02'::TIMETZ AS clock "
        "UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
    )
    first = rows.df().iloc[0]
    assert first["big"] == 9007199254740993
    assert first["exact"] == decimal.Decimal("1.100000000")
    assert first["huge"] == 2**127 - 1
    assert first["small"] == 7
    assert isinstance(first["small"], int)
    assert first["ever"] == "infinity"
    assert first["span"] == "1 year 2 months"
    assert first["clock"] == "10:00:00+02"
    arrow = rows.arrow()
    assert arrow.column("huge")[0].as_py() == str(2**127 - 1)
    assert arrow.column("small")[0].as_py() == decimal.Decimal(7)
    polars = rows.pl()
    assert polars["big"][0] == 9007199254740993
    assert polars["ever"][0] == "infinity"
    assert polars["span"][0] == "1 year 2 months"


REACHING = [
    "SELECT * FROM '{file}'",
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table(['reviews'])",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM information_schema.tables",
    "WITH \"{file}\" AS (SELECT 1) SELECT * FROM '{file}'",
    "SELECT (SELECT count(*) FROM read_blob('{file}'))",
    "SELECT * FROM 'https://example.org/x.csv'",
    "COPY (SELECT 1) TO '{file}.out'",
    "ATTACH '{file}.db'",
    "INSTALL httpfs",
    "SET threads = 1",
    "CREATE TABLE t AS SELECT 1",
    "DELETE FROM reviews",
    "SELECT 1; SELECT 2",
    "",
    "nonsense",
]


@pytest.mark.parametrize("text", REACHING)
def test_no_file_no_network_no_change(
    vault: Vault, reviews: Dataset, tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("the query reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    file = tmp_path / "secret.csv"
    file.write_text("a\n1\n")
    with pytest.raises((BadQuery, DatasetNotFound)):
        vault.sql(text.format(file=file)).fetchall()
    with pytest.raises(BadQuery):
        reviews.sql(text.format(file=file)).fetchall()
    assert reviews.row_count == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "reviews.csv", "secret.csv", "vault",
    ]  # fmt: skip


def test_python_variables_are_not_tables(vault: Vault) -> None:
    frame = pd.DataFrame({"a": [1]})
    with pytest.raises(DatasetNotFound):
        vault.sql("SELECT * FROM frame")
    assert len(frame) == 1


def test_files_are_reached_when_asked_for(vault: Vault, reviews: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text("id\n2\n3\n")
    text = f"SELECT count(*) FROM reviews JOIN '{file}' USING (id)"
    assert vault.sql(text, external=True).fetchall() == [(2,)]
    with pytest.raises(DatasetNotFound, match="external=True"):
        vault.sql(text)


def test_this_is_the_dataset(reviews: Dataset) -> None:
    assert reviews.sql("SELECT count(*) FROM this").fetchall() == [(3,)]
    assert reviews.sql("SELECT count(*) FROM Reviews").fetchall() == [(3,)]
    assert reviews.sql("WITH t AS (FROM this) SELECT count(*) FROM t").fetchall() == [(3,)]
    with pytest.raises(BadQuery, match="'other' is not this dataset"):
        reviews.sql("SELECT * FROM other")


def test_describe_and_summarize_work(vault: Vault, reviews: Dataset) -> None:
    assert vault.sql("DESCRIBE reviews").fetchall()[0][:2] == ("id", "BIGINT")
    assert len(vault.sql("SUMMARIZE reviews").fetchall()) == 3


def test_a_mistake_is_shown_where_it_is(vault: Vault, reviews: Dataset) -> None:
    with pytest.raises(BadQuery, match='column "txt" not found'):
        vault.sql("SELECT txt FROM reviews")
    with pytest.raises(BadQuery, match=r"syntax error at or near[\s\S]*\^"):
        vault.sql("SELECT id FRM reviews")
    with pytest.raises(CannotConvert, match="Could not convert string 'good' to INT"):
        vault.sql("SELECT CAST(text AS INT) FROM reviews").fetchall()
    assert vault.sql("SELECT 1").fetchall() == [(1,)]


def test_a_column_that_is_not_there_is_named(reviews: Dataset) -> None:
    with pytest.raises(VaultError, match="no column 'txet'. Did you mean 'text'"):
        reviews.df(["txet"])
    with pytest.raises(VaultError, match="empty"):
        reviews.df([])


def test_what_a_display_shows_is_bounded_and_says_so(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    names = [f"c{number}" for number in range(40)]
    lines = [",".join(names), *(",".join(["x" * 500] * 40) for _ in range(300))]
    path.write_text("\n".join(lines) + "\n")
    bundle = vault.import_file(path)._repr_mimebundle_()
    html = bundle["text/html"]
    assert html.count("<tr>") == 21
    assert html.count("<th ") == 12
    assert "1–20 of 300 rows" in html
    assert "12 of 40 columns" in html
    assert len(html) < 120_000
    assert "<script" not in html
    assert max(len(line) for line in bundle["text/plain"].splitlines()) <= 130


def test_null_and_empty_text_look_different(reviews: Dataset) -> None:
    html = reviews._repr_mimebundle_()["text/html"]
    assert "NULL" in html
    assert "empty text" in html


def test_a_query_can_be_kept(vault: Vault, reviews: Dataset) -> None:
    rows = vault.sql("SELECT id, text FROM reviews WHERE id < 3")
    kept = vault.import_frame(rows, name="kept")
    assert kept.source == "export"
    assert kept.row_count == 2
    assert kept.source_info["origin"]["datasets"] == ["reviews"]
    copied = vault.import_frame(reviews, name="copy")
    assert copied.arrow().equals(reviews.arrow())


@pytest.mark.parametrize("text", [3, None, "SELECT '\ud800'", 'SELECT * FROM summary("nope")'])
def test_what_is_no_query_is_refused(vault: Vault, text: object) -> None:
    with pytest.raises(VaultError):
        vault.sql(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "call",
    [
        lambda vault: vault.datasets(3),
        lambda vault: vault.datasets(limit="x"),
        lambda vault: vault.datasets(limit=-1),
        lambda vault: vault.datasets(project=3),
        lambda vault: vault.find(3),
        lambda vault: vault.audit(limit="x"),
        lambda vault: vault["reviews"].df(columns=[3]),
        lambda vault: vault.sql("SELECT $x", {"x": object()}),
        lambda vault: vault.sql("SELECT $x"),
        lambda vault: vault.sql("SELECT * FROM 'nothing.csv'", external=True).fetchall(),
    ],
)
def test_wrong_arguments_are_one_sentence(vault: Vault, reviews: Dataset, call: Any) -> None:
    with pytest.raises(VaultError) as caught:
        call(vault)
    assert "doctor" not in str(caught.value)


def test_infinite_and_very_fine_times_are_text_where_a_frame_has_no_room(vault: Vault) -> None:
    rows = vault.sql(
        "SELECT 'infinity'::TIMESTAMP_NS AS a, {'x': 'infinity'::TIMESTAMP} AS b, "
        "['infinity'::DATE] AS c, '10:00:00.123456789'::TIME_NS AS d"
    )
    first = rows.df().iloc[0]
    assert first["a"] == "infinity"
    assert "infinity" in first["b"]
    assert "infinity" in first["c"]
    assert first["d"] == "10:00:00.123456789"
    assert "infinity" in rows.pl()["b"][0]


def test_a_condition_adds_no_rows_and_no_clauses(reviews: Dataset, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    for where in (
        "1=1) UNION ALL SELECT 9, 'fake', NULL WHERE (true",
        "1=1) ORDER BY (id",
        "1=1) LIMIT (1",
        "",
        "id = 1; SELECT 1",
        "id in (SELECT id FROM other)",
        "nothing = 1",
    ):
        with pytest.raises(VaultError):
            reviews.export(target, where=where)
    assert not target.exists()
    found = reviews.export(target, where="id IN (SELECT max(id) FROM this) -- the last")
    assert found.row_count == 1


def test_columns_of_one_name_keep_their_own_values(vault: Vault) -> None:
    rows = vault.sql("SELECT 1 AS a, 2 AS A, $x AS a", {"x": 3})
    assert rows.columns == ["a", "A_1", "a_2"]
    assert rows.df().to_numpy().tolist() == [[1, 2, 3]]
    assert rows.arrow().to_pylist() == [{"a": 1, "A_1": 2, "a_2": 3}]
    assert vault.import_frame(rows, name="kept").df().to_numpy().tolist() == [[1, 2, 3]]


def test_numbers_of_numpy_are_bound_and_its_times_never_as_numbers(vault: Vault) -> None:
    text = "SELECT typeof($x), $x = $y"
    assert vault.sql(text, {"x": np.int64(3), "y": 3}).fetchall()[0][1] is True
    assert vault.sql("SELECT ?::DOUBLE", [np.float64(0.5)]).fetchall() == [(0.5,)]
    moment = np.datetime64("2026-11-22T10:00:00", "ns")
    expected = [("TIMESTAMP", datetime(2026, 11, 22, 10))]  # noqa: DTZ001 - it has no zone
    assert vault.sql("SELECT typeof($x), $x", {"x": moment}).fetchall() == expected
    assert vault.sql("SELECT $x", {"x": np.datetime64("NaT", "ns")}).fetchall() == [(None,)]
    with pytest.raises(VaultError, match="finer than microseconds"):
        vault.sql("SELECT $x", {"x": moment + np.timedelta64(1, "ns")})
