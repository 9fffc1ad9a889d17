"""Agreement and comparison on a magic's line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[[str], Any]
Fail = Callable[[str], str]


@pytest.fixture
def ratings(run: Run, tmp_path: Path) -> None:
    text = "text,who,size\nt1,ann,small\nt1,bob,small\nt2,ann,large\nt2,bob,medium\n"
    (tmp_path / "ratings.csv").write_text(f"{text}t3,ann,medium\nt3,bob,medium\n")
    run("%vault import ratings.csv")


@pytest.mark.usefixtures("ratings")
def test_agreement(run: Run) -> None:
    line = "%vault agreement ratings --field size --item text --rater who"
    plain = run(line)
    assert plain["cohen_kappa"].value == pytest.approx(0.5)
    assert plain["cohen_kappa_linear"].value is None
    ordered = run(f"{line} --level ordinal --order small,medium,large")
    assert ordered.level == "ordinal"
    assert ordered["cohen_kappa_linear"].value == pytest.approx(4 / 7)


@pytest.mark.usefixtures("ratings")
def test_mistakes_are_told_in_one_line(fail: Fail) -> None:
    line = "%vault agreement ratings --field size --item text"
    assert "--rater" in fail(line)
    said = fail(f"{line} --rater whom")
    assert "no column 'whom'" in said
    assert "'who'" in said
    assert "One of: nominal" in fail(f"{line} --rater who --level nominel")
    assert "lacks 'large'" in fail(f"{line} --rater who --order small,medium")
    assert "--duplicates first" in fail(
        "%vault agreement ratings --field size --item who --rater who"
    )


def test_comparison(run: Run, tmp_path: Path) -> None:
    (tmp_path / "duels.csv").write_text("a,b,better\nx,y,x\ny,x,first\nx,y,even\n")
    run("%vault import duels.csv")
    made = run("%vault comparison duels --first a --second b --winner better --ties even")
    assert made.models[0]["win_rate"] == 0.5


@pytest.mark.usefixtures("ratings")
def test_names_of_columns_are_left_to_the_analytics(run: Run, fail: Fail) -> None:
    run("%vault show ratings").analytics.map(item="text", rater="who", values=["size"])
    plain = run("%vault agreement ratings --field size --level nominal")
    assert plain["cohen_kappa"].value == pytest.approx(0.5)
    ordered = run(
        "%vault agreement ratings --field size --order small,medium,large --level ordinal"
    )
    assert ordered["cohen_kappa_linear"].value == pytest.approx(4 / 7)
    some = run("%vault agreement ratings --field size --where \"text <> 't2'\"")
    assert some.item_count == 2
    people = run("%vault contributors ratings --field size")
    assert [row["contributor"] for row in people] == ["ann", "bob"]
    assert run("%vault comparison ratings --field size --by who")[0]["first"] == "ann"
    assert "no field 'sise'" in fail("%vault agreement ratings --field sise")
    assert "go together" in fail("%vault agreement ratings --field size --rater who")
    assert "neither a pairwise" in fail("%vault comparison ratings --field size")
    assert "--first and --second" in fail("%vault comparison ratings --winner size --first who")
