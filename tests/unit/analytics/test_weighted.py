"""Weighted kappa of each pair, by scikit-learn, and each rater against the others by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

import datavault_jupyter as dv
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.analytics.agreement.weighted import fitting, with_others
from tests.unit.analytics.rated import table, wide_of


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("value", "level"), [("stars", "ordinal"), ("score", "interval")])
def test_pairs_are_those_of_scikit_learn(seed: int, value: str, level: str) -> None:
    frame = table(seed)
    found = dv.agreement(frame, item="item", rater="rater", value=value, level=level)
    shown = {row.pop("rater"): row for row in found.matrix("weighted_kappa")}
    wide = wide_of(frame, value)
    for one, other in combinations(wide.columns, 2):
        both = wide[[one, other]].dropna()
        if value == "stars":
            known = cohen_kappa_score(
                both[one], both[other], weights="quadratic", labels=[1, 2, 3, 4, 5]
            )
        else:  # scikit-learn weighs by places, not by numbers
            apart = ((both[one] - both[other]) ** 2).mean()
            chance = both[one].var(ddof=0) + both[other].var(ddof=0)
            known = 1 - apart / (chance + (both[one].mean() - both[other].mean()) ** 2)
        assert shown[one][other] == pytest.approx(known, abs=1e-12)
        assert shown[other][one] == shown[one][other]


def test_without_variation_there_is_none() -> None:
    rows = [("a", "x", 3), ("a", "y", 3), ("b", "x", 3), ("b", "y", 3), ("c", "z", 1)]
    frame = pd.DataFrame(rows, columns=["item", "rater", "value"])
    found = dv.agreement(frame, item="item", rater="rater", value="value", level="ordinal")
    shown = {row.pop("rater"): row for row in found.matrix("weighted_kappa")}
    assert shown["x"]["y"] is None
    assert shown["x"]["z"] is None
    assert shown["x"]["x"] == 1.0


def test_always_one_apart_is_not_perfect() -> None:
    rows = [(item, rater, value) for item in "ab" for rater, value in (("x", 1), ("y", 2))]
    frame = pd.DataFrame(rows, columns=["item", "rater", "value"])
    found = dv.agreement(frame, item="item", rater="rater", value="value", level="ordinal")
    assert {row["rater"]: row for row in found.matrix("weighted_kappa")}["x"]["y"] == 0.0


def test_texts_need_an_order() -> None:
    frame = table(1)
    found = dv.agreement(frame, item="item", rater="rater", value="label")
    with pytest.raises(BadArgument, match="order"):
        found.matrix("weighted_kappa")
    order = ["bad", "odd", "good"]
    ordered = dv.agreement(frame, item="item", rater="rater", value="label", order=order)
    wide = wide_of(frame, "label")[["r0", "r1"]].dropna()
    known = cohen_kappa_score(wide["r0"], wide["r1"], weights="quadratic", labels=order)
    shown = {row.pop("rater"): row for row in ordered.matrix("weighted_kappa")}
    assert shown["r0"]["r1"] == pytest.approx(known, abs=1e-12)


@pytest.mark.parametrize("is_weighted", [True, False])
def test_each_against_the_others(is_weighted: bool) -> None:  # noqa: FBT001 - of pytest
    frame = table(3)
    ratings = dv.agreement(frame, item="item", rater="rater", value="stars")._ratings
    others = with_others(fitting(ratings, is_weighted=is_weighted), ratings.rater_count)
    wide = wide_of(frame, "stars")
    for at, rater in enumerate(wide.columns):
        kappas, sizes, same = [], [], 0
        for other in wide.columns.drop(rater):
            both = wide[[rater, other]].dropna().astype(int)
            weights = "quadratic" if is_weighted else None
            kappas.append(
                cohen_kappa_score(both[rater], both[other], weights=weights, labels=[1, 2, 3, 4, 5])
            )
            sizes.append(len(both))
            same += int((both[rater] == both[other]).sum())
        assert others.kappa[at] == pytest.approx(np.average(kappas, weights=sizes), abs=1e-12)
        assert others.agreement[at] == pytest.approx(same / sum(sizes), abs=1e-12)
        assert others.shared[at] == sum(sizes)
        assert others.raters[at] == 4
