"""Reading a dataset of 10 M rows against bare DuckDB on the same Parquet file."""

from __future__ import annotations

import shutil
from pathlib import Path

import datavault_jupyter as dv
from benchmarks import making
from benchmarks.measuring import Report, interleaved

QUERIES = {
    "count": "SELECT count(*) FROM {t}",
    "group by 50 values": "SELECT category, count(*), avg(price) FROM {t} GROUP BY ALL",
    "filter on 2 columns": "SELECT count(*) FROM {t} WHERE grade = 7 AND price > 5000",
    "page at the middle": "SELECT * FROM {t} LIMIT 100 OFFSET {middle}",
    "top 100 by one column": "SELECT * FROM {t} ORDER BY share DESC LIMIT 100",
    "sum of a column": "SELECT sum(amount) FROM {t}",
}


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """The same queries, ours and bare in turn, both warm, both with results fetched."""
    import duckdb

    count = 1_000_000 if quick else 10_000_000
    place = folder / "read-vault"
    with dv.Vault(place) as vault:
        dataset = vault.import_file(making.csv(folder, count), name="rows")
        (file,) = dataset.files()
        bare = duckdb.connect()
        for what, text in QUERIES.items():
            ours_text = text.format(t="this", middle=count // 2)
            bare_text = text.format(t=f"read_parquet('{file}')", middle=count // 2)
            series = interleaved(
                {
                    "ours": lambda text=ours_text: dataset.sql(text).fetchall(),
                    "bare": lambda text=bare_text: bare.execute(text).fetchall(),
                },
                runs=5 if quick else 15,
                warm=2,
            )
            report.compare(f"{count:,} rows: {what}", series["ours"], series["bare"], "≤ 1.05")
        series = interleaved(
            {
                "ours": lambda: dataset.arrow(["id", "price", "name"]),
                "bare": lambda: bare.sql(
                    f"SELECT id, price, name FROM read_parquet('{file}')"
                ).to_arrow_table(),
            },
            runs=3,
        )
        report.compare(
            f"{count:,} rows: 3 columns to Arrow", series["ours"], series["bare"], "≤ 1.05"
        )
    shutil.rmtree(place)
