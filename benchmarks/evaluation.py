"""What the Analytics tab asks first: of a million imported ratings, of a million collected ones."""

from __future__ import annotations

import itertools
import json
import shutil
import time
from pathlib import Path

import numpy as np
import pandas as pd

import datavault_jupyter as dv
from benchmarks.measuring import Report, interleaved
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.storage.sql import Sql

_FIELDS = [
    dv.Field("prompt", "short_text", source="given"),
    dv.Field("score", "rating"),
    dv.Field("sure", "boolean"),
    dv.Field("issue", "select", options=["none", "wrong", "off topic"]),
    dv.Field("length", "numeric"),
    dv.Field("why", "long_text", is_optional=True),
]
_MICROSECONDS = 1_000_000


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Measure with a million answers, a tenth of that when quick."""
    count = 100_000 if quick else 1_000_000
    home = folder / "evaluation-vault"
    with dv.Vault(home) as vault:
        _imported(report, vault, count)
        _collected(report, vault, count)
    shutil.rmtree(home)


def _imported(report: Report, vault: dv.Vault, count: int) -> None:
    random = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "item": np.char.add("item-", random.integers(0, count // 5, count).astype(str)),
            "rater": np.char.add("rater-", random.integers(0, 100, count).astype(str)),
            "rating": random.integers(1, 6, count),
            "score": random.normal(0, 1, count),
            "is_safe": random.random(count) < 0.8,
            "label": random.choice(["low", "medium", "high"], count),
            "created_at": pd.Timestamp("2026-01-01")
            + pd.to_timedelta(random.integers(0, 90 * 86_400, count), "s"),
        }
    )
    record = vault.import_frame(frame, name="imported")._record
    _ask(report, vault, record, f"{count:,} imported ratings", "≤ 300 ms")


def _ask(report: Report, vault: dv.Vault, record: DatasetRecord, what: str, aim: str) -> None:
    service = vault._services.evaluation
    started = time.perf_counter()
    found = service.evaluation(record)
    first = time.perf_counter() - started
    report.add(f"{what}: first look", f"{first * 1000:9.1f} ms", aim)
    first_field = found.fields[0].name

    def bare() -> None:
        with service.open(record) as answers:
            answers.run.row(Sql("SELECT count(*), count(DISTINCT item) FROM answers"))

    # What was counted is kept: another confidence is another question.
    levels = (0.9 + at / 10_000 for at in itertools.count())
    ways = {
        "all blocks": lambda: service.evaluation(record, confidence=next(levels)),
        "all blocks, nothing changed": lambda: service.evaluation(record),
        "by rater": lambda: service.breakdown(record, first_field, "rater"),
        "over time": lambda: service.breakdown(record, first_field, found.groups[0].name),
        "bare": bare,
    }
    series = interleaved(ways, 5)
    for name in ways:
        if name != "bare":
            report.compare(f"  {name}", series[name], series["bare"])


def _collected(report: Report, vault: dv.Vault, count: int) -> None:
    """Three answers to each task, written at once: handing in is measured elsewhere."""
    pipeline = vault.pipelines.create("collected", nodes=[dv.Subtask("rate", fields=_FIELDS)])
    pipeline.activate()
    pipeline.add_tasks({"prompt": f"Question {at}"} for at in range(count // 3))
    _fill(vault, count)
    record = pipeline.dataset._record
    _ask(report, vault, record, f"{count:,} collected answers", "≤ 10 s, once a process")
    work = pipeline.claim(1, contributor="somebody new")
    service = vault._services.evaluation
    work[0].submit({"score": 3, "sure": True, "issue": "none", "length": 1.5})
    started = time.perf_counter()
    service.evaluation(record)
    seconds = time.perf_counter() - started
    report.add("  after one more answer", f"{seconds * 1000:9.1f} ms", "≤ 1 s")


def _fill(vault: dv.Vault, count: int) -> None:
    random = np.random.default_rng(7)
    now = int(time.time() * _MICROSECONDS)
    scores = random.integers(1, 6, count).tolist()
    moments = random.integers(0, 90 * 86_400, count).tolist()
    with vault._services.store.catalog.write() as connection:
        for at in range(100):
            connection.exec_driver_sql(
                "INSERT INTO contributor (uid, kind, name, created_at) VALUES (?, 'person', ?, ?)",
                (f"ctr_{at}", f"rater {at}", now),
            )
        people = [row[0] for row in connection.exec_driver_sql("SELECT id FROM contributor")]
        tasks = [row[0] for row in connection.exec_driver_sql("SELECT id FROM task ORDER BY id")]

        def row(at: int) -> tuple[object, ...]:
            content = {
                "score": scores[at],
                "sure": scores[at] > 2,
                "length": scores[at] * 1.5,
                "issue": ["none", "wrong", "off topic"][at % 3],
            }
            if at % 2:
                content["why"] = "It says what was asked for."
            handed = now - moments[at] * _MICROSECONDS
            place = tasks[at % len(tasks)], people[at * 7 % len(people)]
            return (f"ans_{at}", *place, json.dumps(content), handed - 60 * _MICROSECONDS, handed)

        for start in range(0, count, 50_000):
            connection.exec_driver_sql(
                "INSERT INTO answer (uid, task_id, contributor_id, node, round, state, content, "
                "note, verdict, facts, claimed_at, submitted_at) "
                "VALUES (?, ?, ?, 'rate', 1, 'submitted', ?, '', '', '{}', ?, ?)",
                [row(at) for at in range(start, min(start + 50_000, count))],
            )
        connection.exec_driver_sql(
            "UPDATE task SET status = 'finished', node = '' WHERE id < (SELECT max(id) FROM task)"
        )
