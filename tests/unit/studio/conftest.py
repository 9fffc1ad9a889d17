"""One dataset with every kind of field, holes in each, and a column whose name is trouble."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import datavault_jupyter as dv

TROUBLE = 'a "b" [c].d: mean(x)'


def made_frame(count: int = 900) -> pd.DataFrame:
    """The same rows every time."""
    rng = np.random.default_rng(7)
    number = rng.normal(50, 12, count).round(3)
    number[rng.random(count) < 0.05] = np.nan
    wide = np.exp(rng.normal(3, 1.4, count))
    kind = pd.Series(
        rng.choice(["ash", "beech", "cedar", "Other"], count, p=[0.5, 0.3, 0.15, 0.05])
    )
    kind[rng.random(count) < 0.04] = None
    many = pd.Series([f"v{each:03d}" for each in np.minimum(rng.geometric(0.03, count), 120)])
    day = pd.Series(
        pd.Timestamp("2024-01-03") + pd.to_timedelta(rng.integers(0, 700, count), unit="D")
    )
    moment = pd.Series(
        pd.Timestamp("2024-02-28 20:15") + pd.to_timedelta(rng.integers(0, 4_000_000, count), "s")
    )
    moment = moment.mask(rng.random(count) < 0.03)
    passed = pd.Series(rng.random(count) < 0.7, dtype="boolean")
    passed[rng.random(count) < 0.06] = pd.NA
    return pd.DataFrame(
        {
            "number": number,
            "wide": wide,
            "whole": rng.integers(1, 6, count),
            "kind": kind,
            "many": many,
            "day": day.dt.date,
            "moment": moment,
            "zoned": moment.dt.tz_localize("UTC"),
            "passed": passed,
            TROUBLE: rng.choice(["x", "it's", '"q"', "<b>"], count),
        }
    )


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return made_frame()


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory, frame: pd.DataFrame) -> Iterator[dv.Dataset]:
    with dv.Vault(Path(tmp_path_factory.mktemp("studio")) / "vault") as vault:
        yield vault.import_frame(frame, name="trees")
