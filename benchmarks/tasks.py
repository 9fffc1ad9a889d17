"""Pipelines: answers a second from several processes, and a live dataset of a million tasks."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb

import datavault_jupyter as dv
from benchmarks.measuring import Report, interleaved
from datavault_jupyter.features.content.records import ContentQuery
from datavault_jupyter.storage.filters import Filter, Op

_WORKER = """
import sys, datavault_jupyter as dv
vault = dv.Vault(sys.argv[1])
report = vault.pipelines["p"].run(
    lambda task: {"score": 4, "sure": True, "why": "It says what was asked for."},
    contributor=sys.argv[2], workers=64,
)
print(report.done_count, report.seconds)
"""
_FRESH = """
import sys, time
started = time.perf_counter()
import datavault_jupyter as dv
vault = dv.Vault(sys.argv[1])
content, record = vault._services.content, vault["p"]._record
from datavault_jupyter.features.content.records import ContentQuery
content.page(record, ContentQuery(), columns=["task_id", "score"], offset=0, limit=50)
print(time.perf_counter() - started)
"""
_FIELDS = [
    dv.Field("prompt", "short_text", source="given"),
    dv.Field("reply", "long_text", source="given"),
    dv.Field("score", "rating"),
    dv.Field("sure", "boolean"),
    dv.Field("why", "long_text", is_optional=True),
]


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Measure with 20,000 answers and a million tasks, a tenth of that when quick."""
    home = folder / "tasks-vault"
    answers, tasks = (2_000, 100_000) if quick else (20_000, 1_000_000)
    with dv.Vault(home) as vault:
        pipeline = vault.pipelines.create("p", nodes=[dv.Subtask("rate", fields=_FIELDS)])
        pipeline.activate()
        _seed(report, pipeline, answers)
        _answers(report, home, answers)
        _seed(report, pipeline, tasks - answers)
        _live(report, vault, pipeline)
        _fresh(report, home)
    shutil.rmtree(home)


def _seed(report: Report, pipeline: dv.Pipeline, count: int) -> None:
    rows = [{"prompt": f"Question {at}", "reply": f"Answer {at} " * 8} for at in range(count)]
    started = time.perf_counter()
    pipeline.add_tasks(rows)
    rate = count / (time.perf_counter() - started)
    report.add(f"tasks added, {count:,}", f"{rate:,.0f} a second")


def _answers(report: Report, home: Path, count: int) -> None:
    started = time.perf_counter()
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(home), f"w{at}"], stdout=subprocess.PIPE, text=True
        )
        for at in range(4)
    ]
    outputs = [worker.communicate()[0].split() for worker in workers]
    took = time.perf_counter() - started
    done = sum(int(output[0]) for output in outputs)
    longest = max(float(output[1]) for output in outputs)
    figures = f"{done / longest:,.0f} a second ({took:.1f} s with the start of the processes)"
    report.add(f"answers of 4 processes, {count:,}", figures, "≥ 2,000 a second")


def _live(report: Report, vault: dv.Vault, pipeline: dv.Pipeline) -> None:
    content, record = vault._services.content, pipeline.dataset._record
    started = time.perf_counter()
    content.describe(record)
    report.add("live table of all tasks, first time", f"{time.perf_counter() - started:.2f} s")
    half = content.describe(record).row_count // 2
    shown = ["task_id", "status", "score"]
    few = ContentQuery(Filter(Op.EQ, "status", ("finished",)))
    whole = ContentQuery()
    bare = duckdb.connect()
    frame = pipeline.dataset.arrow()
    bare.execute("CREATE TABLE t AS SELECT * FROM frame")
    del frame
    ways = {
        "page": lambda: content.page(record, whole, columns=shown, offset=half, limit=50),
        "bare page": lambda: bare.execute(
            f"SELECT task_id, status, score FROM t WHERE rowid BETWEEN {half} AND {half + 49}"
        ).fetchall(),
        "count": lambda: content.count(record, few),
        "bare count": lambda: bare.execute(
            "SELECT count(*) FROM t WHERE status = 'finished'"
        ).fetchall(),
        "group": lambda: pipeline.dataset.sql(
            "SELECT score, count(*), avg(score) FROM this GROUP BY 1"
        ).fetchall(),
        "bare group": lambda: bare.execute(
            "SELECT score, count(*), avg(score) FROM t GROUP BY 1"
        ).fetchall(),
    }
    found = interleaved(ways, runs=9)
    for what, aim in (("page", "≤ 100 ms"), ("count", "≤ 50 ms"), ("group", "≤ 300 ms")):
        report.compare(f"{what} of the live dataset", found[what], found[f"bare {what}"], aim)

    def changed() -> None:
        pipeline.claim()[0].submit({"score": 2, "sure": False})

    took = []
    for _ in range(9):
        changed()
        started = time.perf_counter()
        content.describe(record)
        took.append(time.perf_counter() - started)
    report.add("brought up to date after an answer", f"{sorted(took)[4] * 1000:.1f} ms")
    one = interleaved({"one": changed}, runs=9)["one"]
    report.add("claim and submit, one by one", f"{one.median * 1000:.1f} ms")


def _fresh(report: Report, home: Path) -> None:
    seconds = [
        float(
            subprocess.run(
                [sys.executable, "-c", _FRESH, str(home)],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for _ in range(3)
    ]
    report.add("fresh process to the first page", f"{sorted(seconds)[1]:.2f} s", "≤ 3 s")
