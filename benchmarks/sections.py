"""What stands below the fields of the Analytics tab, of a million ratings by a hundred raters."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import datavault_jupyter as dv
from benchmarks.measuring import Report, interleaved
from datavault_jupyter.features.analytics.sections.service import Wish
from datavault_jupyter.storage.sql import Sql


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Measure with a million ratings, a tenth of that when quick."""
    count = 100_000 if quick else 1_000_000
    home = folder / "sections-vault"
    with dv.Vault(home) as vault:
        dataset = vault.import_frame(_rated(count), name="rated")
        dataset.analytics.map(
            item="item", rater="rater", values=["stars", "score", "is_safe"],
            submitted_at="at", seconds="seconds",
        )  # fmt: skip
        _ask(report, vault, dataset, count)
    shutil.rmtree(home)


def _rated(count: int) -> pd.DataFrame:
    """A hundred raters, five ratings an item on average."""
    random = np.random.default_rng(7)
    pairs = np.unique(random.integers(0, count // 5 * 100, count))
    item, rater = pairs // 100, pairs % 100
    good = random.normal(3, 1, count // 5)[item]
    return pd.DataFrame(
        {
            "item": np.char.add("item-", item.astype(str)),
            "rater": np.char.add("rater-", rater.astype(str)),
            "stars": np.clip(np.round(good + random.normal(0, 0.7, len(pairs))), 1, 5).astype(int),
            "score": good + random.normal(0, 0.5, len(pairs)),
            "is_safe": random.random(len(pairs)) < 0.85,
            "at": pd.Timestamp("2026-01-01", tz="UTC")
            + pd.to_timedelta(random.integers(0, 90 * 86_400, len(pairs)), "s"),
            "seconds": random.gamma(2, 40, len(pairs)),
        }
    )


def _ask(report: Report, vault: dv.Vault, dataset: dv.Dataset, count: int) -> None:
    service, wish = vault._services.sections, Wish(dataset._record)
    started = time.perf_counter()
    service.table(wish)
    first = time.perf_counter() - started
    report.add(f"{count:,} ratings: agreement of 3 fields", f"{first:9.2f} s", "≤ 2 s a field")

    def bare() -> None:
        with service.opened(wish) as answers:
            answers.run.rows(Sql("SELECT rater, count(DISTINCT item) FROM answers GROUP BY rater"))

    ways: dict[str, Callable[[], object]] = {
        "agreement again": lambda: service.table(wish),
        "who agrees with whom": lambda: service.matrix(wish, "stars"),
        "most disagreed": lambda: service.disagreed(wish, "stars", 10),
        "all coefficients": lambda: service.detail(wish, "stars"),
        "contributors": lambda: service.contributors(wish, "stars"),
        "comparison": lambda: service.comparison(wish),
        "bare": bare,
    }
    series = interleaved(ways, 3)
    for name in ways:
        if name != "bare":
            report.compare(f"  {name}", series[name], series["bare"], "≤ 2 s")
